"""A label of one line that is drawn with "…" at its end when there is no room for all of it.

`text()` stays whole, for screen readers and for scripts.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from newsassistant.gui.look.plain_text import PlainLabel, one_line, set_tip
from newsassistant.gui.widgets.basics import elided

LEAST_CHARS = 4
LONGEST = 2000  # characters: no screen has room for more


class ElidedLabel(PlainLabel):
    """It wants the room of the whole text and gives way to a few characters."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)

    def set_full_text(self, text: str, tip: str = "") -> None:
        """Show `text` as far as it fits; the tool tip is `tip`, or all of it."""
        line = one_line(text, LONGEST)
        self.setText(line)
        set_tip(self, tip or text)
        self.setAccessibleName(line)

    def shown_text(self) -> str:
        """What is drawn in the present width."""
        room = self._room().width()
        return elided(self.fontMetrics(), self.text(), room)

    def minimumSizeHint(self) -> QSize:
        hint = super().sizeHint()
        text = self.fontMetrics().horizontalAdvance(self.text())
        least = self.fontMetrics().averageCharWidth() * LEAST_CHARS
        return QSize(hint.width() - max(0, text - least), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        QFrame.paintEvent(self, event)  # ground and border, without QLabel's own text
        painter = QPainter(self)
        self.style().drawItemText(
            painter,
            self._room(),
            self.alignment().value,
            self.palette(),
            self.isEnabled(),
            self.shown_text(),
            self.foregroundRole(),
        )
        painter.end()

    def _room(self) -> QRect:
        """Where QLabel puts its text: a frame brings an indent with it."""
        indent = self.fontMetrics().horizontalAdvance("x") // 2 if self.frameWidth() else 0
        return self.contentsRect().adjusted(indent, 0, 0, 0)
