"""A combo box drawn flat: the choice, a word beside it in a quieter colour, and a small arrow."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter, QWidget

from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import elided

NOTE_ROLE = int(Qt.ItemDataRole.UserRole) + 1
GAP = 5  # px between the parts
ARROW = 11
LEAST = 64  # px that a part of the status bar keeps in a narrow window

Part = tuple[str, QFont, str]  # text, font, token


class FlatCombo(QComboBox):
    """With role "status" it is text only; otherwise the style sheet draws a field around it."""

    def __init__(self, theme: Theme, role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lead = ""
        if role:
            self.setProperty("role", role)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        theme.changed.connect(self.updateGeometry)

    def set_lead(self, text: str) -> None:
        """A quiet word before the choice, such as "Style:"."""
        self._lead = text
        self.updateGeometry()
        self.update()

    def _offers_more(self) -> bool:
        """True if there is something to choose, which the arrow tells."""
        return self.count() > 1

    def _is_status(self) -> bool:
        return bool(self.property("role") == "status")

    def _parts(self, *, noted: bool = True) -> list[Part]:
        """(text, font, token) from left to right."""
        quiet = self._theme.font("secondary")
        strong = QFont(quiet if self._is_status() else self._theme.font("ui"))
        if self._is_status():
            strong.setWeight(self._theme.strong)
        tone = "text" if self.isEnabled() or self._is_status() else "faint"
        note = self._note() if noted else ""
        parts = ((self._lead, quiet, "muted"), (self.currentText(), strong, tone))
        return [part for part in (*parts, (note, quiet, "muted")) if part[0]]

    def _note(self) -> str:
        return str(self.currentData(NOTE_ROLE) or "")

    def _width(self, part: Part) -> int:
        text, font, _ = part
        return QFontMetrics(font).horizontalAdvance(text) + self._theme.px(GAP)

    def shown_parts(self) -> list[Part]:
        """What is drawn in the present width: the note goes first, then the choice is cut."""
        parts = self._parts()
        room = self.width() - self._theme.px(ARROW)
        if self._is_status() and sum(map(self._width, parts)) > room:
            parts = self._parts(noted=False)
            if not parts:
                return []
            text, font, tone = parts[-1]
            left = room - sum(map(self._width, parts[:-1])) - self._theme.px(GAP)
            cut = elided(QFontMetrics(font), text, left)
            parts[-1] = (cut, font, tone)
        return parts

    def sizeHint(self) -> QSize:
        width = sum(self._width(part) for part in self._parts())
        if not self._is_status():
            hint = super().sizeHint()
            return QSize(max(hint.width(), width + self._theme.px(46)), hint.height())
        return QSize(width + self._theme.px(ARROW), self._theme.px(22))

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        if not self._is_status():
            return hint
        kept = self._parts(noted=False)
        width = sum(min(self._width(part), self._theme.px(LEAST)) for part in kept)
        return QSize(min(hint.width(), width + self._theme.px(ARROW)), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        x = 0 if self._is_status() else self._theme.px(11)
        for text, font, token in self.shown_parts():
            painter.setFont(font)
            painter.setPen(self._theme.colour(token))
            metrics = QFontMetrics(font)
            baseline = (self.height() + metrics.ascent() - metrics.descent()) // 2
            painter.drawText(QPoint(x, baseline), text)
            x += metrics.horizontalAdvance(text) + self._theme.px(GAP)
        self._draw_arrow(painter, x)
        painter.end()

    def _draw_arrow(self, painter: QStylePainter, x: int) -> None:
        if self._is_status() and not self._offers_more():
            return
        side = self._theme.px(ARROW if self._is_status() else 14)
        tone = "muted" if self.isEnabled() else "faint"
        pixmap = self._theme.pixmap("chevron-down", tone, side, self.devicePixelRatioF())
        left = x - 2 if self._is_status() else self.width() - side - self._theme.px(10)
        painter.drawPixmap(left, (self.height() - side) // 2 + 1, pixmap)
