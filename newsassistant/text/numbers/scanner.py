"""The numbers of a text, read alike in an article and in what is written about it.

Whatever the spelling, one value is one number ("£1.2bn", "1,200 million", 12亿; "29 000", 29’000,
二万九千). `digits`, `numerals` and `units` read the pieces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from newsassistant.text.numbers.folding import Folded, fold
from newsassistant.text.numbers.found import Found
from newsassistant.text.numbers.quantities import Kind, Number, Reading
from newsassistant.text.numbers.reader import SCAN, read

__all__ = ["Kind", "Number", "Reading", "numbers_in"]

_RANGE = re.compile(r" ?(?:--?|~|[‐-―−]|to|and|or|bis|至|到|、|/) ?[£$€¥]?", re.I | re.A)
_YEAR_GAPS = ("-", "--", "–", "‐", "‑", "/")


def numbers_in(text: str, most: int | None = None) -> list[Number]:
    """The numbers of an English or Chinese text in order, at most `most`; linear, any thread."""
    folded = fold(text)
    found = _join_ranges(list(islice(_scan(folded.text), most)), folded.text)
    return [_number(each, folded, text) for each in found]


def _scan(text: str) -> Iterator[Found]:
    """What is read from left to right; a number may take more than what gave it away."""
    place = last = 0
    while match := SCAN.search(text, place):
        for found in read(match):
            if found.end > last:
                yield found if found.start >= last else replace(found, start=last)
                last = found.end
        place = max(match.end(), last)


def _number(found: Found, folded: Folded, text: str) -> Number:
    start, end = folded.span(found.start, found.end)
    kind = Kind.ORDINAL if found.ordinal else found.kind
    return Number(
        text[start:end],
        start,
        end,
        frozenset(found.readings()),
        found.values[0],
        kind,
        found.scale,
        found.approximate,
        found.stated,
        tuple(_number(part, folded, text) for part in found.parts),
    )


def _join_ranges(found: list[Found], text: str) -> list[Found]:
    """Give both ends of a range what is written once: "2 to 3 million", "5-7%", "2012-13"."""
    for index in range(len(found) - 2, -1, -1):
        first, second = found[index], found[index + 1]
        gap = text[first.end : second.start]
        if len(gap) > 6 or not _RANGE.fullmatch(gap):
            continue
        if first.kind is Kind.PLAIN and _has_more(second, first):
            found[index] = first.shared_with(second)
        elif second.kind is Kind.PLAIN and first.prefixed:
            found[index + 1] = second.shared_with(first)
        elif gap.strip(" ") in _YEAR_GAPS and _is_short_year(first, second):
            year = Reading(first.values[0] // 100 * 100 + second.values[0])
            found[index + 1] = replace(second, more=(*second.more, year))
    return found


def _has_more(second: Found, first: Found) -> bool:
    """True if the end of a range shows a kind or multiplier that its beginning lacks."""
    counts = second.kind in (Kind.PERCENT, Kind.POINTS)
    return counts or (second.kind is Kind.PLAIN and second.scale > first.scale == 1)


def _is_short_year(first: Found, second: Found) -> bool:
    """True for 2012-13 and 1999-00, not for the month of 2009-11-28."""
    year, short = first.values[0], second.values[0]
    if not 1000 <= year < 3000 or second.end - second.start != 2 or second.more:
        return False
    return short > year % 100 or year % 100 == 99
