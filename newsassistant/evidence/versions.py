"""Two versions of a story: what of sentences, numbers, names and quotes is new, changed, gone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from newsassistant.core.types import Language
from newsassistant.evidence.check import check
from newsassistant.evidence.index import Index
from newsassistant.evidence.links import sources
from newsassistant.evidence.marks import Mark
from newsassistant.evidence.reading.plain import letters
from newsassistant.evidence.reading.spans import Span, sentence_spans

_ALIKE = 0.5
"""The share of a new sentence that an old one must have for it to be that one, changed."""


class Change(StrEnum):
    """What became of a sentence; those that stayed are not told."""

    NEW = "new"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Changed:
    """A sentence of the old version, of the new one, or both where it changed."""

    change: Change
    old: Span | None = None
    new: Span | None = None


@dataclass(frozen=True, slots=True)
class Versions:
    """`added`: what of the new version the old one has not; `removed`: the other way round."""

    sentences: tuple[Changed, ...]
    added: tuple[Mark, ...]
    removed: tuple[Mark, ...]


def compare(old: str, new: str, language: Language) -> Versions:
    """Compare two versions of at most 50,000 characters each; linear time, any thread."""
    before, after = Index.of(old, language), Index.of(new, language)
    return Versions(
        tuple(_sentences(before, after)),
        tuple(check(before, after.text)),
        tuple(check(after, before.text)),
    )


def _sentences(before: Index, after: Index) -> list[Changed]:
    """In the order of the new version, the removed ones last."""
    left = Counter(_plain(before.text, span) for span in before.sentences.spans)
    fresh: list[Span] = []
    for span in sentence_spans(after.text):
        plain = _plain(after.text, span)
        if left[plain] > 0:
            left[plain] -= 1
        else:
            fresh.append(span)
    gone = [span for span in before.sentences.spans if _take(left, _plain(before.text, span))]
    return _paired(before, after, fresh, gone)


def _take(left: Counter[str], plain: str) -> bool:
    taken = left[plain] > 0
    left[plain] -= taken
    return taken


def _paired(before: Index, after: Index, fresh: list[Span], gone: list[Span]) -> list[Changed]:
    waiting = {span.start: span for span in gone}
    linked = {each.start: each.sources for each in sources(before, after.text)}
    found = []
    for span in fresh:
        alike = (s for s in linked.get(span.start, ()) if s.score >= _ALIKE and s.start in waiting)
        source = next(alike, None)
        if source is None:
            found.append(Changed(Change.NEW, new=span))
        else:
            found.append(Changed(Change.CHANGED, waiting.pop(source.start), span))
    return found + [Changed(Change.REMOVED, old=span) for span in waiting.values()]


def _plain(text: str, span: Span) -> str:
    return letters(text[span.start : span.end]).text
