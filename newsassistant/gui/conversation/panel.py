"""The conversation column: title, Compare and menu, the transcript, the question box."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from newsassistant.gui.conversation.chat_view import ChatView
from newsassistant.gui.conversation.composer import Composer
from newsassistant.gui.conversation.editing import Editing, EditingBar
from newsassistant.gui.conversation.waiting_bar import WaitingBar
from newsassistant.gui.look.plain_text import set_tip
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.elided_label import ElidedLabel
from newsassistant.gui.widgets.find_bar import FindBar

MIN_WIDTH = 280  # px


class ConversationPanel(QFrame):
    """The right column."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("role", "window")
        self.title = ElidedLabel()
        self.title.setObjectName("conversation_title")
        self.title.setProperty("role", "title")
        self.compare_button = QPushButton()
        self.compare_button.setObjectName("compare_button")
        self.compare_button.setProperty("role", "pill")
        self.more_button = QPushButton()
        self.more_button.setObjectName("more_button")
        self.more_button.setProperty("role", "icon")
        theme.set_icon(self.more_button, "more")
        self._header = QFrame()
        self._header.setProperty("role", "header")
        self._row = QHBoxLayout(self._header)
        self._row.addWidget(self.title, 1)
        self._row.addWidget(self.compare_button)
        self._row.addWidget(self.more_button)
        self.chat = ChatView(theme)
        self.waiting = WaitingBar(theme)
        self.composer = Composer(theme)
        self._editing_bar = EditingBar(theme)
        self.editing = Editing(self.chat, self.composer, self._editing_bar)
        above, bring = self.chat.places_above, self.chat.build_above
        self.find_bar = FindBar(theme, self.chat.texts, self, above=above, bring=bring)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(self.find_bar)
        column.addWidget(self.chat, 1)
        column.addWidget(self.waiting)
        column.addWidget(self._editing_bar)
        column.addWidget(self.composer)
        theme.follow(self)

    def add_banner(self, banner: QWidget) -> None:
        """Show a line that belongs to the conversation, below its header."""
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            column.insertWidget(1, banner)

    def set_title(self, title: str) -> None:
        """The conversation's title; "" for a new one."""
        self.title.set_full_text(title or self.tr("New conversation"))
        self.chat.set_conversation_title(title)

    def set_can_compare(self, possible: bool, tip: str) -> None:
        """Whether two styles can be compared now; `tip` says what for, or why not."""
        self.compare_button.setEnabled(possible)
        set_tip(self.compare_button, tip)

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(max(MIN_WIDTH, hint.width()), hint.height())

    def retranslate(self) -> None:
        self.compare_button.setText(self.tr("Compare"))
        self.compare_button.setAccessibleName(self.tr("Compare two styles"))
        self.more_button.setAccessibleName(self.tr("More"))
        set_tip(self.more_button, self.tr("Rename, copy, delete, settings, help"))

    def apply_theme(self) -> None:
        px = self._theme.px
        self._header.setFixedHeight(px(48))
        self._row.setContentsMargins(px(16), 0, px(16), 0)
        self._row.setSpacing(px(8))
