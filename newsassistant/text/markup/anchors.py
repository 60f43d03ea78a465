"""The words of blocks as one text, and notes tied to words of it.

Code is left out: it is nobody's prose, and has no faces that a note could stand in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from newsassistant.text.markup.blocks import (
    Block,
    Blocks,
    Code,
    Heading,
    Listing,
    Paragraph,
    Quote,
    Rule,
    Span,
    Spans,
    Table,
    words_of,
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """The number of a note, and where its words stand in `prose_of` blocks, end not included."""

    number: int
    start: int
    end: int


def prose_of(blocks: Blocks) -> str:
    """What the blocks say, without the signs of lists: each paragraph and cell from a new line."""
    return "\n".join(map(words_of, _pieces(blocks)))


def anchored(blocks: Blocks, anchors: Sequence[Anchor]) -> Blocks:
    """The same blocks, whose spans say where the words of notes begin and end."""
    prose = prose_of(blocks)
    tight = [found for each in anchors if (found := _tight(each, prose)) is not None]
    return _Anchoring(tight).blocks(blocks) if tight else blocks


def _tight(anchor: Anchor, prose: str) -> Anchor | None:
    """Without space at its ends, which may lie between two paragraphs; None if nothing is left."""
    words = prose[anchor.start : anchor.end]
    start = anchor.start + len(words) - len(words.lstrip())
    found = Anchor(anchor.number, start, start + len(words.strip()))
    return found if found.end > found.start else None


def _pieces(blocks: Blocks) -> Iterator[Spans]:
    """All spans that belong together, in reading order."""
    for block in blocks:
        match block:
            case Paragraph(spans) | Heading(_, spans):
                yield spans
            case Quote(inside):
                yield from _pieces(inside)
            case Listing(items):
                for item in items:
                    yield from _pieces(item)
            case Table(rows):
                for row in rows:
                    yield from row


class _Anchoring:
    """Walks the blocks as `_pieces` does and counts the characters."""

    def __init__(self, anchors: Sequence[Anchor]) -> None:
        self._anchors = anchors
        self._cuts = sorted({place for each in anchors for place in (each.start, each.end)})
        self._place = 0

    def blocks(self, blocks: Blocks) -> Blocks:
        return tuple(map(self._block, blocks))

    def _block(self, block: Block) -> Block:
        match block:
            case Paragraph(spans):
                return Paragraph(self._spans(spans))
            case Heading(level, spans):
                return Heading(level, self._spans(spans))
            case Quote(inside):
                return Quote(self.blocks(inside))
            case Listing(items, start):
                return Listing(tuple(map(self.blocks, items)), start)
            case Table(rows, headed):
                return Table(tuple(tuple(map(self._spans, row)) for row in rows), headed)
            case Code() | Rule():
                return block

    def _spans(self, spans: Spans) -> Spans:
        found = tuple(piece for span in spans for piece in self._cut(span))
        self._place += 1  # the line's end
        return found

    def _cut(self, span: Span) -> Iterator[Span]:
        start, end = self._place, self._place + len(span.text)
        self._place = end
        places = [start, *(cut for cut in self._cuts if start < cut < end), end]
        for first, last in pairwise(places):
            yield replace(
                span,
                text=span.text[first - start : last - start],
                opens=self._numbers(first, last, "start"),
                closes=self._numbers(last, first, "end"),
            )

    def _numbers(self, place: int, other: int, field: str) -> tuple[int, ...]:
        if place == other:  # a span without words
            return ()
        return tuple(each.number for each in self._anchors if getattr(each, field) == place)
