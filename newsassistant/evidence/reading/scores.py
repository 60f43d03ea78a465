"""Results of games: 2-1, 6-3, 85:73, 1比0. A pair in either order is one result."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newsassistant.evidence.reading.said import Field, Said

_SCORE = re.compile(
    r"(?<![0-9.,:：/$£€¥A-Za-z-])([0-9]{1,3})(?:[-–—:：]| [-–] |比)([0-9]{1,3})"
    r"(?![0-9.:%％]|[-–][0-9a-zA-Z]|,[0-9]{3}|[年月日岁万亿元人名个米公厘]"
    r"|[ -]?(?:years?|months?|weeks?|days?|hours?|minutes?|mins?|miles?|per ?cent|km|kg|million"
    r"|billion|bn|m\b|degrees))"
)


@dataclass(frozen=True, slots=True)
class Score:
    """A result at [start:end]; `pair` has its numbers in order of size."""

    start: int
    end: int
    pair: tuple[int, int]


def scores(text: str, dates: Sequence[Said]) -> Iterator[Score]:
    """The results in a text; `dates` are those of the same text, whose times are none."""
    taken = {said.start for said in dates if said.field in (Field.TIME, Field.YEAR, Field.DAY)}
    for match in _SCORE.finditer(text):
        if match.start() not in taken:
            first, second = int(match[1]), int(match[2])
            yield Score(*match.span(), (min(first, second), max(first, second)))
