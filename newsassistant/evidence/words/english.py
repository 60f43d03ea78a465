"""The words of an English text, and which of them another text has in some form."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from newsassistant.evidence.reading.plain import folded
from newsassistant.evidence.words.peoples import GROUP

_LETTER = r"[^\W\d_][\u0300-\u036f]*"
_WORD = re.compile(rf"(?:[A-Z]\.){{2,}}|(?:{_LETTER})+(?:['’](?:{_LETTER})+)*")
_POSSESSIVE = re.compile(r"['’](?:s|S)?$")
_ENDS = (
    "ians", "iens", "eans", "ites", "ers", "ese", "ish", "ian", "ean", "ans", "ite", "men", "man",
    "ics", "an", "er", "es", "ic", "is", "n", "i", "s",
)  # fmt: skip
_LEAST = 4
_SMALL = frozenset(("of", "and", "the", "for", "de", "in", "on", "to", "at", "&"))
_LONGEST_NAME = 8


@dataclass(frozen=True, slots=True)
class Word:
    """A word at [start:end], as written."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Known:
    """The words of a text: `plain` in small letters, `stems` of those with a capital.

    `groups`: the peoples and parties that it speaks of, as numbers of `peoples.GROUP`.
    """

    plain: frozenset[str]
    stems: frozenset[str]
    groups: frozenset[int]


def words_of(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words of `text[start:end]` in order; linear time."""
    found = []
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        found.append(Word(match.group(), match.start(), match.end()))
    return found


def known_words(text: str, words: Iterable[Word]) -> Known:
    """What `is_known` asks; `words` are those of `text`."""
    plain: set[str] = set()
    stems: set[str] = set()
    groups: set[int] = set()
    seen: set[str] = set()
    before: Word | None = None
    for word in words:
        plain_word = folded(bare(word.text))
        if before is not None and word.start - before.end == 1:
            joined = folded(before.text) + plain_word
            if text[before.end] != " " or joined in GROUP:
                plain.add(joined)
                groups.update({GROUP[joined]} if joined in GROUP else ())
        before = word
        if word.text in seen:
            continue
        seen.add(word.text)
        plain.add(plain_word)
        plain.add(folded(word.text))
        if word.text[0].isupper():
            stems.update(_stems(plain_word))
        if plain_word in GROUP:
            groups.add(GROUP[plain_word])
    return Known(frozenset(plain), frozenset(stems), frozenset(groups))


def bare(written: str) -> str:
    """A word without the sign of possession."""
    return _POSSESSIVE.sub("", written)


def is_known(word: Word, known: Known) -> bool:
    """True if the text has the word, its possessive or plural, or its people for its country."""
    plain = folded(bare(word.text))
    if plain in known.plain or folded(word.text) in known.plain:
        return True
    if plain + "s" in known.plain or (plain.endswith("s") and plain[:-1] in known.plain):
        return True
    if GROUP.get(plain, -1) in known.groups:
        return True
    return bool(_stems(plain) & known.stems)


def _stems(plain: str) -> set[str]:
    """The word and what is left of it without one ending of names."""
    found = {plain}
    for end in _ENDS:
        if plain.endswith(end) and len(plain) - len(end) >= _LEAST:
            found.add(plain[: -len(end)])
    return found


def initials_of(text: str, words: Iterable[Word]) -> frozenset[str]:
    """The initials of all names of a text, with and without "of" and "the" within them."""
    found: set[str] = set()
    runs: set[tuple[str, ...]] = set()
    run: list[str] = []
    last = -2
    for word in words:
        small = word.text.lower() in _SMALL
        joined = word.start - last <= 2
        if run and joined and (word.text[0].isupper() or small):
            run.append(word.text)
        else:
            runs.add(tuple(run))
            run = [word.text] if word.text[0].isupper() else []
        last = word.end
    runs.add(tuple(run))
    for names in runs:
        found.update(_initials(names))
    return frozenset(found)


def _initials(names: tuple[str, ...]) -> set[str]:
    found: set[str] = set()
    for first in range(min(len(names), 40)):
        taken = names[first : first + _LONGEST_NAME]
        if taken[0].lower() in _SMALL:
            continue
        whole = short = ""
        for name in taken:
            letter = name[0].lower()
            whole += letter
            short += "" if name.lower() in _SMALL else letter
            if len(short) > 1:
                found.add(short)
                found.add(whole)
    return found


def acronyms_of(words: Iterable[Word]) -> frozenset[str]:
    """The words in capitals of a text, in small letters without dots."""
    return frozenset(
        word.text.replace(".", "").lower()
        for word in words
        if len(word.text) > 1 and word.text.isupper()
    )
