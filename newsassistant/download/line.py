"""urllib with a line that can be cut: which addresses it follows, and how it gets to them.

Knows nothing of what is fetched. No cookies, and no Referer: nothing of one request is in another.
"""

from __future__ import annotations

import base64
import contextlib
import functools
import http.client
import socket
import threading
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any
from urllib.parse import urlsplit

from newsassistant.core.addresses import PrivateError, check_fetch, host_of
from newsassistant.core.errors import DownloadError
from newsassistant.core.outside import UnfitError
from newsassistant.core.trust import trust
from newsassistant.core.types import CancelToken
from newsassistant.download.failures import SlowError
from newsassistant.download.proxies import proxy_for

Connect = Callable[[str, int, float, "Line"], socket.socket]
"""Host, port, seconds that one step may take -> a connected socket; raises OSError and our own."""


_Create = Callable[..., socket.socket]


def _ask_nobody(host: str) -> None:
    """Nobody wants to know which hosts are asked."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Where requests may go, redirected ones too.

    `check` raises UnfitError for an address. `connect` makes the sockets to where no proxy stands
    in between, None leaves that to the library. `asked` hears each host that is about to get a
    request: a connection is there.
    """

    check: Callable[[str], object] = check_fetch
    connect: Connect | None = None
    asked: Callable[[str], None] = _ask_nobody


class Line:
    """The socket in use; `cut` may be called from any thread, also before there is one."""

    def __init__(self, cancel: CancelToken, proxy: str = "") -> None:
        self.proxy = proxy
        self._cancel = cancel
        self._expired = False
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._cut = False

    def use(self, connected: socket.socket) -> None:
        """Cut and close this one from now on, in the place of the one before."""
        with self._lock:
            before, self._socket = self._socket, connected
            cut = self._cut
        if before is not None and before is not connected:
            before.close()
        if cut:
            self.cut()

    def cut(self) -> None:
        with self._lock:
            self._cut = True
            if self._socket is not None:
                # The plain socket's method: TLS's own would change an object that is being read.
                with contextlib.suppress(OSError):
                    socket.socket.shutdown(self._socket, socket.SHUT_RDWR)

    def expire(self) -> None:
        """Cut, because it takes too long."""
        self._expired = True
        self.cut()

    def check(self, cause: Exception | None = None) -> None:
        """Raise CancelledError or RetryableError if the line was cut by us."""
        self._cancel.check()
        if self._expired:
            raise SlowError("no whole answer within the time that there is for one") from cause

    def close(self) -> None:
        """An answer that was not read to its end keeps its socket open otherwise."""
        with self._lock:
            if self._socket is not None:
                self._socket.close()
                self._socket = None


class _Http(http.client.HTTPConnection):
    def __init__(self, host: str, *, line: Line, create: _Create, **options: Any) -> None:
        super().__init__(host, **options)
        self._line = line
        # What http.client itself calls, of no other use and under this name since Python 2.7.
        setattr(self, "_create_connection", create)  # noqa: B010

    def connect(self) -> None:
        super().connect()
        self._line.use(self.sock)


class _Https(http.client.HTTPSConnection):
    def __init__(self, host: str, *, line: Line, create: _Create, **options: Any) -> None:
        super().__init__(host, **options)
        self._line = line
        # What http.client itself calls, of no other use and under this name since Python 2.7.
        setattr(self, "_create_connection", create)  # noqa: B010

    def connect(self) -> None:
        super().connect()
        self._line.use(self.sock)


class _HttpHandler(urllib.request.HTTPHandler):
    def __init__(self, line: Line, rules: Rules) -> None:
        super().__init__()
        self._line, self._rules = line, rules

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_maker(_Http, req, self._line, self._rules), req)


class _HttpsHandler(urllib.request.HTTPSHandler):
    def __init__(self, line: Line, rules: Rules) -> None:
        self._trust = trust()
        super().__init__(context=self._trust)
        self._line, self._rules = line, rules

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        made = _maker(_Https, req, self._line, self._rules)
        return self.do_open(made, req, context=self._trust)


def _maker(
    kind: Callable[..., Any], req: urllib.request.Request, line: Line, rules: Rules
) -> Callable[..., Any]:
    """What makes the connection of one request, which `line` can cut from its first moment on."""
    # Whoever is not surely behind a proxy is checked.
    proxied = req.has_proxy() or getattr(req, "_tunnel_host", None) is not None
    connect = None if proxied else rules.connect

    def create(place: tuple[str, int], timeout: float, source: Any = None) -> socket.socket:
        if connect is None:
            made = socket.create_connection(place, timeout, source)
        else:
            made = connect(*place, timeout, line)
        # A second handle: the first one goes over to TLS, and its greeting may take long as well.
        line.use(made.dup())
        rules.asked(host_of(req.full_url))
        return made

    return functools.partial(kind, line=line, create=create)


class _Proxies(urllib.request.BaseHandler):
    """Each request of its own by the proxy that is set for it, a redirected one too."""

    def default_open(self, req: urllib.request.Request) -> None:
        """Called before a connection is made; raises DownloadError."""
        proxy = proxy_for(req.full_url)
        if proxy is None:
            return
        if proxy.user:
            told = base64.b64encode(f"{proxy.user}:{proxy.password}".encode()).decode("ascii")
            # Not handed on to where a redirect leads, which may need no proxy.
            req.add_unredirected_header("Proxy-Authorization", f"Basic {told}")
        req.set_proxy(proxy.place, "http")


class _Redirects(urllib.request.HTTPRedirectHandler):
    """A few redirects, to safe addresses only, and never from HTTPS to HTTP."""

    max_redirections = 5
    max_repeats = 2

    def __init__(self, check: Callable[[str], object]) -> None:
        self._check = check

    def http_error_302(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
    ) -> Any:
        """Follow; raises DownloadError for a place that is no address at all."""
        try:
            return super().http_error_302(req, fp, code, msg, headers)
        except PrivateError:  # of the place that it leads to
            raise
        except ValueError as error:
            fp.close()
            host = host_of(req.full_url)
            raise DownloadError("download-redirect", host=host, detail="no address") from error

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        fp.close()  # or all of its body would be read, however long it is
        host, old = host_of(req.full_url), urlsplit(req.full_url)
        if old.scheme == "https" and newurl.lower().startswith("http:"):
            raise DownloadError("download-redirect", host=host, detail="https to http")
        try:
            self._check(newurl)
        except UnfitError as error:
            raise DownloadError("download-redirect", host=host, detail=error) from error
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def opener(line: Line, rules: Rules | None = None) -> urllib.request.OpenerDirector:
    """Only these schemes: the library's own set would also open files and FTP."""
    rules = rules or Rules()
    made = urllib.request.OpenerDirector()
    for handler in (
        _Proxies(),
        urllib.request.UnknownHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        _Redirects(rules.check),
        _HttpHandler(line, rules),
        _HttpsHandler(line, rules),
    ):
        made.add_handler(handler)
    return made
