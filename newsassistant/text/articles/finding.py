"""The passages of a long text that matter for a question: idf-weighted overlap of their words.

Words without case and English endings, pairs of Chinese characters, numbers; the weights are those
of BM25 (Robertson and Zaragoza 2009). Knows nothing of models: what a passage costs is a function.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from newsassistant.core.types import Span
from newsassistant.text.articles.sentences import sentence_ends

Cost = Callable[[int, int], int]
"""What it costs to read `text[start:end]`, in tokens."""
PASSAGE_CHARS = 700
"""About as long is a passage; one of Chinese, which says more in a character, a third of that."""
_CHINESE_SHARE = 3
_FIRST_SHARE = 0.5  # of the budget, at most for the first passage
_LEAD_SHARE = 0.2  # and for all of the beginning where that is more than one
_K1, _B = 1.2, 0.75
_BESIDE = 0.3  # of a neighbour's weight: an answer often stands behind the sentence that names it
_CJK = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3040-\u30ff"
_TERM = re.compile(rf"[{_CJK}]+|\d+(?:[.,]\d+)*|[^\W\d_{_CJK}]+(?:['\u2019][^\W\d_]+)*")
_GROUPED = re.compile(r"(?<=\d),(?=\d{3})")
_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*\n?\s*")


def _known(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


_STOP = _known(
    "a an the of in on at to for from by with as and or but is are was were be been being has",
    "have had do does did what who whom whose which when where why how it its this that these",
    "those he she they them his her their there than then so not no any about into over after",
    "before many much tell me please can could would should will said say says according article",
)
_STOP_CHINESE = _known(
    "什么 哪些 多少 哪里 哪个 怎么 怎样 为何 如何 是否 谁是 是谁 何时 文章 请问 文中 了什 么是 是什"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """`text[start:end]`: a paragraph, several short ones, or sentences of a long one."""

    start: int
    end: int
    terms: Counter[str]
    length: int


def find(
    text: str, question: str, budget: int, cost: Cost, within: Sequence[Span] | None = None
) -> tuple[Span, ...]:
    """The passages to read for a question, in order, those that touch as one.

    The beginning of the text is always among them, then the best as long as all cost no more than
    `budget`; of two that are as good the earlier. `within` limits what may be read. Nothing where
    the budget is too small for any. Linear time; any thread.
    """
    passages = _passages(text)
    allowed = [i for i, found in enumerate(passages) if _is_within(found, within)]
    if not allowed:
        return ()
    weights = _weights(passages, Counter(terms_of(question)))
    chosen: set[int] = set()
    left = budget
    for index in allowed:  # the beginning, to its share
        price = cost(passages[index].start, passages[index].end)
        share = _LEAD_SHARE if chosen else _FIRST_SHARE
        if budget - left + price > share * budget:
            break
        chosen.add(index)
        left -= price
    for index in sorted(allowed, key=lambda i: (-weights[i], i)):
        if weights[index] <= 0:
            break
        price = cost(passages[index].start, passages[index].end)
        if index not in chosen and price <= left:
            chosen.add(index)
            left -= price
    return _joined(passages[index] for index in sorted(chosen))


def terms_of(text: str) -> list[str]:
    """What is compared: stems of words, numbers as digits, pairs of Chinese characters."""
    terms: list[str] = []
    plain = _GROUPED.sub("", unicodedata.normalize("NFKC", text).casefold())
    for found in _TERM.findall(plain):
        if found[0].isdigit():
            terms.append(found.rstrip(".,"))
        elif _is_chinese(found[0]):
            pairs = [a + b for a, b in pairwise(found)] or [found]
            terms += [pair for pair in pairs if pair not in _STOP_CHINESE]
        elif found not in _STOP:
            terms.append(_stem(found))
    return terms


def _is_chinese(char: str) -> bool:
    return "\u3040" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff"


def _stem(word: str) -> str:
    """Without the endings of English that a question changes most: -s, -ed, -ing."""
    word = word.replace("\u2019", "'").removesuffix("'s")
    for ending, least in (("ies", 5), ("ing", 6), ("ed", 5), ("es", 5), ("s", 4)):
        if word.endswith(ending) and len(word) >= least and not word.endswith(("ss", "us", "is")):
            stem = word[: -len(ending)] + ("y" if ending == "ies" else "")
            if ending in ("ing", "ed") and len(stem) > 3 and stem[-1] == stem[-2] not in "ls":
                stem = stem[:-1]
            return stem.removesuffix("e")
    return word.removesuffix("e") if len(word) > 3 else word


@lru_cache(maxsize=2)  # a conversation asks about one article again and again
def _passages(text: str) -> tuple[Passage, ...]:
    chinese = sum(map(_is_chinese, text[:4000])) * 5 > len(text[:4000])
    wished = PASSAGE_CHARS // (_CHINESE_SHARE if chinese else 1)
    spans: list[Span] = []
    for match in _PARAGRAPH.finditer(text):
        for start, end in _pieces(text, match.start(), match.end(), wished):
            fits = spans and spans[-1][1] == start and end - spans[-1][0] <= wished
            if fits:
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((start, end))
    passages = []
    for start, end in spans:
        terms = Counter(terms_of(text[start:end]))
        passages.append(Passage(start, end, terms, terms.total()))
    return tuple(passages)


def _pieces(text: str, start: int, end: int, wished: int) -> Iterable[Span]:
    """A paragraph; one that is much longer than a passage in groups of sentences."""
    if end - start <= 1.5 * wished:
        return [(start, end)]
    spans: list[Span] = []
    begin = start
    for place in (start + offset for offset in sentence_ends(text[start:end])):
        while place - begin > 2 * wished:  # one endless sentence
            spans.append((begin, begin + wished))
            begin += wished
        if place - begin >= wished or place == end:
            spans.append((begin, place))
            begin = place
    return spans


def _weights(passages: Sequence[Passage], wanted: Counter[str]) -> list[float]:
    """BM25 of each passage, and a share of that of the passages beside it."""
    count = len(passages)
    mean = max(1.0, sum(found.length for found in passages) / count)
    idf = {term: _idf(sum(term in p.terms for p in passages), count) for term in wanted}
    own = []
    for found in passages:
        norm = _K1 * (1 - _B + _B * found.length / mean)
        own.append(
            sum(
                weight * found.terms[term] * (_K1 + 1) / (found.terms[term] + norm)
                for term, weight in idf.items()
                if term in found.terms
            )
        )
    beside = [0.0, *own, 0.0]
    return [
        own[i] + _BESIDE * max(beside[i], beside[i + 2]) if own[i] else _BESIDE * beside[i]
        for i in range(count)
    ]


def _idf(having: int, count: int) -> float:
    return math.log(1 + (count - having + 0.5) / (having + 0.5))


def _is_within(found: Passage, within: Sequence[Span] | None) -> bool:
    if within is None:
        return True
    return any(start < found.end and found.start < end for start, end in within)


def _joined(passages: Iterable[Passage]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for found in passages:
        if spans and spans[-1][1] == found.start:
            spans[-1] = (spans[-1][0], found.end)
        else:
            spans.append((found.start, found.end))
    return tuple(spans)
