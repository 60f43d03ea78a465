"""Columns that scroll: a plain one, one that asks for all the room it needs, one that follows."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QScrollArea, QVBoxLayout, QWidget

LEAST_HEIGHT = 120  # px
NEAR_END = 8  # px
MARGIN = 60  # px that stay visible around a place


def bring_into_view(text: QAbstractScrollArea, place: QRect) -> None:
    """Scroll all columns that a text lies in to a place of its viewport; main thread."""
    around = text.parentWidget()
    while around is not None:
        inner = around.widget() if isinstance(around, QScrollArea) else None
        if isinstance(around, QScrollArea) and inner is not None:
            inside = text.viewport().mapTo(inner, place.center())
            around.ensureVisible(inside.x(), inside.y(), MARGIN, MARGIN)
        around = around.parentWidget()


class ScrollColumn(QScrollArea):
    """Fill `column`, which is as wide as the area and shows the ground below it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        content = QWidget()
        content.setProperty("ground", "plain")
        self.column = QVBoxLayout(content)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.setWidget(content)
        for part in (content, self.viewport()):
            part.setAutoFillBackground(False)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)


class FittingColumn(ScrollColumn):
    """As wide as its parts need, and as high as the caller makes it."""

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


class FollowingColumn(ScrollColumn):
    """Keeps the end in view while it grows, unless the reader has scrolled away from there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grows = True  # False: text that is complete may change its height, and stays in place
        self._following = True
        bar = self.verticalScrollBar()
        bar.valueChanged.connect(self._scrolled)
        bar.rangeChanged.connect(self._grown)

    def is_following(self) -> bool:
        """True while the end is kept in view."""
        return self._following

    def follow(self) -> None:
        """Go to the end and stay there."""
        self._scrolled(self.verticalScrollBar().maximum())
        self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

    def _scrolled(self, value: int) -> None:
        self._following = value >= self.verticalScrollBar().maximum() - NEAR_END

    def _grown(self, minimum: int, maximum: int) -> None:
        # Text must not run away under a pressed mouse that is selecting it.
        selecting = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        if self.grows and self._following and not selecting:
            self.verticalScrollBar().setValue(maximum)
