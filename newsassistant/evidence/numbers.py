"""Whether the article has the numbers of an answer: their value, their unit, or a finer one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from newsassistant.evidence.index import Index
from newsassistant.evidence.marks import Compared, Mark, MarkKind, Strength, Why
from newsassistant.evidence.reading.plain import letters
from newsassistant.evidence.reading.quantities import Quantity
from newsassistant.evidence.reading.rounding import range_of
from newsassistant.evidence.reading.spans import Span
from newsassistant.evidence.reading.units import COUNTERS, STRICT, Unit
from newsassistant.text.numbers.quantities import Number

_NEXT_WORD = re.compile(r"[ -][^\W\d_]{3,}")
_FALL_BEHIND = re.compile(r" (?:cut|lower|drop|fall|decline|decrease|loss|reduction)s?\b", re.I)


def numbers(text: str, asked: Sequence[Quantity], index: Index) -> Iterator[Compared]:
    """The quantities of an answer; marked are those that the article lacks, has otherwise, finer.

    What may be no number at all ("one", "first") is no claim.
    """
    for quantity in asked:
        number = quantity.number
        if number.stated:
            marks = _marks(text, quantity, index) if index.counted else ()
            yield Compared.of(MarkKind.NUMBER, number.start, number.end, *marks)


def _marks(text: str, quantity: Quantity, index: Index) -> Iterator[Mark]:
    number = quantity.number
    missing = number.unsupported(index.known.keys())
    if not missing and is_twice_negative(text, number):
        yield _mark(text, number, Strength.ELSEWHERE, Why.SIGN_DIFFERS)
    elif not missing:
        other = _other_unit(quantity, _same_value(number, index), index)
        finer = _finer(text, quantity, index) if other else None
        if finer and set(finer.units) & set(quantity.units):
            yield _mark(text, number, Strength.ROUNDED, Why.ROUNDED_FROM, finer.number)
        elif other:
            yield _mark(text, number, Strength.ELSEWHERE, Why.UNIT_DIFFERS, other.number)
    elif _is_there_so(text, quantity, index):
        return
    elif finer := _finer(text, quantity, index):
        yield _mark(text, number, Strength.ROUNDED, Why.ROUNDED_FROM, finer.number)
    else:
        for part in missing:
            yield _mark(text, part, Strength.ABSENT, Why.NUMBER_ABSENT)


def is_twice_negative(text: str, number: Number) -> bool:
    """True for "a -60 percent cut": the sign says again, or against, what the word says."""
    signed = number.text.startswith(("-", "−", "minus"))
    return signed and _FALL_BEHIND.match(text, number.end) is not None


def _same_value(number: Number, index: Index) -> list[Quantity]:
    """The quantities of the article that may be this number, whatever they count."""
    return [each for reading in number.readings for each in index.known.get(reading, ())]


def _other_unit(quantity: Quantity, same: list[Quantity], index: Index) -> Quantity | None:
    """The number of the article that counts something else, if none counts the same."""
    if not quantity.units:
        return None
    if _has_amount(quantity, index):
        return None
    if not same or (any(not each.units for each in same) and _may_lack(quantity.units, index)):
        return None
    return same[0]


def _may_lack(units: Sequence[Unit], index: Index) -> bool:
    """True if a bare number of the article may be of these units: it uses them elsewhere."""
    if any(unit.measure in STRICT for unit in units):
        return False
    return any(unit in index.units or unit.measure in COUNTERS for unit in units)


def _is_there_so(text: str, quantity: Quantity, index: Index) -> bool:
    """True if the article has it in another way than by its value."""
    number = quantity.number
    return (
        _has_amount(quantity, index)
        or _is_reached(text, number, index)
        or _stands_so(text, number, index)
    )


def _has_amount(quantity: Quantity, index: Index) -> bool:
    """True if the article has as much of it: 24 months are two years, 24 hours a day."""
    amounts = set(quantity.amounts())
    return bool(amounts & index.amounts.keys() or amounts & index.single)


def _is_reached(text: str, number: Number, index: Index) -> bool:
    """True for 1万余 where the article says 上万."""
    if number.value not in index.reached:
        return False
    span = range_of(text, number)
    return span is not None and span.low >= number.value


def _stands_so(text: str, number: Number, index: Index) -> bool:
    """True if the article has the same digits before the same word: its "1900 looms" is no year."""
    word = _NEXT_WORD.match(text, number.end)
    if word is None or not number.text[:1].isdigit():
        return False
    return index.letters.find(letters(text[number.start : word.end()]).text) >= 0


def _finer(text: str, quantity: Quantity, index: Index) -> Quantity | None:
    """The number of the article that this one is rounded from."""
    span = range_of(text, quantity.number)
    if span is None:
        return None
    kind = quantity.number.kind
    for each in index.between(span.low, span.high, kind):
        values = (reading.value for reading in each.number.all_readings() if reading.kind is kind)
        if any(map(span.holds, values)) and _may_be_same(quantity.units, each.units):
            return each
    return None


def _may_be_same(asked: tuple[Unit, ...], has: tuple[Unit, ...]) -> bool:
    if not asked or not has:
        return not any(unit.measure in STRICT for unit in asked)
    return any(one == other for one in asked for other in has)


def _mark(
    text: str, number: Number, strength: Strength, why: Why, other: Number | None = None
) -> Mark:
    nearest = Span(other.start, other.end) if other else None
    return Mark(
        number.start,
        number.end,
        MarkKind.NUMBER,
        strength,
        text[number.start : number.end],
        why,
        other.text if other else "",
        nearest,
    )
