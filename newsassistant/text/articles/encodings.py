"""Bytes of a text file -> text, by evidence: marks, validity, and what reads most like a text.

A choice that is not certain says so; a place that cannot be read becomes U+FFFD and is counted, and
never makes the whole text that of another encoding.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from newsassistant.core.outside import UnfitError
from newsassistant.text.articles.likelihood import surprise, surprise_of_foreign

# What "Read as ..." and --encoding offer, in the order of use.
ENCODINGS = ("utf-8", "gb18030", "big5", "windows-1252", "utf-16-le", "utf-16-be")
_ALIASES = {
    "utf8": "utf-8",
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "cp936": "gb18030",
    "cp950": "big5",
    "big5-hkscs": "big5",
    "cp1252": "windows-1252",
    "latin-1": "windows-1252",
    "iso-8859-1": "windows-1252",
    "utf-16": "utf-16-le",
}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CODECS = {"big5": ("big5hkscs", "na-big5"), "gb18030": ("gb18030", "na-gb18030")}
# Formats that may pass for text though they are read by their own programs only.
_OTHER_FORMATS = (b"%PDF-", b"{\\rtf", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xd0\xcf\x11\xe0")

_SAMPLE = 12_000  # bytes
_CLEAR = 9.0  # nats by which a choice has to win to be certain
_ODD = 9.6  # nats a character beyond ASCII: from here on the text may be of none of these
_NOISE, _ENOUGH = 5.5, 40  # nats a byte (Chinese: 4), asked of texts of so many bytes
_LEAST_UTF16 = 8  # bytes: fewer read like Chinese by chance, and no mark says that they are
_UTF8_GAIN = 6.0  # nats: bytes of other encodings seldom happen to be UTF-8
_LATIN_GAIN = -1.0
# Nats: a character that is cut at the start or the end of a text, or is no cut one at all.
_CUT_START, _CUT_UNIT, _CUT_END, _NO_CUT = 7.0, 10.0, 5.0, 14.0
_FROM_HIGH = re.compile(rb"[\x80-\xff][^\n]*\n?")  # not the line's beginning: that were a square
_UTF8_LONG = re.compile(rb"[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_UTF8_PAIR = re.compile(rb"[\xc2-\xdf][\x80-\xbf]")
_UTF8_REST = re.compile(rb"^[\x80-\xbf]{1,3}(?![\x80-\xbf])")
_UTF8_BEGUN = re.compile(rb"(?:[\xc2-\xf4]|[\xe0-\xf4][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{2})$")
_FOUR_BYTES_CUT = re.compile("^[0-9]?\ufffd[0-9]|\ufffd[0-9]\ufffd?$")  # ä is 81 30 8A 31
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_PLACE = re.compile("\ufffd+")
_REPLACED = "\ufffd"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding that it was read in (one of `ENCODINGS`) and how that went.

    `certain` is False where another encoding is nearly as likely; `damaged` counts the places that
    could not be read and are U+FFFD in the text.
    """

    text: str
    encoding: str
    certain: bool
    damaged: int

    @property
    def doubtful(self) -> bool:
        """True when a reader should look whether the text was read as it was written."""
        return not self.certain or self.damaged > 0


def decode(raw: bytes) -> Decoded:
    """The text of a file in any of `ENCODINGS`, with or without a mark; any thread.

    Raises UnfitError for what is no text: NULs, control characters, or bytes that are damaged in
    more than an eighth of their characters in every encoding.
    """
    if raw.startswith(_OTHER_FORMATS):
        raise UnfitError("another format than text")
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _checked(_read(raw[len(mark) :], encoding, 0, certain=True))
    if raw.isascii() and b"\0" not in raw:
        return _checked(Decoded(raw.decode("ascii"), "utf-8", True, 0))
    if _is_surely_utf8(raw):
        return _checked(_read(raw, "utf-8", 0, certain=True))
    return _checked(_most_likely(raw))


def decode_as(raw: bytes, encoding: str) -> Decoded:
    """The text of `raw` in an encoding that somebody chose (a name of `encoding_named`).

    A mark is left out; what cannot be read is U+FFFD. Raises UnfitError as `decode` does, but for
    damage only where nothing at all could be read.
    """
    name = encoding_named(encoding)
    for mark, marked in _MARKS:
        if raw.startswith(mark) and (marked == name or (encoding == "utf-16" and "16" in marked)):
            raw, name = raw[len(mark) :], marked
    decoded = _read(raw, name, 0, certain=True)
    if decoded.text and not decoded.text.strip(_REPLACED):
        raise UnfitError(f"no text in {name}")
    return decoded


def encoding_named(name: str) -> str:
    """The member of `ENCODINGS` with a name or another name of it; raises UnfitError."""
    wanted = name.strip().lower().replace("_", "-")
    wanted = _ALIASES.get(wanted, wanted)
    if wanted not in ENCODINGS:
        raise UnfitError(f"unknown encoding {name}")
    return wanted


def _is_surely_utf8(raw: bytes) -> bool:
    """Valid, with so many sequences that bytes of another encoding cannot look like it."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    if b"\0" in raw:
        return False
    many = 2 * len(_UTF8_LONG.findall(raw[:_SAMPLE])) + len(_UTF8_PAIR.findall(raw))
    return many >= 5


def _most_likely(raw: bytes) -> Decoded:
    sample, wide = _sample(raw)
    tried = sorted(_costs(sample, wide=wide))
    cost, encoding, skip, text = tried[0]
    if len(sample) >= _ENOUGH and surprise(text) > _NOISE * len(sample):
        raise UnfitError("no text in any encoding that is known")
    if b"\0" in sample[1:-1] and not any(
        ord(char) >> 8 == 0 or not ord(char) & 255 for char in text
    ):
        raise UnfitError("no text: it holds zero bytes")
    others = [
        found
        for found, name, _, other in tried[1:]
        if name != encoding and not _same(text, other, wide="16" in name and "16" in encoding)
    ]
    clear = not others or others[0] - cost >= _CLEAR
    usual = surprise_of_foreign(text.strip(_REPLACED)) < _ODD
    return _read(raw, encoding, skip, certain=clear and usual)


def _same(text: str, other: str, *, wide: bool) -> bool:
    """True for the same text; in the two orders of UTF-16, for all but what is cut at the ends."""
    if wide and len(text) > 8:
        return text[2:-2] in other
    return text.strip(_REPLACED) == other.strip(_REPLACED)


def _sample(raw: bytes) -> tuple[bytes, bool]:
    """The part by which encodings are told, and whether it can be UTF-16.

    Of a long file that is ASCII at its head, the lines with other bytes.
    """
    head = raw[:_SAMPLE]
    if len(raw) <= _SAMPLE or b"\0" in head or len(head) - len(head.translate(None, _HIGH)) > 64:
        return head, True
    lines, size = [], 0
    for match in _FROM_HIGH.finditer(raw):
        first = match.start()
        begin = max(0, first - 80)
        begin = max(begin, raw.rfind(b"\n", begin, first) + 1)
        lines.append(raw[begin : min(match.end(), first + 400)])
        size += len(lines[-1])
        if size >= _SAMPLE:
            break
    return b"".join(lines) or head, False


_HIGH = bytes(range(0x80, 0x100))


def _costs(sample: bytes, *, wide: bool) -> Iterator[tuple[float, str, int, str]]:
    """(nats, encoding, bytes to leave out in front, text) of every way to read the sample."""
    gains = {"utf-8": _UTF8_GAIN * _may_be_utf8(sample), "windows-1252": _LATIN_GAIN}
    for encoding in ENCODINGS:
        if encoding.startswith("utf-16") and not (wide and len(sample) >= _LEAST_UTF16):
            continue
        for skip in (0, 1) if _may_begin_inside(sample, encoding) else (0,):
            text = _read(sample, encoding, skip, certain=True).text
            inner = text.removeprefix(_REPLACED).removesuffix(_REPLACED)
            cost = surprise(inner) - gains.get(encoding, 0.0)
            yield cost + _cost_of_cuts(sample, text, encoding), encoding, skip, text


def _may_be_utf8(sample: bytes) -> bool:
    """True where all but a character that is cut at an end is UTF-8."""
    inner = _UTF8_BEGUN.sub(b"", _UTF8_REST.sub(b"", sample))
    try:
        inner.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not inner.isascii()


def _cost_of_cuts(sample: bytes, text: str, encoding: str) -> float:
    """Nats for U+FFFD at the ends, which is no wonder where a character can have been cut."""
    start, end = _CUT_START, _CUT_END
    if encoding.startswith("utf-16"):
        start = _CUT_UNIT  # the other byte order reads the same but for one letter
    elif encoding not in _CODECS:
        utf8 = encoding == "utf-8"
        start = _CUT_START if utf8 and _UTF8_REST.match(sample) else _NO_CUT
        end = _CUT_END if utf8 and _UTF8_BEGUN.search(sample[-3:]) else _NO_CUT
    return start * text.startswith(_REPLACED) + end * text.endswith(_REPLACED)


def _may_begin_inside(sample: bytes, encoding: str) -> bool:
    """True where a text that was cut may begin with the second byte of a character."""
    if encoding.startswith("utf-16"):
        return len(sample) >= 4
    return encoding in _CODECS and sample[:1] >= b"\x80"


def _read(raw: bytes, encoding: str, skip: int, *, certain: bool) -> Decoded:
    codec, errors = _CODECS.get(encoding, (encoding, "replace"))
    body = raw[skip:]
    try:
        text, damaged = body.decode(codec), False
    except UnicodeDecodeError:
        text, damaged = body.decode(codec, errors), True
    places = 0
    if damaged or skip:
        text = _one_place(_REPLACED * skip + text, encoding, body)
        # Those that were in the file already are no damage of ours; only UTF can hold them.
        own = raw.count(_REPLACED.encode(encoding)) if encoding.startswith("utf") else 0
        places = max(1, len(_PLACE.findall(text)) - own)
    return Decoded(text, encoding, certain, places)


def _one_place(text: str, encoding: str, raw: bytes) -> str:
    """What is left of one cut character at an end as one U+FFFD."""
    rest = _UTF8_REST.match(raw) if encoding == "utf-8" else None
    if rest is not None:
        return _REPLACED + text[rest.end() :]
    return _FOUR_BYTES_CUT.sub(_REPLACED, text) if encoding == "gb18030" else text


def _checked(decoded: Decoded) -> Decoded:
    text = decoded.text
    if "\0" in text:
        raise UnfitError("no text: it holds zero bytes")
    inner = text[1:-1].count(_REPLACED) if decoded.damaged else 0
    if inner * 8 > len(text):
        raise UnfitError("no text in any encoding that is known")
    if text and not text.strip(_REPLACED):
        raise UnfitError("no text in any encoding that is known")
    if len(_CONTROLS.findall(text)) * 20 > len(text):
        raise UnfitError("no text: it is full of control characters")
    return decoded


def _euro_of_gbk(error: UnicodeError) -> tuple[str, int]:
    """Windows writes the euro sign as 80 in GBK, which the standard has not."""
    assert isinstance(error, UnicodeDecodeError)
    byte = error.object[error.start]
    return ("€" if byte == 0x80 else _REPLACED), error.start + 1


def _euro_of_big5(error: UnicodeError) -> tuple[str, int]:
    """And as A3 E1 in Big5."""
    assert isinstance(error, UnicodeDecodeError)
    if error.object[error.start : error.start + 2] == b"\xa3\xe1":
        return "€", error.start + 2
    return _REPLACED, error.start + 1


codecs.register_error("na-gb18030", _euro_of_gbk)
codecs.register_error("na-big5", _euro_of_big5)
