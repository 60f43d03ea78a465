"""One model as a card: its name, what it is, what memory it needs, and what can be done with it.

Knows nothing of models; it shows the words that it is given.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from newsassistant.gui.look.plain_text import PlainLabel, set_tip
from newsassistant.gui.look.theme import Theme


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
    """Everything that a row shows; "" leaves a line out."""

    id: str
    title: str
    facts: str
    chip: str = ""
    memory: str = ""
    warns: bool = False
    actions: tuple[RowAction, ...] = ()


class ModelRow(QFrame):
    """`acted(action, id)` is called for each press. Main thread only."""

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
        self.setAccessibleDescription(" ".join(filter(None, (row.chip, row.facts, row.memory))))
        self.column = column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(16), theme.px(12), theme.px(12), theme.px(10))
        column.setSpacing(theme.px(4))
        self.title = _label(row.title, "title")
        self.head = head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(self.title)
        if row.chip:
            head.addWidget(_label(row.chip, "chip-accent"))
        head.addStretch(1)
        column.addLayout(head)
        for text, role in ((row.facts, "muted"), (row.memory, "warning" if row.warns else "muted")):
            if text:
                label = _label(text, role)
                label.setWordWrap(True)
                column.addWidget(label)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px(14))
        for action in row.actions:
            buttons.addWidget(_button(row, action, acted))
        buttons.addStretch(1)
        column.addLayout(buttons)


def _label(text: str, role: str) -> QLabel:
    label = PlainLabel(text)
    label.setProperty("role", role)
    return label


def _button(row: RowFacts, action: RowAction, acted: Callable[[str, str], None]) -> QPushButton:
    button = QPushButton(action.words)
    button.setObjectName(f"{action.name}_{row.id}")
    button.setProperty("role", "action")
    button.setProperty("strong", action.primary)
    button.setAccessibleName(f"{action.words}: {row.title}")
    set_tip(button, action.tip)
    button.setEnabled(action.enabled)
    button.setAutoDefault(False)
    button.clicked.connect(lambda: acted(action.name, row.id))
    return button
