"""An answer against the index of its article: the marks of all kinds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from newsassistant.evidence.claims import (
    amount_marks,
    code_marks,
    factor_marks,
    is_named,
    named_marks,
    quarter_marks,
    score_marks,
)
from newsassistant.evidence.dating import date_marks
from newsassistant.evidence.index import Index
from newsassistant.evidence.marks import LONGEST_ANSWER, Checked, Claim, Mark, MarkKind
from newsassistant.evidence.names_en import name_marks as english_name_marks
from newsassistant.evidence.names_en import names_in
from newsassistant.evidence.names_zh import listed_names
from newsassistant.evidence.names_zh import name_marks as chinese_name_marks
from newsassistant.evidence.numbers import number_marks
from newsassistant.evidence.quotes import quote_marks
from newsassistant.evidence.reading.about import is_own_count
from newsassistant.evidence.reading.amounts import vague_amounts
from newsassistant.evidence.reading.codes import codes
from newsassistant.evidence.reading.dates import dates
from newsassistant.evidence.reading.quantities import Quantity, markers, quantities
from newsassistant.evidence.reading.quotations import quotations
from newsassistant.evidence.reading.scores import scores
from newsassistant.text.numbers.folding import fold

Found = TypeVar("Found", Mark, Claim)


def check(index: Index, answer: str) -> list[Mark]:
    """The marks of an answer, by place; those of one kind do not overlap.

    An answer without marks is not proved true. Linear time; any thread.
    """
    text = answer[:LONGEST_ANSWER]
    return _apart([*_counted(text, index), *quote_marks(text, index), *_named(text, index)])


def checked(index: Index, answer: str) -> Checked:
    """The marks as `check` gives them, and all that was compared; linear time, any thread."""
    marks = check(index, answer)
    text = answer[:LONGEST_ANSWER]
    found = [*_claims(text, index), *(Claim(mark.start, mark.end, mark.kind) for mark in marks)]
    return Checked(tuple(marks), tuple(_apart(found)))


def _claims(text: str, index: Index) -> Iterator[Claim]:
    said, named = dates(fold(text)), codes(text)
    for quantity in _asked(text, quantities(text, said, named, asked=True)):
        if quantity.number.stated:
            yield Claim(quantity.number.start, quantity.number.end, MarkKind.NUMBER)
    for amount in vague_amounts(text):
        yield Claim(amount.start, amount.end, MarkKind.NUMBER)
    for date in said:
        yield Claim(date.start, date.end, MarkKind.DATE)
    for name in listed_names(text) if index.language == "zh" else names_in(text):
        yield Claim(name.start, name.end, MarkKind.NAME)
    for quote in quotations(text):
        yield Claim(quote.start, quote.end, MarkKind.QUOTE)


def _named(text: str, index: Index) -> Iterator[Mark]:
    rule = chinese_name_marks if index.language == "zh" else english_name_marks
    yield from rule(text, index)


def _counted(text: str, index: Index) -> Iterator[Mark]:
    """The marks of numbers and dates."""
    said = dates(fold(text))
    named = codes(text)
    yield from number_marks(text, _asked(text, quantities(text, said, named, asked=True)), index)
    yield from amount_marks(text, index)
    yield from code_marks(text, named, index)
    yield from score_marks(text, list(scores(text, said)), index)
    yield from factor_marks(text, index)
    yield from named_marks(text, index)
    yield from quarter_marks(text, index)
    yield from date_marks(text, said, index)


def _asked(text: str, found: Iterable[Quantity]) -> list[Quantity]:
    """The quantities of an answer that the article must have: not the signs of lists."""
    listed = markers(text)
    asked = []
    for quantity in found:
        start = quantity.number.start
        if any(begin <= start < end for begin, end in listed) or is_named(text, start):
            continue
        if not is_own_count(text, start, float(quantity.number.value)):
            asked.append(quantity)
    return asked


def _apart(found: Iterable[Found]) -> list[Found]:
    """In order of place, without marks that overlap an earlier one of their kind."""
    ends: dict[str, int] = {}
    kept: list[Found] = []
    for mark in sorted(found, key=lambda each: (each.start, -each.end)):
        if mark.start >= ends.get(mark.kind, 0):
            kept.append(mark)
            ends[mark.kind] = mark.end
    return kept
