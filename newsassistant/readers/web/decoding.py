"""The bytes of a page -> its source, as a browser decodes it; a wrong declaration is not believed.

What a page declares decides between encodings of which the bytes themselves tell nothing.
"""

from __future__ import annotations

import re

from newsassistant.core.errors import InputError
from newsassistant.core.outside import UnfitError
from newsassistant.text.articles import encodings
from newsassistant.text.articles.encodings import Decoded

_HEAD = 8192  # bytes in which a declaration stands
_DECLARED = re.compile(
    rb"(?i)<meta\b[^>]{0,300}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{2,40})"
    rb"|<\?xml\b[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{2,40})"
)
_A_PAGE = re.compile(rb"(?i)<(?:!doctype|html|head|body|meta|title|div|p)\b")
_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32), 127])

# Names of encodings that `encodings` does not tell apart -> Python's.
_OTHERS = {
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j", "ms932"), "cp932"),
    **dict.fromkeys(("euc-jp", "x-euc-jp"), "euc_jp"),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987", "ksc5601", "windows-949"), "cp949"),
    **{f"windows-{page}": f"cp{page}" for page in range(1250, 1259) if page != 1252},
    **{f"iso-8859-{part}": f"iso8859_{part}" for part in (*range(2, 9), 10, 13, 14, 15, 16)},
    **dict.fromkeys(("iso-8859-9", "windows-1254"), "cp1254"),
    **dict.fromkeys(("iso-8859-11", "windows-874", "tis-620"), "cp874"),
    **{"koi8-r": "koi8_r", "koi8-u": "koi8_u", "ibm866": "cp866", "macintosh": "mac_roman"},
}
_MOST_DAMAGE = 0.02  # of the bytes beyond ASCII


def decode(data: bytes, name: str, *, told: str = "") -> Decoded:
    """The source of a page; `told` is the encoding that its server or archive names.

    Raises InputError("file-not-text"). Any thread.
    """
    declared = (told or declared_in(data)).lower()
    raw = data
    if data.count(b"\0") * 20 < len(data):
        raw = data.translate(None, _CONTROLS)  # browsers draw none of them
    if declared in _OTHERS and (decoded := _as_declared(raw, declared)) is not None:
        return decoded
    try:
        decoded = encodings.decode(raw)
    except UnfitError as error:
        if _A_PAGE.search(data[:_HEAD]) is None:
            raise InputError("file-not-text", path=name) from error
        return _forced(raw, declared, name)
    return decoded if decoded.certain else _settled(decoded, raw, declared)


def declared_in(data: bytes) -> str:
    """The encoding that a page says it is in, in its own words; "" where it says nothing."""
    match = _DECLARED.search(data[:_HEAD])
    return (match[1] or match[2]).decode("ascii", "replace") if match else ""


def _as_declared(raw: bytes, declared: str) -> Decoded | None:
    """In an encoding of `_OTHERS`, unless the bytes say that this is wrong."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode(_OTHERS[declared], "replace")
    else:
        return None
    damaged = text.count("\ufffd")
    beyond = len(raw) - len(raw.translate(None, bytes(range(0x80, 0x100))))
    return Decoded(text, declared, True, damaged) if damaged <= _MOST_DAMAGE * beyond else None


def _settled(decoded: Decoded, raw: bytes, declared: str) -> Decoded:
    """What the page declares, where the bytes do not say for certain that it is something else."""
    try:
        named = encodings.encoding_named(declared)
        again = encodings.decode_as(raw, named)
    except UnfitError:
        return decoded
    return again if not named.startswith("utf-16") and again.damaged <= decoded.damaged else decoded


def _forced(raw: bytes, declared: str, name: str) -> Decoded:
    try:
        encoding = encodings.encoding_named(declared)
    except UnfitError:
        encoding = "utf-8"
    try:
        return encodings.decode_as(raw, "utf-8" if encoding.startswith("utf-16") else encoding)
    except UnfitError as error:
        raise InputError("file-not-text", path=name) from error
