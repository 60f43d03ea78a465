"""An earlier question in the box: what was written there waits, and nothing is sent by mistake."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from newsassistant.gui.conversation.chat_view import ChatView
from newsassistant.gui.conversation.composer import Composer
from newsassistant.gui.look.plain_text import PlainLabel, set_tip
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import announce, make_button


class EditingBar(QWidget):
    """The line above the box: which question is in it. Hidden while none is; main thread."""

    cancelled = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._number = 0
        self.setObjectName("editing_bar")
        self._frame = QFrame(self)
        self._frame.setProperty("role", "card")
        self.label = PlainLabel(self._frame)
        self.label.setProperty("role", "muted")
        self.label.setWordWrap(True)
        self.cancel_button = make_button("cancel_edit_button", "action")
        self._row = QHBoxLayout(self._frame)
        self._row.addWidget(self.label, 1)
        self._row.addWidget(self.cancel_button)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._frame)
        self.cancel_button.clicked.connect(self.cancelled)
        theme.follow(self)
        self.hide()

    def show_editing(self, number: int) -> None:
        """Name the question by its place, from 1; 0 takes the line away."""
        self._number = number
        self.retranslate()
        self.setVisible(number > 0)
        if number:
            announce(self, self.label.text())

    def retranslate(self) -> None:
        words = self.tr("Editing question {0}. It and what follows it are kept as another version.")
        self.label.setText(words.format(self._number))
        self.cancel_button.setText(self.tr("Cancel"))
        self.cancel_button.setAccessibleName(self.tr("Leave the question as it is"))
        set_tip(self.cancel_button, self.tr("Leave the question as it is (Esc)"))

    def apply_theme(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(px(22), 0, px(22), px(8))
        self._row.setContentsMargins(px(14), px(6), px(8), px(6))
        self._row.setSpacing(px(8))


class Editing(QObject):
    """Puts a question of the chat into the box, and back what was there before; main thread."""

    def __init__(self, chat: ChatView, composer: Composer, bar: EditingBar) -> None:
        super().__init__(bar)
        self._chat = chat
        self._composer = composer
        self._bar = bar
        self._message_id: int | None = None
        self._question = ""  # as it was
        self._draft = ""
        chat.edit_requested.connect(self.begin)
        composer.edit.recalled.connect(self.begin_last)
        composer.edit.cancelled.connect(self.cancel)
        bar.cancelled.connect(self.cancel)

    def message_id(self) -> int | None:
        """The question that what is in the box shall take the place of; None for a new one."""
        return self._message_id

    def begin(self, message_id: int, text: str | None = None) -> None:
        """Put a question into the box, in the words that `text` gives it or as it was asked."""
        questions = self._chat.questions()
        asked = next((m for m in questions if m.id == message_id), None)
        if asked is None:
            return
        if self._message_id is None:
            self._draft = self._composer.text()
        self._message_id, self._question = message_id, asked.content
        self._fill(asked.content if text is None else text)
        self._show(1 + questions.index(asked))
        self._composer.edit.setFocus()

    def begin_last(self) -> None:
        """The last question, as the arrow in an empty box wants it."""
        questions = self._chat.questions()
        if questions and self._message_id is None:
            self.begin(questions[-1].id)

    def cancel(self) -> None:
        """Leave the question as it is; what was in the box before is there again."""
        if self._message_id is not None:
            self._fill(self.end())
            self._composer.edit.setFocus()

    def end(self) -> str:
        """The box asks something new from now on; what was in it before the editing."""
        self._message_id, draft = None, self._draft
        self._draft = self._question = ""
        self._show(0)
        return draft

    def look(self) -> None:
        """Other messages may be shown: the words stay in the box where their question is gone."""
        if self._message_id is None:
            return
        if any(message.id == self._message_id for message in self._chat.questions()):
            self._show(self._bar_number())
            return
        written = self._composer.text()
        changed = "" if written.strip() == self._question.strip() else written
        draft = self.end()
        self._fill("\n".join(filter(None, (draft, changed))))

    def _bar_number(self) -> int:
        ids = [message.id for message in self._chat.questions()]
        return 1 + ids.index(self._message_id) if self._message_id in ids else 0

    def _show(self, number: int) -> None:
        self._bar.show_editing(number)
        self._composer.edit.set_editing(number > 0)
        self._chat.mark_edited(self._message_id)

    def _fill(self, text: str) -> None:
        edit = self._composer.edit
        edit.setPlainText(text)
        edit.moveCursor(QTextCursor.MoveOperation.End)
