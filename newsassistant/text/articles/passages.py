"""What a request reads of an article as it is chosen, line by line, and what an edit leaves of it.

At first the lines around the article are left out (`boilerplate`). Positions are characters of the
clean text. Pure; any thread.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
from operator import itemgetter

from newsassistant.core.types import Reads, Span
from newsassistant.text.articles.spans import chars_of, left_out, normal, spans_of

_end = itemgetter(1)
MOST_LINES = 2000  # that are compared one by one between two texts; of more, the ends only


def chosen(text: str, spans: Iterable[Span]) -> Reads:
    """These spans of a text without spaces at their ends, those with nothing between them as one.

    None where nothing but spaces is left out.
    """
    found: list[Span] = []
    for start, end in spans_of(normal(spans, len(text)), len(text)):
        passage = text[start:end]
        low = start + len(passage) - len(passage.lstrip())
        high = low + len(passage.strip())
        if low >= high:
            continue
        if found and not text[found[-1][1] : low].strip():
            found[-1] = (found[-1][0], high)
        else:
            found.append((low, high))
    whole = len(found) == 1 and chars_of(tuple(found), len(text)) >= len(text.strip())
    return None if whole or not text.strip() else tuple(found)


def at_first(text: str) -> Reads:
    """All of a text but the lines that are none of the article."""
    found = _around(text)
    return chosen(text, left_out(found, len(text))) if found else None


def without(text: str, reads: Reads, span: Span) -> Reads:
    """What is left when a passage is taken out, () where that is nothing."""
    rest = (*left_out(reads, len(text)), span)
    return chosen(text, left_out(normal(rest, len(text)), len(text)))


def along_with(text: str, reads: Reads, span: Span) -> Reads:
    """What is read once a passage is, too."""
    return chosen(text, (*spans_of(reads, len(text)), span))


def only(text: str, reads: Reads, span: Span) -> Reads:
    """A passage alone, or one more where others were chosen before it and most is left out."""
    is_new = without(text, reads, span) == reads
    adds = is_new and 2 * chars_of(reads, len(text)) < len(text)
    return along_with(text, reads, span) if adds else chosen(text, [span])


def line_at(text: str, place: int) -> Span:
    """The line that a position is in, without its break."""
    start = text.rfind("\n", 0, place) + 1
    end = text.find("\n", place)
    return start, len(text) if end < 0 else end


def lines_left_out(text: str, reads: Reads) -> int:
    """How many lines are left out, be it in part."""
    parts = (text[start:end] for start, end in left_out(reads, len(text)))
    return sum(any(map(str.isalnum, line)) for part in parts for line in part.split("\n"))


def after_edit(old: str, reads: Reads, new: str) -> Reads:
    """The choice for a text that was edited: lines keep theirs, new ones are looked at.

    A line that was changed keeps its own as far as it is the same from its ends.
    """
    before, after = list(_lines(old)), list(_lines(new))
    rest = left_out(reads, len(old))
    found: list[Span] = []
    judged: set[int] = set()
    for there, here in _pairs([old[a:b] for a, b in before], [new[a:b] for a, b in after]):
        judged.add(here)
        found += _moved(old, before[there], rest, new, after[here])
    around = _around(new)
    starts = {start: number for number, (start, _) in enumerate(after)}
    found += [span for span in around if starts.get(span[0]) not in judged]
    return chosen(new, left_out(normal(found, len(new)), len(new)))


def _lines(text: str) -> Iterator[Span]:
    """The lines that hold something."""
    lines = text.split("\n")
    ends = accumulate(len(line) + 1 for line in lines)
    for line, end in zip(lines, ends, strict=True):
        if line.strip():
            yield end - 1 - len(line), end - 1


def _pairs(old: list[str], new: list[str]) -> Iterator[tuple[int, int]]:
    """The numbers of lines that are the same in both, or have taken each other's place."""
    most = min(len(old), len(new))
    head = next((i for i in range(most) if old[i] != new[i]), most)
    most -= head
    tail = next((i for i in range(most) if old[-1 - i] != new[-1 - i]), most)
    yield from ((i, i) for i in range(head))
    yield from ((len(old) - 1 - i, len(new) - 1 - i) for i in range(tail))
    rest, now = old[head : len(old) - tail], new[head : len(new) - tail]
    if max(len(rest), len(now)) > MOST_LINES:
        return
    from difflib import SequenceMatcher  # no part of the window's start

    for kind, i1, i2, j1, j2 in SequenceMatcher(None, rest, now, autojunk=False).get_opcodes():
        if kind == "equal" or (kind == "replace" and i2 - i1 == j2 - j1):
            yield from zip(range(head + i1, head + i2), range(head + j1, head + j2), strict=True)


def _moved(old: str, there: Span, rest: tuple[Span, ...], new: str, here: Span) -> Iterator[Span]:
    """What of a line was left out, in the line that it has become."""
    before, after = old[there[0] : there[1]], new[here[0] : here[1]]
    most = min(len(before), len(after))
    head = next((i for i in range(most) if before[i] != after[i]), most)
    by = len(after) - len(before)
    for number in range(bisect_right(rest, there[0], key=_end), len(rest)):
        start, end = rest[number]
        if start >= there[1]:
            return
        low, high = max(start, there[0]) - there[0], min(end, there[1]) - there[0]
        low = max(head, low + by) if low > head else low
        high = max(head, high + by) if high > head or high == len(before) else high
        if low < high:
            yield here[0] + low, here[0] + high


def _around(text: str) -> tuple[Span, ...]:
    """The lines that are none of the article; their patterns are no part of the window's start."""
    from newsassistant.text.articles.boilerplate import boilerplate

    return boilerplate(text)
