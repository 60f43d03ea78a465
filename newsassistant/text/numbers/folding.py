"""A text in plain characters, for reading numbers: digits of any script become 0 to 9.

What cannot be seen is left out, and every place leads back to the text. Letters of alphabets beyond
ASCII become "x", so that ASCII's borders of words hold: "née" is one word, and 共50bn元 has three.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from newsassistant.text.articles.hidden import FILLERS

_UNSEEN_CATEGORIES = ("Cf", "Cc", "Co", "Cs", "Cn", "Me")
_KEPT = frozenset("\t\n\r\v\f\x1c\x1d\x1e\x1f\x85")
# Spaces that hold groups of three digits together; elsewhere they are spaces.
NARROW = "\u00a0\u2007\u2008\u2009\u200a\u202f\u205f"
"""The spaces that stay where they group digits."""

_STRAY = re.compile(rf"(?<!\d)[{NARROW}]|[{NARROW}](?!\d{{3}}(?!\d))")
_LETTERS = ("Lu", "Ll", "Lt", "Lm")
_OTHERS = {"\u066a": "%", "\ufe6a": "%", "\u066b": ".", "\u066c": "'"}
_OTHERS |= dict.fromkeys("\u2010\u2011", "-")  # hyphens: also the one at which no line breaks
_CONTROLS = re.compile("[\\x00-\\x08\\x0e-\\x1b\\x7f]")
# A comma of the full-width form among digits of that form groups them; elsewhere it ends a clause.
_WIDE_COMMA = re.compile("(?<=[０-９])，(?=[０-９]{3})")


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` as it is to be read; `places[i]` is where its character i stands in the original.

    `places` is None where both are of one length.
    """

    text: str
    places: Sequence[int] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place of `self.text[start:end]`, not empty, in the original."""
        if self.places is None:
            return start, end
        return self.places[start], self.places[end - 1] + 1


def fold(text: str) -> Folded:
    """Leave out what is not seen and make digits and full-width signs plain; linear, any thread."""
    if text.isascii() and not _CONTROLS.search(text):
        return Folded(text)
    text = _STRAY.sub(" ", _WIDE_COMMA.sub(",", text))
    table = {ord(char): _plain(char) for char in set(text)}
    table = {code: plain for code, plain in table.items() if plain != chr(code)}
    marks = {char for char in set(text) if unicodedata.category(char) == "Mn"}
    if "" not in table.values() and not marks:
        return Folded(text.translate(table))
    chars: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        plain = table.get(ord(char), char)
        if plain and not (char in marks and chars and chars[-1].isdigit()):
            chars.append(plain)
            places.append(place)
    return Folded("".join(chars), places)


def _plain(char: str) -> str:
    """One character, or none, for one."""
    if char in _OTHERS:
        return _OTHERS[char]
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    if "！" <= char <= "～" and char != "，":
        return chr(ord(char) - 0xFEE0)
    category = unicodedata.category(char)
    if char in FILLERS or (category in _UNSEEN_CATEGORIES and char not in _KEPT):
        return ""
    if category == "Zs" and char not in NARROW:
        return " "
    return "x" if category in _LETTERS and not char.isascii() else char
