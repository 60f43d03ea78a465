"""Pasted or opened text -> `Article`: cleaned, with headline, language and digest."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import Path

from newsassistant.core.errors import InputError
from newsassistant.core.files import open_regular
from newsassistant.core.outside import MissingError, UnfitError
from newsassistant.core.plain import plain
from newsassistant.core.types import UNKNOWN, Article, Language, Origin
from newsassistant.text.articles import encodings
from newsassistant.text.articles.encodings import Decoded
from newsassistant.text.articles.hidden import visible

MAX_FILE_BYTES = 8 * 1024 * 1024

_SPACES = re.compile(r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f]+")
_BLANK_LINES = re.compile(r"\n{3,}")
_CJK = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
UNREADABLE = "\ufffd \n\t"
"""A text of nothing else is empty."""
_WORD = re.compile(r"[^\W_]+(?:['\u2019.,-][^\W_]+)*")


def clean(raw: str) -> str:
    """Normalise line ends and spaces, and drop what cannot be seen (see `hidden`).

    Letters, punctuation, full-width forms and lines are kept as they are. Linear time; any thread.
    """
    lines = [_SPACES.sub(" ", line).strip(" \u3000") for line in visible(raw).split("\n")]
    return unicodedata.normalize("NFC", _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip())


def text_of(raw: str) -> str:
    """What a file, a pipe or the clipboard brought as the clean text of an article; any thread.

    Of a web page's source its words, entities as characters, lines that a program broke joined.
    """
    # Here and not above: their patterns take a twentieth of the window's start, before any text.
    from newsassistant.text.articles.layout import join_soft_hyphens, unwrap
    from newsassistant.text.articles.page import decode_entities, is_page, text_of_page

    if is_page(raw):
        return clean(text_of_page(raw))
    return clean(unwrap(visible(join_soft_hyphens(decode_entities(raw)))))


def language_of(text: str) -> Language:
    """ "zh" when at least a fifth of the letters are Chinese characters, else "en"."""
    chinese = len(_CJK.findall(text))
    letters = sum(char.isalpha() for char in text)
    return "zh" if letters and chinese * 5 >= letters else "en"


def count_units(text: str, language: Language) -> int:
    """Characters of Chinese text (spaces left out), words of any other."""
    if language == "zh":
        return sum(not char.isspace() for char in text)
    return len(words_of(text))


def words_of(text: str) -> list[str]:
    """The words of a text in a language that puts spaces between them."""
    return _WORD.findall(text)


def parse(raw: str, *, origin: Origin = UNKNOWN, typed: bool = False) -> Article:
    """Clean `raw` and detect headline and language; `origin` says how it came in.

    A `typed` text is in the user's hands: its lines stay as they are, and it is no page.
    Raises InputError("article-empty") when nothing readable is left. Any thread.
    """
    from newsassistant.text.articles.headline import headline_of  # as in `text_of`

    text = clean(raw) if typed else text_of(raw)
    if not text.strip(UNREADABLE):
        raise InputError("article-empty")
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Article(
        text=text,
        title=headline_of(text),
        language=language_of(text),
        digest=digest,
        origin=origin,
    )


def decode(data: bytes, *, name: str) -> str:
    """`read_as` of bytes whose encoding nobody named: their text alone."""
    return read_as(data, "", name=name).text


def read_as(data: bytes, encoding: str, *, name: str) -> Decoded:
    """The text of a file in the encoding that was chosen, or, with "", in the likeliest one.

    Raises InputError("file-not-text") for what is no text. Any thread.
    """
    try:
        return encodings.decode_as(data, encoding) if encoding else encodings.decode(data)
    except UnfitError as error:
        raise InputError("file-not-text", path=name) from error


def read_bytes(path: Path) -> bytes:
    """A regular file of at most 8 MiB; raises InputError. Blocks on the disk."""
    data, size = read_up_to(path, MAX_FILE_BYTES)
    if len(data) > MAX_FILE_BYTES:
        limits = {"size_mb": size >> 20, "limit_mb": MAX_FILE_BYTES >> 20}
        raise InputError("file-too-large", path=path.name, **limits)
    return data


def read_up_to(path: Path, most: int) -> tuple[bytes, int]:
    """The first `most` bytes of a regular file, and one more where it has more; its size in bytes.

    Raises InputError. Blocks on the disk.
    """
    try:
        with open_regular(path) as file:
            data = file.read(most + 1)
            return data, max(len(data), path.stat().st_size)
    except MissingError as error:
        raise InputError("file-not-found", path=path) from error
    except UnfitError as error:
        detail = str(error).removeprefix(f"{plain(path.name)}: ")
        raise InputError("file-unreadable", path=path, detail=detail) from error
    except OSError as error:
        raise InputError("file-unreadable", path=path, detail=error.strerror) from error


def read_file(path: Path) -> str:
    """The text of a plain text file of at most 8 MiB; raises InputError. Blocks on the disk."""
    return decode(read_bytes(path), name=path.name)
