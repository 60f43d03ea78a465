"""A server on the loopback interface that answers from a script and records all that it is sent.

Raw sockets: what it sends is sent as it stands, however broken, in the pieces of the script.
"""

from __future__ import annotations

import contextlib
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

Part = bytes | float | threading.Event
"""Bytes to send, seconds to wait, or what to wait for."""
Script = Sequence[Part]


@dataclass
class Received:
    """One request as it came in."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    def json(self) -> dict[str, object]:
        """The body as an object."""
        found = json.loads(self.body)
        assert isinstance(found, dict)
        return found


@dataclass
class RecordedServer:
    """`answers` gives the script for a request, by method and path."""

    answers: Callable[[Received], Script]
    port: int = 0
    received: list[Received] = field(default_factory=list)
    connections: int = 0
    closed_by_client: threading.Event = field(default_factory=threading.Event)

    @property
    def address(self) -> str:
        """Where it is, with the usual path."""
        return f"http://127.0.0.1:{self.port}/v1"

    def texts(self) -> str:
        """All that was ever sent to it."""
        parts = [
            f"{r.method} {r.path}\n{r.headers}\n{r.body.decode('utf-8')}" for r in self.received
        ]
        return "\n".join(parts)


@contextlib.contextmanager
def serving(
    answers: Callable[[Received], Script] | Script, *, tls: ssl.SSLContext | None = None
) -> Iterator[RecordedServer]:
    """A server until the block ends."""
    if callable(answers):
        script = answers
    else:
        fixed = answers

        def script(received: Received) -> Script:
            return fixed

    server = RecordedServer(script)
    listening = socket.create_server(("127.0.0.1", 0))
    server.port = listening.getsockname()[1]
    ending = threading.Event()
    threads: list[threading.Thread] = []

    def listen() -> None:
        while not ending.is_set():
            try:
                made, _ = listening.accept()
            except OSError:
                return
            server.connections += 1
            thread = threading.Thread(target=_handle, args=(server, made, tls, ending))
            threads.append(thread)
            thread.start()

    listener = threading.Thread(target=listen)
    listener.start()
    try:
        yield server
    finally:
        ending.set()
        with contextlib.suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        listener.join()
        for thread in threads:
            thread.join()


def _handle(
    server: RecordedServer, made: socket.socket, tls: ssl.SSLContext | None, ending: threading.Event
) -> None:
    made.settimeout(10)
    with contextlib.suppress(OSError), made:
        connected = made if tls is None else tls.wrap_socket(made, server_side=True)
        with connected:
            received = _read(connected)
            if received is None:
                return
            server.received.append(received)
            for part in server.answers(received):
                if ending.is_set():
                    return
                if isinstance(part, bytes):
                    connected.sendall(part)
                elif isinstance(part, threading.Event):
                    _wait(server, connected, part, ending)
                else:
                    time.sleep(part)


def _wait(
    server: RecordedServer, connected: socket.socket, go: threading.Event, ending: threading.Event
) -> None:
    """Wait for `go`, or until the client has closed its end, which is noted."""
    connected.settimeout(0.02)
    while not go.is_set() and not ending.is_set():
        try:
            if connected.recv(1) == b"":
                server.closed_by_client.set()
                return
        except TimeoutError:
            continue
        except OSError:
            server.closed_by_client.set()
            return
    connected.settimeout(10)


def _read(connected: socket.socket) -> Received | None:
    data = b""
    while b"\r\n\r\n" not in data:
        more = connected.recv(65536)
        if not more or more.startswith(b"\x16"):  # the greeting of TLS
            return None
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {
        name.strip().lower(): value.strip()
        for name, _, value in (line.partition(":") for line in lines)
    }
    length = int(headers.get("content-length", "0"))
    while len(body) < length:
        body += connected.recv(65536)
    method, path, _ = first.split(" ", 2)
    return Received(method, path, headers, body)


# --- what is often sent --------------------------------------------------------------------------


def head(status: str, kind: str, *lines: str) -> bytes:
    """The head of an answer that ends with its connection."""
    told = "".join(f"{line}\r\n" for line in lines)
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{told}\r\n".encode()


def as_json(facts: object, status: str = "200 OK", *lines: str) -> Script:
    """A whole answer in JSON."""
    body = json.dumps(facts).encode()
    return [head(status, "application/json", f"Content-Length: {len(body)}", *lines) + body]


def stream_head(*lines: str) -> bytes:
    """The head of an event stream."""
    return head("200 OK", "text/event-stream; charset=utf-8", *lines)


def event(facts: object) -> bytes:
    """One event of an answer."""
    return f"data: {json.dumps(facts)}\n\n".encode()


def words(text: str, **more: object) -> bytes:
    """An event with some of the answer's text."""
    return event({"choices": [{"index": 0, "delta": {"content": text}, **more}]})


def ended(reason: str = "stop", **usage: object) -> bytes:
    """The last events of an answer."""
    last = event({"choices": [{"index": 0, "delta": {}, "finish_reason": reason}]})
    if usage:
        last += event({"choices": [], "usage": usage})
    return last + b"data: [DONE]\n\n"


def answer(*texts: str) -> Script:
    """A whole answer as a stream, a piece for each text."""
    return [stream_head(), *map(words, texts), ended(prompt_tokens=300, completion_tokens=7)]


def listed(*names: str) -> Script:
    """A list of models."""
    return as_json({"object": "list", "data": [{"id": n, "object": "model"} for n in names]})


def newsroom(
    *texts: str, models: Sequence[str] = ("house-7b", "house-7b:evening")
) -> Callable[[Received], Script]:
    """A server with these models, which answers everything with `texts`."""

    def answers(received: Received) -> Script:
        return listed(*models) if received.path.endswith("/models") else answer(*texts)

    return answers
