"""A row of joined buttons of which one is chosen, scriptable like a combo box.

Knows nothing of what the choices mean.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from newsassistant.gui.theme import Theme

PADDING = 7  # px on each side of a segment's words


class Segment(QPushButton):
    """One choice; as wide as its words in bold, so that choosing it moves nothing."""

    def __init__(self, theme: Theme, text: str, data: object, parent: QWidget) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self.data = data
        self.setCheckable(True)
        self.setProperty("role", "segment")
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        bold = QFont(self._theme.font("ui"))
        bold.setWeight(QFont.Weight.DemiBold)
        width = QFontMetrics(bold).horizontalAdvance(self.text()) + self._theme.px(2 * PADDING)
        return QSize(width, self._theme.px(30))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class SegmentedChoice(QFrame):
    """Exclusive choice; arrow keys move it, Tab enters and leaves it. Main thread."""

    currentIndexChanged = Signal(int)  # noqa: N815 - as a combo box names it

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("role", "segments")
        self._group = QButtonGroup(self)
        self._group.idToggled.connect(self._toggled)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(1, 1, 1, 1)
        self._row.setSpacing(0)
        theme.changed.connect(self._theme_changed)

    def addItem(self, text: str, data: object = None) -> None:
        """Add a choice at the end; the first one added becomes the current one."""
        segment = Segment(self._theme, text, data, self)
        index = self.count()
        self._group.addButton(segment, index)
        self._row.addWidget(segment, 1)
        self._mark_edges()
        if index == 0:
            segment.setChecked(True)

    def count(self) -> int:
        """How many choices there are."""
        return len(self._group.buttons())

    def itemText(self, index: int) -> str:
        """The words of a choice, "" out of range."""
        segment = self._segment(index)
        return segment.text() if segment else ""

    def setItemText(self, index: int, text: str) -> None:
        """Reword a choice; out of range does nothing."""
        segment = self._segment(index)
        if segment:
            segment.setText(text)
            segment.setAccessibleName(text)
            segment.updateGeometry()

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
            segment.setToolTip(text)
            segment.setAccessibleDescription(text)

    def _segment(self, index: int) -> Segment | None:
        button = self._group.button(index)
        return button if isinstance(button, Segment) else None

    def _toggled(self, index: int, checked: bool) -> None:
        segment = self._segment(index)
        if not checked or segment is None:
            return
        self.setFocusProxy(segment)
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
        last = self.count() - 1
        for index in range(self.count()):
            segment = self._segment(index)
            if segment:
                edge = {(0, 0): "only"}.get((index, last))
                edge = edge or ("first" if index == 0 else "last" if index == last else "middle")
                segment.setProperty("edge", edge)
                segment.style().unpolish(segment)
                segment.style().polish(segment)

    def _theme_changed(self) -> None:
        for button in self._group.buttons():
            button.updateGeometry()
