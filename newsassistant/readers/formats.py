"""Which format a file is of, by what is in it and only then by its name; and its reader.

What a parser raises ends here as one of our errors.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from functools import partial

from newsassistant.core.errors import InputError
from newsassistant.core.outside import contained
from newsassistant.text.articles.reading import Reading, name_set, tidy

Read = Callable[[bytes, str], Reading]

_HEAD = 4096  # bytes
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_OLD_WORD = "WordDocument".encode("utf-16-le")
_PICTURES = (
    *(b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM", b"RIFF", b"\0\0\1\0"),
    *(
        b"ID3",
        b"OggS",
        b"\x1f\x8b",
        b"7z\xbc\xaf",
        b"Rar!",
        b"\x7fELF",
        b"MZ\x90",
        b"SQLite format",
    ),
)
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{1,60}:")
_OF_MAIL = re.compile(
    r"(?im)^(?:return-path|received|message-id|mime-version|delivered-to|dkim-signature"
    r"|content-type|x-mailer):"
)
_SAVED_PAGE = re.compile(r"(?im)^(?:snapshot-content-location|content-location)\s*:|saved by ")
# What may stand in front of the first element, and its name.
_ROOT = re.compile(
    r"(?:\s|<\?[^>]{0,300}\?>|<!--.{0,2000}?-->|<!doctype(?P<doctype>[^>\[]{0,300})"
    r"(?:\[[^\]]{0,2000}\]\s*)?>)*<(?P<name>[A-Za-z][\w:.-]{0,60})",
    re.IGNORECASE | re.DOTALL,
)
_OF_PAGES = name_set(
    "html head body title meta div p article section main h1 h2 h3 span table ul ol a img"
)
_OF_XML = frozenset(("nitf", "rss", "feed", "rdf:RDF", "newsItem", "newsMessage", "NewsML"))
_PAGES = (".html", ".htm", ".xhtml", ".shtml")


def recognise(data: bytes, name: str) -> str:
    """The format: the name of its reader, "text", or why it is refused."""
    format_ = _by_head(data, name)
    if format_ == "archive":
        return _in_archive(data)
    return _in_ole(data) if format_ == "ole" else format_


def is_plain(data: bytes, name: str) -> bool:
    """True for what is read without a child process; looks only at the first bytes."""
    return _by_head(data, name) == "text"


def _by_head(data: bytes, name: str) -> str:
    head = data[:_HEAD]
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "archive"
    if head.startswith(_OLE):
        return "ole"
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.lstrip()[:5].lower() == b"{\\rtf":
        return "rtf"
    if head.startswith(_PICTURES):
        return "other"
    return _marked_up(_ascii_of(head), name) or "text"


def read(
    data: bytes, name: str, *, password: str = "", told: str = "", address: str = ""
) -> Reading:
    """What a file holds; raises InputError, and nothing else. Only for the child: it may hang.

    Of a page that was fetched, `address` is where it came from, and `told` the encoding that its
    server has named.
    """
    if not data:
        raise InputError("article-empty")
    with contained(lambda clause: _damaged(name, clause)):
        format_ = recognise(data, name)
        if format_ in _REFUSED:
            raise InputError(_REFUSED[format_], path=name)
        reader = _reader(format_, password, told, address)
        reading = tidy(reader(data, name))
    if not reading.text:
        raise InputError("article-empty")
    return reading


_REFUSED = {
    "locked": "document-password",
    "old": "document-old",
    "other": "file-not-text",
}


def _damaged(name: str, clause: str) -> InputError:
    if clause == "not enough memory":
        return InputError("document-too-complex", path=name)
    return InputError("document-damaged", path=name, detail=clause)


def _reader(format_: str, password: str, told: str, address: str) -> Read:
    """Imported here, one by one: none of them is wanted before its file comes."""
    # By statements and not by names that are put together: whoever freezes the program sees them.
    match format_:
        case "docx":
            from newsassistant.readers.docx import read as found
        case "odt":
            from newsassistant.readers.odt import read as found
        case "rtf":
            from newsassistant.readers.rtf import read as found
        case "pdf":
            from newsassistant.readers.pdf import read as read_pdf

            return partial(read_pdf, password=password)
        case "eml":
            from newsassistant.readers.mail import read as found
        case "xml":
            from newsassistant.readers.wire import read as found
        case "html":
            from newsassistant.readers.web.page import read as read_page

            return partial(read_page, told=told, address=address)
        case "mhtml":
            from newsassistant.readers.web.archive import read as found
        case _:
            from newsassistant.readers.plain_text import read as found
    return found


def _in_archive(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            mime = archive.open("mimetype").read(100) if "mimetype" in names[:3] else b""
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError, EOFError, zlib.error):
        return "docx"  # its reader says what is wrong
    if any(part.startswith("word/") for part in names):
        return "docx"
    if mime.startswith(b"application/vnd.oasis.opendocument.text"):
        return "odt"
    return "other"


def _in_ole(data: bytes) -> str:
    if _ENCRYPTED_PACKAGE in data:
        return "locked"
    return "old" if _OLD_WORD in data else "other"


def _ascii_of(head: bytes) -> str:
    """The beginning of a text without its mark, as far as its letters are ASCII."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, "replace")
    if head[1:2] == b"\0" and head[:1] == b"<":
        return head.decode("utf-16-le", "replace")
    if head[:2] == b"\0<":
        return head.decode("utf-16-be", "replace")
    return head.decode("latin-1")


def _marked_up(text: str, name: str) -> str:
    """The format of a text with tags or headers, "" where it is plain."""
    suffix = "." + name.lower().rpartition(".")[2] if "." in name else ""
    begin = text.lstrip("\ufeff \t\r\n")
    if begin.startswith("<") and (root := _ROOT.match(begin)) is not None:
        if root["name"].lower() in _OF_PAGES or (root["doctype"] or "").lower().split()[:1] == [
            "html"
        ]:
            return "html"
        if begin.startswith("<?xml") or root["name"] in _OF_XML or suffix == ".xml":
            return "xml"
    if suffix in _PAGES:
        return "html"
    headers = re.split(r"\r?\n\r?\n", begin.removeprefix("From "), maxsplit=1)[0]
    lines = [line for line in headers.splitlines() if not line.startswith((" ", "\t"))]
    if lines and all(map(_HEADER.match, lines[1:])) and _OF_MAIL.search(headers):
        saved = suffix in (".mhtml", ".mht") or _SAVED_PAGE.search(text)
        return "mhtml" if saved else "eml"
    return ""
