"""One house style as a card: what a model's card has, and its details and its name to be edited."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QWidget

from newsassistant.gui.cards.row import CardRow, RowFacts
from newsassistant.gui.look.plain_text import PlainLabel, set_tip
from newsassistant.gui.look.theme import Theme

NAME_CHARS = 80
DONE_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class NameEdit(QLineEdit):
    """Enter and leaving it keep the name, Esc keeps the old one; `done` is emitted once."""

    done = Signal(str)  # the new name, "" for no change

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._is_over = False
        self._old = name
        self.setMaxLength(NAME_CHARS)
        self.editingFinished.connect(lambda: self._end(self.text()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Neither key may reach the dialog, which would close.
        if event.key() == Qt.Key.Key_Escape:
            self._end("")
        elif event.key() in DONE_KEYS:
            self._end(self.text())
        else:
            super().keyPressEvent(event)

    def _end(self, name: str) -> None:
        if not self._is_over:
            self._is_over = True
            wanted = name.strip()
            self.done.emit("" if wanted == self._old else wanted)


class StyleRow(CardRow):
    """`details` unfold below the facts; `edited` gets the new name, "" for no change."""

    def __init__(
        self,
        theme: Theme,
        row: RowFacts,
        acted: Callable[[str, str], None],
        *,
        details: Sequence[tuple[str, str]] = (),
        edited: Callable[[str, str], None] | None = None,
        edit_name: str = "",
    ) -> None:
        super().__init__(theme, row, acted)
        self.name_edit: NameEdit | None = None
        if details:
            place = self.column.count() - 1
            self.column.insertSpacing(place, theme.px(4))
            self.column.insertWidget(place + 1, details_panel(theme, details))
            self.column.insertSpacing(place + 2, theme.px(2))
        if edited is not None:
            self.title.hide()
            self.name_edit = self._edit(row, edited, edit_name)

    def _edit(self, row: RowFacts, edited: Callable[[str, str], None], label: str) -> NameEdit:
        field = NameEdit(row.title)
        field.setObjectName(f"name_{row.id}")
        field.setAccessibleName(label)
        set_tip(field, label)
        # Queued: the answer replaces all rows, this field among them.
        field.done.connect(lambda name: QTimer.singleShot(0, lambda: edited(row.id, name)))
        field.selectAll()
        self.head.insertWidget(0, field, 1)
        return field


def details_panel(theme: Theme, details: Sequence[tuple[str, str]]) -> QFrame:
    """(what, value) of everything that is known, one below the other."""
    panel = QFrame()
    panel.setProperty("role", "details")
    grid = QGridLayout(panel)
    grid.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
    grid.setHorizontalSpacing(theme.px(16))
    grid.setVerticalSpacing(theme.px(3))
    grid.setColumnStretch(1, 1)
    for number, (what, value) in enumerate(details):
        for column, text in enumerate((what, value)):
            label = PlainLabel(text)
            label.setProperty("role", "muted" if column == 0 else "detail")
            label.setWordWrap(column == 1)
            grid.addWidget(label, number, column, Qt.AlignmentFlag.AlignTop)
            if column == 1:
                label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return panel
