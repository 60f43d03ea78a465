"""What a check finds of one text against an article, for all who show it."""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter

from newsassistant.evidence.check import checked
from newsassistant.evidence.index import Index
from newsassistant.evidence.links import sources
from newsassistant.evidence.marks import Claim, Mark, MarkKind, Sourced, Strength
from newsassistant.text.markup.anchors import prose_of
from newsassistant.text.markup.markdown import parse


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
        """How many claims of each kind have an alarm."""
        return self.count(lambda mark: mark.strength is not Strength.ROUNDED)

    def count(self, wanted: Callable[[Mark], bool]) -> Counter[MarkKind]:
        """How many claims of each kind have such a mark: "May 23, 2010" is one date of two."""
        claims = {kind: [each for each in self.claims if each.kind is kind] for kind in MarkKind}
        found = set()
        for mark in filter(wanted, self.marks):
            at = bisect(claims[mark.kind], mark.start, key=attrgetter("start")) - 1
            claim = claims[mark.kind][at] if at >= 0 else None
            inside = claim is not None and mark.end <= claim.end
            found.add((mark.kind, claim if inside else mark))
        return Counter(kind for kind, _ in found)


def examine_answer(index: Index, markdown: str) -> tuple[str, Examined]:
    """The words of an answer without the signs of Markdown, and what is found in them."""
    prose = prose_of(parse(markdown))
    return prose, examine(index, prose)


def examine(index: Index, text: str) -> Examined:
    """Compare a text with an article; linear time, milliseconds for an answer; a worker thread."""
    found = checked(index, text)
    return Examined(found.marks, found.claims, tuple(sources(index, text)))
