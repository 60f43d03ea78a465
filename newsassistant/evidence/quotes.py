"""Direct quotes: where they stand, and whether the article has their words letter by letter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from newsassistant.evidence.index import Index
from newsassistant.evidence.marks import Compared, Mark, MarkKind, Strength, Why
from newsassistant.evidence.reading.plain import Letters, letters, spelled_out
from newsassistant.evidence.reading.quotations import LONGEST, Quotation, quotations
from newsassistant.evidence.reading.spans import Span

SEARCHED = 40
"""Altered quotes of one answer for which the nearest passage is looked for."""

ELISION = re.compile(r"\.{3,}|…+|\. \. \.|\[[^\]\n]{0,80}\]|［[^］\n]{0,80}］|—{3,}")
_WORD = re.compile(r"[^\W_]+")
_ALIKE, _ALIKE_CHINESE = (3, 0.6), (2, 0.7)
"""Letters in a row that are more than chance, and the share of such; less is other words."""

_GRAM = 4


def quotes(text: str, index: Index) -> Iterator[Compared]:
    """The quotes of an answer; marked are those whose words the article has not got, in order."""
    searched = 0
    for quote in quotations(text):
        inner = text[quote.inner_start : min(quote.inner_end, quote.inner_start + LONGEST)]
        pieces = _pieces(inner)
        if not pieces:
            continue
        missing = _missing(pieces, index.letters)
        marks: tuple[Mark, ...] = ()
        if missing and not _missing(_pieces(spelled_out(inner)), index.spelled_out):
            marks = (_mark(text, quote, Strength.ROUNDED, Why.QUOTE_SPELLED_OUT),)
        elif missing:
            marks = (_absent(text, quote, missing if searched < SEARCHED else "", index),)
            searched += 1
        yield Compared.of(MarkKind.QUOTE, quote.start, quote.end, *marks)


def _absent(text: str, quote: Quotation, missing: str, index: Index) -> Mark:
    nearest = nearest_passage(missing, index.letters)
    if nearest is None:
        return _mark(text, quote, Strength.ABSENT, Why.QUOTE_ABSENT)
    found = index.text[nearest.start : nearest.end]
    return _mark(text, quote, Strength.ELSEWHERE, Why.QUOTE_ALTERED, found, nearest)


def _mark(
    text: str,
    quote: Quotation,
    strength: Strength,
    why: Why,
    found: str = "",
    nearest: Span | None = None,
) -> Mark:
    written = text[quote.start : quote.end]
    return Mark(quote.start, quote.end, MarkKind.QUOTE, strength, written, why, found, nearest)


def _pieces(inner: str) -> list[str]:
    """The letters of what stands between the elisions of a quote; a single one says nothing."""
    plain = (letters(piece).text for piece in ELISION.split(inner))
    return [piece for piece in plain if len(piece) > 1]


def _missing(pieces: Sequence[str], article: Letters) -> str:
    """The first piece of a quote that the article has not got; "" for none."""
    begin = 0
    for plain in pieces:
        at = article.find(plain, begin)
        if at < 0:
            at = article.find(plain)
        if at < 0:
            return plain
        begin = at + len(plain)
    return ""


def nearest_passage(plain: str, article: Letters) -> Span | None:
    """The words of the article that are most like `plain`, if they share enough of its letters.

    Pieces of four letters vote for the place where the passage begins, so that the time grows with
    the two lengths only.
    """
    size = len(plain)
    if size < 2 * _GRAM:
        return None
    begin = _likeliest(plain, article.text)
    if begin is None:
        return None
    low, high = max(0, begin - 12), min(len(article.text), begin + size + 24)
    window = article.text[low:high]
    matcher = SequenceMatcher(None, window, plain, autojunk=False)
    least, share = _ALIKE if plain.isascii() else _ALIKE_CHINESE
    blocks = [block for block in matcher.get_matching_blocks() if block.size >= least]
    alike = sum(block.size for block in blocks)
    if not blocks or alike < share * size:
        return None
    head, tail = blocks[0], blocks[-1]
    first = low + head.a - head.b
    last = low + tail.a + tail.size + (size - tail.b - tail.size)
    sure = low + tail.a + tail.size
    last = max(sure, min(last, len(article.text)))
    words = _whole_words(max(0, first), last, sure, article)
    return _within(words, article.places[sure - 1] + 1, article)


def _likeliest(plain: str, text: str) -> int | None:
    """Where in `text` the passage begins that shares the most pieces with `plain`."""
    votes: dict[int, int] = {}
    step = max(1, len(plain) // 64)
    size = _GRAM * 2 if plain.isascii() else _GRAM
    for offset in range(0, len(plain) - size + 1, step):
        gram = plain[offset : offset + size]
        place = -1
        for _ in range(8):
            place = text.find(gram, place + 1)
            if place < 0:
                break
            bucket = (place - offset) // 16
            votes[bucket] = votes.get(bucket, 0) + 1
            votes[bucket + 1] = votes.get(bucket + 1, 0) + 1
    if not votes:
        return None
    best = max(votes, key=lambda bucket: votes[bucket])
    return max(0, best * 16)


def _whole_words(first: int, last: int, sure: int, article: Letters) -> Span:
    """From letter `first` to `last` in whole words; one that is in by a letter or two is left out.

    The letters before `sure` stay in.
    """
    for _ in range(30):
        if first == 0 or article.begins(first):
            break
        first -= 1
    end = last
    for _ in range(30):
        if end >= len(article.text) or article.ends(end - 1):
            break
        end += 1
    start = last
    while start > sure and last - start < end - last and not article.ends(start - 1):
        start -= 1
    left_out = start > sure and article.ends(start - 1) and last - start < end - last
    return Span(*article.span(first, start if left_out else end))


def _within(span: Span, sure: int, article: Letters) -> Span:
    """Without what stands behind a closing mark or a line's end after place `sure`."""
    for place in range(sure, span.end):
        if article.whole[place] in '\n”」』»"':
            return Span(span.start, place)
    return span
