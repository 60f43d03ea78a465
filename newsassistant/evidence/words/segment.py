"""Chinese text -> words: the cut that is likeliest by how often its words are met.

What the list does not hold stays in single characters; `names_zh` looks for names in those.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from newsassistant.evidence.words.word_lists import Lexicon, chinese_words

_RUN = re.compile("[\u4e00-\u9fff]+")
_TOTAL = 26  # the logarithm of all words met
_LONGEST = 12
_PIECE = 400  # characters cut at once


@dataclass(frozen=True, slots=True)
class Piece:
    """A word at [start:end] with its tag, "" for a character that is no word of the list."""

    text: str
    start: int
    end: int
    tag: str


def pieces(text: str, start: int = 0, end: int | None = None) -> Iterator[Piece]:
    """The words of the Chinese runs of `text[start:end]`, in order; linear time."""
    lexicon = chinese_words()
    for run in _RUN.finditer(text, start, len(text) if end is None else end):
        for begin in range(run.start(), run.end(), _PIECE):
            yield from _cut(text, begin, min(run.end(), begin + _PIECE), lexicon)


def _cut(text: str, start: int, end: int, lexicon: Lexicon) -> Iterator[Piece]:
    weights, prefixes, tags = lexicon.weights, lexicon.prefixes, lexicon.tags
    best = [0] * (end - start + 1)
    stops = [0] * (end - start)
    for at in range(end - 1, start - 1, -1):
        place = at - start
        first = text[at]
        score = weights.get(first, 0) - _TOTAL + best[place + 1]
        stop = at + 1
        for after in range(at + 2, min(end, at + _LONGEST) + 1):
            word = text[at:after]
            if word not in prefixes:
                break
            weight = weights.get(word)
            if weight is not None:
                whole = weight - _TOTAL + best[after - start]
                if whole >= score:
                    score, stop = whole, after
        best[place], stops[place] = score, stop
    at = start
    while at < end:
        stop = stops[at - start]
        word = text[at:stop]
        yield Piece(word, at, stop, tags.get(word, "." if word in weights else ""))
        at = stop
