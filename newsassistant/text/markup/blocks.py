"""What a text is made of: paragraphs, headings, lists, tables, and how their words are set.

Knows nothing of how they are written. All are immutable and compare by value.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

DEEPEST_HEADING = 6


@dataclass(frozen=True, slots=True)
class Span:
    """Words in one face; "\\n" in `text` is where a line ends within its paragraph.

    `opens` and `closes` are the numbers of the notes whose words begin and end with this span.
    """

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    struck: bool = False
    opens: tuple[int, ...] = ()
    closes: tuple[int, ...] = ()


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words with nothing special about them."""

    spans: Spans


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` is 1 for the highest, up to 6."""

    level: int
    spans: Spans


@dataclass(frozen=True, slots=True)
class Listing:
    """A list; `start` is the number of its first item, None for one with bullets."""

    items: tuple[Blocks, ...]
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """What is set apart as somebody else's words."""

    blocks: Blocks


@dataclass(frozen=True, slots=True)
class Code:
    """Lines that stay as they are."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of equally many cells; the first row is the head, unless the first column is."""

    rows: tuple[tuple[Spans, ...], ...]
    headed: bool = True


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the column."""


Block = Paragraph | Heading | Listing | Quote | Code | Table | Rule
Blocks = tuple[Block, ...]


def plain_spans(text: str) -> Spans:
    """`text` as it is, in the ordinary face."""
    return (Span(text),) if text else ()


def plain_blocks(text: str) -> Blocks:
    """A text without markup: its paragraphs, parted by empty lines; their lines stay."""
    runs = groupby(text.split("\n"), key=lambda line: bool(line.strip()))
    found = ("\n".join(map(str.strip, lines)) for filled, lines in runs if filled)
    return tuple(Paragraph(plain_spans(paragraph)) for paragraph in found)


def joined(spans: Iterable[Span]) -> Spans:
    """The same words with neighbours of one face made one, and empty ones left out.

    The notes of a face stand at its end.
    """

    def face(span: Span) -> tuple[bool, ...]:
        return span.strong, span.emphasis, span.code, span.struck

    groups = groupby((span for span in spans if span.text), key=face)
    return tuple(_one(tuple(group)) for _, group in groups)


def _one(group: Spans) -> Span:
    return replace(
        group[0],
        text=words_of(group),
        opens=tuple(number for span in group for number in span.opens),
        closes=tuple(number for span in group for number in span.closes),
    )


def words_of(spans: Iterable[Span]) -> str:
    """The words alone."""
    return "".join(span.text for span in spans)


def lowered(blocks: Blocks, by: int) -> Blocks:
    """With all headings so many levels deeper, for a text that stands below one itself."""
    return tuple(
        Heading(min(DEEPEST_HEADING, block.level + by), block.spans)
        if isinstance(block, Heading)
        else block
        for block in blocks
    )
