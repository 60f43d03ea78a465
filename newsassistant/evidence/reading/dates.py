"""Dates and times of day in a text, English and Chinese: what each says, piece by piece.

"26 and 27 April 2015" says two days of a month and a year, 4月3日 one day, "Thursday" a weekday.
"""

from __future__ import annotations

from newsassistant.evidence.reading.dates_en import english_dates
from newsassistant.evidence.reading.dates_zh import chinese_dates
from newsassistant.evidence.reading.said import Said
from newsassistant.text.numbers.folding import Folded


def dates(folded: Folded) -> list[Said]:
    """What the dates of a text say, in order of their places; linear time."""
    found = [*english_dates(folded.text), *chinese_dates(folded.text)]
    placed = []
    for said in sorted(found, key=lambda each: (each.start, each.end)):
        start, end = folded.span(said.start, said.end)
        placed.append(Said(start, end, said.field, said.value, said.sure))
    return placed
