"""What is found in the text of an answer, with its places in the view; for a worker thread."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsassistant.evidence.marks import Mark
from newsassistant.evidence.reading.spans import Span
from newsassistant.gui.conversation.shown_text import ShownText

if TYPE_CHECKING:
    from newsassistant.app.checking.examined import Examined
    from newsassistant.evidence.index import Index

_SOME = 500  # characters


@dataclass(frozen=True, slots=True)
class PlacedMark:
    """A mark; `start` and `end` are its place in the view's document, in UTF-16 units.

    `passage` is the sentence of the article that the nearest place stands in, if there is one.
    """

    mark: Mark
    start: int
    end: int
    passage: Span | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """The whole of an answer: `raw` is what the view's document held."""

    raw: str
    shown: ShownText
    examined: Examined
    placed: tuple[PlacedMark, ...]


@dataclass(frozen=True, slots=True)
class LookedPart:
    """Sentences that are complete, up to `end`, in UTF-16 units of the document."""

    end: int
    placed: tuple[PlacedMark, ...]


def make_ready(index: Index) -> None:
    """Read all that a first check reads, word lists too: a second or two, once."""
    from newsassistant.app.checking.examined import examine

    examine(index, index.text[:_SOME])


def look(index: Index, raw: str) -> Looked:
    """Examine the whole of an answer; linear time."""
    from newsassistant.app.checking.examined import examine

    shown = ShownText.of(raw)
    examined = examine(index, shown.text)
    return Looked(raw, shown, examined, _placed(index, shown, examined.marks))


def look_at_part(index: Index, raw: str, start: int) -> LookedPart:
    """Check the sentences of an answer's end that others follow; it begins at `start`."""
    from newsassistant.evidence.check import check
    from newsassistant.evidence.reading.spans import sentence_spans

    shown = ShownText.of(raw)
    spans = sentence_spans(shown.text)
    end = spans[-1].start if spans else 0
    marks = tuple(check(index, shown.text[:end])) if end else ()
    return LookedPart(start + shown.place(end), _placed(index, shown, marks, start))


def _placed(
    index: Index, shown: ShownText, marks: tuple[Mark, ...], start: int = 0
) -> tuple[PlacedMark, ...]:
    return tuple(
        PlacedMark(
            mark,
            start + shown.place(mark.start),
            start + shown.place(mark.end - 1) + (shown.text[mark.end - 1] > "\uffff") + 1,
            _passage(index, mark.nearest),
        )
        for mark in marks
    )


def _passage(index: Index, nearest: Span | None) -> Span | None:
    """The sentences that a place of the article lies in."""
    if nearest is None or not index.sentences.spans:
        return nearest
    first = max(0, bisect_right(index.sentences.starts, nearest.start) - 1)
    last = max(first, bisect_right(index.sentences.starts, max(nearest.start, nearest.end - 1)) - 1)
    return Span(
        min(nearest.start, index.sentences.spans[first].start),
        max(nearest.end, index.sentences.spans[last].end),
    )
