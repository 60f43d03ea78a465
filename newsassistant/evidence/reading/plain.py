"""A text as letters and digits alone, for comparing what was said whatever marks stand in it.

Case, accents, spaces, signs and all that is not seen are left out; each letter knows its place.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letters:
    """`text`: letters and digits only; `places[i]` is where its character i stands in `whole`."""

    text: str
    places: Sequence[int]
    whole: str

    def begins(self, index: int) -> bool:
        """True if a word begins at letter `index`."""
        place = self.places[index]
        return is_cjk(self.text[index]) or place == 0 or not _glues(self.whole[place - 1])

    def ends(self, index: int) -> bool:
        """True if a word ends with letter `index`."""
        after = self.places[index] + 1
        return is_cjk(self.text[index]) or after >= len(self.whole) or not _glues(self.whole[after])

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the letters [start:end], at least one, stand in the text."""
        return self.places[start], self.places[end - 1] + 1

    def find(self, piece: str, begin: int = 0) -> int:
        """The first place from `begin` on where `piece` stands between borders of words, or -1.

        Looks at a bounded number of places that have the letters without the borders.
        """
        if not piece:
            return -1
        for _ in range(_TRIES):
            at = self.text.find(piece, begin)
            if at < 0:
                return -1
            if self.begins(at) and self.ends(at + len(piece) - 1):
                return at
            begin = at + 1
        return -1


_TRIES = 200


def letters(text: str) -> Letters:
    """The letters and digits of `text`, compatible forms made one; linear, any thread."""
    table = {char: _plain(char) for char in set(text)}
    chars = [table[char] for char in text]
    if any(len(plain) > 1 for plain in table.values()):
        places = [place for place, plain in enumerate(chars) for _ in plain]
    else:
        places = [place for place, plain in enumerate(chars) if plain]
    return Letters("".join(chars), places, text)


_CONTRACTIONS = (
    (re.compile(r"\bcan['’]t\b", re.I), "cannot"),
    (re.compile(r"\bwon['’]t\b", re.I), "will not"),
    (re.compile(r"\bcan not\b", re.I), "cannot"),
    (re.compile(r"(?<=\w)n['’]t\b", re.I), " not"),
    (re.compile(r"(?<=\w)['’]re\b", re.I), " are"),
    (re.compile(r"(?<=\w)['’]ve\b", re.I), " have"),
    (re.compile(r"(?<=\w)['’]ll\b", re.I), " will"),
    (re.compile(r"(?<=\bI)['’]m\b", re.I), " am"),
)


def spelled_out(text: str) -> str:
    """With "didn't" as "did not" and so on, as house styles differ in it."""
    if "'" not in text and "’" not in text:
        return text
    for pattern, words in _CONTRACTIONS:
        text = pattern.sub(words, text)
    return text


def is_cjk(char: str) -> bool:
    """True for a character of Chinese writing."""
    return "\u3400" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or char >= "\U00020000"


def folded(word: str) -> str:
    """One word in lower case, without accents and signs."""
    if word.isascii():
        return "".join(filter(str.isalnum, word)).lower()
    return "".join(map(_plain, word))


def _plain(char: str) -> str:
    spread = unicodedata.normalize("NFKD", char)
    return "".join(each for each in spread.lower() if each.isalnum())


def _glues(char: str) -> bool:
    return char.isalnum() and not is_cjk(char)
