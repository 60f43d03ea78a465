"""A server on this machine that sends raw bytes, so that heads of answers can be hostile too."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator


class RawHub:
    """Gives the same bytes to everybody who asks, and hangs up."""

    def __init__(self) -> None:
        self.answer = b""
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                asked, _ = self._listener.accept()
            except OSError:
                return
            with asked, contextlib.suppress(OSError):
                asked.settimeout(5)
                if not asked.recv(65536):
                    return
                asked.sendall(self.answer)
                asked.shutdown(socket.SHUT_WR)
                while asked.recv(65536):
                    pass

    def close(self) -> None:
        """Wake the thread by an empty request."""
        with socket.create_connection(self._listener.getsockname()):
            pass
        self._thread.join(10)
        self._listener.close()


def ok(body: bytes, head: bytes = b"") -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n%s\r\n%s" % (len(body), head, body)


def heads() -> Iterator[bytes]:
    """Whole answers with something wrong in front of the body."""
    for length in (b"-1", b"1e999", b"9" * 4000, b"9" * 5000, b"0x10", b"", "٣".encode(), b"1, 2"):
        yield b"HTTP/1.1 200 OK\r\nContent-Length: " + length + b"\r\n\r\n[]"
    for chunk in (
        b"-5\r\n",
        b"f" * 5000 + b"\r\n",
        b"zz\r\n",
        b"\r\n",
        b"5\r\n[]",
        b"ffffffffff\r\n[]",
    ):
        yield b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk
    for code in (b"", b"abc", b"99", b"1000", b"-200", b"204", b"206", b"300", b"418", b"599"):
        yield b"HTTP/1.1 " + code + b" X\r\n\r\n"
    for place in (
        b"http://[",
        b"//",
        b"",
        b"http://a b/",
        b"\xff\xfe",
        b"http://hub.example/",
        b"/x",
    ):
        yield b"HTTP/1.1 302 X\r\nLocation: " + place + b"\r\n\r\n"
    for wait in (b"1e999", b"9" * 5000, b"-1", b"Thu, 01 Jan 0001 00:00:00 GMT", b"nan"):
        yield b"HTTP/1.1 503 X\r\nRetry-After: " + wait + b"\r\n\r\n"
    yield b""
    yield b"\0" * 1000
    yield b"HTTP/9.9 200 OK\r\n\r\n[]"
    yield b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500 + b"\r\n[]"
    yield b"HTTP/1.1 200 OK\r\nX: " + b"y" * 200_000 + b"\r\n\r\n[]"
    yield b"HTTP/1.1 100 Continue\r\n\r\n" * 1000
    yield ok(b"\x1f\x8b", b"Content-Encoding: gzip\r\n")
