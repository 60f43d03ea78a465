"""What an edit makes of an article's origin: it stays with its text, changed or not, and no other.

Knows nothing of how a text is edited or shown.
"""

from __future__ import annotations

from dataclasses import replace

from newsassistant.core.types import UNKNOWN, Article, Origin

_ENOUGH = 20  # characters that two texts may share by chance


def _is_edit_of(before: str, after: str) -> bool:
    """True for a part of `before`, and if one place was changed and most of `after` was there."""
    kept = len(after) if after in before else _shared(before, after)
    few = kept < _ENOUGH and 2 * kept < len(before)
    return 2 * kept >= len(after) > 0 and not few


def origin_after(before: Article | None, after: str, came: Origin) -> Origin:
    """The origin of the text `after` that an edit made of an article; linear time, any thread.

    `came` is how what the edit put in had come: that is the origin of a text that is new.
    """
    if before is None or not _is_edit_of(before.text, after):
        return came
    if before.origin == UNKNOWN or before.origin.way == "typed":
        return before.origin
    return replace(before.origin, edited=True)


def _shared(one: str, other: str) -> int:
    """How many characters both begin and end with, none counted twice."""
    least = min(len(one), len(other))
    start = _same(one, other, least)
    rest = least - start
    ending = _same(one[len(one) - rest :][::-1], other[len(other) - rest :][::-1], rest)
    return start + ending


def _same(one: str, other: str, most: int) -> int:
    """How many of the first `most` characters are the same; compares slices, which is quick."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
