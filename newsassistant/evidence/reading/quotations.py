"""Where the direct quotes of a text stand, in all the marks that newsrooms use.

“ ” 「 」 『 』 « » in pairs; straight marks in turn, in each paragraph; single ones from two words
on, as they are apostrophes too.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from newsassistant.evidence.reading.plain import is_cjk
from newsassistant.evidence.reading.spans import Span, lines

LONGEST = 3_000
"""Characters of a quote that are looked at."""

_APOSTROPHES = 16  # that a quote in single marks may have within it
_PAIRS = {"“": "”", "「": "」", "『": "』", "«": "»", "„": "“", "＂": "＂"}


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
    return (not before or before in ' \t\n([—–-“"' or is_cjk(before)) and after.isalnum()


def _single_end(text: str, at: int, limit: int) -> int:
    """The end of a quote in single marks of two words or more; -1 for an apostrophe."""
    closing = "’" if text[at] == "‘" else "'"
    limit = min(limit, at + 400)
    place = at
    for _ in range(_APOSTROPHES):
        place = text.find(closing, place + 1, limit)
        if place < 0:
            break
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
