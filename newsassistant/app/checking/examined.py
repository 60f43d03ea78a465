"""What a check finds of one text against an article, for all who show it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from newsassistant.evidence.check import checked
from newsassistant.evidence.index import Index
from newsassistant.evidence.links import sources
from newsassistant.evidence.marks import Claim, Mark, MarkKind, Sourced, Strength


@dataclass(frozen=True, slots=True)
class Examined:
    """Places are characters of the text that was examined.

    `claims` are all numbers, dates, names and quotes that were compared; `sentences` its sentences
    with the sentences of the article that they come from.
    """

    marks: tuple[Mark, ...] = ()
    claims: tuple[Claim, ...] = ()
    sentences: tuple[Sourced, ...] = ()

    @property
    def alarms(self) -> tuple[Mark, ...]:
        """The marks without those of roundings, which are no alarm."""
        return tuple(mark for mark in self.marks if mark.strength is not Strength.ROUNDED)

    def compared(self) -> Counter[MarkKind]:
        """How many claims of each kind were compared."""
        return Counter(claim.kind for claim in self.claims)

    def missing(self) -> Counter[MarkKind]:
        """How many alarms there are of each kind."""
        return Counter(mark.kind for mark in self.alarms)


def examine(index: Index, text: str) -> Examined:
    """Compare a text with an article; linear time, milliseconds for an answer; a worker thread."""
    found = checked(index, text)
    return Examined(found.marks, found.claims, tuple(sources(index, text)))
