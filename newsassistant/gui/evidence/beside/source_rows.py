"""The sentences of an answer with their sources as rows of a list, and as plain text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from newsassistant.core.types import Span

if TYPE_CHECKING:
    from newsassistant.evidence.marks import Sourced


class RowKind(Enum):
    """What a row is."""

    HEADING = "heading"
    NOTE = "note"
    SENTENCE = "sentence"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Row:
    """`span` is of the answer for a sentence, of the article for a source.

    `spans` are all the sources of a sentence, likeliest first.
    """

    kind: RowKind
    text: str
    span: Span = (0, 0)
    spans: tuple[Span, ...] = ()


def rows(sentences: Sequence[Sourced], answer: str, article: str) -> list[Row]:
    """Those without a clear source first: they are the ones to read again. Main thread."""
    unsure = [sentence for sentence in sentences if not sentence.is_clear]
    sure = [sentence for sentence in sentences if sentence.is_clear]
    found = []
    if unsure:
        found.append(
            Row(RowKind.HEADING, QCoreApplication.translate("SourceRows", "No clear source"))
        )
        note = QCoreApplication.translate(
            "SourceRows",
            "No error: a sentence in words of its own has none. Compare it yourself.",
        )
        found.append(Row(RowKind.NOTE, note))
        found += [row for sentence in unsure for row in _sourced(sentence, answer, article)]
    if sure:
        found.append(
            Row(RowKind.HEADING, QCoreApplication.translate("SourceRows", "From the article"))
        )
        found += [row for sentence in sure for row in _sourced(sentence, answer, article)]
    return found


def _sourced(sentence: Sourced, answer: str, article: str) -> Iterator[Row]:
    spans = tuple((source.start, source.end) for source in sentence.sources)
    if not sentence.is_clear:
        spans = spans[:1]  # the nearest there is
    place = (sentence.start, sentence.end)
    yield Row(RowKind.SENTENCE, answer[slice(*place)], place, spans)
    for span in spans:
        words = article[slice(*span)]
        if not sentence.is_clear:
            words = QCoreApplication.translate("SourceRows", "Nearest: {0}").format(words)
        yield Row(RowKind.SOURCE, words, span, spans)


def text_of(found: Sequence[Row]) -> str:
    """The rows as plain text, sources indented under their sentences."""
    lines: list[str] = []
    for row in found:
        if row.kind is RowKind.HEADING and lines:
            lines.append("")
        before = {RowKind.SENTENCE: "• ", RowKind.SOURCE: "    → "}.get(row.kind, "")
        lines.append(before + row.text)
    return "\n".join(lines)
