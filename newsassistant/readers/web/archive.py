"""A page that a browser saved as one file (.mhtml) -> the article in it.

Pictures, styles and frames that are saved along are never looked at.
"""

from __future__ import annotations

import base64
import binascii
import dataclasses
import quopri
import re
from collections.abc import Iterator
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import HeaderParser

from newsassistant.core.errors import InputError
from newsassistant.readers.web import page
from newsassistant.text.articles.reading import Reading

_MOST_PARTS = 2000
_MOST_DEPTH = 3
_HEADERS = 65_536  # bytes
_HEADERS_END = re.compile(rb"\r?\n\r?\n")
_PAGES = ("text/html", "application/xhtml+xml")


def read(data: bytes, name: str) -> Reading:
    """The article of the archive's page, which is its first; raises InputError. Any thread."""
    headers, _ = _split(data)
    for part, content in _parts(data, 0):
        if part.get_content_type() in _PAGES:
            reading = page.read(
                _decoded(part, content),
                name,
                told=part.get_content_charset("") or "",
                address=_said(headers, "Snapshot-Content-Location") or _address(part),
            )
            return dataclasses.replace(reading, title=reading.title or _said(headers, "Subject"))
    raise InputError("document-damaged", path=name, detail="no page is in it")


def _split(data: bytes) -> tuple[Message, bytes]:
    """The headers of a part and what follows them."""
    end = _HEADERS_END.search(data, 0, _HEADERS)
    head = data[: end.start()] if end else data[:_HEADERS]
    headers = HeaderParser().parsestr(head.decode("utf-8", "replace"), headersonly=True)
    return headers, data[end.end() :] if end else b""


def _parts(data: bytes, depth: int) -> Iterator[tuple[Message, bytes]]:
    """The parts of an archive, those within others too."""
    headers, content = _split(data.lstrip(b"\r\n"))
    boundary = headers.get_boundary()
    if headers.get_content_maintype() != "multipart" or not boundary or depth >= _MOST_DEPTH:
        yield headers, content
        return
    mark = b"--" + boundary.encode("utf-8", "replace")
    for part in content.split(mark, _MOST_PARTS)[1:]:
        if not part.startswith(b"--"):
            yield from _parts(part, depth + 1)


def _decoded(part: Message, content: bytes) -> bytes:
    match str(part.get("Content-Transfer-Encoding", "")).strip().lower():
        case "quoted-printable":
            return quopri.decodestring(content)
        case "base64":
            kept = re.sub(rb"[^A-Za-z0-9+/]", b"", content)
            try:
                return base64.b64decode(kept + b"=" * (-len(kept) % 4))
            except binascii.Error:
                return base64.b64decode(kept[: len(kept) // 4 * 4])
    return content


def _address(part: Message) -> str:
    address = _said(part, "Content-Location")
    return address if address.startswith(("http://", "https://")) else ""


def _said(headers: Message, name: str) -> str:
    """A header's words, decoded, on one line."""
    written = " ".join(str(headers.get(name, "")).split())[:2000]
    try:
        return " ".join(str(make_header(decode_header(written))).split())
    except (MessageError, LookupError, ValueError):
        return written
