"""A push button that shows its shortcut in faint type at its right edge."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QWidget

from newsassistant.gui.look.theme import Theme

EDGE = 12  # px between the hint and the button's edge


class HintButton(QPushButton):
    """The words on the left, the shortcut on the right; the style sheet aligns the words left."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._hint = ""
        self.setProperty("hinted", True)
        theme.changed.connect(self.update)

    def hint(self) -> str:
        """The shortcut as shown."""
        return self._hint

    def set_hint(self, hint: str) -> None:
        """Show `hint`, for example "Ctrl N"; "" shows none."""
        self._hint = hint
        self.updateGeometry()
        self.update()

    def _hint_width(self) -> int:
        metrics = QFontMetrics(self.font())
        return metrics.horizontalAdvance(self._hint) + self._theme.px(EDGE)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width() + self._hint_width(), hint.height())

    def minimumSizeHint(self) -> QSize:
        """Where there is no room, the shortcut gives way: it stands in menus too."""
        return super().sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.width() < self.sizeHint().width():
            return
        painter = QPainter(self)
        painter.setPen(QColor(self._theme.tokens.faint))
        painter.setFont(self.font())
        edge = self._theme.px(EDGE)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect().adjusted(0, 0, -edge, 0), int(right), self._hint)
        painter.end()
