"""One thing of a list as a card: its name, what it is, a note on it, what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from newsassistant.gui.look.plain_text import set_tip
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import make_button, make_label


@dataclass(frozen=True, slots=True)
class RowAction:
    """A button of a row; `name` is what its press is reported as."""

    name: str
    words: str
    tip: str
    enabled: bool = True
    primary: bool = False


@dataclass(frozen=True, slots=True)
class RowFacts:
    """Everything that a row shows; "" leaves a line out, `warns` and `note_tip` are of the note."""

    id: str
    title: str
    facts: str
    chip: str = ""
    note: str = ""
    note_tip: str = ""
    warns: bool = False
    actions: tuple[RowAction, ...] = ()


class CardRow(QFrame):
    """`acted(action, id)` is called for each press."""

    def __init__(
        self,
        theme: Theme,
        row: RowFacts,
        acted: Callable[[str, str], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setObjectName(f"row_{row.id}")
        self.setAccessibleName(row.title)
        about = (row.chip, row.facts, row.note, row.note_tip)
        self.setAccessibleDescription(" ".join(filter(None, about)))
        self.column = column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(16), theme.px(12), theme.px(12), theme.px(10))
        column.setSpacing(theme.px(4))
        self.title = make_label("title", row.title)
        self.head = head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(self.title)
        if row.chip:
            head.addWidget(make_label("chip-accent", row.chip))
        head.addStretch(1)
        column.addLayout(head)
        if row.facts:
            column.addWidget(make_label("muted", row.facts, wraps=True))
        if row.note:
            note = make_label("warning" if row.warns else "muted", row.note, wraps=True)
            set_tip(note, row.note_tip)
            column.addWidget(note)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px(14))
        for action in row.actions:
            buttons.addWidget(_button(row, action, acted))
        buttons.addStretch(1)
        column.addLayout(buttons)


def _button(row: RowFacts, action: RowAction, acted: Callable[[str, str], None]) -> QPushButton:
    button = make_button(f"{action.name}_{row.id}", "action")
    button.setText(action.words)
    button.setProperty("strong", action.primary)
    button.setAccessibleName(f"{action.words}: {row.title}")
    set_tip(button, action.tip)
    button.setEnabled(action.enabled)
    button.clicked.connect(lambda: acted(action.name, row.id))
    return button
