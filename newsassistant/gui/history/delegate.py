"""Paints a row of the conversation list: a day, or a title with a quiet line under it."""

from __future__ import annotations

import re

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QTextCharFormat,
    QTextLayout,
)
from PySide6.QtWidgets import (
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from newsassistant.gui.history.model import FOUND_ROLE, ID_ROLE, SECOND_LINE_ROLE
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import elided, utf16_units

DAY_HEIGHT = 40  # px
ROW_HEIGHT = 56  # px, of which 50 are painted
PADDING = 8  # px
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter

Index = QModelIndex | QPersistentModelIndex


class HistoryDelegate(QStyledItemDelegate):
    """For `history_list`; main thread."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        height = DAY_HEIGHT if index.data(ID_ROLE) is None else ROW_HEIGHT
        return QSize(80, self._theme.px(height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        painter.save()
        if index.data(ID_ROLE) is None:
            self._paint_day(painter, rect, str(index.data()))
        else:
            state: QStyle.StateFlag = option.state
            self._paint_ground(painter, rect, state)
            self._paint_lines(painter, rect, index)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setObjectName("rename_edit")
        editor.setFont(self._theme.font("ui"))
        editor.setAccessibleName(self.tr("New title"))
        return editor

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        rect: QRect = option.rect
        height = editor.sizeHint().height()
        editor.setGeometry(rect.x(), rect.y() + self._theme.px(8), rect.width(), height)

    def _paint_day(self, painter: QPainter, rect: QRect, words: str) -> None:
        font = QFont(self._theme.font("secondary"))
        font.setWeight(self._theme.strong)
        painter.setFont(font)
        painter.setPen(QColor(self._theme.tokens.muted))
        padding = self._theme.px(PADDING)
        line = rect.adjusted(padding, 0, -padding, 0)
        painter.drawText(line, int(LEFT), words)

    def _paint_ground(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
        tokens, radius = self._theme.tokens, self._theme.px(8)
        ground = _ground(rect, self._theme)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if state & QStyle.StateFlag.State_Selected:
            if self._theme.has_contrast:  # its ground alone would say too little
                painter.setPen(QColor(tokens.accent))
            painter.setBrush(QColor(tokens.accent_soft))
            painter.drawRoundedRect(ground, radius, radius)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(QColor(tokens.hover))
            painter.drawRoundedRect(ground, radius, radius)

    def _paint_lines(self, painter: QPainter, rect: QRect, index: Index) -> None:
        padding = self._theme.px(PADDING)
        inner = _ground(rect, self._theme).adjusted(padding, 0, -padding, 0)
        first, second = self._theme.font("ui"), self._theme.font("secondary")
        tall, small = QFontMetrics(first).height(), QFontMetrics(second).height()
        top = inner.y() + (inner.height() - tall - small) // 2
        title = QRect(inner.x(), top, inner.width(), tall)
        below = QRect(inner.x(), top + tall, inner.width(), small)
        self._paint_line(painter, title, str(index.data()), first, self._theme.tokens.text)
        words = str(index.data(SECOND_LINE_ROLE))
        found = str(index.data(FOUND_ROLE) or "")
        self._paint_line(painter, below, words, second, self._theme.tokens.muted, found)

    def _paint_line(
        self,
        painter: QPainter,
        rect: QRect,
        words: str,
        font: QFont,
        colour: str,
        found: str = "",
    ) -> None:
        """One line that ends with "…" where it has no room; the word `found` is bold in it."""
        one_line = " ".join(words.split())
        metrics = QFontMetrics(font)
        painter.setPen(QColor(colour))
        if not found:
            painter.setFont(font)
            painter.drawText(rect, int(LEFT), elided(metrics, one_line, rect.width()))
            return
        bold = QFont(font)
        bold.setWeight(QFont.Weight.Bold)
        wider = QFontMetrics(bold).horizontalAdvance(found) - metrics.horizontalAdvance(found)
        shown = elided(metrics, one_line, rect.width() - max(0, wider))
        layout = QTextLayout(shown, font)
        layout.setFormats(self._marks(shown, found, bold))
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(rect.width())
        layout.endLayout()
        layout.draw(painter, QPointF(rect.x(), rect.y()))

    def _marks(self, shown: str, found: str, bold: QFont) -> list[QTextLayout.FormatRange]:
        """The first place of a word, in UTF-16 units as Qt counts."""
        place = re.search(re.escape(found), shown, re.IGNORECASE)
        if place is None:
            return []
        mark = QTextLayout.FormatRange()
        mark.start = utf16_units(shown[: place.start()])
        mark.length = utf16_units(place.group())
        mark.format = QTextCharFormat()
        mark.format.setFont(bold)
        mark.format.setForeground(QColor(self._theme.tokens.text))
        return [mark]


def _ground(rect: QRect, theme: Theme) -> QRect:
    gap = theme.px(3)
    return rect.adjusted(0, gap, 0, -gap)
