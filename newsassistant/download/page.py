"""Fetches one page or document that the user has named: one GET, bounded in size, time and places.

No cookies, no Referer, no scripts, no retries; what the page itself names is never loaded, a
`meta refresh` is not followed.
"""

from __future__ import annotations

import http.client
import threading
import urllib.error
import urllib.request
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from urllib.parse import unquote, urldefrag, urlsplit

from newsassistant import __version__
from newsassistant.core.addresses import PrivateError, check_page, host_of, in_ascii
from newsassistant.core.errors import DownloadError
from newsassistant.core.outside import UnfitError
from newsassistant.core.plain import plain
from newsassistant.core.types import CancelToken
from newsassistant.download.failures import RetryableError, SlowError, UnreachableError
from newsassistant.download.line import Line, Rules, opener
from newsassistant.download.proxies import proxy_for
from newsassistant.download.reach import Resolve, connector, numbers_of
from newsassistant.download.transport import CHUNK_BYTES, translated, without_password

MOST_BYTES = 10 << 20
"""Of a page, as it arrives and unpacked."""
TIME_S = 20.0
"""For all of it, from looking up its name to its last byte."""
_STALL_S = 10.0
_ACCEPT = "text/html, application/xhtml+xml, application/pdf;q=0.9, text/plain;q=0.8, */*;q=0.5"
# Kind that a server names -> how the name of such a file ends.
_KINDS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    **dict.fromkeys(
        ("text/xml", "application/xml", "application/rss+xml", "application/atom+xml"), ".xml"
    ),
}
_UNTOLD = ("", "application/octet-stream", "binary/octet-stream")  # a PDF, it may be
_PACKED = {"gzip": 47, "x-gzip": 47, "deflate": 47}  # zlib finds out which of the two it is
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Page:
    """What came: its bytes, a file name for them, and where it came from in the end.

    `told` is the encoding that the server names, "" for none; `received` counts bytes on the line.
    """

    data: bytes
    name: str
    told: str
    address: str
    received: int


def fetch_page(
    address: str,
    *,
    cancel: CancelToken,
    local_network: bool = False,
    asked: Callable[[str], None] = lambda host: None,
    resolve: Resolve = numbers_of,
    time_s: float = TIME_S,
) -> Page:
    """The page at an address; `asked` hears each host that is about to be sent a request.

    Only computers of the public net are reached, others only with `local_network`; through a proxy
    only their names can be looked at, as the proxy resolves them. Blocks for `time_s` at most.
    Raises DownloadError, CancelledError; any thread but the window's.
    """
    check = partial(check_page, local_network=local_network)
    url = _checked(address, check)
    proxy = proxy_for(url)
    line = Line(cancel, "" if proxy is None else proxy.place)
    rules = Rules(check, connector(resolve, local_network=local_network), asked)
    cancel.set_hook(line.cut)
    limit = threading.Timer(time_s, line.expire)
    limit.daemon = True
    limit.start()
    host = host_of(url)
    try:
        with translated(line, host, ""):
            return _answer(url, line, rules)
    except SlowError as error:
        raise DownloadError("page-slow", host=host, seconds=round(time_s)) from error
    except UnreachableError as error:
        raise DownloadError("page-unreachable", host=host, detail=error) from error
    except RetryableError as error:
        raise DownloadError("page-broken", host=host, detail=error) from error
    except DownloadError as error:
        raise _of_pages(error) from error
    finally:
        limit.cancel()
        limit.join()  # it has nothing left to wait for
        cancel.set_hook(None)
        line.close()


def _checked(address: str, check: Callable[[str], object]) -> str:
    """The address as it is sent; raises DownloadError."""
    try:
        url = in_ascii(address)
        check(url)
    except PrivateError as error:
        raise DownloadError("page-private", host=host_of(address)) from error
    except UnfitError as error:
        shown = plain(without_password(address), longest=100)
        raise DownloadError("page-address", address=shown, detail=error) from error
    return url


def _of_pages(error: DownloadError) -> DownloadError:
    """What is said of downloads of models, in the words for pages."""
    code = {"download-redirect": "page-redirect", "download-untrusted": "page-untrusted"}
    if error.code not in code:
        return error
    return DownloadError(code[error.code], **error.params)


def _answer(url: str, line: Line, rules: Rules) -> Page:
    """Raises what `translated` takes, and DownloadError with the words for pages."""
    headers = {
        "User-Agent": f"newsassistant/{__version__}",
        "Accept": _ACCEPT,
        "Accept-Language": "*",  # which languages somebody reads is nobody's business
        "Accept-Encoding": "gzip, deflate",
    }
    request = urllib.request.Request(url, headers=headers)
    try:
        response = opener(line, rules).open(request, timeout=_STALL_S)
    except PrivateError as error:
        raise DownloadError("page-private", host=host_of(url)) from error
    except urllib.error.HTTPError as error:
        error.close()
        raise _of_status(error.code, host_of(error.url or url)) from error
    with response:
        line.check()
        return _page(response, line)


def _of_status(status: int, host: str) -> DownloadError:
    if 300 <= status < 400:
        return DownloadError("page-redirect", host=host, detail="too often, or to nowhere")
    codes = {401: "sign-in", 402: "sign-in", 403: "sign-in", 404: "missing", 410: "missing"}
    codes |= {429: "busy", 503: "busy"}
    code = codes.get(status, "server" if status >= 500 else "refused")
    return DownloadError(f"page-{code}", host=host, status=status)


def _page(response: http.client.HTTPResponse, line: Line) -> Page:
    address = urldefrag(response.geturl()).url
    host = host_of(address)
    kind = "" if response.headers.get("Content-Type") is None else _kind(response)
    if kind not in _KINDS and kind not in _UNTOLD:
        raise DownloadError("page-kind", host=host, kind=plain(kind, longest=60))
    packing = response.headers.get("Content-Encoding", "identity").strip().lower() or "identity"
    if packing != "identity" and packing not in _PACKED:
        raise RetryableError(f"it is packed as {plain(packing, longest=20)}")
    length = response.headers.get("Content-Length", "")
    promised = int(length) if length.isascii() and length.isdigit() and len(length) < 19 else None
    if promised is not None and promised > MOST_BYTES:
        raise _too_large(host)
    counter = _Counter(host)
    chunks = counter.counted(_chunks(response, line))
    parts = bytearray()
    for chunk in _unpacked(chunks, _PACKED.get(packing)):
        parts += chunk
        if len(parts) > MOST_BYTES:
            raise _too_large(host)
    if promised is not None and counter.received < promised:
        raise RetryableError(f"only {counter.received} of {promised} bytes arrived")
    told = response.headers.get_content_charset("") if kind.startswith("text/") else ""
    suffix = _KINDS.get(kind, "")
    return Page(bytes(parts), _name(address, suffix), told[:40], address, counter.received)


def _kind(response: http.client.HTTPResponse) -> str:
    """The first of what a server names, as it may name two."""
    return response.headers["Content-Type"].partition(";")[0].partition(",")[0].strip().lower()


class _Counter:
    """Counts what arrives; raises DownloadError for too much."""

    def __init__(self, host: str) -> None:
        self._host = host
        self.received = 0

    def counted(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            self.received += len(chunk)
            if self.received > MOST_BYTES:
                raise _too_large(self._host)
            yield chunk


def _chunks(response: http.client.HTTPResponse, line: Line) -> Iterator[bytes]:
    while data := response.read1(CHUNK_BYTES):
        line.check()
        yield data
    line.check()  # a line that was cut looks like the end of the body


def _unpacked(chunks: Iterator[bytes], packing: int | None) -> Iterator[bytes]:
    """What is packed in small parts, so that a little that unpacks to very much is left in time.

    Raises RetryableError for what is not packed as it is said to be, or not to its end.
    """
    if packing is None:
        yield from chunks
        return
    unpacker = None
    for chunk in chunks:
        try:
            if unpacker is None:
                unpacker = zlib.decompressobj(packing if _has_head(chunk) else -15)
            yield unpacker.decompress(chunk, CHUNK_BYTES)
            while unpacker.unconsumed_tail:
                yield unpacker.decompress(unpacker.unconsumed_tail, CHUNK_BYTES)
        except zlib.error as error:
            raise RetryableError("what arrived cannot be unpacked") from error
    if unpacker is not None:
        yield unpacker.flush()  # a few bytes: all that was packed has been given to it
        if not unpacker.eof:
            raise RetryableError("only a part of it has arrived")


def _has_head(chunk: bytes) -> bool:
    """False for the bare stream that some servers send as `deflate`."""
    return chunk[:1] == b"\x1f" or (
        chunk[:1] == b"\x78" and int.from_bytes(chunk[:2], "big") % 31 == 0
    )


def _name(address: str, suffix: str) -> str:
    """What a file with the page would be called."""
    parts = urlsplit(address)
    last = plain(unquote(parts.path).rstrip("/").rpartition("/")[2], longest=_LONGEST_NAME)
    stem = last or plain(parts.hostname or "", longest=_LONGEST_NAME)
    return stem if not suffix or stem.lower().endswith(suffix) else stem + suffix


def _too_large(host: str) -> DownloadError:
    return DownloadError("page-too-large", host=host, limit_mb=MOST_BYTES >> 20)
