"""Pieces of a text by their places: its sentences and its lines."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from newsassistant.text.articles.sentences import sentences


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A piece of a text."""

    start: int
    end: int


def sentence_spans(text: str) -> list[Span]:
    """Where the sentences of `text` stand, in order; linear time."""
    found: list[Span] = []
    place = 0
    for sentence in sentences(text):
        start = text.index(sentence, place)
        place = start + len(sentence)
        found.append(Span(start, place))
    return found


def sentence_at(spans: Sequence[Span], place: int) -> int:
    """The number of the sentence that holds `place` or, between two, of the one before it."""
    return max(0, bisect_right(spans, place, key=attrgetter("start")) - 1)


def lines(text: str) -> Iterator[Span]:
    """Where the lines of `text` stand, without what ends them."""
    start = 0
    for line in text.split("\n"):
        yield Span(start, start + len(line))
        start += len(line) + 1
