"""The sentences of a text, which of them have a word, and how rare each word is.

English words lose their endings, Chinese is taken in pairs of characters; numbers and dates are
words by their value, whatever their spelling.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log

from newsassistant.evidence.reading.plain import folded, is_cjk
from newsassistant.evidence.reading.quantities import Quantity
from newsassistant.evidence.reading.said import Field, Said
from newsassistant.evidence.reading.spans import Span, sentence_at, sentence_spans

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_ENDS = ("ings", "ing", "edly", "ed", "ies", "es", "ly", "s")
_LEAST = 3


@dataclass(frozen=True, slots=True)
class Sentences:
    """`places`: word -> the numbers of the sentences that have it; `weights`: its rarity.

    `rarest` is the largest weight.
    """

    spans: Sequence[Span]
    starts: Sequence[int]
    places: dict[str, list[int]]
    weights: dict[str, float]
    rarest: float

    @classmethod
    def of(cls, text: str, found: Sequence[Quantity], said: Sequence[Said]) -> Sentences:
        """`found` and `said` are the numbers and dates of `text`; linear time."""
        spans = sentence_spans(text)
        places: dict[str, list[int]] = defaultdict(list)
        for number, span in enumerate(spans):
            for word in set(words_for_comparing(text[span.start : span.end])):
                places[word].append(number)
        for number, words in values_by_sentence(spans, found, said).items():
            for word in words:
                places[word].append(number)
        count = len(spans)
        weights = {word: log(1 + count / len(where)) for word, where in places.items()}
        rarest = max(weights.values(), default=1.0)
        return cls(spans, [span.start for span in spans], dict(places), weights, rarest)


def values_by_sentence(
    spans: Sequence[Span], found: Sequence[Quantity], said: Sequence[Said]
) -> dict[int, set[str]]:
    """Number of a sentence -> a word for each value of its numbers and dates."""
    values: dict[int, set[str]] = defaultdict(set)
    for where, word in _values(found, said):
        values[sentence_at(spans, where)].add(word)
    return values


def _values(found: Sequence[Quantity], said: Sequence[Said]) -> Iterator[tuple[int, str]]:
    """Where numbers and dates stand, and their words; "one" and its like have none."""
    for each in found:
        if each.number.stated:
            for reading in each.number.readings:
                yield each.number.start, f"#{reading.kind}{reading.value}{reading.digits}"
    for date in said:
        value = date.value % 100 if date.field is Field.DAY else date.value
        yield date.start, f"@{date.field}{value}"


def words_for_comparing(text: str) -> Iterator[str]:
    """The words of a sentence as they are compared; the same one may come again."""
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
