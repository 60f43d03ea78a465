"""A line to search with: a magnifying glass at its left that follows the zoom, Esc empties it.

Actions of a QLineEdit have icons of one size at every zoom.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import claims_escape

SIDE, EDGE = 16, 9  # px; the style sheet leaves 32 px at the left


class SearchField(QLineEdit):
    """A line edit with a glass in front."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("role", "search")
        self.setClearButtonEnabled(True)
        for button in self.findChildren(QToolButton):
            theme.set_icon(button, "close")
        theme.changed.connect(self.update)

    def event(self, event: QEvent) -> bool:
        # Esc stops an answer elsewhere in the window; here it first takes back what was typed.
        return (bool(self.text()) and claims_escape(event)) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = self._theme.px(SIDE)
        glass = self._theme.pixmap("search", "muted", side, self.devicePixelRatioF())
        painter = QPainter(self)
        painter.drawPixmap(QPoint(self._theme.px(EDGE), (self.height() - side) // 2), glass)
        painter.end()
