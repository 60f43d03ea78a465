"""Direct quotes: where they stand, and whether the article has their words letter by letter."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from newsassistant.evidence.index import Index
from newsassistant.evidence.marks import Mark, MarkKind, Span, Strength, Why
from newsassistant.evidence.pieces import lines
from newsassistant.evidence.plain import Letters, is_cjk, letters, spelled_out

LONGEST = 3_000
"""Characters of a quote that are looked at."""

SEARCHED = 40
"""Altered quotes of one answer for which the nearest passage is looked for."""

_PAIRS = {"“": "”", "「": "」", "『": "』", "«": "»", "„": "“", "＂": "＂"}
_ELISION = re.compile(r"\.{3,}|…+|\. \. \.|\[[^\]\n]{0,80}\]|［[^］\n]{0,80}］|—{3,}")
_WORD = re.compile(r"[^\W_]+")
_ALTERED = 0.7  # of the letters; the rest is another statement
_GRAM = 4


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quote with its marks at [start:end] and without them at [inner_start:inner_end]."""

    start: int
    end: int
    inner_start: int
    inner_end: int


def quotations(text: str) -> list[Quotation]:
    """The quotes of a text in order, those inside of others left out; linear time."""
    found: list[Quotation] = []
    if not any(mark in text for mark in "“「『«„＂\"'‘"):
        return found
    for line in lines(text):
        found.extend(_of_line(text, line))
    return found


def _of_line(text: str, line: Span) -> Iterator[Quotation]:
    straight = [at for at in range(line.start, line.end) if text[at] == '"']
    even = len(straight) % 2 == 0
    place, taken = line.start, -1
    nth = 0
    while place < line.end:
        char = text[place]
        close = -1
        if char in _PAIRS:
            close = text.find(_PAIRS[char], place + 1, min(line.end, place + LONGEST))
        elif char == '"':
            close = _straight_end(text, straight, nth, even=even)
        elif char in "'‘" and _opens_single(text, place):
            close = _single_end(text, place, line.end)
        if char == '"':
            nth += 1
        if close > place:
            if place > taken:
                yield Quotation(place, close + 1, place + 1, close)
            taken = close
            nth = bisect_left(straight, close + 1)
            place = close + 1
        else:
            place += 1


def _straight_end(text: str, straight: list[int], nth: int, *, even: bool) -> int:
    """The mark that ends the quote that the `nth` straight mark may begin."""
    if nth + 1 >= len(straight):
        return -1
    at, after = straight[nth], straight[nth + 1]
    if not even and not _may_open(text, at):
        return -1
    return after


def _may_open(text: str, at: int) -> bool:
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    return (not before or not before.isalnum() or is_cjk(before)) and bool(after.strip())


def _opens_single(text: str, at: int) -> bool:
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    return (not before or before in " \t\n([—–-“\"" or is_cjk(before)) and after.isalnum()


def _single_end(text: str, at: int, limit: int) -> int:
    """The end of a quote in single marks of two words or more; -1 for an apostrophe."""
    closing = "’" if text[at] == "‘" else "'"
    limit = min(limit, at + 400)
    place = at
    while (place := text.find(closing, place + 1, limit)) > 0:
        after = text[place + 1 : place + 2]
        before = text[place - 1]
        if after.isalnum() and not is_cjk(after):
            continue
        if before == " ":
            continue
        inner = text[at + 1 : place]
        if before in "sS" and after == " " and text.find(closing, place + 1, limit) > 0:
            rest = text.find(closing, place + 1, limit)
            if not text[rest + 1 : rest + 2].isalnum() and text[rest - 1] != " ":
                continue
        return place if " " in inner.strip() or _is_chinese(inner) else -1
    return -1


def _is_chinese(inner: str) -> bool:
    return len(inner) >= 4 and all(map(is_cjk, inner[:4]))


def quote_marks(text: str, index: Index) -> Iterator[Mark]:
    """A mark for each quote of an answer whose words the article has not got, in that order."""
    article = index.letters
    searched = 0
    for quote in quotations(text):
        inner = text[quote.inner_start : min(quote.inner_end, quote.inner_start + LONGEST)]
        missing = _missing(inner, article)
        if not missing:
            continue
        if not _missing(spelled_out(inner), index.spelled_out):
            yield _mark(text, quote, Strength.ROUNDED, Why.QUOTE_SPELLED_OUT)
            continue
        nearest = nearest_passage(missing, article) if searched < SEARCHED else None
        searched += 1
        if nearest:
            found = article.whole[nearest.start : nearest.end]
            yield _mark(text, quote, Strength.ELSEWHERE, Why.QUOTE_ALTERED, found, nearest)
        else:
            yield _mark(text, quote, Strength.ABSENT, Why.QUOTE_ABSENT)


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


def _missing(inner: str, article: Letters) -> str:
    """The letters of the first piece of a quote that the article has not got; "" for none."""
    begin = 0
    for piece in _ELISION.split(inner):
        plain = letters(piece).text
        if len(plain) < 2:
            continue
        at = article.find(plain, begin)
        if at < 0:
            at = article.find(plain)
        if at < 0:
            return plain
        begin = at + len(plain)
    return ""


def nearest_passage(plain: str, article: Letters) -> Span | None:
    """The words of the article that are most like `plain`, if at least 70 % alike.

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
    blocks = [block for block in matcher.get_matching_blocks() if block.size > 1]
    alike = sum(block.size for block in blocks)
    if not blocks or alike < _ALTERED * size:
        return None
    first, last = low + blocks[0].a, low + blocks[-1].a + blocks[-1].size
    return _whole_words(first, last, article)


def _likeliest(plain: str, text: str) -> int | None:
    """Where in `text` the passage begins that shares the most pieces with `plain`."""
    votes: dict[int, int] = {}
    step = max(1, len(plain) // 64)
    for offset in range(0, len(plain) - _GRAM * 2 + 1, step):
        gram = plain[offset : offset + _GRAM * 2] if plain.isascii() else plain[offset : offset + _GRAM]
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


def _whole_words(first: int, last: int, article: Letters) -> Span:
    for _ in range(30):
        if first == 0 or article.begins(first):
            break
        first -= 1
    for _ in range(30):
        if last >= len(article.text) or article.ends(last - 1):
            break
        last += 1
    return Span(*article.span(first, last))
