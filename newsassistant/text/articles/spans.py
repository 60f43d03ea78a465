"""Which spans of an article a request reads, and the text that they make.

A span is a (start, end) in characters of `Article.text`, its end left out. What is given here is
ordered and disjoint, and no span is empty; None is the whole article, () nothing of it. Pure; any
thread.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from newsassistant.core.outside import UnfitError, is_whole
from newsassistant.core.plain import shown
from newsassistant.core.types import Reads, Span

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_FIRST_WITHOUT_SPACES = "\u2e80"  # from here on scripts write no spaces between words


def normal(spans: Iterable[Span], length: int) -> Reads:
    """Any spans of a text of `length` characters in order, joined where they touch or overlap."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        low, high = max(0, start), min(end, length)
        if low >= high:
            continue
        if joined and low <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(high, joined[-1][1]))
        else:
            joined.append((low, high))
    return None if joined == [(0, length)] or not length else tuple(joined)


def checked(values: object) -> tuple[Span, ...]:
    """Spans that come from outside as a list of pairs of whole numbers.

    Raises UnfitError for anything else, and for spans that are empty, overlap or are out of order.
    """
    if not isinstance(values, list):
        raise UnfitError(f"spans are {shown(values)}, expected a list")
    found: list[Span] = []
    least = 0
    for value in values:
        if not isinstance(value, list) or len(value) != 2:
            raise UnfitError(f"a span is {shown(value)}, expected two whole numbers")
        start, end = value
        if not is_whole(start, least) or not is_whole(end, start + 1):
            raise UnfitError(f"a span is {shown(value)}, expected to begin at {least} or later")
        found.append((start, end))
        least = end
    return tuple(found)


def leading(chars: int) -> Reads:
    """The first `chars` characters of a text, however long that is."""
    return ((0, chars),) if chars > 0 else ()


def spans_of(reads: Reads, length: int) -> tuple[Span, ...]:
    """What is read of a text of `length` characters; none of a text without any."""
    if reads is None:
        return ((0, length),) if length else ()
    return tuple((start, min(end, length)) for start, end in reads if start < length)


def left_out(reads: Reads, length: int) -> tuple[Span, ...]:
    """What is not read of a text of `length` characters."""
    found: list[Span] = []
    place = 0
    for start, end in spans_of(reads, length):
        if place < start:
            found.append((place, start))
        place = end
    return (*found, (place, length)) if place < length else tuple(found)


def first(reads: Reads, chars: int, length: int) -> Reads:
    """What is read of the first `chars` characters of a text of `length`."""
    if chars >= length:
        return reads
    return spans_of(leading(chars) if reads is None else reads, chars)


def chars_of(reads: Reads, length: int) -> int:
    """How many characters are read of a text of `length`."""
    return sum(end - start for start, end in spans_of(reads, length))


def read_text(text: str, reads: Reads) -> str:
    """The spans as one text: paragraphs stay paragraphs, and nothing runs together.

    Texts of spans that begin alike begin alike, so that a model need not read those anew.
    """
    if reads is None:
        return text
    return "".join(between + text[start:end] for between, start, end in _pieces(text, reads))


def place(text: str, reads: Reads, chars: int) -> int:
    """Where in `text` the first `chars` characters of `read_text` end.

    `first` up to there reads just these, spaces at their end left out.
    """
    if reads is None:
        return min(chars, len(text))
    reached = 0
    for between, start, end in _pieces(text, reads):
        if chars <= len(between):
            return reached
        chars -= len(between)
        if chars <= end - start:
            return start + chars
        chars -= end - start
        reached = end
    return reached


def places(text: str, reads: Reads, ends: Sequence[int]) -> tuple[int, ...]:
    """`place` of many ascending numbers of characters, in linear time."""
    if reads is None:
        return tuple(ends)
    found: list[int] = []
    passed = reached = 0
    for between, start, end in _pieces(text, reads):
        while len(found) < len(ends) and ends[len(found)] <= passed + len(between):
            found.append(reached)
        passed += len(between)
        while len(found) < len(ends) and ends[len(found)] <= passed + end - start:
            found.append(start + ends[len(found)] - passed)
        passed += end - start
        reached = end
    return (*found, *[reached] * (len(ends) - len(found)))


def _pieces(text: str, reads: tuple[Span, ...]) -> Iterator[tuple[str, int, int]]:
    """Each span without spaces at its ends, and what stands in front of it."""
    before: int | None = None
    for start, end in reads:
        passage = text[start:end]
        low = start + len(passage) - len(passage.lstrip())
        high = low + len(passage.strip())
        if low < high:
            yield "" if before is None else _between(text, before, low), low, high
            before = high


def _between(text: str, end: int, start: int) -> str:
    """What stands between two passages, of which one ends and the other starts there."""
    gap = text[end:start]
    if not gap.strip():
        return gap
    if "\n" in gap:
        return "\n\n" if _BLANK_LINE.search(gap) else "\n"
    # Within a line: a word is not to be made of the halves of two.
    return "" if max(text[end - 1], text[start]) >= _FIRST_WITHOUT_SPACES else " "
