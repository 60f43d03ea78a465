"""The quotes and the facts of an article as rows, each with its place, for sheets and commands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from newsassistant.core.types import Language
from newsassistant.evidence.facts import facts
from newsassistant.evidence.index import Index
from newsassistant.evidence.marks import MarkKind
from newsassistant.evidence.quote_sheet import quote_sheet
from newsassistant.evidence.reading.spans import Span, lines, sentence_at


@dataclass(frozen=True, slots=True)
class Entry:
    """A quote with its marks, a number, a date or a name: `text` is the article's at `place`.

    `sentence` is where the sentence stands in that it begins in; `paragraph` is counted from the
    article's beginning, `number` is that of the sentence in its paragraph, both from one on.
    `speaker` and `verb` are of a quote, as written; empty where nothing beside it names them.
    """

    kind: MarkKind
    text: str
    place: Span
    sentence: Span
    paragraph: int
    number: int
    speaker: str = ""
    verb: str = ""


def quote_entries(index: Index) -> tuple[Entry, ...]:
    """All direct quotes of an article in order; linear time, a worker thread."""
    places = _Places(index)
    return tuple(
        places.entry(MarkKind.QUOTE, said.quote, said.sentence, said.speaker, said.verb)
        for said in quote_sheet(index.text, index.language)
    )


def fact_entries(index: Index) -> tuple[Entry, ...]:
    """All numbers, dates and names of an article in order; linear time, a worker thread."""
    places = _Places(index)
    return tuple(places.entry(fact.kind, fact.place, fact.sentence) for fact in facts(index))


def copied(entries: Iterable[Entry], text: str, language: Language) -> str:
    """Entries as plain text for the clipboard: a quote with its speaker, a fact with its sentence.

    `text` is the article that they are of.
    """
    return "\n\n".join(_copied(entry, text, language) for entry in entries)


def _copied(entry: Entry, text: str, language: Language) -> str:
    if entry.kind is not MarkKind.QUOTE:
        colon = "：" if language == "zh" else ": "
        return f"{entry.text}{colon}{sentence_of(entry, text)}"
    if not entry.speaker:
        return entry.text
    comma = "，" if language == "zh" else ", "
    dash = "——" if language == "zh" else "– "
    return f"{entry.text}\n{dash}{comma.join(filter(None, (entry.speaker, entry.verb)))}"


def sentence_of(entry: Entry, text: str) -> str:
    """The sentence of an entry on one line, letter by letter as in the article otherwise."""
    return " ".join(text[entry.sentence.start : entry.sentence.end].split())


class _Places:
    """The paragraphs and sentences of an article, for counting."""

    def __init__(self, index: Index) -> None:
        self._text = index.text
        self._spans: Sequence[Span] = index.sentences.spans
        self._starts = [line.start for line in lines(index.text) if _is_filled(index.text, line)]
        self._first = [sentence_at(self._spans, start) for start in self._starts]

    def entry(
        self, kind: MarkKind, place: Span, sentence: Span, speaker: str = "", verb: str = ""
    ) -> Entry:
        paragraph = max(1, bisect_right(self._starts, place.start))
        first = self._first[paragraph - 1] if self._first else 0
        number = max(0, sentence_at(self._spans, place.start) - first) + 1
        text = self._text[place.start : place.end]
        return Entry(kind, text, place, sentence, paragraph, number, speaker, verb)


def _is_filled(text: str, line: Span) -> bool:
    return bool(text[line.start : line.end].strip())
