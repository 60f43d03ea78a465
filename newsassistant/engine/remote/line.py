"""One connection to a server that can be cut from any thread, from its first moment on.

Knows nothing of what is asked. No redirect is followed, no cookie kept, and no proxy asked but the
one that belongs to the server.
"""

from __future__ import annotations

import base64
import contextlib
import http.client
import socket
import ssl
import threading
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from newsassistant.core.addresses import split_address
from newsassistant.core.errors import RemoteError
from newsassistant.core.outside import UnfitError, clause_of
from newsassistant.core.plain import plain
from newsassistant.core.trust import trust
from newsassistant.core.types import CancelToken
from newsassistant.engine.remote.server import Server

CONNECT_S = 10.0
MOST_NUMBERS = 6  # tried in turn
_LOOK_S = 0.05

Resolve = Callable[[str, int], Sequence[str]]


def numbers_of(host: str, port: int) -> Sequence[str]:
    """What the system's resolver says; blocks, raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(place[0]) for *_, place in found))


class Line:
    """The socket of one request; `cut` and `expire` may be called from any thread."""

    def __init__(self, cancel: CancelToken) -> None:
        self._cancel = cancel
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._cut = False
        self.has_expired = False

    def use(self, connected: socket.socket) -> None:
        """Cut and close this one from now on, in the place of the one before."""
        with self._lock:
            before, self._socket = self._socket, connected
            cut = self._cut
        if before is not None:
            before.close()
        if cut:
            self.cut()

    def cut(self) -> None:
        """Whoever reads or writes sees the end; returns at once."""
        with self._lock:
            self._cut = True
            if self._socket is not None:
                with contextlib.suppress(OSError):
                    self._socket.shutdown(socket.SHUT_RDWR)

    def expire(self) -> None:
        """Cut, because it takes too long."""
        self.has_expired = True
        self.cut()

    def check(self) -> None:
        """Raise CancelledError or TimeoutError if the line was cut by us."""
        self._cancel.check()
        if self.has_expired:
            raise TimeoutError("no whole answer in time")

    def close(self) -> None:
        """Let go of the socket."""
        with self._lock:
            if self._socket is not None:
                self._socket.close()
                self._socket = None

    def connect(self, place: tuple[str, int], resolve: Resolve) -> socket.socket:
        """A socket to a name or number; raises OSError, CancelledError, TimeoutError."""
        trouble: OSError = socket.gaierror("the name leads nowhere")
        for number in self._looked_up(resolve, *place)[:MOST_NUMBERS]:
            self.check()
            made = socket.socket(socket.AF_INET6 if ":" in number else socket.AF_INET)
            try:
                made.settimeout(CONNECT_S)
                self.use(made.dup())
                made.connect((number, place[1]))
            except OSError as error:
                made.close()
                self.check()
                trouble = error
                continue
            with contextlib.suppress(OSError):
                made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return made
        raise trouble

    def _looked_up(self, resolve: Resolve, host: str, port: int) -> Sequence[str]:
        """The resolver cannot be stopped: it is left alone when the line is cut meanwhile."""
        found: list[Sequence[str]] = []
        failed: list[OSError] = []
        done = threading.Event()

        def look() -> None:
            try:
                found.append(resolve(host, port))
            except UnicodeError as error:  # of a name that is none
                failed.append(socket.gaierror(str(error)))
            except OSError as error:
                failed.append(error)
            finally:
                done.set()

        threading.Thread(target=look, name="resolver", daemon=True).start()
        while not done.wait(_LOOK_S):
            self.check()
        if failed:
            raise failed[0]
        return found[0] if found else ()


def connection(
    server: Server, line: Line, *, resolve: Resolve = numbers_of
) -> http.client.HTTPConnection:
    """What makes requests to a server, not connected yet; raises RemoteError for its settings."""
    parts = urlsplit(server.address)
    proxy = _proxy(server)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    first = (proxy.hostname or "", proxy.port or 8080) if proxy is not None else (host, port)
    made: http.client.HTTPConnection
    if parts.scheme == "https":
        made = http.client.HTTPSConnection(*first, timeout=CONNECT_S, context=context_of(server))
    else:
        made = http.client.HTTPConnection(*first, timeout=CONNECT_S)
    if proxy is not None:
        made.set_tunnel(host, port, headers=_proxy_headers(proxy))

    def create(place: tuple[str, int], timeout: Any = None, source: Any = None) -> socket.socket:
        connected = line.connect(place, resolve)
        # A second handle: the first one goes over to TLS, and its greeting may take long as well.
        line.use(connected.dup())
        return connected

    # What http.client itself calls, of no other use and under this name since Python 2.7.
    setattr(made, "_create_connection", create)  # noqa: B010
    return made


def context_of(server: Server) -> ssl.SSLContext:
    """Checks names and certificates, by the system's authorities and the server's own file.

    Raises RemoteError("remote-ca").
    """
    context = trust()
    if server.ca_file:
        try:
            context.load_verify_locations(server.ca_file)
        except (OSError, ValueError) as error:
            detail = clause_of(error)
            raise RemoteError("remote-ca", path=server.ca_file, detail=detail) from error
    return context


def _proxy(server: Server) -> SplitResult | None:
    if not server.proxy:
        return None
    text = server.proxy.strip()
    try:
        parts = split_address(text if "://" in text else f"http://{text}")
        if parts.scheme != "http":
            raise UnfitError("only HTTP proxies are supported")
    except UnfitError as error:
        shown = plain(text.rpartition("@")[2], longest=80)
        raise RemoteError("remote-proxy", proxy=shown, detail=error) from error
    return parts


def _proxy_headers(proxy: SplitResult) -> dict[str, str]:
    if not proxy.username:
        return {}
    told = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}".encode()
    return {"Proxy-Authorization": f"Basic {base64.b64encode(told).decode('ascii')}"}
