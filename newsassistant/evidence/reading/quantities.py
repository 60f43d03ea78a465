"""The numbers of a text with what they count; numbers of dates, codes and lists left out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice

from newsassistant.evidence.reading.codes import Code
from newsassistant.evidence.reading.said import Said
from newsassistant.evidence.reading.units import AGE, Unit, may_be_age, units_of
from newsassistant.text.numbers.quantities import Number, Reading
from newsassistant.text.numbers.scanner import numbers_in

Amount = tuple[str, Fraction]
"""A measure and how much of its base: ("metre", 5000)."""

MOST = 25_000
"""Numbers of a text that are read; a million characters of prose and tables have fewer."""

_RANGE = re.compile(
    r" ?(?:--?|~|[‐-―−～]|to|and|or|至|到|、|/|,|，|, and|, or|or even) ?[£$€¥]?", re.I | re.A
)
_MARKER = re.compile(r"[ \t]*[(（]?[0-9]{1,2}[.)、）][ \t]*(?=\D)")
_YEAR_UNIT = Unit(AGE, Fraction(12))


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and the units that it may have; none where nothing beside it says so."""

    number: Number
    units: tuple[Unit, ...]

    def amounts(self) -> Iterator[Amount]:
        """How much it may be, in each of its units and readings."""
        for unit in self.units:
            for reading in self.number.all_readings():
                yield unit.measure, reading.value * unit.factor


def quantities(
    text: str,
    dates: Sequence[Said] = (),
    codes: Sequence[Code] = (),
    numbers: Sequence[Number] | None = None,
    *,
    asked: bool = False,
) -> list[Quantity]:
    """The quantities of a text in order; `dates`, `codes`, `numbers` are those of the same text.

    A year that may count something is a quantity too, unless the text is an answer that is `asked`
    about: there it is asked about as a year. Without `numbers`, `MOST` of them are read.
    """
    taken = sorted(
        [(said.start, said.end) for said in dates if said.sure or asked]
        + [(code.start, code.end) for code in codes]
    )
    starts = [start for start, _ in taken]
    found: list[Quantity] = []
    for number in numbers_in(text, MOST) if numbers is None else numbers:
        at = bisect_right(starts, number.start)
        near = taken[max(0, at - 2) : at + 1]
        if any(start < number.end and number.start < end for start, end in near):
            continue
        units = units_of(text, number)
        if not units and not asked and may_be_age(text, number):
            units = (_YEAR_UNIT,)
        found.append(Quantity(number, units))
    return _shared(found, text)


_LOOSE = re.compile(
    r"(?<![0-9.,])[0-9]{1,3}(?:(?:, [0-9]{3}){1,4}(?![0-9])|\. [0-9]{1,2}(?![0-9]))"
)


def loose_readings(text: str) -> Iterator[Reading]:
    """Readings of digits that a tokeniser tore apart: "53, 193, 914", "98. 7 per cent".

    They support answers; nobody is asked about them.
    """
    for match in islice(_LOOSE.finditer(text), MOST // 10):
        joined = match.group().replace(" ", "") + text[match.end() : match.end() + 20]
        for number in numbers_in(joined)[:1]:
            yield from number.readings


def _shared(found: list[Quantity], text: str) -> list[Quantity]:
    """Give both ends of a range or list the unit that is written once: "2 or 3 miles"."""
    for index in range(len(found) - 2, -1, -1):
        first, second = found[index], found[index + 1]
        gap = text[first.number.end : second.number.start]
        if len(gap) > 9 or not _RANGE.fullmatch(gap):
            continue
        if not first.units and second.units:
            found[index] = Quantity(first.number, second.units)
        elif first.units and not second.units:
            found[index + 1] = Quantity(second.number, first.units)
    return found


def markers(text: str) -> list[tuple[int, int]]:
    """Where the signs of a numbered list stand: "1." and what counts on from it, line by line."""
    found: list[tuple[int, int]] = []
    expected, start = 1, 0
    for line in text.split("\n"):
        match = _MARKER.match(line)
        if match:
            digits = re.sub("[^0-9]", "", match.group())
            if int(digits) == expected:
                found.append((start, start + match.end()))
                expected += 1
        start += len(line) + 1
    return found
