"""Positions of a text as it is typed, and of the clean text made of it, each by the other.

Linear time; pure, any thread.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from newsassistant.text.articles.article import clean

_SKIPPED_AT_MOST = 200  # characters that cannot be seen, or spaces, in front of one that is kept


class Alignment:
    """Of `raw` and `clean(raw)`; one off where letters and marks were composed."""

    def __init__(self, raw: str) -> None:
        self._length = len(raw)
        cleaned = clean(raw)
        self.text = cleaned
        self._ends: Sequence[int] = range(len(raw) + 1)
        if cleaned != raw:
            self._ends = _ends(raw, cleaned)

    def raw(self, place: int) -> int:
        """How many characters of the raw text its first `place` clean ones take."""
        return min(self._ends[min(place, len(self._ends) - 1)], self._length)

    def clean(self, place: int) -> int:
        """How many clean characters the first `place` raw ones hold."""
        return bisect_right(self._ends, place) - 1


def _ends(raw: str, cleaned: str) -> list[int]:
    ends = [0]
    place = 0
    for char in cleaned:
        if raw[place : place + 1] != char:
            for ahead in range(place, min(place + _SKIPPED_AT_MOST, len(raw))):
                if raw[ahead] == char or (char.isspace() and raw[ahead].isspace()):
                    place = ahead
                    break
        place += 1
        ends.append(place)
    return ends
