"""Pasted or opened text -> `Article`: cleaned, with headline, language and digest.

Knows nothing of tokens or models; what it drops can be neither seen nor read aloud.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import Path

from newsassistant.core.errors import InputError
from newsassistant.core.types import Article, Language

MAX_FILE_BYTES = 8 * 1024 * 1024
HEADLINE_CHARS = 160

# Bidi overrides can hide or reorder words; zero-width joiners shape emoji and Indic text and stay.
_INVISIBLE = dict.fromkeys([0xFEFF, 0x00AD, 0x2060, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile(r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f]+")
_BLANK_LINES = re.compile(r"\n{3,}")
_CJK = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_WORD = re.compile(r"[^\W_]+(?:['\u2019.,-][^\W_]+)*")
_SENTENCE_END = ".!?;:,\u3002\uff01\uff1f\uff1b\uff0c"
_ENCODINGS = ("utf-8-sig", "gb18030", "big5", "cp1252")


def clean(raw: str) -> str:
    """Normalise line ends and spaces, drop controls, bidi overrides and lone surrogates.

    Letters, punctuation and full-width forms are kept as they are. Linear time; any thread.
    """
    text = _LINE_ENDS.sub("\n", raw).translate(_INVISIBLE)
    text = "".join(
        char for char in text if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs")
    )
    lines = [_SPACES.sub(" ", line).strip(" \u3000") for line in text.split("\n")]
    return unicodedata.normalize("NFC", _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip())


def language_of(text: str) -> Language:
    """ "zh" when at least a fifth of the letters are Chinese characters, else "en"."""
    chinese = len(_CJK.findall(text))
    letters = sum(char.isalpha() for char in text)
    return "zh" if letters and chinese * 5 >= letters else "en"


def headline_of(text: str) -> str:
    """The first line when it is short, does not end as a sentence and something follows it."""
    first, _, rest = text.partition("\n")
    if not rest.strip() or len(first) > HEADLINE_CHARS or first[-1:] in _SENTENCE_END:
        return ""
    return first


def count_units(text: str, language: Language) -> int:
    """Characters of Chinese text (spaces left out), words of any other."""
    if language == "zh":
        return sum(not char.isspace() for char in text)
    return len(words_of(text))


def words_of(text: str) -> list[str]:
    """The words of a text in a language that puts spaces between them."""
    return _WORD.findall(text)


def parse(raw: str, *, source: str = "") -> Article:
    """Clean `raw` and detect headline and language; `source` says how it came in.

    Raises InputError("article-empty") when nothing readable is left. Any thread.
    """
    text = clean(raw)
    if not text:
        raise InputError("article-empty")
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Article(
        text=text,
        title=headline_of(text),
        language=language_of(text),
        digest=digest,
        source=source,
    )


def decode(data: bytes, *, name: str) -> str:
    """Bytes of a text file -> str: UTF-8, UTF-16, GB18030, Big5 or Windows-1252.

    GB18030 and Big5 overlap; the one that yields the more common characters wins. UTF-16 without
    a mark is known by the NUL halves of its Latin letters.
    Raises InputError("file-not-text") for anything else with NUL bytes or none of these.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decode_utf16(data, "utf-16", name)
    if b"\0" in data:
        return _decode_utf16(data, _unmarked_utf16(data), name)
    candidates = [text for encoding in _ENCODINGS if (text := _try(data, encoding)) is not None]
    if not candidates:
        raise InputError("file-not-text", path=name)
    if _try(data, "utf-8-sig") is not None:
        return candidates[0]
    return max(candidates, key=_plausibility)


def _decode_utf16(data: bytes, encoding: str, name: str) -> str:
    text = _try(data, encoding) if encoding else None
    if text is None:
        raise InputError("file-not-text", path=name)
    return text


def _unmarked_utf16(data: bytes) -> str:
    """The byte order of mostly Latin UTF-16; "" when NULs fall anywhere else."""
    high_first, low_first = data[::2].count(0), data[1::2].count(0)
    if max(high_first, low_first) * 4 < len(data) or min(high_first, low_first):
        return ""
    return "utf-16-be" if high_first else "utf-16-le"


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


# The most frequent characters of Chinese news, simplified and traditional; my own short list.
_COMMON = frozenset(
    "的是在了和有中国國年月日不人一这這为為上大我以要他时時来來用们們生到作地于於出就对對"
)
_PUNCTUATION = frozenset("，。、：；！？“”‘’（）《》—…·「」")


def _plausibility(text: str) -> float:
    """How much a decoding looks like text: share of common characters less that of odd ones."""
    sample = text[:20_000]
    wide = [char for char in sample if ord(char) > 0x7F]
    if not wide:
        return 1.0
    good = sum(char in _COMMON or char in _PUNCTUATION for char in wide)
    latin = sum(unicodedata.category(char) in ("Ll", "Lu", "Pi", "Pf") for char in wide)
    odd = sum(unicodedata.category(char) in ("Co", "Cn", "Cc", "So") for char in wide)
    isolated = latin if len(wide) * 10 < len(sample) else 0
    return (good + isolated - 3 * odd) / len(wide)


def read_file(path: Path) -> str:
    """The text of a plain text file of at most 8 MiB; raises InputError. Blocks on the disk."""
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            limits = {"size_mb": size >> 20, "limit_mb": MAX_FILE_BYTES >> 20}
            raise InputError("file-too-large", path=path.name, **limits)
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise InputError("file-not-found", path=path) from error
    except OSError as error:
        raise InputError("file-unreadable", path=path, detail=error.strerror) from error
    return decode(data, name=path.name)
