"""What can be done now: which commands, why not the others, and whose turn it is.

Main thread only.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from newsassistant.app.chat import ChatService
from newsassistant.app.listener import ChatState
from newsassistant.core.places import HERE
from newsassistant.gui.article.desk import ArticleDesk
from newsassistant.gui.conversation.waiting_bar import Turn
from newsassistant.gui.history.desk import HistoryDesk
from newsassistant.gui.look.labels import interface_language
from newsassistant.gui.look.plain_text import set_tip
from newsassistant.gui.shell.main_window import MainWindow
from newsassistant.gui.shell.turn_words import turn_words, unanswered_words
from newsassistant.store.history import StoredMessage
from newsassistant.store.private import is_private

RUNNING = (ChatState.PREFILL, ChatState.ANSWERING, ChatState.STOPPING)


class Possible(QObject):
    """Shows it in the window's parts, from the chat's state and what is on the desk."""

    def __init__(
        self, window: MainWindow, desk: ArticleDesk, history: HistoryDesk, service: ChatService
    ) -> None:
        super().__init__(window)
        self._window = window
        self._desk = desk
        self._history = history
        self._service = service

    def show(self, messages: Sequence[StoredMessage]) -> None:
        """Enable, name and explain; `messages` are those of the open conversation."""
        state, open_id = self._service.state, self._service.conversation_id
        self._show_empty_state(state)
        self._show_turn(state, messages)
        article = self._desk.article
        idle = state is ChatState.IDLE
        has_article = article is not None and not self._desk.awaits_page()
        can_summarize = has_article and self._service.may_ask(article)
        answers = any(message.role == "assistant" for message in messages)
        self._window.article.set_can_summarize(can_summarize)
        self._show_tips(state, has_article)
        possible = {
            "summarize": can_summarize,
            "compare": idle and has_article and self._service.place == HERE,
            "stop": self.is_running() or self._desk.is_reading(),
            "regenerate": bool(messages) and self._service.may_ask(self._service.article),
            "copy_answer": answers,
            "copy_markdown": answers,
            "copy_conversation": bool(messages),
            "copy_conversation_markdown": bool(messages),
            "save_conversation": open_id is not None,
            "export_conversation": open_id is not None,
            "rename": open_id is not None and not is_private(open_id),
            "delete": open_id is not None,
            "undo_delete": self._history.deleted.last() is not None,
            "erase": open_id is not None,
            "toggle_read": has_article,
            "read_only": has_article,
            "read_all": self._desk.reads() is not None,
            "quotes": has_article,
            "facts": has_article,
            "versions": has_article,
        }
        for name, enabled in possible.items():
            self._window.actions_by_name[name].setEnabled(enabled)

    def _show_empty_state(self, state: ChatState) -> None:
        """A model that is not there keeps the words that its error brought."""
        if state is ChatState.LOADING:
            self._window.chat.set_empty_state("loading")
        elif state is not ChatState.UNAVAILABLE:
            ready = self._desk.article is not None and not self._desk.awaits_page()
            self._window.chat.set_empty_state("ready" if ready else "no-article")

    def _show_turn(self, state: ChatState, messages: Sequence[StoredMessage]) -> None:
        """Whether the open conversation is answered or waits, and what for."""
        line, open_id = self._service.line(), self._service.conversation_id
        running = self._service.running_in()
        composer = self._window.composer
        composer.set_running(self.is_running())
        composer.set_enabled_reason(self._reason(state))
        title = self._history.title(running) if running is not None else ""
        waits = state is ChatState.LOADING or running not in (None, open_id)
        composer.set_note(turn_words(state, title, len(line)) if waits else "")
        turn: Turn | None = None
        if open_id is not None and open_id in line:
            ahead = line.index(open_id)
            turn = Turn(turn_words(state, title, ahead), ahead=ahead)
        elif self._is_left_alone(messages):
            turn = Turn(unanswered_words(), waits=False)
        self._window.conversation.waiting.set_turn(turn)
        self._window.history.set_turns(running, line)

    def _is_left_alone(self, messages: Sequence[StoredMessage]) -> bool:
        """True where the last request has no answer and nothing is about to give one."""
        newest = messages[-1] if messages else None
        is_request = newest is not None and newest.role == "user"
        return is_request and self._service.may_ask(self._service.article)

    def _show_tips(self, state: ChatState, has_article: bool) -> None:
        """What Summarise and Compare do, or why they cannot be pressed."""
        why_not = self._reason(state) or ""
        running = state in RUNNING
        if not has_article:
            why_not = self.tr("Paste or open an article first")
            if self._desk.awaits_page():
                why_not = self.tr("Fetch the page first, or paste its text")
        elif running and not self._service.may_ask(self._desk.article):
            why_not = self.tr("An answer is being written; Esc stops it")
        set_tip(
            self._window.article.summarize, why_not or self.tr("Summarise the article (Ctrl+Enter)")
        )
        if has_article and state is ChatState.LOADING:
            why_not = self.tr("The model is loading; you can read and edit meanwhile.")
        elif has_article and running:
            why_not = self.tr("An answer is being written; Compare waits for its end")
        elif self._service.place != HERE:
            why_not = self.tr("Compare works with models on this computer")
        self._window.conversation.set_can_compare(
            not why_not, why_not or self.tr("Compare two styles on this article (Ctrl+D)")
        )

    def _reason(self, state: ChatState) -> str | None:
        """Why nothing can be asked now, or None."""
        if state is ChatState.UNAVAILABLE:
            return self.tr("No model is loaded.")
        if state is ChatState.COMPARING:
            return self.tr("Two styles are being compared.")
        refusal = self._service.why_not()
        if refusal is not None:
            return refusal.what(interface_language())
        if self._service.waiting() is not None:
            return self.tr("What comes next can be asked after that answer.")
        return None

    def is_running(self) -> bool:
        """True while the open conversation is being answered."""
        running = self._service.running_in()
        return running is not None and running == self._service.conversation_id
