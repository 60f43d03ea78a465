"""Dates and times of day in a text, English and Chinese: what each says, piece by piece.

"26 and 27 April 2015" says two days of a month and a year, 4月3日 one day, "Thursday" a weekday.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from newsassistant.evidence.reading.dates_en import english_dates
from newsassistant.evidence.reading.dates_zh import chinese_dates
from newsassistant.evidence.reading.said import Field, Said
from newsassistant.text.numbers.folding import Folded

_WITHIN = re.compile(
    r"[-/.]|[ ,，(（年)）的]{0,3}(?:(?:of|on|at|in|from) )?(?:the )?(?:early |late )?"
    r"(?:上午|下午|[晚早]上|凌晨|中午|傍晚|晚)?[(（]?",
    re.I,
)
_SEASON = ("-", "–", "/")


def wholes(text: str, said: Sequence[Said]) -> Iterator[list[Said]]:
    """The dates as one would count them: "on Thursday 4 May 2024 at 7pm" is one, of four pieces.

    `said` is what the dates of `text` say, in order. "3 and 4 May" are two dates.
    """
    whole: list[Said] = []
    for each in said:
        if whole and not _goes_on(text, whole, each):
            yield whole
            whole = []
        whole.append(each)
    if whole:
        yield whole


def _goes_on(text: str, whole: Sequence[Said], said: Said) -> bool:
    last = whole[-1]
    if said.start < last.end:
        return True
    gap = text[last.end : said.start]
    if said.field is last.field is Field.YEAR and gap in _SEASON:
        return said.end - said.start == 2
    return said.field not in {each.field for each in whole} and bool(_WITHIN.fullmatch(gap))


def dates(folded: Folded) -> list[Said]:
    """What the dates of a text say, in order of their places; linear time."""
    found = [*english_dates(folded.text), *chinese_dates(folded.text)]
    placed = []
    for said in sorted(found, key=lambda each: (each.start, each.end)):
        start, end = folded.span(said.start, said.end)
        placed.append(Said(start, end, said.field, said.value, said.sure))
    return placed
