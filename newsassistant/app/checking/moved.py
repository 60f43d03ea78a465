"""Where pieces of a text stand after it was edited."""

from __future__ import annotations

from newsassistant.core.types import Span


class Moved:
    """From `old` to `new`; made in almost linear time, any thread."""

    def __init__(self, old: str, new: str) -> None:
        self._old, self._new = old, new
        self._head = _same(old, new)
        most = min(len(old), len(new)) - self._head
        self._tail = _same(old[::-1], new[::-1], most)

    def span(self, span: Span) -> Span | None:
        """Where a piece of the old text is in the new one, letter by letter; None if it is not.

        Of several places it is the one nearest to where it was.
        """
        start, end = span
        if end <= self._head:
            return span
        by = len(self._new) - len(self._old)
        if start >= len(self._old) - self._tail:
            return start + by, end + by
        piece = self._old[start:end]
        if not piece.strip():
            return None
        here = min(start, len(self._new))
        before, behind = self._new.rfind(piece, 0, here + len(piece)), self._new.find(piece, here)
        found = [place for place in (behind, before) if place >= 0]
        if not found:
            return None
        nearest = min(found, key=lambda place: min(abs(place - start), abs(place - start - by)))
        return nearest, nearest + len(piece)


def _same(one: str, other: str, most: int | None = None) -> int:
    """How many characters both begin with, `most` at the most."""
    low, high = 0, min(len(one), len(other)) if most is None else most
    if one[:high] == other[:high]:
        return high
    while low < high:  # the first `low` are the same, the first `high` are not
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
