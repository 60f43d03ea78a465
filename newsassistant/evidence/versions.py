"""Two versions of a story: what of sentences, numbers, names and quotes is new, changed, gone.

A sentence that only moved, or was joined with another one, is not told.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum

from newsassistant.core.types import Language
from newsassistant.evidence.check import check
from newsassistant.evidence.index import Index
from newsassistant.evidence.marks import Mark, MarkKind, Strength
from newsassistant.evidence.reading.plain import is_cjk, letters
from newsassistant.evidence.reading.spans import Span, sentence_at
from newsassistant.evidence.sentences import words_for_comparing

LONGEST_VERSION = 50_000
"""Characters of a version that are compared; what follows them is left out."""

_ALIKE = 0.5
"""The share of words that two sentences must have in common for one to be the other, changed."""

_COMMON = 200  # sentences that a word is looked up in at most; more say nothing
_LEAST = 16  # letters of a sentence that is looked for inside of others
_MOST_PAIRS = 400  # changed sentences whose numbers are compared one by one
_LONGEST_SENTENCE = 1_500  # characters that are compared word by word
_MOST_MEETINGS = 5_000  # of a word with itself in two sentences: `difflib` takes their square
_PIECE = re.compile(r"[^\W_]+(?:[.,'’][^\W_]+)*|\S")
_FIGURES = (MarkKind.NUMBER, MarkKind.DATE)


class Change(StrEnum):
    """What became of a sentence; those that stayed are not told."""

    NEW = "new"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Changed:
    """A sentence of the old version, of the new one, or both where it changed.

    `old_parts` and `new_parts` are what differs in a sentence that changed.
    """

    change: Change
    old: Span | None = None
    new: Span | None = None
    old_parts: tuple[Span, ...] = ()
    new_parts: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Versions:
    """`added`: what of the new version the old one has not; `removed`: the other way round.

    A number that took the place of another one in a sentence is both, wherever else it stands.
    `old` and `new` are the texts that were compared; `is_cut`: there was more of one of them.
    """

    old: str
    new: str
    sentences: tuple[Changed, ...]
    added: tuple[Mark, ...]
    removed: tuple[Mark, ...]
    is_cut: bool = False

    def count(self, change: Change) -> int:
        """How many sentences became that."""
        return sum(each.change is change for each in self.sentences)

    def is_same(self) -> bool:
        """True where nothing is to be told."""
        return not (self.sentences or self.added or self.removed)


def compare(old: str, new: str, language: Language) -> Versions:
    """Compare two versions, 50,000 characters of each; linear time, a worker thread."""
    before = Index.of(_cut(old), language)
    after = Index.of(_cut(new), language)
    sentences = tuple(_sentences(before, after))
    return Versions(
        before.text,
        after.text,
        sentences,
        tuple(_marks(before, after, sentences, of_new=True)),
        tuple(_marks(after, before, sentences, of_new=False)),
        is_cut=len(before.text) < len(old) or len(after.text) < len(new),
    )


def _cut(text: str) -> str:
    """A version up to the end of a line, a sentence or at least a word."""
    if len(text) <= LONGEST_VERSION:
        return text
    head = text[:LONGEST_VERSION]
    for end in ("\n", ". ", "。", " "):
        at = head.rfind(end, LONGEST_VERSION * 9 // 10)
        if at > 0:
            return head[: at + 1]
    return head


# --- sentences -----------------------------------------------------------------------------------


def _sentences(before: Index, after: Index) -> list[Changed]:
    """In the order of the new version, a removed one where it stood."""
    left = Counter(_plains(before))
    fresh: list[Span] = []
    for span, plain in zip(after.sentences.spans, _plains(after), strict=True):
        if left[plain] > 0:
            left[plain] -= 1
        elif plain and not _is_inside(plain, before):
            fresh.append(span)
    gone = [
        span
        for span, plain in zip(before.sentences.spans, _plains(before), strict=True)
        if plain and _take(left, plain) and not _is_inside(plain, after)
    ]
    return _in_order(before, after, list(_paired(before, after, fresh, gone)))


def _plains(index: Index) -> list[str]:
    return [letters(index.text[span.start : span.end]).text for span in index.sentences.spans]


def _is_inside(plain: str, index: Index) -> bool:
    """True if a sentence stands in another version as a part of one, or across two."""
    return len(plain) >= _LEAST and index.letters.find(plain) >= 0


def _take(left: Counter[str], plain: str) -> bool:
    taken = left[plain] > 0
    left[plain] -= taken
    return taken


def _paired(
    before: Index, after: Index, fresh: Sequence[Span], gone: Sequence[Span]
) -> Iterator[Changed]:
    """Each new sentence with the old one that is most like it, the likest pairs first."""
    new_words = [_words(after, span) for span in fresh]
    old_words = [_words(before, span) for span in gone]
    where: dict[str, list[int]] = defaultdict(list)
    for number, words in enumerate(old_words):
        for word in words:
            where[word].append(number)
    pairs = []
    for number, words in enumerate(new_words):
        shared = Counter(at for word in words if len(where[word]) <= _COMMON for at in where[word])
        for at, _ in shared.most_common(3):
            alike = _alike(words, old_words[at])
            if alike >= _ALIKE:
                pairs.append((-alike, abs(number - at), number, at))
    old_of: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, number, at in sorted(pairs):
        if number not in old_of and at not in taken:
            old_of[number] = at
            taken.add(at)
    for number, span in enumerate(fresh):
        if number in old_of:
            yield _changed(before, after, gone[old_of[number]], span)
        else:
            yield Changed(Change.NEW, new=span)
    for at, span in enumerate(gone):
        if at not in taken:
            yield Changed(Change.REMOVED, old=span)


def _words(index: Index, span: Span) -> frozenset[str]:
    return frozenset(words_for_comparing(index.text[span.start : span.end]))


def _alike(words: frozenset[str], others: frozenset[str]) -> float:
    """How much two sentences share, of the words of both."""
    return 2 * len(words & others) / ((len(words) + len(others)) or 1)


def _changed(before: Index, after: Index, old: Span, new: Span) -> Changed:
    first = _pieces(before.text, old)
    second = _pieces(after.text, new)
    words = [before.text[piece.start : piece.end] for piece in first]
    others = [after.text[piece.start : piece.end] for piece in second]
    old_parts, new_parts = [], []
    for begin, end, to_begin, to_end in _differences(words, others):
        if end > begin:
            old_parts.append(Span(first[begin].start, first[end - 1].end))
        if to_end > to_begin:
            new_parts.append(Span(second[to_begin].start, second[to_end - 1].end))
    return Changed(Change.CHANGED, old, new, tuple(old_parts), tuple(new_parts))


def _differences(
    words: Sequence[str], others: Sequence[str]
) -> Iterator[tuple[int, int, int, int]]:
    """What differs of two sentences, from and to in each; one piece where words come too often."""
    counts = Counter(others)
    if sum(counts[word] for word in words) <= _MOST_MEETINGS:
        for tag, *places in SequenceMatcher(None, words, others, autojunk=False).get_opcodes():
            if tag != "equal":
                yield places[0], places[1], places[2], places[3]
        return
    least = min(len(words), len(others))
    begin = next((n for n in range(least) if words[n] != others[n]), least)
    rest = least - begin
    behind = next((n for n in range(rest) if words[-1 - n] != others[-1 - n]), rest)
    yield begin, len(words) - behind, begin, len(others) - behind


def _pieces(text: str, span: Span) -> list[Span]:
    """Words and signs, a Chinese character each; a number whole."""
    end = min(span.end, span.start + _LONGEST_SENTENCE)
    found = []
    for match in _PIECE.finditer(text, span.start, end):
        if any(map(is_cjk, match[0])):
            runs = re.finditer(r"[0-9][0-9.,]*|[A-Za-z]+|.", match[0])
            found += [Span(match.start() + r.start(), match.start() + r.end()) for r in runs]
        else:
            found.append(Span(match.start(), match.end()))
    return found


def _in_order(before: Index, after: Index, found: Sequence[Changed]) -> list[Changed]:
    """By place in the new version; a removed sentence behind what stood before it."""
    stayed: dict[int, int] = {}
    places: dict[str, list[int]] = defaultdict(list)
    for number, plain in enumerate(_plains(after)):
        places[plain].append(number)
    for number, plain in enumerate(_plains(before)):
        if places[plain]:
            stayed[number] = places[plain].pop(0)
    old, new = before.sentences.spans, after.sentences.spans
    for each in found:
        if each.old is not None and each.new is not None:
            stayed[sentence_at(old, each.old.start)] = sentence_at(new, each.new.start)
    behind: list[int] = []
    last = -1
    for number in range(len(old)):
        last = stayed.get(number, last)
        behind.append(last)

    def key(each: Changed) -> tuple[int, int, int]:
        if each.new is not None:
            return sentence_at(new, each.new.start), 0, 0
        assert each.old is not None
        return behind[sentence_at(old, each.old.start)], 1, each.old.start

    return sorted(found, key=key)


# --- numbers, dates, names, quotes ---------------------------------------------------------------


def _marks(other: Index, index: Index, sentences: Sequence[Changed], *, of_new: bool) -> list[Mark]:
    """What of `index` the `other` version has not, and what a changed sentence had not."""
    found = check(other, index.text)
    known = [(mark.start, mark.end) for mark in found]
    pairs = [each for each in sentences if each.change is Change.CHANGED]
    for each in pairs[:_MOST_PAIRS]:
        here, there = (each.new, each.old) if of_new else (each.old, each.new)
        parts = each.new_parts if of_new else each.old_parts
        if here is None or there is None or not _has_figure(index.text, parts):
            continue
        sentence = Index.of(other.text[there.start : there.end], index.language)
        for mark in check(sentence, index.text[here.start : here.end]):
            start, end = mark.start + here.start, mark.end + here.start
            fresh = all(start >= taken[1] or end <= taken[0] for taken in known)
            inside = any(start < part.end and end > part.start for part in parts)
            if mark.kind in _FIGURES and fresh and inside:
                moved = replace(
                    mark, start=start, end=end, strength=Strength.ELSEWHERE, nearest=None
                )
                found.append(moved)
                known.append((start, end))
    return sorted(found, key=lambda mark: (mark.start, mark.end))


def _has_figure(text: str, parts: Sequence[Span]) -> bool:
    """True where a part that differs may be a number or a date."""
    return any(re.search(r"\w", text[part.start : part.end]) for part in parts)
