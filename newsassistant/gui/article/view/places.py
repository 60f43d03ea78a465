"""Positions in a text view, which counts UTF-16 units of what was typed, and in the clean text."""

from __future__ import annotations

from bisect import bisect_left

from newsassistant.core.types import Span
from newsassistant.text.articles.alignment import Alignment

_LAST_OF_ONE_UNIT = "\uffff"


class Places:
    """For one state of a view's text; made in linear time."""

    def __init__(self, raw: str) -> None:
        self._alignment = Alignment(raw)
        some = bool(raw) and max(raw) > _LAST_OF_ONE_UNIT
        self._long = [at for at, char in enumerate(raw) if char > _LAST_OF_ONE_UNIT] if some else []
        self._units = [place + before for before, place in enumerate(self._long)]

    @property
    def text(self) -> str:
        """The clean text."""
        return self._alignment.text

    def in_view(self, span: Span) -> Span:
        """Where a span of the clean text is in the view."""
        return self._to_units(span[0], starts=True), self._to_units(span[1])

    def in_article(self, start: int, end: int) -> Span:
        """The span of the clean text that is shown between two positions of the view."""
        return self._from_units(start), self._from_units(end)

    def _to_units(self, place: int, *, starts: bool = False) -> int:
        raw = self._alignment.raw(place + 1) - 1 if starts else self._alignment.raw(place)
        return max(raw, 0) + bisect_left(self._long, max(raw, 0))

    def _from_units(self, place: int) -> int:
        return self._alignment.clean(place - bisect_left(self._units, place))
