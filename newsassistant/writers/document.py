"""What is written: a title, labels, texts as blocks, and the sheet that says where they come from.

Knows nothing of conversations or formats. Everything in it is data: a writer escapes all of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from newsassistant.core.types import Language
from newsassistant.text.markup.blocks import (
    Block,
    Blocks,
    Heading,
    Paragraph,
    Rule,
    Span,
    Spans,
    Table,
    lowered,
    plain_spans,
)

TITLE, SECTION, GROUP = 1, 2, 3
"""The levels of headings; those of an answer come below that of its section."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the provenance sheet; `name` is the same in every language."""

    name: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Group:
    """What is known of one thing: the article, an answer, the export."""

    name: str
    heading: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """What is to be said of words of a text, which spans name by its `number`.

    Numbers count on from 1 through the whole document.
    """

    number: int
    words: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """A text of its own; `heading` is "" where the title says enough, `note` a faint line.

    `notes` are on its words, in order: comments in Word, else they stand behind the text.
    """

    heading: str
    blocks: Blocks
    note: str = ""
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """`created_at` is the time of the export in Unix seconds; all texts are free of what is unseen.

    `notice` and `label` stand at the beginning, "" for none; `sheet` at the end. `mark` are the
    fields of the metadata label of GB 45438-2025, None for none. `record` is the whole of it for
    programs, as JSON's values.
    """

    title: str
    language: Language
    created_at: float
    program: str
    sections: tuple[Section, ...]
    author: str = ""
    notice: str = ""
    label: str = ""
    sheet_heading: str = ""
    sheet: tuple[Group, ...] = ()
    mark: Mapping[str, str] | None = None
    record: Mapping[str, Any] = field(default_factory=dict)

    @property
    def notes(self) -> tuple[Note, ...]:
        """Those of all sections."""
        return tuple(note for section in self.sections for note in section.notes)

    def properties(self) -> tuple[tuple[str, str], ...]:
        """What the file's own metadata says: the label and the sheet, but for further answers.

        A conversation of many answers has them in the sheet alone.
        """
        only = sum(group.name == "answer" for group in self.sheet) == 1
        told = [group for group in self.sheet if group.name != "answer" or only]
        found = [
            (f"{group.name}-{fact.name}", fact.value) for group in told for fact in group.facts
        ]
        return (*((("label", self.label),) if self.label else ()), *found)


def text_of_section(section: Section) -> Iterator[Block]:
    """A section with its heading, but without its notes."""
    if section.heading:
        yield Heading(SECTION, plain_spans(section.heading))
    if section.note:
        yield Paragraph((Span(section.note, emphasis=True),))
    yield from lowered(section.blocks, SECTION if section.heading else TITLE)


def ruled_sheet_of(document: Document) -> Iterator[Block]:
    """The sheet behind a line, which parts it from the text."""
    if document.sheet:
        yield Rule()
        yield from sheet_of(document)


def sheet_of(document: Document) -> Iterator[Block]:
    """The provenance sheet: a heading, and a table a group."""
    if not document.sheet:
        return
    yield Heading(SECTION, plain_spans(document.sheet_heading))
    for group in document.sheet:
        yield Heading(GROUP, plain_spans(group.heading))
        yield Table(tuple(_row(fact) for fact in group.facts), headed=False)


def _row(fact: Fact) -> tuple[Spans, Spans]:
    return plain_spans(fact.label), plain_spans(fact.value)
