"""One GET over HTTP or HTTPS: redirects, proxies, stalls, retries; no tokens and no cookies.

A cancelled token cuts the connection in use.
"""

from __future__ import annotations

import contextlib
import email.utils
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

from newsassistant import __version__
from newsassistant.core.addresses import check_fetch, host_of
from newsassistant.core.errors import CancelledError, DownloadError, NewsAssistantError
from newsassistant.core.outside import UnfitError, clause_of
from newsassistant.core.plain import plain
from newsassistant.core.types import CancelToken
from newsassistant.download.failures import RetryableError, SlowError, UnreachableError, ended
from newsassistant.download.line import Line, opener
from newsassistant.download.proxies import proxy_for

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
        self, response: http.client.HTTPResponse, start: int, line: Line, watch: _Watch
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
        with translated(self._line, "", ""):
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
        line = Line(cancel, "" if proxy is None else proxy.place)
        cancel.set_hook(line.cut)
        limit = threading.Timer(self.policy.answer_s, line.expire)
        limit.daemon = True
        limit.start()
        try:
            with translated(line, host, what):
                request = urllib.request.Request(url, headers=headers)
                stall_s = min(self.policy.stall_s, self.policy.small_s if small else math.inf)
                response = opener(line).open(request, timeout=stall_s)
            with response:
                if not small:
                    limit.cancel()
                with translated(line, host, what):
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
def translated(line: Line, host: str, what: str) -> Iterator[None]:
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
