"""The few sentences of an article that say most of it, chosen without a model.

A sentence counts by the words that the whole article is about, by its place, and by what it shares
with the headline; what a chosen sentence has said already counts no more.
"""

from __future__ import annotations

from newsassistant.evidence.index import Index
from newsassistant.evidence.reading.spans import Span
from newsassistant.evidence.sentences import words_for_comparing

MOST = 5
"""Sentences that are ever chosen."""

_LEAD, _HEADLINE = 6.0, 2.0

_SHORTEST, _LONGEST = 20, 600  # characters; others are captions, or lists
_PER = 8  # sentences of an article for each one chosen


def key_sentences(index: Index, headline: str = "", *, most: int = MOST) -> list[Span]:
    """Three to `most` sentences in the order of the article; fewer where there are no more.

    `headline` may stand in the article as well: it is then not chosen. Linear time; any thread.
    """
    article = index.sentences
    heard = set(words_for_comparing(headline))
    words = [set(words_for_comparing(index.text[span.start : span.end])) for span in article.spans]
    about = {
        word: len(where) * article.weights[word]
        for word, where in article.places.items()
        if len(where) > 1
    }
    left = [
        number for number, span in enumerate(article.spans) if _may_be_chosen(index, span, headline)
    ]
    wanted = min(most, len(left), max(3, len(article.spans) // _PER))
    chosen: list[int] = []
    for _ in range(wanted):
        best = max(left, key=lambda number: _worth(number, words[number], about, heard))
        left.remove(best)
        chosen.append(best)
        for word in words[best]:
            about[word] = about.get(word, 0.0) / 4
    return [article.spans[number] for number in sorted(chosen)]


def _may_be_chosen(index: Index, span: Span, headline: str) -> bool:
    text = index.text[span.start : span.end]
    wide = 3 if index.language == "zh" else 1
    return _SHORTEST <= len(text) * wide <= _LONGEST * wide and text.strip() != headline.strip()


def _worth(number: int, words: set[str], about: dict[str, float], heard: set[str]) -> float:
    if not words:
        return 0.0
    said = sum(about.get(word, 0.0) for word in words) / len(words)
    shared = len(words & heard) / len(heard) if heard else 0.0
    return said * (1 + _LEAD / (1 + number) + _HEADLINE * shared)
