"""An answer against the index of its article: what was compared, and the marks of all kinds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import attrgetter

from newsassistant.evidence.claims import (
    amounts,
    codes,
    factors,
    is_named,
    numbers_of_names,
    quarters,
    results,
    seats,
)
from newsassistant.evidence.dating import days
from newsassistant.evidence.index import Index
from newsassistant.evidence.marks import LONGEST_ANSWER, Checked, Claim, Compared, Mark, MarkKind
from newsassistant.evidence.names_en import names as english_names
from newsassistant.evidence.names_zh import names as chinese_names
from newsassistant.evidence.numbers import numbers
from newsassistant.evidence.quotes import quotes
from newsassistant.evidence.reading.about import is_own_count
from newsassistant.evidence.reading.codes import codes as codes_in
from newsassistant.evidence.reading.dates import dates
from newsassistant.evidence.reading.quantities import Quantity, markers, quantities
from newsassistant.evidence.reading.scores import scores
from newsassistant.evidence.reading.seats import seats as seats_in
from newsassistant.text.numbers.folding import fold


def check(index: Index, answer: str) -> list[Mark]:
    """The marks of an answer, by place; those of one kind do not overlap.

    An answer without marks is not proved true. Linear time; any thread.
    """
    return list(checked(index, answer).marks)


def checked(index: Index, answer: str) -> Checked:
    """The marks of an answer, and all that was compared as one would count it: "4 May 2024" and
    "Jane Smith" are one claim each, though only the month or "Jane" may be marked.

    Linear time; any thread.
    """
    found = list(_compared(answer[:LONGEST_ANSWER], index))
    marks = _apart(mark for each in found for mark in each.marks)
    return Checked(tuple(marks), tuple(_joined(each.claim for each in found)))


def _compared(text: str, index: Index) -> Iterator[Compared]:
    said, named = dates(fold(text)), codes_in(text)
    yield from numbers(text, _asked(text, quantities(text, said, named, asked=True)), index)
    yield from amounts(text, index)
    yield from codes(text, named, index)
    yield from results(text, list(scores(text, said)), index)
    yield from factors(text, index)
    yield from numbers_of_names(text, index)
    yield from quarters(text, index)
    yield from days(text, said, index)
    yield from quotes(text, index)
    sat = list(seats_in(text))
    yield from seats(text, sat, index)
    placed = [(each.start, each.end) for each in named] + [(each.start, each.end) for each in sat]
    coded = {place for start, end in placed for place in range(start, end)}
    names = chinese_names if index.language == "zh" else english_names
    yield from (each for each in names(text, index) if each.claim.start not in coded)


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


def _apart(found: Iterable[Mark]) -> list[Mark]:
    """In order of place, without marks that overlap an earlier one of their kind."""
    ends: dict[MarkKind, int] = {}
    kept: list[Mark] = []
    for mark in sorted(found, key=lambda each: (each.start, -each.end)):
        if mark.start >= ends.get(mark.kind, 0):
            kept.append(mark)
            ends[mark.kind] = mark.end
    return kept


def _joined(found: Iterable[Claim]) -> list[Claim]:
    """In order of place; claims of one kind that overlap are one: 2-1 is no 2 and no 1."""
    kept: dict[MarkKind, list[Claim]] = {kind: [] for kind in MarkKind}
    for claim in sorted(found, key=attrgetter("start")):
        same = kept[claim.kind]
        if same and claim.start < same[-1].end:
            before = same.pop()
            claim = Claim(before.start, max(before.end, claim.end), claim.kind)
        same.append(claim)
    return sorted((claim for same in kept.values() for claim in same), key=attrgetter("start"))
