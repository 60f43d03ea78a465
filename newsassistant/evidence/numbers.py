"""Whether the article has the numbers of an answer: value, unit, rounding, vague amounts, codes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from newsassistant.evidence.amounts import Vague, vague_amounts
from newsassistant.evidence.codes import Code
from newsassistant.evidence.index import Index
from newsassistant.evidence.marks import Mark, MarkKind, Span, Strength, Why
from newsassistant.evidence.quantities import Quantity
from newsassistant.evidence.rounding import range_of
from newsassistant.evidence.units import STRICT, Unit
from newsassistant.text.numbers.quantities import Kind, Number


def number_marks(text: str, asked: Sequence[Quantity], index: Index) -> Iterator[Mark]:
    """A mark for each quantity of an answer that the article lacks, has otherwise, or finer."""
    for quantity in asked:
        number = quantity.number
        if not number.stated:
            continue
        same = _same_value(number, index)
        if same:
            if other := _other_unit(quantity, same, index):
                yield _mark(text, number, Strength.ELSEWHERE, Why.UNIT_DIFFERS, other.number)
        elif finer := _finer(text, quantity, index):
            yield _mark(text, number, Strength.ROUNDED, Why.ROUNDED_FROM, finer.number)
        elif not (set(quantity.amounts()) & index.amounts.keys()):
            known = index.known.keys()
            for part in number.unsupported(known):
                yield _mark(text, part, Strength.ABSENT, Why.NUMBER_ABSENT)


def _same_value(number: Number, index: Index) -> list[Quantity]:
    """The quantities of the article that may be this number, whatever they count."""
    found = [each for reading in number.readings for each in index.known.get(reading, ())]
    if not found and number.parts and not number.unsupported(index.known.keys()):
        found = [each for part in number.parts for r in part.readings for each in index.known.get(r, ())]
    return found


def _other_unit(quantity: Quantity, same: list[Quantity], index: Index) -> Quantity | None:
    """The number of the article that counts something else, if none counts the same."""
    if not quantity.units:
        return None
    amounts = set(quantity.amounts())
    if amounts & index.amounts.keys() or amounts & index.single:
        return None
    strict = any(unit.measure in STRICT for unit in quantity.units)
    if not strict and any(not each.units for each in same):
        return None
    return same[0]


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


def amount_marks(text: str, index: Index) -> Iterator[Mark]:
    """A mark for each "dozens" or 数百 of an answer with nothing like it in the article."""
    for amount in vague_amounts(text):
        if amount.low in index.vague or _has_any(amount, index):
            continue
        yield Mark(
            amount.start,
            amount.end,
            MarkKind.NUMBER,
            Strength.ABSENT,
            text[amount.start : amount.end],
            Why.AMOUNT_ABSENT,
        )


def _has_any(amount: Vague, index: Index) -> bool:
    return any(True for _ in index.between(amount.low, amount.high, Kind.PLAIN))


def code_marks(text: str, codes: Sequence[Code], index: Index) -> Iterator[Mark]:
    """A mark for each code (M1, COVID-19) that the article has not got."""
    for code in codes:
        if code.key in index.codes or index.letters.find(code.key) >= 0:
            continue
        yield Mark(
            code.start,
            code.end,
            MarkKind.NUMBER,
            Strength.ABSENT,
            text[code.start : code.end],
            Why.CODE_ABSENT,
        )


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
