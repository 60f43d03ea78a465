"""What a paste or a drop brings: a text of its own, or the name of a local file.

File managers put a file's name beside its address as text; any other text is what the user wanted
to bring.
"""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QDir, QMimeData, QUrl
from PySide6.QtGui import QTextDocumentFragment

from newsassistant.core.addresses import split_address
from newsassistant.core.errors import InputError
from newsassistant.core.outside import UnfitError, contained

# Where browsers say which page a text was copied from, and how that is encoded.
_PAGES = (
    ("chromium/x-source-url", "utf-8"),
    ("text/x-moz-url-priv", "utf-16-le"),
)
_WINDOWS_HTML = 'application/x-qt-windows-mime;value="HTML Format"'
_SOURCE = re.compile(rb"^SourceURL:(.+?)\r?$", re.MULTILINE)
_HEAD = 8000  # bytes: the longest address in UTF-16 and more; it stands before the text

# How editors of programs colour what is copied from them; and what a text has that they have not.
_OF_CODE = re.compile(r"white-space\s{0,9}:\s{0,9}pre|monospace|<pre\b|<code\b", re.IGNORECASE)
_PARTS = re.compile(r"<(?:p|h[1-6]|li|blockquote|article|td)\b", re.IGNORECASE)
_PICTURE = re.compile(r"<(?:img|svg|picture)\b", re.IGNORECASE)
LONGEST_HTML = 1 << 20  # characters; takes a third of a second
_MOST_OF_IT = 0.9

# What file managers write around the names.
_MANAGER_WORDS = frozenset(("copy", "cut", "x-special/nautilus-clipboard"))


def local_file(source: QMimeData) -> Path | None:
    """The first file or folder, unless there is a text besides the files' names; main thread."""
    files = [url for url in source.urls() if url.isLocalFile()]
    if not files or _has_own_text(source, files):
        return None
    return Path(files[0].toLocalFile())


def local_files(source: QMimeData) -> list[Path]:
    """All files and folders, under the same condition; main thread."""
    if local_file(source) is None:
        return []
    return [Path(url.toLocalFile()) for url in source.urls() if url.isLocalFile()]


def only_file(source: QMimeData) -> Path | None:
    """The one local file, no folder, that comes alone; main thread."""
    path = local_file(source)
    return path if path is not None and len(source.urls()) == 1 and path.is_file() else None


def text_from(source: QMimeData) -> str:
    """The plain text, or that of HTML without one; "" for neither. Nothing is loaded."""
    if source.hasText():
        return source.text()
    # Without a document behind it, a fragment has nothing to load pictures with.
    return QTextDocumentFragment.fromHtml(source.html()).toPlainText().replace("\ufffc", "")


def article_from(source: QMimeData) -> tuple[str, str]:
    """The text with the headline and the paragraphs that its HTML has, else `text_from`; and the
    headline, if its HTML begins with one.

    The plain text wins where it is one line, and where the HTML is coloured code, is damaged or
    lacks words of it. Linear time; nothing is loaded.
    """
    plain = source.text() if source.hasText() else ""
    html = source.html() if source.hasHtml() else ""
    coloured = bool(_OF_CODE.search(html)) and not _PARTS.search(html)
    short = bool(plain.strip()) and "\n" not in plain.strip()
    if not html or len(html) > LONGEST_HTML or (plain.strip() and (coloured or short)):
        return text_from(source), ""
    title, text = _paragraphs(html)
    found = "\n\n".join(part for part in (title, text) if part)
    if _letters(found) < _MOST_OF_IT * _letters(plain):
        return plain, ""
    return found, title


def is_picture(source: QMimeData) -> bool:
    """True for a picture without a text: of one, browsers tell the address, too."""
    if "\n" in source.text().strip():
        return False
    html = source.html()[:LONGEST_HTML] if source.hasHtml() else ""
    if _PICTURE.search(html):
        return not any(_paragraphs(html))
    return source.hasImage() and not source.hasText()


def _paragraphs(html: str) -> tuple[str, str]:
    """The headline and the text below it."""
    # Here and not above: nobody may ever paste.
    from newsassistant.readers.web.fragment import read

    try:
        with contained(lambda clause: InputError("document-damaged", path="", detail=clause)):
            reading = read(html)
    except InputError:
        return "", ""
    return reading.title, reading.text


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def page_of(source: QMimeData) -> str:
    """The address of the web page that a browser has copied from, "" if none is told."""
    for name, encoding in _PAGES:
        raw = bytes(source.data(name).data())[:_HEAD]
        if found := _page(raw.decode(encoding, "replace")):
            return found
    told = _SOURCE.search(bytes(source.data(_WINDOWS_HTML).data())[:_HEAD])
    return _page(told[1].decode("utf-8", "replace")) if told is not None else ""


def _page(said: str) -> str:
    """Nothing of a local file, or with a name or a password in it."""
    address = said.strip("\0 \r\n").partition("#")[0]
    try:
        parts = split_address(address)
    except UnfitError:
        return ""
    return address if parts.scheme in ("http", "https") and "@" not in parts.netloc else ""


def _has_own_text(source: QMimeData, files: list[QUrl]) -> bool:
    # Of addresses alone Qt makes a text, too.
    if any(name.startswith("text/plain") for name in source.formats()):
        text = source.text()
    elif source.hasHtml():
        text = QTextDocumentFragment.fromHtml(source.html()).toPlainText().replace("\ufffc", "")
    else:
        return False
    names = _MANAGER_WORDS.union(*map(_names_of, files))
    lines = (line.strip().strip("'\"") for line in text.splitlines())
    return any(line and line not in names for line in lines)


def _names_of(url: QUrl) -> set[str]:
    path = url.toLocalFile()
    encoded = url.toString(QUrl.ComponentFormattingOption.FullyEncoded)
    return {path, QDir.toNativeSeparators(path), Path(path).name, url.toString(), encoded}
