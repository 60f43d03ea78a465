"""The OpenAI-compatible interface of a server: its models, and an answer as it is written.

Any thread but the window's; a cancelled token cuts the connection at once. Nothing is sent but what
the caller gives, the key, and the program's name.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import threading
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from newsassistant import __version__
from newsassistant.core.errors import CancelledError, NewsAssistantError, RemoteError
from newsassistant.core.outside import Fields, UnfitError, decode_object
from newsassistant.core.plain import plain
from newsassistant.core.types import CancelToken
from newsassistant.engine.remote.events import EventStream, ServerEvent
from newsassistant.engine.remote.failures import of_event, of_status, of_trouble
from newsassistant.engine.remote.line import (
    CONNECT_S,
    Line,
    Resolve,
    connection,
    numbers_of,
)
from newsassistant.engine.remote.offered import Offered, offered
from newsassistant.engine.remote.server import Server

MOST_BYTES = 4 << 20
"""Of a list, and of an answer that comes whole."""
MOST_STREAMED = 256 << 20
MOST_TOKENS = 1 << 40
_CHUNK = 1 << 16
_DONE = "[DONE]"


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: `list_s` for all of a small answer, `first_s` for the first words of an answer.

    A prompt may wait behind others and takes its time to be read. Between two words of an answer
    no more than `next_s` may pass.
    """

    list_s: float = 15.0
    first_s: float = 300.0
    next_s: float = 90.0


@dataclass(frozen=True, slots=True)
class Piece:
    """What has arrived of an answer: text, why it ended ("" not yet), tokens (None: not told)."""

    text: str = ""
    reason: str = ""
    prompt_tokens: int | None = None
    reused_tokens: int = 0
    completion_tokens: int | None = None
    seed: int = 0


class RemoteClient:
    """Asks one server; each call has a connection of its own."""

    def __init__(
        self,
        server: Server,
        *,
        patience: Patience | None = None,
        resolve: Resolve = numbers_of,
    ) -> None:
        self.server = server
        self.patience = patience or Patience()
        self._resolve = resolve

    def models(self, cancel: CancelToken) -> list[Offered]:
        """What the server has, the models first that it names first.

        Raises RemoteError, CancelledError.
        """
        with self._asked("GET", "/models", None, cancel, self.patience.list_s) as response:
            body = self._whole(response)
        try:
            return offered(decode_object(body, where="the list of models", any_size=True))
        except UnfitError as error:
            raise self._no_api(str(error)) from error

    def stream(
        self, request: Mapping[str, Any], cancel: CancelToken
    ) -> Generator[Piece, None, None]:
        """An answer piece by piece; it has ended when one has a reason and the iterator ends.

        Raises RemoteError, also where the answer ends before its end; CancelledError.
        """
        body = json.dumps(request, ensure_ascii=False).encode("utf-8", errors="replace")
        model = str(request.get("model", ""))
        with self._asked(
            "POST", "/chat/completions", body, cancel, self.patience.first_s, model=model
        ) as response:
            kind = response.kind
            if kind == "text/event-stream":
                yield from self._pieces(response)
            elif kind == "application/json":
                yield self._in_one(self._whole(response))
            else:
                raise self._no_api(f"it sends {plain(kind or 'no type', longest=60)}")

    def _pieces(self, response: _Response) -> Iterator[Piece]:
        events, size, has_ended = EventStream(), 0, False
        try:
            data = b"-"
            while data:
                data = response.read()
                size += len(data)
                if size > MOST_STREAMED:
                    raise UnfitError("an answer without an end")
                for event in events.push(data) if data else events.finish():
                    if event.data.strip() == _DONE:
                        return
                    if not event.data:
                        continue
                    piece = self._piece(event)
                    has_ended = has_ended or bool(piece.reason)
                    if piece.text:
                        response.expect(self.patience.next_s)
                    yield piece
        except UnfitError as error:
            host = self.server.host
            raise RemoteError("remote-broken", host=host, detail=error) from error
        if not has_ended:
            raise RemoteError("remote-cut", host=self.server.host)

    def _piece(self, event: ServerEvent) -> Piece:
        facts = decode_object(event.data, where="an event", any_size=True)
        if event.name == "error" or "error" in facts or facts.get("object") == "error":
            raise of_event(facts, address=self.server.address)
        return _read(facts, "delta")

    def _in_one(self, body: bytes) -> Piece:
        """The answer of a server that does not stream."""
        try:
            facts = decode_object(body, where="the answer", any_size=True)
            if "error" in facts:
                raise of_event(facts, address=self.server.address)
            piece = _read(facts, "message")
        except UnfitError as error:
            host = self.server.host
            raise RemoteError("remote-broken", host=host, detail=error) from error
        return piece if piece.reason else Piece(piece.text, "stop", piece.prompt_tokens)

    @contextlib.contextmanager
    def _asked(
        self,
        method: str,
        path: str,
        body: bytes | None,
        cancel: CancelToken,
        seconds: float,
        *,
        model: str = "",
    ) -> Iterator[_Response]:
        """An answer of status 200, whose head came within `seconds`; raises as the callers do."""
        line = Line(cancel)
        asked = connection(self.server, line, resolve=self._resolve)
        response = _Response(line, seconds, self.server.address)
        limit = threading.Timer(seconds, line.expire)
        limit.daemon = True
        cancel.set_hook(line.cut)
        limit.start()
        try:
            with response.translated(CONNECT_S):
                asked.connect()
            with response.translated(seconds):
                prefix = urlsplit(self.server.address).path.rstrip("/")
                asked.request(method, prefix + path, body, self._headers(body))
                if asked.sock is not None:
                    asked.sock.settimeout(seconds)
                came = asked.getresponse()
                response.take(came, asked)
            if came.status != http.client.OK:
                with response.translated(seconds):
                    told = came.read1(_CHUNK)
                raise of_status(
                    came.status, headers_of(came), told, address=self.server.address, model=model
                )
            if response.packing not in ("", "identity"):
                # Nothing packed was asked for, and nothing is unpacked: it might never end.
                raise self._no_api(f"it sends {plain(response.packing, longest=60)}")
            if body is not None:
                limit.cancel()
            yield response
        finally:
            limit.cancel()
            cancel.set_hook(None)
            response.close()
            asked.close()
            line.close()

    def _headers(self, body: bytes | None) -> dict[str, str]:
        headers = {
            "User-Agent": f"newsassistant/{__version__}",
            "Accept": "text/event-stream, application/json" if body else "application/json",
            "Accept-Encoding": "identity",
            "Connection": "close",
        }
        if body is not None:
            headers["Content-Type"] = "application/json"
        if self.server.key:
            headers["Authorization"] = f"Bearer {self.server.key}"
        return headers

    def _whole(self, response: _Response) -> bytes:
        if response.kind not in ("application/json", ""):
            raise self._no_api(f"it sends {plain(response.kind, longest=60)}")
        body = bytearray()
        while data := response.read():
            body += data
            if len(body) > MOST_BYTES:
                raise self._no_api(f"more than {MOST_BYTES} bytes")
        return bytes(body)

    def _no_api(self, detail: str) -> RemoteError:
        return RemoteError("remote-no-api", host=self.server.host, detail=detail)


class _Response:
    """The body of one answer, whose troubles are told as ours; `wait` is the longest silence."""

    def __init__(self, line: Line, wait: float, address: str) -> None:
        self._line, self._wait, self._address = line, wait, address
        self._came: http.client.HTTPResponse | None = None
        self._socket: socket.socket | None = None

    def take(self, came: http.client.HTTPResponse, asked: http.client.HTTPConnection) -> None:
        """The head is there."""
        self._came = came
        # The answer is the last to hold the socket where its connection ends with it.
        raw = getattr(getattr(came.fp, "raw", None), "_sock", None)
        self._socket = asked.sock or raw

    def expect(self, wait: float) -> None:
        """Wait no longer than that from now on."""
        if wait != self._wait:
            self._wait = wait
            if self._socket is not None:
                self._socket.settimeout(wait)

    @property
    def kind(self) -> str:
        return self._told("Content-Type").partition(";")[0].strip().lower()

    @property
    def packing(self) -> str:
        return self._told("Content-Encoding").strip().lower()

    def _told(self, name: str) -> str:
        return str(self._came.headers.get(name, "")) if self._came is not None else ""

    def read(self) -> bytes:
        """What has arrived; b"" at the end. Raises RemoteError, CancelledError."""
        if self._came is None:
            return b""
        with self.translated(self._wait):
            data = self._came.read1(_CHUNK)
            self._line.check()  # a connection that was cut looks like the end of the body
        return data

    def close(self) -> None:
        """Let go of the connection, which the answer may be the last to hold."""
        if self._came is not None:
            self._came.close()

    @contextlib.contextmanager
    def translated(self, seconds: float) -> Iterator[None]:
        try:
            yield
        except (NewsAssistantError, CancelledError):
            raise
        except (OSError, http.client.HTTPException, ValueError) as error:
            cause: Exception = error
            try:
                self._line.check()
            except TimeoutError as late:
                cause = late
            raise of_trouble(cause, address=self._address, seconds=seconds) from error


def headers_of(response: http.client.HTTPResponse) -> dict[str, str]:
    """Those that an error is told by, by their usual names."""
    names = ("Location", "Retry-After", "Content-Type")
    return {name: response.headers.get(name, "") for name in names}


def _read(facts: Mapping[str, Any], part: str) -> Piece:
    """A piece of an answer; raises UnfitError."""
    fields = Fields(facts, where="the answer")
    choices = fields.items("choices", most=16, default=())
    text = reason = ""
    if choices:
        choice = Fields(choices[0], where="a choice")
        if part in choice:
            text = choice.fields(part).text("content", longest=MOST_BYTES, default="")
        reason = choice.text("finish_reason", longest=100, default="")
    ours, seed = "newsassistant", 0
    if ours in fields:
        seed = fields.fields(ours).whole("seed", default=0)
    if "usage" not in fields:
        return Piece(text, reason, seed=seed)
    usage, reused = fields.fields("usage"), 0
    if "prompt_tokens_details" in usage:
        details = usage.fields("prompt_tokens_details")
        reused = details.whole("cached_tokens", 0, MOST_TOKENS, default=0)
    return Piece(
        text,
        reason,
        usage.whole("prompt_tokens", 0, MOST_TOKENS, default=None),
        reused,
        usage.whole("completion_tokens", 0, MOST_TOKENS, default=None),
        seed,
    )
