"""The numbers, dates and names of an article with their sentences, for a sheet of facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from newsassistant.evidence.index import Index
from newsassistant.evidence.marks import MarkKind
from newsassistant.evidence.names_en import names_in
from newsassistant.evidence.names_zh import listed_names
from newsassistant.evidence.reading.dates import wholes
from newsassistant.evidence.reading.spans import Span, sentence_at


@dataclass(frozen=True, slots=True)
class Fact:
    """A number, date or name as it stands at `place`, and the sentence that has it."""

    kind: MarkKind
    text: str
    place: Span
    sentence: Span


def facts(index: Index) -> list[Fact]:
    """All of an article in order, a name where it stands first only; linear, any thread."""
    spans = index.sentences.spans
    if not spans:
        return []
    found = [
        Fact(
            kind, index.text[place.start : place.end], place, spans[sentence_at(spans, place.start)]
        )
        for kind, place in _places(index)
    ]
    return sorted(found, key=lambda fact: (fact.place.start, fact.place.end))


def _places(index: Index) -> Iterator[tuple[MarkKind, Span]]:
    for each in index.quantities:
        if each.number.stated:
            yield MarkKind.NUMBER, Span(each.number.start, each.number.end)
    for whole in wholes(index.text, index.said):
        yield MarkKind.DATE, Span(whole[0].start, max(said.end for said in whole))
    seen: set[str] = set()
    names = listed_names(index.text) if index.language == "zh" else names_in(index.text)
    for place in names:
        name = index.text[place.start : place.end]
        if name not in seen:
            seen.add(name)
            yield MarkKind.NAME, place
