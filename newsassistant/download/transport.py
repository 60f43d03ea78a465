"""One GET over HTTP or HTTPS: redirects, proxies, stalls, retries; no tokens and no cookies.

A cancelled token cuts the connection in use.
"""

from __future__ import annotations

import base64
import contextlib
import email.utils
import functools
import http.client
import math
import re
import socket
import ssl
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import Message
from typing import IO, Any
from urllib.parse import urlsplit

from newsassistant import __version__
from newsassistant.core.addresses import check_fetch
from newsassistant.core.errors import CancelledError, DownloadError, NewsAssistantError
from newsassistant.core.outside import UnfitError, clause_of
from newsassistant.core.plain import plain
from newsassistant.core.types import CancelToken
from newsassistant.download.failures import RetryableError, SlowError, UnreachableError, ended
from newsassistant.download.proxies import proxy_for
from newsassistant.download.trust import trust

CHUNK_BYTES = 1 << 18
Pause = Callable[[float, CancelToken], None]


@dataclass(frozen=True, slots=True)
class Policy:
    """How patient to be: seconds, and attempts in a row that bring fewer than `gain_bytes`.

    `answer_s` is the longest wait for the head of an answer and for all of a small one; a large
    one has to bring `watch_bytes` in every `watch_s`. For a small one somebody waits: it may stall
    for `small_s`, and is asked for `small_attempts` times where nobody answers.
    """

    stall_s: float = 30.0
    small_s: float = 10.0
    small_attempts: int = 2
    answer_s: float = 60.0
    watch_s: float = 60.0
    watch_bytes: int = 60_000
    attempts: int = 6
    first_wait_s: float = 1.0
    longest_wait_s: float = 120.0
    gain_bytes: int = 1 << 20


def wait_unless_cancelled(seconds: float, cancel: CancelToken) -> None:
    """Sleep, but wake up when the user cancels; any thread."""
    woken = threading.Event()
    cancel.set_hook(woken.set)
    try:
        woken.wait(seconds)
    finally:
        cancel.set_hook(None)


class Answer:
    """The body of one response; `total` is the length of the whole file, None if not told."""

    def __init__(
        self, response: http.client.HTTPResponse, start: int, line: _Line, watch: _Watch
    ) -> None:
        self._response = response
        self._line = line
        self._watch = watch
        self.start, self.total = _extent(response, start)

    def read(self) -> bytes:
        """What has arrived, up to 256 KiB; b"" at the end.

        Raises RetryableError when the connection breaks, stalls or is all too slow,
        CancelledError.
        """
        with _translated(self._line, "", ""):
            data = self._response.read1(CHUNK_BYTES)
            self._line.check()  # a connection that was cut looks like the end of the body
        self._watch.count(len(data))
        return data


class Client:
    """Makes requests, one at a time for each cancel token; any thread but the window's."""

    def __init__(
        self,
        policy: Policy | None = None,
        *,
        pause: Pause = wait_unless_cancelled,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.policy = policy or Policy()
        self._pause = pause
        self._clock = clock

    @contextlib.contextmanager
    def open(
        self, url: str, *, what: str, cancel: CancelToken, start: int = 0, small: bool = False
    ) -> Iterator[Answer]:
        """GET from byte `start` on; `what` is the file's name for messages.

        The answer's own `start` is 0 where the server sends the whole file all the same. All of a
        `small` one has to come within `answer_s`.
        Raises DownloadError, RetryableError, CancelledError.
        """
        _check(url)
        proxy = proxy_for(url)
        host = host_of(url)
        headers = {"User-Agent": f"newsassistant/{__version__}", "Accept-Encoding": "identity"}
        if start:
            headers["Range"] = f"bytes={start}-"
        line = _Line(cancel, "" if proxy is None else proxy.place)
        cancel.set_hook(line.cut)
        limit = threading.Timer(self.policy.answer_s, line.expire)
        limit.daemon = True
        limit.start()
        try:
            with _translated(line, host, what):
                request = urllib.request.Request(url, headers=headers)
                stall_s = min(self.policy.stall_s, self.policy.small_s if small else math.inf)
                response = _opener(line).open(request, timeout=stall_s)
            with response:
                if not small:
                    limit.cancel()
                with _translated(line, host, what):
                    line.check()
                    answer = Answer(response, start, line, _Watch(self.policy, self._clock))
                yield answer
        finally:
            limit.cancel()
            cancel.set_hook(None)
            line.close()

    def get(self, url: str, *, what: str, limit: int, cancel: CancelToken) -> bytes:
        """A small body of at most `limit` bytes, with retries; raises like `keep_trying`."""
        body = bytearray()
        silent = 0

        def step() -> None:
            body.clear()
            with self.open(url, what=what, cancel=cancel, small=True) as answer:
                while data := answer.read():
                    body.extend(data)
                    if len(body) > limit:
                        detail = f"{what} has more than {limit} bytes"
                        raise DownloadError("download-list", host=host_of(url), detail=detail)
                if answer.total is not None and len(body) < answer.total:
                    raise RetryableError(f"{len(body)} of {answer.total} bytes arrived")

        def step_in_time() -> None:
            nonlocal silent
            try:
                step()
            except SlowError as error:  # a minute more would bring no more
                raise ended(error, host_of(url)) from error
            except UnreachableError as error:
                silent += 1
                if silent < self.policy.small_attempts:
                    raise
                raise ended(error, host_of(url)) from error

        self.keep_trying(step_in_time, host_of(url), cancel)
        return bytes(body)

    def keep_trying(
        self,
        step: Callable[[], None],
        host: str,
        cancel: CancelToken,
        *,
        gained: Callable[[], int] = lambda: 0,
    ) -> None:
        """Repeat `step` after a RetryableError, with growing waits; `gained` counts its bytes.

        Raises DownloadError after too many failures without a gain, CancelledError.
        """
        failures, mark = 0, gained()
        while True:
            try:
                return step()
            except RetryableError as error:
                cancel.check()
                if gained() - mark >= self.policy.gain_bytes:
                    failures = 0
                mark, failures = gained(), failures + 1
                self._pause(self._wait(error, failures, host), cancel)
            cancel.check()

    def _wait(self, error: RetryableError, failures: int, host: str) -> float:
        """Seconds until the next attempt; raises DownloadError if there shall be none."""
        policy = self.policy
        if error.wait_s is not None and error.wait_s > policy.longest_wait_s:
            raise DownloadError("download-busy", host=host, seconds=round(error.wait_s)) from error
        if failures >= policy.attempts:
            raise ended(error, host) from error
        if error.wait_s is not None:
            return error.wait_s
        growing: float = policy.first_wait_s * 2 ** (failures - 1)
        return min(growing, policy.longest_wait_s)


def host_of(url: str) -> str:
    """The host of an address with its port, for messages; any text is taken."""
    try:
        host = urlsplit(url).netloc
    except ValueError:
        host = url
    return plain(host.rpartition("@")[2], longest=100)


def without_password(url: str) -> str:
    """An address as it can be shown: without what stands in front of its host."""
    return re.sub(r"(//|^)[^/@]*@", r"\1", url, count=1)


def _check(url: str) -> None:
    """Raise DownloadError for an address that nothing may be fetched from."""
    try:
        check_fetch(url)
    except UnfitError as error:
        shown = plain(without_password(url), longest=100)
        raise DownloadError("download-address", url=shown, detail=error) from error


class _Watch:
    """Tells when a body comes so slowly that it would never end."""

    def __init__(self, policy: Policy, clock: Callable[[], float]) -> None:
        self._policy, self._clock = policy, clock
        self._since, self._bytes = clock(), 0

    def count(self, size: int) -> None:
        """Take note of bytes; raises RetryableError."""
        self._bytes += size
        passed = self._clock() - self._since
        if size == 0 or passed < self._policy.watch_s:
            return
        if self._bytes < self._policy.watch_bytes:
            raise RetryableError(f"only {self._bytes} bytes in {passed:.0f} seconds")
        self._since, self._bytes = self._clock(), 0


# --- what an answer says of itself ---------------------------------------------------------------


def _extent(response: http.client.HTTPResponse, start: int) -> tuple[int, int | None]:
    """(first byte that comes, length of the whole); raises RetryableError for contradictions."""
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise RetryableError("the answer is compressed")
    if response.status != http.client.PARTIAL_CONTENT:
        length = response.headers.get("Content-Length", "")
        return 0, int(length) if re.fullmatch(r"\d{1,18}", length, re.ASCII) else None
    told = response.headers.get("Content-Range", "")
    found = re.fullmatch(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18}|\*)", told, re.ASCII)
    if found is None or int(found[1]) != start:
        raise RetryableError(f"asked for byte {start}, got {told or 'no range'}", restart=True)
    return start, None if found[3] == "*" else int(found[3])


def _asked_wait(headers: Message | None) -> float | None:
    """Seconds of a Retry-After header, which holds a number or a date; None without one."""
    text = (headers.get("Retry-After", "") if headers is not None else "").strip()
    if text.isascii() and text.isdigit() and len(text) < 10:
        return float(text)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError, OSError):
        return None


# --- from the library's errors to ours -----------------------------------------------------------

_NOBODY = (socket.gaierror, ConnectionRefusedError)


@contextlib.contextmanager
def _translated(line: _Line, host: str, what: str) -> Iterator[None]:
    try:
        yield
    except (NewsAssistantError, RetryableError, CancelledError):
        raise
    except urllib.error.HTTPError as error:
        error.close()
        raise _of_status(error, host, what) from error
    except Exception as error:
        line.check(error)
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        if isinstance(reason, ssl.SSLCertVerificationError):
            detail = reason.verify_message
            raise DownloadError("download-untrusted", host=host, detail=detail) from error
        nobody = host and not line.proxy  # else an answer had begun, or the proxy may be at fault
        if isinstance(reason, TimeoutError):
            kind = UnreachableError if nobody else RetryableError
            raise kind("nothing has arrived for too long") from error
        if nobody and isinstance(reason, _NOBODY):
            raise UnreachableError(clause_of(reason)) from error
        detail = clause_of(reason) if isinstance(reason, Exception) else plain(reason)
        through = f", through the proxy {line.proxy}" if line.proxy else ""
        raise RetryableError(f"{detail}{through}") from error


def _of_status(error: urllib.error.HTTPError, host: str, what: str) -> Exception:
    status = error.code
    if 300 <= status < 400:
        return DownloadError("download-redirect", host=host, detail="too often, or to nowhere")
    if status in (404, 410):
        return DownloadError("download-missing", host=host, file=what)
    if status == http.client.REQUESTED_RANGE_NOT_SATISFIABLE:
        return RetryableError("the file is shorter than expected", restart=True)
    if status in (408, 425, 429) or status >= 500:
        return RetryableError(f"status {status}", wait_s=_asked_wait(error.headers))
    return DownloadError("download-refused", host=host, file=what, status=status)


# --- urllib with a line that can be cut ----------------------------------------------------------


class _Line:
    """The socket in use; `cut` may be called from any thread, also before there is one."""

    def __init__(self, cancel: CancelToken, proxy: str = "") -> None:
        self.proxy = proxy
        self._cancel = cancel
        self._expired = False
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._cut = False

    def use(self, connected: socket.socket) -> None:
        with self._lock:
            self._socket = connected
            cut = self._cut
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
    def __init__(self, host: str, *, line: _Line, **options: Any) -> None:
        super().__init__(host, **options)
        self._line = line

    def connect(self) -> None:
        super().connect()
        self._line.use(self.sock)


class _Https(http.client.HTTPSConnection):
    def __init__(self, host: str, *, line: _Line, **options: Any) -> None:
        super().__init__(host, **options)
        self._line = line

    def connect(self) -> None:
        super().connect()
        self._line.use(self.sock)


class _HttpHandler(urllib.request.HTTPHandler):
    def __init__(self, line: _Line) -> None:
        super().__init__()
        self._make = functools.partial(_Http, line=line)

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(self._make, req)


class _HttpsHandler(urllib.request.HTTPSHandler):
    def __init__(self, line: _Line) -> None:
        self._trust = trust()
        super().__init__(context=self._trust)
        self._make = functools.partial(_Https, line=line)

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(self._make, req, context=self._trust)


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
            check_fetch(newurl)
        except UnfitError as error:
            raise DownloadError("download-redirect", host=host, detail=error) from error
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener(line: _Line) -> urllib.request.OpenerDirector:
    """Only these schemes: the library's own set would also open files and FTP."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        _Proxies(),
        urllib.request.UnknownHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        _Redirects(),
        _HttpHandler(line),
        _HttpsHandler(line),
    ):
        opener.add_handler(handler)
    return opener
