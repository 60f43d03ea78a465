"""Joined buttons of which one is chosen, scriptable like a combo box; in rows if narrow.

Of many choices the first are there, and the current one; a button behind them leads to the others.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QWidget,
)

from newsassistant.gui.look.plain_text import set_tip, without_mnemonic
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import discard, elided

PADDING = 7  # px on each side of a segment's words
HEIGHT = 30  # px of a row
MORE = 34  # px of the button that leads to the other choices
LEAST = 64  # px that a segment keeps when the room is less than its words


class Segment(QPushButton):
    """One choice; as wide as its words in bold, so that choosing it moves nothing."""

    def __init__(self, theme: Theme, text: str, data: object, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.data = data
        self.set_words(text)
        self.setCheckable(True)
        self.setAutoExclusive(True)  # so that readers call it a radio button
        self.setAutoDefault(False)
        self.setProperty("role", "segment")
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def set_words(self, words: str) -> None:
        """What it is called."""
        self.words = words
        self.setText(without_mnemonic(words))
        self.setAccessibleName(words)

    def sizeHint(self) -> QSize:
        width = self._bold().horizontalAdvance(self.words) + self._theme.px(2 * PADDING)
        return QSize(width, self._theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(min(hint.width(), self._theme.px(LEAST)), hint.height())

    def shown_text(self) -> str:
        """What is drawn in the present width: all of it, or its beginning and "…"."""
        room = self.width() - self._theme.px(2 * PADDING)
        return elided(self._bold(), self.words, room)

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = without_mnemonic(self.shown_text())
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.end()

    def _bold(self) -> QFontMetrics:
        bold = QFont(self._theme.font("ui"))
        bold.setWeight(self._theme.strong)
        return QFontMetrics(bold)


class MoreSegment(QPushButton):
    """Leads to the choices that have no segment."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("more_choices_button")
        self.setAutoDefault(False)
        self.setProperty("role", "segment")
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        theme.set_icon(self, "chevron-down")

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(MORE), self._theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint() - QSize(0, 1)  # for the line above a further row


class SegmentedChoice(QFrame):
    """Exclusive choice; arrow keys move it, Tab enters and leaves it. Main thread."""

    currentIndexChanged = Signal(int)  # noqa: N815 - as a combo box names it

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("role", "segments")
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._group = QButtonGroup(self)
        self._group.idToggled.connect(self._toggled)
        self._rows: list[list[QPushButton]] = []
        self._most: int | None = None
        self._is_filling = False  # what is laid out meanwhile would be laid out anew
        self.more_button: MoreSegment  # there after `set_most`
        theme.changed.connect(self._lay_out)

    def addItem(self, text: str, data: object = None) -> None:
        """Add a choice at the end; the first one added becomes the current one."""
        segment = Segment(self._theme, text, data, self)
        index = self.count()
        self._group.addButton(segment, index)
        segment.show()
        self._lay_out()
        if index == 0:
            segment.setChecked(True)

    def set_items(self, items: Sequence[tuple[str, object, str]]) -> None:
        """Other choices: words, value, and a sentence that says what it means.

        The current one stays while its value is there, else the first becomes it.
        """
        before = self.currentData()
        blocked, self._is_filling = self.blockSignals(True), True
        for segment in self._all()[len(items) :]:
            self._group.removeButton(segment)
            discard(segment)
        for index, (text, data, tip) in enumerate(items):
            if index >= self.count():
                self.addItem(text, data)
            segment = self._all()[index]
            segment.data = data
            self.setItemText(index, text)
            self.setItemToolTip(index, tip)
        self.setCurrentIndex(max(0, self.findData(before)))
        self.blockSignals(blocked)
        self._is_filling = False
        self._lay_out()
        if self.currentData() != before:
            self.currentIndexChanged.emit(self.currentIndex())

    def set_most(self, most: int) -> None:
        """Show no more than that many choices beside the current one, and `more_button`."""
        if self._most is None:
            self.more_button = MoreSegment(self._theme, self)
            self.more_button.show()
        self._most = most
        self._lay_out()

    def count(self) -> int:
        """How many choices there are."""
        return len(self._group.buttons())

    def itemText(self, index: int) -> str:
        """The words of a choice, "" out of range."""
        segment = self._segment(index)
        return segment.words if segment else ""

    def setItemText(self, index: int, text: str) -> None:
        """Reword a choice; out of range does nothing."""
        segment = self._segment(index)
        if segment:
            segment.set_words(text)
            self._lay_out()

    def itemData(self, index: int) -> object:
        """The value given with a choice, None out of range."""
        segment = self._segment(index)
        return segment.data if segment else None

    def findData(self, data: object) -> int:
        """The index of the choice with this value, -1 if none has it."""
        return next((i for i in range(self.count()) if self.itemData(i) == data), -1)

    def currentIndex(self) -> int:
        """The index of the current choice, -1 while empty."""
        return self._group.checkedId()

    def setCurrentIndex(self, index: int) -> None:
        """Choose; out of range does nothing."""
        segment = self._segment(index)
        if segment:
            segment.setChecked(True)

    def currentText(self) -> str:
        """The words of the current choice."""
        return self.itemText(self.currentIndex())

    def currentData(self) -> object:
        """The value of the current choice."""
        return self.itemData(self.currentIndex())

    def setItemToolTip(self, index: int, text: str) -> None:
        """What a choice means, in a sentence."""
        segment = self._segment(index)
        if segment:
            set_tip(segment, text)
            segment.setAccessibleDescription(text)

    # --- its room -------------------------------------------------------------------------------

    def rows(self) -> list[list[str]]:
        """The words as they stand below each other."""
        return [[part.words for part in row if isinstance(part, Segment)] for row in self._rows]

    def sizeHint(self) -> QSize:
        parts = [*self._segments(), *self._tail()]
        widths = [part.sizeHint().width() for part in parts]
        return QSize(sum(widths) + 2, self._theme.px(HEIGHT) + 2)

    def minimumSizeHint(self) -> QSize:
        widths = [segment.minimumSizeHint().width() for segment in self._segments()]
        tail = sum(part.sizeHint().width() for part in self._tail())
        return QSize(max(widths, default=0) + tail + 2, self._theme.px(HEIGHT) + 2)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(1, len(self._split(width - 2))) * self._theme.px(HEIGHT) + 2

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(self._theme.colour("line"))
        for row in self._rows[1:]:
            top = row[0].y() - 1
            painter.drawLine(1, top, self.width() - 2, top)
        painter.end()

    def _all(self) -> list[Segment]:
        return [button for button in self._group.buttons() if isinstance(button, Segment)]

    def _segments(self) -> list[Segment]:
        """Those that are shown."""
        found, most = self._all(), self._most
        if most is None:
            return found
        return [part for at, part in enumerate(found) if at < most or part.isChecked()]

    def _tail(self) -> list[QPushButton]:
        """What stands behind the last of them."""
        return [] if self._most is None else [self.more_button]

    def _split(self, room: int) -> list[list[QPushButton]]:
        """As few rows as hold all words, of about the same number of segments each."""
        segments = self._segments()
        rows: list[list[QPushButton]] = []
        for count in range(1, len(segments) + 1):
            a_row = -(-len(segments) // count)
            rows = [[*segments[at : at + a_row]] for at in range(0, len(segments), a_row)]
            rows[-1] += self._tail()
            if all(sum(part.sizeHint().width() for part in row) <= room for row in rows):
                return rows
        return rows

    def _lay_out(self) -> None:
        if not self._is_filling:
            self.updateGeometry()
            self._place()

    def _place(self) -> None:
        room, height = self.width() - 2, self._theme.px(HEIGHT)
        self._rows = self._split(room)
        shown = [part for row in self._rows for part in row]
        for segment in self._all():
            segment.setVisible(segment in shown)
        for number, row in enumerate(self._rows):
            x, top = 1, 1 + number * height
            inset = 1 if number else 0  # the line above a further row
            for part, width in zip(row, self._widths(row, room), strict=True):
                part.setGeometry(QRect(x, top + inset, width, height - inset))
                x += width
        self._mark_edges()
        self.update()

    def _widths(self, row: list[QPushButton], room: int) -> list[int]:
        """Of a row's segments, in line with those of other rows where the words allow it."""
        if isinstance(row[-1], MoreSegment):
            width = row[-1].sizeHint().width()
            return [*self._shares(row[:-1], room - width), width]
        return self._shares(row, room)

    def _shares(self, row: list[QPushButton], room: int) -> list[int]:
        rows = [
            [part.sizeHint().width() for part in other if isinstance(part, Segment)]
            for other in self._rows
        ]
        columns = [max(column) for column in itertools.zip_longest(*rows, fillvalue=0)]
        if sum(columns) > room:
            columns = [part.sizeHint().width() for part in row]
        share, left = divmod(room - sum(columns), len(columns))
        widths = [width + share for width in columns[: len(row)]]
        widths[-1] += room - sum(widths) if len(row) < len(columns) else left
        return widths

    def _segment(self, index: int) -> Segment | None:
        button = self._group.button(index)
        return button if isinstance(button, Segment) else None

    def _toggled(self, index: int, checked: bool) -> None:
        segment = self._segment(index)
        if not checked or segment is None:
            return
        self.setFocusProxy(segment)
        if self._most is not None:
            self._lay_out()
        self._follow_focus_policy(index)
        self.currentIndexChanged.emit(index)

    def _follow_focus_policy(self, current: int) -> None:
        # Tab reaches only the current segment, as in a radio group.
        for index in range(self.count()):
            policy = Qt.FocusPolicy.StrongFocus if index == current else Qt.FocusPolicy.ClickFocus
            segment = self._segment(index)
            if segment:
                segment.setFocusPolicy(policy)

    def _mark_edges(self) -> None:
        """Name the corners of the frame that a segment fills, and whether it ends its row."""
        last = len(self._rows) - 1
        for number, row in enumerate(self._rows):
            for place, segment in enumerate(row):
                at_start, at_end = place == 0, place == len(row) - 1
                corners = {
                    "top-left": number == 0 and at_start,
                    "top-right": number == 0 and at_end,
                    "bottom-left": number == last and at_start,
                    "bottom-right": number == last and at_end,
                    "end": at_end,
                }
                _restyle(segment, " ".join(name for name, there in corners.items() if there))


def _restyle(segment: QPushButton, edge: str) -> None:
    if segment.property("edge") != edge:
        segment.setProperty("edge", edge)
        segment.style().unpolish(segment)
        segment.style().polish(segment)
