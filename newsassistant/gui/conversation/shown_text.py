"""The text that a view shows, and where each of its characters stands in Qt's count of units."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Self

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QTextEdit

from newsassistant.gui.look.markdown import BREAK

_PLAIN = str.maketrans({0x2028: "\n", 0x2029: "\n", 0xFDD0: "\n", 0xFDD1: "\n", 0xA0: " "})


@dataclass(frozen=True, slots=True)
class ShownText:
    """`text` has no breaks that only serve the layout; any thread."""

    text: str
    _starts: tuple[int, ...] = ()
    """Where each character stands, and the end; empty where that is its number."""

    @classmethod
    def of(cls, raw: str) -> Self:
        """From what a document holds, as `raw_text` gives it; linear time."""
        if BREAK not in raw and max(raw, default="") <= "\uffff":
            return cls(raw)
        text: list[str] = []
        starts: list[int] = []
        at = 0
        for letter in raw:
            if letter != BREAK:
                text.append(letter)
                starts.append(at)
            at += 1 + (letter > "\uffff")
        return cls("".join(text), (*starts, at))

    def place(self, number: int) -> int:
        """Where a character stands in the document, in UTF-16 units."""
        number = min(number, len(self.text))
        return self._starts[number] if self._starts else number

    def number(self, place: int) -> int:
        """Which character stands at a place of the document."""
        return max(0, bisect_right(self._starts, place) - 1) if self._starts else place


def raw_text(view: QTextEdit, start: int = 0, end: int | None = None) -> str:
    """What a document holds between two places; main thread, and no longer than that piece."""
    last = view.document().characterCount() - 1
    cursor = QTextCursor(view.document())
    cursor.setPosition(min(start, last))
    cursor.setPosition(last if end is None else min(end, last), QTextCursor.MoveMode.KeepAnchor)
    return cursor.selectedText().translate(_PLAIN)
