"""Which sentences of the article are in the answers that are shown, and which answers they are in.

Places are of the article as it is in the view now, which may have been edited since it was checked.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsassistant.core.types import Span

if TYPE_CHECKING:
    from newsassistant.app.checking.examined import Examined
    from newsassistant.app.checking.moved import Moved
    from newsassistant.evidence.marks import Source, Sourced


@dataclass(frozen=True, slots=True)
class Covered:
    """A sentence of the article, and the sentences of each answer that come from it."""

    span: Span
    answers: Mapping[int, tuple[Span, ...]]


class Covering:
    """Main thread; as fast as the answers are short."""

    def __init__(self, examined: Mapping[int, Examined], moved: Moved | None) -> None:
        """`examined` by the numbers of answers, `moved` from the checked article to the shown.

        None: there is none.
        """
        found: dict[Span, dict[int, list[Span]]] = {}
        for number, answer in examined.items():
            for sentence in answer.sentences:
                for source in sure_sources(sentence):
                    place = moved.span((source.start, source.end)) if moved is not None else None
                    if place is not None:
                        places = found.setdefault(place, {}).setdefault(number, [])
                        places.append((sentence.start, sentence.end))
        self.sentences = [
            Covered(span, {number: tuple(places) for number, places in found[span].items()})
            for span in sorted(found)
        ]
        self._starts = [covered.span[0] for covered in self.sentences]

    def at(self, place: int) -> Covered | None:
        """The sentence that holds a character, if it is in an answer."""
        number = bisect_right(self._starts, place) - 1
        if number < 0 or place >= self.sentences[number].span[1]:
            return None
        return self.sentences[number]

    def spans(self) -> list[Span]:
        """All of them, in order."""
        return [covered.span for covered in self.sentences]


def sure_sources(sentence: Sourced) -> tuple[Source, ...]:
    """Those that a reader would agree with: none of a sentence without a clear source.

    The second one adds words that the first has not got, enough of them.
    """
    if not sentence.is_clear:
        return ()
    from newsassistant.evidence.marks import CLEAR

    first, *others = sentence.sources
    return (first, *(source for source in others if source.score >= CLEAR))
