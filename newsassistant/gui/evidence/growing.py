"""An answer while it is written: which of its sentences are complete and not yet checked."""

from __future__ import annotations

import re

from newsassistant.gui.conversation.shown_text import raw_text
from newsassistant.gui.widgets.basics import utf16_units
from newsassistant.gui.widgets.text_view import TextView

_END = re.compile(r"[.!?…。！？\n]")
_HEAD = 24  # units before a sentence: where they are others, its place has moved
_MOVES = 3  # after these nothing is checked before the end: else the whole would be, every time


class GrowingAnswer:
    """Every part of a text is given once, or a few times more; main thread."""

    def __init__(self, view: TextView) -> None:
        self._view = view
        self._done = 0  # units of the document that were checked
        self._seen = 0  # units in which no sentence ends, behind those
        self._head = ""
        self._moves = 0

    def complete(self) -> tuple[str, int] | None:
        """The text in which a sentence may have become complete, and its start in the document."""
        if self._moves > _MOVES:
            return None
        if raw_text(self._view, max(0, self._done - _HEAD), self._done) != self._head:
            self._moves += 1
            self._done, self._seen, self._head = 0, 0, ""
        since = max(self._done, self._seen)
        fresh = raw_text(self._view, since)
        # The mark at the very end may be that of "3.5".
        self._seen = since + max(0, utf16_units(fresh) - 1)
        if not _END.search(fresh[:-1]):
            return None
        return raw_text(self._view, self._done), self._done

    def checked_to(self, place: int) -> None:
        """All before a place of the document was checked."""
        self._done = place
        self._head = raw_text(self._view, max(0, place - _HEAD), place)
