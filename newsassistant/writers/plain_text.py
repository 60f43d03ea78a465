"""A document as plain text, as it may be pasted into any editing system.

UTF-8; on Windows with its line ends, and with the mark that older programs there know UTF-8 by.
Tables are lined up, where a Chinese character is two columns wide.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from newsassistant.text.markup.blocks import (
    Block,
    Code,
    Heading,
    Listing,
    Paragraph,
    Quote,
    Rule,
    Spans,
    Table,
)
from newsassistant.writers.document import (
    TITLE,
    Document,
    Section,
    ruled_sheet_of,
    text_of_section,
)

_GAP = "  "
_RULE = "-" * 40
_WIDEST = 28  # columns of a cell that others are lined up with


def write(document: Document, *, windows: bool = False) -> bytes:
    """The file; any thread."""
    text = text_of(document)
    if windows:
        return text.replace("\n", "\r\n").encode("utf-8-sig", "replace")
    return text.encode("utf-8", "replace")


def text_of(document: Document) -> str:
    """The same as a text that ends with a line break."""
    head = [document.notice, "\n".join(_heading(TITLE, document.title)), document.label]
    texts = [part for section in document.sections for part in _section(section)]
    sheet = ["\n".join(_lines(block)) for block in ruled_sheet_of(document)]
    parts = (*head, *texts, *sheet)
    return "\n\n".join(part for part in parts if part) + "\n"


def _section(section: Section) -> Iterator[str]:
    """Its blocks, then the notes by their numbers, which stand behind the words, too."""
    for block in text_of_section(section):
        yield "\n".join(_lines(block))
    yield "\n".join(f"[{note.number}] {note.words}: {note.text}" for note in section.notes)


def words_of_blocks(blocks: Sequence[Block]) -> str:
    """Blocks as plain text, parted by empty lines."""
    return "\n\n".join("\n".join(_lines(block)) for block in blocks)


def width(text: str) -> int:
    """Columns that `text` takes in a face whose letters are equally wide."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _lines(block: Block) -> list[str]:
    match block:
        case Paragraph(spans):
            return _words(spans).split("\n")
        case Heading(level, spans):
            return _heading(level, _words(spans))
        case Code(text):
            return ["    " + line for line in text.split("\n")]
        case Rule():
            return [_RULE]
        case Quote(blocks):
            return ["> " + line for line in words_of_blocks(blocks).split("\n")]
        case Listing():
            return list(_listing(block))
        case Table():
            return list(_table(block))


def _words(spans: Spans) -> str:
    """The words, with the numbers of notes behind theirs."""
    return "".join(span.text + "".join(f"[{each}]" for each in span.closes) for span in spans)


def _heading(level: int, words: str) -> list[str]:
    words = " ".join(words.split())
    if level > TITLE + 1 or not words:
        return [words]
    return [words, ("=" if level == TITLE else "-") * min(width(words), 72)]


def _listing(block: Listing) -> Iterator[str]:
    for number, item in enumerate(block.items):
        mark = "- " if block.start is None else f"{block.start + number}. "
        for place, line in enumerate(_item(item)):
            yield (mark if place == 0 else " " * len(mark) if line else "") + line


def _item(item: Sequence[Block]) -> list[str]:
    """The lines of an item; only paragraphs are parted by empty lines."""
    found: list[str] = []
    for block in item:
        if found and not isinstance(block, Listing):
            found.append("")
        found += _lines(block)
    return found or [""]


def _table(block: Table) -> Iterator[str]:
    rows = [[_words(cell) for cell in row] for row in block.rows]
    columns = zip(*rows, strict=True)
    widths = [min(_WIDEST, max(map(_longest_line, column))) for column in columns]
    for place, row in enumerate(rows):
        yield from _row(row, widths)
        if block.headed and place == 0:
            yield _GAP.join("-" * wide for wide in widths)


def _row(cells: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    """A row of cells that may have several lines."""
    parts = [cell.split("\n") for cell in cells]
    for number in range(max(map(len, parts))):
        line = [part[number] if number < len(part) else "" for part in parts]
        padded = (
            cell + " " * max(0, wide - width(cell)) for cell, wide in zip(line, widths, strict=True)
        )
        yield _GAP.join(padded).rstrip()


def _longest_line(cell: str) -> int:
    return max(map(width, cell.split("\n")))
