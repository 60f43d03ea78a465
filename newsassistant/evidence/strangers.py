"""Persons and pairs of countries that a Chinese answer has and its article has not.

What the article says tells what to look for: where it has 吴伟安, 吴伟国 is another person; and a
surname with two characters that never follow it in the article is likelier a name than elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from newsassistant.evidence.index import Index
from newsassistant.evidence.reading.spans import Span
from newsassistant.evidence.words.characters import SURNAMES
from newsassistant.evidence.words.countries import COUNTRIES
from newsassistant.evidence.words.given_names import likeness
from newsassistant.evidence.words.people import stands_like_a_person
from newsassistant.evidence.words.segment import Piece
from newsassistant.evidence.words.word_lists import chinese_words

_NEW, _NEW_BESIDE, _SHORT, _KIN = 4.5, 2.0, 3.0, 0.0  # likeness from which on they are persons
_NO_END = frozenset("和与及等在说的了也将又是为被向对")
_USUAL = 8  # the weight of words that are met more often than given names


def strangers(text: str, words: Sequence[Piece], index: Index) -> Iterator[Span]:
    """Where persons stand that the article has not got, though it may have part of the name."""
    heads, ends = _parts(index)
    borders = {word.end for word in words}
    singles = {word.end for word in words if len(word.text) == 1 and word.text not in _NO_END}
    weights = chinese_words().weights
    for word in words:
        start = word.start
        name = text[start : start + 3]
        if text[start] not in SURNAMES:
            continue
        fresh = start not in singles and len(word.text) == 1  # else within a longer name
        if fresh and start + 2 in borders and _is_short(text, word, index):
            yield Span(start, start + 2)
        if len(name) < 3 or start + 3 not in borders:
            continue
        if name in index.text or name[-1] in _NO_END or weights.get(name[1:], 0) > _USUAL:
            continue
        kin = name[:2] in heads or name[0] + name[2] in ends
        altered = kin and (likeness(name) > _KIN or stands_like_a_person(text, start, start + 3))
        if altered or (fresh and _is_new(text, start, name, index)):
            yield Span(start, start + 3)


def _is_short(text: str, word: Piece, index: Index) -> bool:
    """True for a name of two characters that has a title, or speaks."""
    name = text[word.start : word.start + 2]
    if name in index.text or likeness(name) < _SHORT:
        return False
    return stands_like_a_person(text, word.start, word.start + 2)


def _is_new(text: str, start: int, name: str, index: Index) -> bool:
    if name[:2] in index.text or name[1:] in index.text:
        return False
    beside = stands_like_a_person(text, start, start + 3)
    return likeness(name) > (_NEW_BESIDE if beside else _NEW)


def _parts(index: Index) -> tuple[frozenset[str], frozenset[str]]:
    """Surname with second character, and with third, of the article's persons.

    The first only where it is no name of its own.
    """
    heads = {
        name[:2] for name in index.persons if index.text.count(name[:2]) == index.text.count(name)
    }
    return frozenset(heads), frozenset(name[0] + name[2] for name in index.persons)


def pairs(words: Sequence[Piece], index: Index) -> Iterator[Span]:
    """中马, 俄美: two countries by a character each, of which the article lacks one."""
    for number, word in enumerate(words):
        pair, end = word.text, word.end
        after = words[number + 1] if number + 1 < len(words) else word
        if len(pair) == len(after.text) == 1 and after.start == end:
            pair, end = pair + after.text, after.end
        great = set("中美俄") & set(pair)
        if great and _are_countries(pair) and not has_countries(pair, index):
            yield Span(word.start, end)


def has_countries(pair: str, index: Index) -> bool:
    """True if `pair` is one of countries, such as 韩美, and the article has them both."""
    if pair in index.text:
        return True
    return _are_countries(pair) and all(
        any(name in index.text for name in COUNTRIES[char]) for char in pair
    )


def _are_countries(pair: str) -> bool:
    return len(pair) == 2 and pair[0] != pair[1] and all(char in COUNTRIES for char in pair)
