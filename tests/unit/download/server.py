"""A web server on this machine that misbehaves as told, one behaviour a request."""

from __future__ import annotations

import contextlib
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Behaviour = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers with the next behaviour of its path."""

    def do_GET(self) -> None:
        server = self.server
        assert isinstance(server, _Server)
        site = server.site
        site.requests.append((self.path, self.headers.get("Range", "")))
        site.headers.append(dict(self.headers))
        script = site.scripts.get(self.path, [status(404)])
        behaviour = script.pop(0) if len(script) > 1 else script[0]
        with contextlib.suppress(ConnectionError):
            behaviour(self)
        self.close_connection = True

    def log_message(self, format: str, *arguments: object) -> None:
        """Not on stderr."""

    @property
    def site(self) -> Site:
        assert isinstance(self.server, _Server)
        return self.server.site

    def start_byte(self) -> int:
        """Where the client wants to go on."""
        found = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        return int(found[1]) if found else 0

    def begin(self, code: int, length: int | None, headers: dict[str, str] | None = None) -> None:
        """Status line and headers."""
        self.send_response(code)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.end_headers()


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    site: Site

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is no news."""


@dataclass(slots=True)
class Site:
    """What is served, and what was asked for: (path, Range header)."""

    url: str = ""
    scripts: dict[str, list[Behaviour]] = field(default_factory=dict)
    requests: list[tuple[str, str]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    stalled: threading.Event = field(default_factory=threading.Event)
    release: threading.Event = field(default_factory=threading.Event)

    def at(self, path: str, *behaviours: Behaviour) -> str:
        """Serve `path`; the last behaviour is repeated. The whole address."""
        self.scripts[path] = list(behaviours)
        return self.url + path

    def ranges(self, path: str) -> list[str]:
        """The Range headers of the requests for `path`."""
        return [wanted for asked, wanted in self.requests if asked == path]


@contextlib.contextmanager
def serving() -> Iterator[Site]:
    """A running server; stalled answers end with the block."""
    site = Site()
    with _Server(("127.0.0.1", 0), Handler) as server:
        server.site = site
        site.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield site
        finally:
            site.release.set()
            server.shutdown()
            thread.join()


# --- behaviours ----------------------------------------------------------------------------------


def whole(data: bytes) -> Behaviour:
    """As it should be: the whole, or the part that was asked for."""
    return partial(data, len(data))


def partial(data: bytes, count: int) -> Behaviour:
    """Promises all, sends up to `count` bytes and closes."""

    def behave(handler: Handler) -> None:
        start = handler.start_byte()
        _begin(handler, data, start)
        handler.wfile.write(data[start : start + count])

    return behave


def stalling(data: bytes, count: int) -> Behaviour:
    """Sends `count` bytes, then nothing more."""

    def behave(handler: Handler) -> None:
        start = handler.start_byte()
        _begin(handler, data, start)
        handler.wfile.write(data[start : start + count])
        handler.wfile.flush()
        handler.site.stalled.set()
        handler.site.release.wait()

    return behave


def _begin(handler: Handler, data: bytes, start: int) -> None:
    if start:
        extent = {"Content-Range": f"bytes {start}-{len(data) - 1}/{len(data)}"}
        handler.begin(206, len(data) - start, extent)
    else:
        handler.begin(200, len(data))


def without_ranges(data: bytes) -> Behaviour:
    """Sends all, whatever was asked for."""

    def behave(handler: Handler) -> None:
        handler.begin(200, len(data))
        handler.wfile.write(data)

    return behave


def plain(data: bytes, code: int = 200, **headers: str) -> Behaviour:
    """These bytes with these headers (underscores are hyphens), and no length."""

    def behave(handler: Handler) -> None:
        handler.begin(code, None, {name.replace("_", "-"): v for name, v in headers.items()})
        handler.wfile.write(data)

    return behave


def status(code: int, **headers: str) -> Behaviour:
    """Only a status."""

    def behave(handler: Handler) -> None:
        handler.begin(code, 0, {name.replace("_", "-"): v for name, v in headers.items()})

    return behave


def redirect(target: str, code: int = 302) -> Behaviour:
    """Sends the client elsewhere."""
    return status(code, Location=target)


def hang_up(handler: Handler) -> None:
    """Closes without a word."""
