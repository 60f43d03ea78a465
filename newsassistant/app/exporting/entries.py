"""The quotes or the facts of an article -> the document that is written, and its file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from newsassistant.app.checking.entries import Entry, sentence_of
from newsassistant.app.exporting.compose import PROGRAM
from newsassistant.app.exporting.sheet import article_group, moment
from newsassistant.app.exporting.words import say
from newsassistant.core.errors import InputError
from newsassistant.core.files import write_users
from newsassistant.core.types import Article, Language
from newsassistant.evidence.marks import MarkKind
from newsassistant.text.articles.hidden import visible
from newsassistant.text.articles.title import title_of
from newsassistant.text.markup.blocks import (
    Block,
    Blocks,
    Paragraph,
    Quote,
    Span,
    Table,
    plain_spans,
)
from newsassistant.writers.document import Document, Section
from newsassistant.writers.formats import FORMATS

What = Literal["quotes", "facts"]

_KINDS = {MarkKind.NUMBER: "numbers", MarkKind.DATE: "dates", MarkKind.NAME: "names"}
_TITLE = 120  # characters of the article's headline


def compose_entries(
    article: Article, entries: Sequence[Entry], what: What, language: Language, *, at: float
) -> Document:
    """A sheet of an article's quotes or facts; `at` is now, in Unix seconds.

    Raises InputError("export-nothing") where there are none.
    """
    if not entries:
        raise InputError("export-nothing")
    headline = title_of(article.title or article.text, _TITLE)
    title = say(f"{what}-of", language, headline)
    if what == "quotes":
        sections: tuple[Section, ...] = (Section("", _quotes(entries, language)),)
    else:
        sections = tuple(_facts(article, entries, language))
    return Document(
        title=visible(title),
        language=language,
        created_at=at,
        program=PROGRAM,
        sections=sections,
        sheet_heading=say("provenance", language),
        sheet=(article_group(article, language),),
        record={
            "title": headline,
            "language": language,
            "exported_at": moment(at),
            "program": PROGRAM,
            what: [record_of(entry, article.text) for entry in entries],
            "article": {"title": article.title, "sha256": article.digest},
        },
    )


def record_of(entry: Entry, text: str) -> dict[str, Any]:
    """An entry for programs; places count characters of the article's text."""
    told: dict[str, Any] = {
        "kind": entry.kind.value,
        "text": entry.text,
        "start": entry.place.start,
        "end": entry.place.end,
        "paragraph": entry.paragraph,
        "sentence": entry.number,
    }
    if entry.kind is MarkKind.QUOTE:
        return told | {"speaker": entry.speaker, "verb": entry.verb}
    return told | {"context": sentence_of(entry, text)}


def export_entries(path: Path, document: Document, form: str) -> None:
    """Put a sheet into a file, whole or not at all; raises InputError("output-unwritable")."""
    try:
        write_users(path, FORMATS[form].write(document))
    except OSError as error:
        detail = error.strerror or str(error)
        raise InputError("output-unwritable", path=path, detail=detail) from error


def speaker_words(entry: Entry, language: Language) -> str:
    """Who says a quote, "" where nobody is named."""
    comma = "，" if language == "zh" else ", "
    return comma.join(filter(None, (entry.speaker, entry.verb)))


def _quotes(entries: Sequence[Entry], language: Language) -> Blocks:
    found: list[Block] = []
    for entry in entries:
        found.append(Quote((Paragraph(plain_spans(visible(entry.text))),)))
        who = speaker_words(entry, language) or say("speaker-unknown", language)
        place = say("at-place", language, entry.paragraph, entry.number)
        found.append(Paragraph((Span(visible(who)), Span(f" · {place}", emphasis=True))))
    return tuple(found)


def _facts(article: Article, entries: Sequence[Entry], language: Language) -> list[Section]:
    sections = []
    for kind, heading in _KINDS.items():
        rows = [entry for entry in entries if entry.kind is kind]
        if rows:
            head = tuple(plain_spans(say(key, language)) for key in ("fact", "sentence", "where"))
            cells = [
                tuple(
                    plain_spans(visible(words))
                    for words in (
                        entry.text,
                        sentence_of(entry, article.text),
                        f"{entry.paragraph}.{entry.number}",
                    )
                )
                for entry in rows
            ]
            sections.append(Section(say(heading, language), (Table((head, *cells)),)))
    return sections
