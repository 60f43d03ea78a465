"""A question in the conversation: what the journalist asked, as a bubble at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from newsassistant.gui.conversation.card_actions import Entry, show_card_menu
from newsassistant.gui.conversation.versions import VersionSwitch
from newsassistant.gui.look.flavours import copy, unmarked
from newsassistant.gui.look.labels import preset_label, preset_request
from newsassistant.gui.look.plain_text import set_tip
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import make_button, restyle
from newsassistant.gui.widgets.text_view import TextView
from newsassistant.store.history import StoredMessage
from newsassistant.text.prompts.presets import name_in

BUBBLE_SHARE = 0.84  # of the column's width
BUBBLE_PADDING = 13  # px
LEAST_BUBBLE = 40  # px of text


def message_text(message: StoredMessage) -> str:
    """What the transcript shows: a translated request for a preset, else the content.

    Above that stands the name of a job in the user's own words, as it was then.
    """
    if message.role != "user" or not message.preset:
        return message.content
    if name_in(message.preset):
        return f"{preset_label(message.preset)}\n{message.content}"
    return preset_request(message.preset)


class UserBubble(QWidget):
    """What the journalist asked, right-aligned on a soft ground."""

    edit_requested = Signal(int)  # message id

    def __init__(self, theme: Theme, message: StoredMessage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.message = message
        self._frame = QFrame(self)
        self._frame.setProperty("role", "bubble")
        self.view = TextView(theme, self._frame)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)  # the card's is shown
        self.edit_button = make_button("edit_button", "icon")
        theme.set_icon(self.edit_button, "pencil")
        self.edit_button.clicked.connect(self._edit)
        self.versions = VersionSwitch(theme, self, of_answer=False)
        inner = QVBoxLayout(self._frame)
        inner.setContentsMargins(BUBBLE_PADDING, 8, BUBBLE_PADDING, 8)
        inner.addWidget(self.view)
        self._row = QHBoxLayout()
        self._row.addStretch(0)
        self._row.addWidget(self.edit_button, 0, Qt.AlignmentFlag.AlignBottom)
        self._row.addWidget(self._frame, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(self._row)
        column.addWidget(self.versions, 0, Qt.AlignmentFlag.AlignRight)
        theme.follow(self)

    def take(self, message: StoredMessage) -> None:
        """Show the question as it is now; it may have got another version."""
        self.message = message
        self.retranslate()

    def set_edited(self, edited: bool) -> None:
        """Mark the question that is in the box below."""
        restyle(self._frame, "edited", edited)

    def retranslate(self) -> None:
        self.view.set_plain(message_text(self.message))
        self.versions.set_versions(self.message.id, self.message.versions)
        self.setAccessibleName(self.tr("You asked"))
        which = self.versions.words()
        asked = message_text(self.message)
        self.setAccessibleDescription(f"{which}: {asked}" if which else asked)
        self.view.setAccessibleName(self.tr("You asked"))
        self.edit_button.setAccessibleName(self.tr("Edit the question"))
        set_tip(self.edit_button, self.tr("Ask this again in other words; the old answers stay"))
        self.apply_theme()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        entries: list[Entry] = [
            (self.tr("Copy the question"), lambda: copy(unmarked(message_text(self.message)))),
            (self.tr("Edit the question"), self._edit),
        ]
        show_card_menu(self.view, entries, event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.apply_theme()

    def _edit(self) -> None:
        self.edit_requested.emit(self.message.id)

    def apply_theme(self) -> None:
        gap = self._theme.px(4)
        self._row.setSpacing(gap)
        beside = self.edit_button.sizeHint().width() + gap
        room = min(int(self.width() * BUBBLE_SHARE), self.width() - beside) - 2 * BUBBLE_PADDING
        wide = max(LEAST_BUBBLE, min(room, self.view.ideal_width()))
        # No wider than that; a fixed width would keep a column that is made narrow from being so.
        self.view.setMinimumWidth(LEAST_BUBBLE)
        self.view.setMaximumWidth(wide)
        self._frame.setMaximumWidth(wide + 2 * BUBBLE_PADDING)
