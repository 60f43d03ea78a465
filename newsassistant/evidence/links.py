"""From each sentence of an answer to the one or two sentences of the article that it comes from.

Sentences are compared by the words that they share, rare ones more; numbers and quotes twice.
English words lose their endings, Chinese is taken in pairs of characters.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log

from newsassistant.evidence.index import Index
from newsassistant.evidence.marks import LONGEST_ANSWER, Source, Sourced
from newsassistant.evidence.reading.dates import dates
from newsassistant.evidence.reading.plain import folded, is_cjk, letters
from newsassistant.evidence.reading.quantities import Quantity, quantities
from newsassistant.evidence.reading.quotations import quotations
from newsassistant.evidence.reading.said import Field, Said
from newsassistant.evidence.reading.spans import Span, sentence_at, sentence_spans
from newsassistant.text.numbers.folding import fold

LINKS = 2
"""Source sentences of a sentence, at most."""

_NUMBER, _QUOTE = 2.0, 4.0
_LEAD, _NEIGHBOUR = 0.05, 0.1
_COMMON = 400  # sentences that a word is looked up in at most; more say nothing
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_ENDS = ("ings", "ing", "edly", "ed", "ies", "es", "ly", "s")
_LEAST = 3


@dataclass(frozen=True, slots=True)
class _Sentences:
    """The sentences of an article: which of them have a word, and how rare it is."""

    spans: Sequence[Span]
    places: dict[str, list[int]]
    weights: dict[str, float]
    starts: Sequence[int]


def sources(index: Index, answer: str) -> list[Sourced]:
    """The sentences of an answer with their sources, in order; linear time, any thread."""
    article = _sentences(index)
    answer = answer[:LONGEST_ANSWER]
    spans = sentence_spans(answer)
    counted = _by_sentence(answer, spans)
    found = []
    for number, span in enumerate(spans):
        words = set(_words(answer[span.start : span.end]))
        quoted = set(_quoted(answer[span.start : span.end], index, article.starts))
        links = tuple(_best(words, counted[number], quoted, article))
        found.append(Sourced(span.start, span.end, links))
    return found


def _sentences(index: Index) -> _Sentences:
    """Made at the first question and kept with the index."""
    kept = index.kept.get(_sentences.__name__)
    if isinstance(kept, _Sentences):
        return kept
    spans = sentence_spans(index.text)
    places: dict[str, list[int]] = defaultdict(list)
    for number, span in enumerate(spans):
        for word in set(_words(index.text[span.start : span.end])):
            places[word].append(number)
    for where, word in _counted(index.quantities, index.said):
        number = sentence_at(spans, where)
        if places[word][-1:] != [number]:
            places[word].append(number)
    count = len(spans)
    weights = {word: log(1 + count / len(where)) for word, where in places.items()}
    made = _Sentences(spans, dict(places), weights, [span.start for span in spans])
    index.kept[_sentences.__name__] = made
    return made


def _by_sentence(text: str, spans: Sequence[Span]) -> dict[int, set[str]]:
    """The words of the numbers and dates of each sentence of a text."""
    found: dict[int, set[str]] = defaultdict(set)
    for where, word in _counted(quantities(text), dates(fold(text))):
        found[sentence_at(spans, where)].add(word)
    return found


def _counted(asked: Sequence[Quantity], said: Sequence[Said]) -> Iterator[tuple[int, str]]:
    """Where numbers and dates stand, and their words: one a value; "one" and its like have none."""
    for each in asked:
        if each.number.stated:
            for reading in each.number.readings:
                yield each.number.start, f"#{reading.kind}{reading.value}{reading.digits}"
    for date in said:
        yield date.start, _date(date)


def _date(said: Said) -> str:
    return f"@{said.field}{said.value % 100 if said.field is Field.DAY else said.value}"


def _words(text: str) -> Iterator[str]:
    for match in _WORD.finditer(text):
        word = folded(match.group())
        if any(map(is_cjk, word)):
            yield from (word[at : at + 2] for at in range(len(word) - 1))
            continue
        for end in _ENDS:
            if word.endswith(end) and len(word) - len(end) >= _LEAST:
                word = word[: -len(end)]
                break
        yield word.removesuffix("e")


def _quoted(text: str, index: Index, starts: Sequence[int]) -> Iterator[int]:
    """The sentences of the article that the quotes of a sentence begin in."""
    for quote in quotations(text):
        plain = letters(text[quote.inner_start : quote.inner_end]).text
        if len(plain) < 4:
            continue
        at = index.letters.find(plain[:40])
        if at >= 0:
            yield max(0, bisect_right(starts, index.letters.places[at]) - 1)


def _best(
    words: set[str], numbers: set[str], quoted: set[int], article: _Sentences
) -> Iterator[Source]:
    usual = max(article.weights.values(), default=1.0)
    asked = {word: article.weights.get(word, usual) for word in words}
    asked |= {word: _NUMBER * article.weights[word] for word in numbers if word in article.weights}
    whole = sum(asked.values()) or 1.0
    left = dict(asked)
    taken: list[int] = []
    for _ in range(LINKS):
        scores: dict[int, float] = defaultdict(float)
        for word, weight in left.items():
            where = article.places.get(word, ())
            if len(where) <= _COMMON:
                for number in where:
                    scores[number] += weight
        for number in quoted:
            scores[number] += _QUOTE * usual
        for number in taken:
            scores.pop(number, None)
            for near in (number - 1, number + 1):
                if near in scores:
                    scores[near] += _NEIGHBOUR * whole
        if not scores:
            return
        best = max(scores, key=lambda n: (scores[n] + _LEAD * whole / (1 + n), -n))
        share = min(1.0, scores[best] / whole)
        taken.append(best)
        span = article.spans[best]
        yield Source(span.start, span.end, round(share, 3))
        covered = {word for word in left if best in article.places.get(word, ())}
        left = {word: weight for word, weight in left.items() if word not in covered}
        quoted = quoted - {best}
