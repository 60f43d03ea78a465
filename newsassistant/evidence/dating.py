"""Whether the article says the dates and times of an answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby

from newsassistant.evidence.index import Index
from newsassistant.evidence.marks import Compared, Mark, MarkKind, Strength, Why
from newsassistant.evidence.reading.dates import wholes
from newsassistant.evidence.reading.said import Field, Said
from newsassistant.evidence.reading.spans import Span
from newsassistant.text.numbers.quantities import Reading


def days(text: str, asked: Sequence[Said], index: Index) -> Iterator[Compared]:
    """The dates of an answer; marked are the pieces that the article does not say, or otherwise."""
    for whole in wholes(text, asked):
        marks = _marks(text, whole, index)
        yield Compared.of(MarkKind.DATE, whole[0].start, max(said.end for said in whole), *marks)


def _marks(text: str, whole: Sequence[Said], index: Index) -> Iterator[Mark]:
    """One piece may be read in two ways: 3/4 is a day of April or of March, 2010's a year."""
    for _, same in groupby(whole, key=lambda said: (said.start, said.end)):
        ways = list(same)
        if any(_CHECKS[said.field](said, index) for said in ways):
            continue
        said = ways[0]
        other = _part_of(said, index)
        why = Why.TIME_ABSENT if said.field is Field.TIME else Why.DATE_ABSENT
        yield Mark(
            said.start,
            said.end,
            MarkKind.DATE,
            Strength.ELSEWHERE if other else Strength.ABSENT,
            text[said.start : said.end],
            Why.DATE_DIFFERS if other else why,
            index.text[other.start : other.end] if other else "",
            Span(other.start, other.end) if other else None,
        )


def _has(said: Said, index: Index) -> bool:
    return said.value in index.fields[said.field]


def _has_year(said: Said, index: Index) -> bool:
    return _has(said, index) or Reading(Fraction(said.value)) in index.known


def _has_month(said: Said, index: Index) -> bool:
    return _has(said, index) or any(day // 100 == said.value for day in index.fields[Field.DAY])


def _has_day(said: Said, index: Index) -> bool:
    """Month and day stand together; 3日 and "April" anywhere are 4月3日."""
    days = index.fields[Field.DAY]
    month, day = divmod(said.value, 100)
    if said.value in days:
        return True
    if month == 0:
        return any(each % 100 == day for each in days)
    return day in days and _has_month(Said(0, 0, Field.MONTH, month), index)


def _has_decade(said: Said, index: Index) -> bool:
    """The 1990s are there by name, or by one of their years."""
    decades = {each % 100 for each in index.fields[Field.DECADE]}
    if said.sure:
        decades |= {each // 10 * 10 % 100 for each in index.fields[Field.YEAR]}
    return said.value % 100 in decades


def _has_time(said: Said, index: Index) -> bool:
    """Half past seven is 7:30 and 19:30, as the article may not say which half of the day."""
    times = index.fields[Field.TIME]
    return said.value in times or (said.value + 720) % 1440 in times


_CHECKS = {
    Field.YEAR: _has_year,
    Field.MONTH: _has_month,
    Field.DAY: _has_day,
    Field.WEEKDAY: _has,
    Field.DECADE: _has_decade,
    Field.CENTURY: _has,
    Field.TIME: _has_time,
}


def _part_of(said: Said, index: Index) -> Said | None:
    """A date of the article with the same day or the same month."""
    if said.field is not Field.DAY:
        return None
    month, day = divmod(said.value, 100)
    days = index.fields[Field.DAY]
    same_month = next((each for value, each in days.items() if value // 100 == month > 0), None)
    same_day = next((each for value, each in days.items() if value % 100 == day), None)
    return same_day or same_month
