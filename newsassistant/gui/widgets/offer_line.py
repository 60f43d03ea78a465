"""A sentence with a button or two, beside it or below: what is so, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QWidget

from newsassistant.gui.look.plain_text import set_tip
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import announce, make_button, make_label

LEAST = 60  # px that the sentence keeps in a narrow column


class OfferLine(QFrame):
    """Hidden until `show_offer`; `role` is the sentence's, "muted" or "warning"."""

    taken = Signal()  # the button was pressed
    looked = Signal()  # the other one was, which shows what the sentence is about

    def __init__(
        self, theme: Theme, role: str, name: str, margins: tuple[int, int], parent: QWidget
    ) -> None:
        """`name` is the object's, `margins` are px at the sides and above and below."""
        super().__init__(parent)
        self._theme = theme
        self._margins = margins
        self._folded: bool | None = None
        self.setObjectName(name)
        self.label = make_label(role, wraps=True)
        self.button = make_button(f"{name}_button", "link")
        self.look = make_button(f"{name}_look_button", "link")
        self.button.clicked.connect(self.taken)
        self.look.clicked.connect(self.looked)
        self.look.hide()
        self._row = QHBoxLayout()
        self._row.addWidget(self.look)
        self._row.addWidget(self.button)
        self._grid = QGridLayout(self)
        self._grid.setColumnStretch(0, 1)
        self._grid.addWidget(self.label, 0, 0)
        theme.follow(self)
        self.hide()

    def show_offer(self, words: str, verb: str, tip: str = "", *, aloud: bool = False) -> None:
        """Say `words` with the button `verb`; "" hides the line, or the button.

        `aloud`: read them out.
        """
        changed = words != self.label.text()
        self.label.setText(words)
        self.button.setText(verb)
        self.button.setVisible(bool(verb))
        self.button.setAccessibleDescription(words)
        set_tip(self.button, tip)
        self._lay_out()
        self.setVisible(bool(words))
        if aloud and words and changed:
            announce(self, words)

    def show_look(self, verb: str, tip: str) -> None:
        """The other button, in front of the first."""
        self.look.setText(verb)
        self.look.setAccessibleDescription(self.label.text())
        set_tip(self.look, tip)
        self.look.setVisible(bool(verb))
        self._lay_out()

    def text(self) -> str:
        """The sentence as it is shown, "" while the line is hidden."""
        return "" if self.isHidden() else self.label.text()

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        margins = self._grid.contentsMargins()
        least = max(self._row.sizeHint().width(), self._theme.px(LEAST))
        return QSize(min(hint.width(), least + margins.left() + margins.right()), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        """The button stands below the sentence where it would take more than half of the line."""
        margins = self._grid.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        folded = self._row.sizeHint().width() > room // 2
        if folded == self._folded:
            return
        self._folded = folded
        self._grid.removeItem(self._row)
        if folded:
            self._grid.addLayout(self._row, 1, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            middle = Qt.AlignmentFlag.AlignVCenter
            self._grid.addLayout(self._row, 0, 1, middle)

    def apply_theme(self) -> None:
        sides, ends = (self._theme.px(margin) for margin in self._margins)
        self._grid.setContentsMargins(sides, ends, sides, ends)
        self._grid.setHorizontalSpacing(self._theme.px(8))
        self._row.setSpacing(self._theme.px(8))
        self._grid.setVerticalSpacing(self._theme.px(2))
        self._lay_out()
