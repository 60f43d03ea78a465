"""The line above the question box: what waits for its answer here, or was never answered."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from newsassistant.gui.look.plain_text import PlainLabel, set_tip
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import announce


@dataclass(frozen=True, slots=True)
class Turn:
    """A request and its turn: `words` say what is before it, `ahead` how many others wait."""

    words: str
    waits: bool = True  # else it was left without an answer
    ahead: int = 0


class WaitingBar(QWidget):
    """Hidden while nothing waits; main thread."""

    first_requested = Signal()
    withdrawn = Signal()
    answer_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._turn: Turn | None = None
        self.setObjectName("waiting_bar")
        self._frame = QFrame(self)
        self._frame.setProperty("role", "card")
        self.label = PlainLabel(self._frame)
        self.label.setProperty("role", "muted")
        self.label.setWordWrap(True)
        self.first_button = self._button("put_first_button")
        self.withdraw_button = self._button("withdraw_button")
        self.answer_button = self._button("answer_button")
        self._row = QHBoxLayout(self._frame)
        self._row.addWidget(self.label, 1)
        for button in (self.first_button, self.withdraw_button, self.answer_button):
            self._row.addWidget(button)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._frame)
        self.first_button.clicked.connect(self.first_requested)
        self.withdraw_button.clicked.connect(self.withdrawn)
        self.answer_button.clicked.connect(self.answer_requested)
        theme.follow(self)
        self.hide()

    def set_turn(self, turn: Turn | None) -> None:
        """Show whose turn it is, None to say nothing; a reader hears what is new."""
        before, self._turn = self._turn, turn
        if turn is not None:
            self.label.setText(turn.words)
            self.first_button.setVisible(turn.waits and turn.ahead > 0)
            self.withdraw_button.setVisible(turn.waits)
            self.answer_button.setVisible(not turn.waits)
            if turn != before:
                announce(self, turn.words)
        self.setVisible(turn is not None)

    def turn(self) -> Turn | None:
        """What is shown."""
        return self._turn

    def retranslate(self) -> None:
        self.first_button.setText(self.tr("Put first"))
        set_tip(self.first_button, self.tr("Answer this before the others that wait"))
        self.withdraw_button.setText(self.tr("Withdraw"))
        set_tip(self.withdraw_button, self.tr("Take this request back; nothing else is stopped"))
        self.answer_button.setText(self.tr("Answer it"))
        set_tip(self.answer_button, self.tr("Answer the last request now"))

    def _button(self, name: str) -> QPushButton:
        button = QPushButton(self._frame)
        button.setObjectName(name)
        button.setProperty("role", "action")
        return button

    def apply_theme(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(px(22), 0, px(22), px(8))
        self._row.setContentsMargins(px(14), px(6), px(8), px(6))
        self._row.setSpacing(px(8))
