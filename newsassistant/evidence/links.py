"""From each sentence of an answer to the one or two sentences of the article that it comes from.

Sentences are compared by the words that they share, rare ones more; numbers and quotes twice.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

from newsassistant.evidence.index import Index
from newsassistant.evidence.marks import LONGEST_ANSWER, Source, Sourced
from newsassistant.evidence.reading.dates import dates
from newsassistant.evidence.reading.plain import letters
from newsassistant.evidence.reading.quantities import quantities
from newsassistant.evidence.reading.quotations import quotations
from newsassistant.evidence.reading.spans import sentence_spans
from newsassistant.evidence.sentences import Sentences, values_by_sentence, words_for_comparing
from newsassistant.text.numbers.folding import fold

LINKS = 2
"""Source sentences of a sentence, at most."""

_NUMBER, _QUOTE = 2.0, 4.0
_LEAD, _NEIGHBOUR = 0.05, 0.1
_COMMON = 400  # sentences that a word is looked up in at most; more say nothing


def sources(index: Index, answer: str) -> list[Sourced]:
    """The sentences of an answer with their sources, in order; linear time, any thread."""
    article = index.sentences
    answer = answer[:LONGEST_ANSWER]
    spans = sentence_spans(answer)
    values = values_by_sentence(spans, quantities(answer), dates(fold(answer)))
    found = []
    for number, span in enumerate(spans):
        words = set(words_for_comparing(answer[span.start : span.end]))
        quoted = set(_quoted(answer[span.start : span.end], index, article.starts))
        links = tuple(_best(words, values[number], quoted, article))
        found.append(Sourced(span.start, span.end, links))
    return found


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
    words: set[str], numbers: set[str], quoted: set[int], article: Sentences
) -> Iterator[Source]:
    usual = article.rarest
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
