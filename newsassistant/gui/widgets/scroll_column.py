"""A column that scrolls when the screen has no room for all of it.

Knows nothing of what stands in it.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

LEAST_HEIGHT = 120  # px


class ScrollColumn(QScrollArea):
    """Fill `column`; as wide as its parts need, and as high as the caller makes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = QWidget()
        self._content.setObjectName("transcript_content")  # the same transparent ground
        self.column = QVBoxLayout(self._content)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.setWidget(self._content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def height_for(self, width: int) -> int:
        """How high all of it is in a width, lines wrapped."""
        self.column.activate()  # else inner layouts still hold what older words needed
        if not self.column.hasHeightForWidth():
            return self.column.totalSizeHint().height()
        # Qt scrolls below the least height too, which is that of wrapping in another width.
        least = self.column.totalMinimumSize().height()
        # A bar that was there for a moment must find room to go: beside it lines are shorter.
        beside = width - self.verticalScrollBar().sizeHint().width()
        wrapped = max(self.column.totalHeightForWidth(room) for room in (width, beside))
        return max(least, wrapped)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask for other room when the content does, which a scroll area leaves to the caller."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:
        width = self.column.totalSizeHint().width()
        return QSize(width, self.height_for(width))

    def minimumSizeHint(self) -> QSize:
        width = self.column.totalMinimumSize().width()
        return QSize(width + self.verticalScrollBar().sizeHint().width(), LEAST_HEIGHT)
