"""A list of quotes or facts: the words as they stand in the article, and a quiet line under them.

It lays out only what is looked at, so that thousands of rows cost nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from newsassistant.gui.look.plain_text import one_line, tip
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import elided

MOST_LINES = 8  # of a quote; the article has the rest
_LONGEST = 1_200  # characters of it that are laid out
_PADDING, _GAP = 10, 2  # px
_BATCH = 60  # rows that are laid out at a time

_ROW = int(Qt.ItemDataRole.UserRole)
_AnyIndex = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Row:
    """`first` in several lines if it `wraps`; `second` under it, `place` at its end."""

    first: str
    second: str
    place: str
    wraps: bool


class EntryModel(QAbstractListModel):
    """The rows; main thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[Row] = ()

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Other rows."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: _AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: _AnyIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == int(Qt.ItemDataRole.DisplayRole):
            return row.first
        if role == _ROW:
            return row
        if role == int(Qt.ItemDataRole.AccessibleTextRole):
            return ". ".join(filter(None, (row.first, row.second, row.place)))
        if role == int(Qt.ItemDataRole.ToolTipRole):
            return tip("\n".join(filter(None, (row.second, row.place))))
        return None


class EntryDelegate(QStyledItemDelegate):
    """Paints a row; main thread."""

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: _AnyIndex) -> QSize:
        row: Row = index.data(_ROW)
        width = self._view.viewport().width()
        inner = max(1, width - 2 * self._theme.px(_PADDING))
        first = self._first_height(row, inner)
        second = QFontMetrics(self._theme.font("secondary")).height()
        edges = 2 * self._theme.px(_PADDING - 2)
        return QSize(1, first + self._theme.px(_GAP) + second + edges)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _AnyIndex) -> None:
        row: Row = index.data(_ROW)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        self._paint_ground(painter, rect, state)
        padding = self._theme.px(_PADDING)
        inner = rect.adjusted(padding, padding - self._theme.px(2), -padding, 0)
        height = self._first_height(row, inner.width())
        colour = QColor(self._theme.tokens.text)
        painter.setPen(colour)
        if row.wraps:
            self._laid_out(row, inner.width()).draw(painter, QPointF(inner.topLeft()))
        else:
            self._paint_ends(painter, inner, row.first, row.place, strong=True)
        below = inner.adjusted(0, height + self._theme.px(_GAP), 0, 0)
        self._paint_ends(painter, below, row.second, row.place if row.wraps else "", strong=False)
        painter.restore()

    def _paint_ends(
        self, painter: QPainter, rect: QRect, words: str, end: str, *, strong: bool
    ) -> None:
        """Words from the left, and quiet ones at the right end of the same line."""
        quiet = self._theme.font("secondary")
        metrics = QFontMetrics(quiet)
        line = QRect(rect.x(), rect.y(), rect.width(), QFontMetrics(self._strong()).height())
        if not strong:
            line.setHeight(metrics.height())
        room = line.width()
        if end:
            painter.setFont(quiet)
            painter.setPen(QColor(self._theme.tokens.muted))
            right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            painter.drawText(line, right, end)
            room -= metrics.horizontalAdvance(end) + self._theme.px(12)
        font = self._strong() if strong else quiet
        painter.setFont(font)
        painter.setPen(QColor(self._theme.tokens.text if strong else self._theme.tokens.muted))
        left = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(line, left, elided(QFontMetrics(font), words, max(0, room)))

    def _paint_ground(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
        tokens, radius = self._theme.tokens, self._theme.px(8)
        ground = rect.adjusted(0, 1, 0, -1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if state & QStyle.StateFlag.State_Selected:
            if self._theme.has_contrast:
                painter.setPen(QColor(tokens.accent))
            painter.setBrush(QColor(tokens.accent_soft))
            painter.drawRoundedRect(ground, radius, radius)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(QColor(tokens.hover))
            painter.drawRoundedRect(ground, radius, radius)

    def _first_height(self, row: Row, width: int) -> int:
        if not row.wraps:
            return QFontMetrics(self._strong()).height()
        return math.ceil(self._laid_out(row, width).boundingRect().height())

    def _laid_out(self, row: Row, width: int) -> QTextLayout:
        words = row.first[:_LONGEST]
        layout = QTextLayout(one_line(words, _LONGEST), self._theme.font("ui"))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        height = 0.0
        for _ in range(MOST_LINES):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(width)
            line.setPosition(QPointF(0, height))
            height += line.height()
        layout.endLayout()
        return layout

    def _strong(self) -> QFont:
        font = QFont(self._theme.font("ui"))
        font.setWeight(self._theme.strong)
        return font


class EntryList(QListView):
    """Enter or a double click wants the place of a row, Ctrl+C its words; main thread."""

    show_pressed = Signal()
    copy_pressed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.rows = EntryModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(EntryDelegate(theme, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(_BATCH)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        theme.follow(self)

    def choose(self, row: int) -> None:
        """Make a row the current and only chosen one."""
        index = self.rows.index(row)
        # Not by the view's own method: that looks at the keys that are held down.
        only = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, only)
        self.scrollTo(index)

    def chosen(self) -> list[int]:
        """The chosen rows, in order."""
        return sorted(index.row() for index in self.selectedIndexes())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_pressed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.show_pressed.emit()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.indexAt(event.position().toPoint()).isValid():
            self.show_pressed.emit()

    def apply_theme(self) -> None:
        self.scheduleDelayedItemsLayout()
