"""An answer against the index of its article: the marks of all kinds."""

from __future__ import annotations

from collections.abc import Iterable

from newsassistant.evidence.codes import codes
from newsassistant.evidence.dates import dates
from newsassistant.evidence.dating import date_marks
from newsassistant.evidence.index import Index
from newsassistant.evidence.marks import Mark
from newsassistant.evidence.numbers import amount_marks, code_marks, number_marks
from newsassistant.evidence.quantities import markers, quantities
from newsassistant.evidence.quotes import quote_marks
from newsassistant.text.numbers.folding import fold

LONGEST_ANSWER = 200_000
"""Characters of an answer that are checked."""


def check(index: Index, answer: str) -> list[Mark]:
    """The marks of an answer, by place; those of one kind do not overlap.

    An answer without marks is not proved true. Linear time; any thread.
    """
    text = answer[:LONGEST_ANSWER]
    said = dates(fold(text))
    named = codes(text)
    listed = markers(text)
    asked = [
        quantity
        for quantity in quantities(text, said, named)
        if not any(start <= quantity.number.start < end for start, end in listed)
    ]
    found = [
        *number_marks(text, asked, index),
        *amount_marks(text, index),
        *code_marks(text, named, index),
        *date_marks(text, said, index),
        *quote_marks(text, index.letters),
    ]
    return _apart(found)


def _apart(found: Iterable[Mark]) -> list[Mark]:
    """In order of place, without marks that overlap an earlier one of their kind."""
    ends: dict[str, int] = {}
    kept: list[Mark] = []
    for mark in sorted(found, key=lambda each: (each.start, each.end)):
        if mark.start >= ends.get(mark.kind, 0):
            kept.append(mark)
            ends[mark.kind] = mark.end
    return kept
