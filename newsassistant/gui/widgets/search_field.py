"""A line to search with: a magnifying glass at its left that follows the zoom.

Actions of a QLineEdit have icons of one size at every zoom.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from newsassistant.gui.look.theme import Theme

SIDE, EDGE = 16, 9  # px; the style sheet leaves 32 px at the left


class SearchField(QLineEdit):
    """A line edit with a glass in front."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("role", "search")
        self.setClearButtonEnabled(True)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = self._theme.px(SIDE)
        glass = self._theme.pixmap("search", "muted", side, self.devicePixelRatioF())
        painter = QPainter(self)
        painter.drawPixmap(QPoint(self._theme.px(EDGE), (self.height() - side) // 2), glass)
        painter.end()
