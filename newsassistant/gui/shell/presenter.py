"""Joins the window's parts and the chat service: what the user does, what the service tells."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from newsassistant.app.chat import ChatService
from newsassistant.app.listener import ChatState
from newsassistant.core.errors import NewsAssistantError, StoreError
from newsassistant.core.types import (
    Article,
    Measured,
    ModelInfo,
    Progress,
    Reads,
    WeightSpeeds,
)
from newsassistant.gui.article.aside import Aside
from newsassistant.gui.article.desk import ArticleDesk
from newsassistant.gui.history.desk import HistoryDesk
from newsassistant.gui.shell.copying import Copying
from newsassistant.gui.shell.long_desk import LongDesk
from newsassistant.gui.shell.main_window import MainWindow
from newsassistant.gui.shell.possible import RUNNING, Possible
from newsassistant.gui.widgets.basics import attempt
from newsassistant.store.history import StoredConversation, StoredMessage
from newsassistant.store.private import is_private

if TYPE_CHECKING:
    from newsassistant.app.long.plan import Plan


class Presenter(QObject):
    """A `ChatListener`: `service` tells it of every change from the first."""

    failed = Signal(object)  # NewsAssistantError, after it was shown
    draft_changed = Signal()  # `draft` may give another article
    model_loaded = Signal(object)  # ModelInfo
    state_changed = Signal(object)  # ChatState
    model_measured = Signal(bool)
    model_used = Signal()  # an article is read ahead
    weights_compared = Signal(object)  # WeightSpeeds

    def __init__(
        self, window: MainWindow, desk: ArticleDesk, history: HistoryDesk, service: ChatService
    ) -> None:
        super().__init__(window)  # and goes with it: nobody may call it for words after that
        self._window = window
        self._desk = desk
        self._history = history
        self.service = service
        self._messages: dict[int, StoredMessage] = {}
        self._shown_id: int | None = None
        self._draft: Article | None = None
        self._kept: list[Article] | None = None  # what was put aside before all was private
        self.leave: Callable[[Callable[[], object]], object] = lambda go: go()
        """Calls what shows another conversation, unless the user stays in what is private."""
        self._aside = Aside(window.notice, self._take_back)
        Copying(window)
        self._long = LongDesk(window, desk, service)
        self._possible = Possible(window, desk, history, service)
        self._connect_panels()
        self._connect_actions()
        window.installEventFilter(self)
        service.listen(self)
        self.on_conversation(None, None, ())
        self.on_conversations()
        self.on_state(service.state)

    def _connect_panels(self) -> None:
        window, history = self._window, self._window.history
        window.article.summarize_requested.connect(self.summarize)
        window.composer.sent.connect(self.ask)
        window.composer.stop_requested.connect(self.stop_answer)
        window.conversation.waiting.first_requested.connect(self.put_first)
        window.conversation.waiting.withdrawn.connect(self.withdraw)
        window.conversation.waiting.answer_requested.connect(self.regenerate)
        window.chat.regenerate_requested.connect(self.regenerate)
        window.chat.version_requested.connect(self.show_version)
        history.new_requested.connect(self.new_article)
        history.opened.connect(self.open_conversation)
        history.undo_requested.connect(self.undo_delete)
        self._history.failed.connect(self.show_error)
        self._history.opened.connect(self.open_conversation)
        self._history.left.connect(self._show_beside)
        self._history.deleted.restore_requested.connect(self.undo_delete)
        self._history.deleted.changed.connect(self._show_possible)
        self._history.titled.connect(window.set_conversation_title)
        self._history.erased.connect(self.drop_erased)
        self.failed.connect(self._history.look_at)
        self._desk.changed.connect(self._show_possible)
        self._desk.changed.connect(self.draft_changed)
        self._desk.reading_changed.connect(self._show_possible)
        self._desk.failed.connect(self.show_error)
        self._desk.replaced.connect(self._offer_draft)
        window.article.changed.back_requested.connect(self.show_answered)

    def _connect_actions(self) -> None:
        actions = self._window.actions_by_name
        calls: dict[str, Callable[[], object]] = {
            "new_chat": self.new_article,
            "open_article": self._desk.ask_open,
            "summarize": lambda: self.summarize(self._window.article.preset()),
            "regenerate": self.regenerate,
            "stop": self.stop,
            "save_conversation": self._history.save_open,
            "rename": self._history.ask_rename,
            "pin": self._history.pin_chosen,
            "delete": self._history.delete_open,
            "undo_delete": self.undo_last_delete,
            "deleted": self._history.deleted.show,
            "erase": self._history.erase_open,
            "find": self._window.find_words,
            "find_next": lambda: self._window.find_again(1),
            "find_previous": lambda: self._window.find_again(-1),
            "search": self._focus_search,
            "toggle_read": self._desk.leaving.toggle,
            "read_only": self._desk.leaving.read_only,
            "read_all": self._desk.leaving.read_all,
        }
        for name, call in calls.items():
            actions[name].triggered.connect(lambda _=False, run=call: run())

    # --- what the user does ---------------------------------------------------------------------

    def summarize(self, preset: str) -> None:
        """Summarise the article on the desk, or the part of it that the user agrees to."""

        def send(article: Article, reads: Reads) -> None:
            self._leave(self._window.article.summarize)
            self._try(lambda: self.service.summarize(article, preset, reads=reads))

        def in_parts(article: Article, reads: Reads, plan: Plan) -> None:
            self._leave(self._window.article.summarize)
            self._try(lambda: self.service.summarize(article, preset, reads=reads, plan=plan))

        self._long.with_room(send, self._long.offer_parts(in_parts))

    def _leave(self, *parts: QWidget) -> None:
        """Where the focus is on a button that can be pressed no more, the question box has it."""
        focused = QApplication.focusWidget()
        gone = focused is None or any(p is focused or p.isAncestorOf(focused) for p in parts)
        if gone:
            self._window.composer.edit.setFocus()

    def ask(self, question: str) -> None:
        """Ask about the article on the desk, or without one; the box is emptied once it is sent.

        Where an earlier question is edited, that is asked in these words.
        """
        edited = self._window.conversation.editing.message_id()
        if edited is not None:
            self._edit(edited, question)
        elif self._desk.article is None:
            self._send(question, None, None)
        else:

            def send(article: Article, reads: Reads) -> None:
                self._send(question, article, reads)

            self._long.with_room(send, self._long.offer_passages(question, send))

    def _send(self, question: str, article: Article | None, reads: Reads) -> None:
        sent = self._try(lambda: self.service.ask(question, article=article, reads=reads))
        if sent:
            self._window.composer.clear()

    def _edit(self, message_id: int, question: str) -> None:
        box, editing = self._window.composer.edit, self._window.conversation.editing
        draft = editing.end()
        if self._try(lambda: self.service.edit(message_id, question)):
            box.setPlainText(draft)
        else:
            editing.begin(message_id, question)

    def show_version(self, message_id: int) -> None:
        """Show another version of a question or an answer, with what went on from there."""
        self._try(lambda: self.service.show_version(message_id))

    def stop(self) -> None:
        """Give up the file that is being read; without one, end the answer."""
        if self._desk.is_reading():
            self._desk.stop_reading()
        else:
            self.stop_answer()

    def stop_answer(self) -> None:
        """End the answer of the open conversation; what is there stays."""
        if self._possible.is_running():
            self._try(self.service.stop)

    def regenerate(self) -> None:
        """Answer the last request again."""
        if self.service.may_ask(self.service.article):
            self._leave(self._window.chat, self._window.conversation.waiting)
            self._try(lambda: self.service.regenerate(self._long.plan()))

    def put_first(self) -> None:
        """Answer what waits in the open conversation before all else that waits."""
        if self.service.conversation_id is not None:
            self._leave(self._window.conversation.waiting)
            self.service.put_first(self.service.conversation_id)

    def withdraw(self) -> None:
        """Take back what waits in the open conversation; a question goes into the box again."""
        waiting, article = self.service.waiting(), self._desk.article
        if waiting is None:
            return
        self._leave(self._window.conversation.waiting)
        if not self._try(lambda: self.service.withdraw(waiting.conversation_id)):
            return
        box, request = self._window.composer, waiting.request
        if waiting.replaces is None and not request.preset and not box.text().strip():
            box.edit.setPlainText(request.content)
        if self._desk.article is None and article is not None:
            self._desk.show(article)

    @property
    def is_private(self) -> bool:
        """True from `begin_private` to `end_private`."""
        return self._kept is not None

    def begin_private(self) -> None:
        """An empty desk for what is written nowhere; what lies on the desk is put aside."""
        unsaved = self._unsaved()
        if self._kept is None:
            self._draft, self._kept = unsaved or self._draft, self._aside.exchange([])
            unsaved = None
        self.service.new_conversation()
        if unsaved is not None:
            self._offer_draft(unsaved)
        self._window.article.edit.setFocus()

    def end_private(self) -> None:
        """Forget what was put aside since; what was before may be offered again."""
        self._aside.exchange(self._kept or [])
        self._kept = None
        self.service.new_conversation()

    def new_article(self) -> None:
        """An empty desk; an article that is in no conversation yet can be brought back."""
        self.leave(self._new_article)

    def _new_article(self) -> None:
        draft, self._draft = self._draft, None
        unsaved = self._unsaved()
        if not self._try(self.service.new_conversation):
            return
        if draft is not None:
            self._desk.show(draft)
        if unsaved is not None:
            self._offer_draft(unsaved)
        self._window.article.edit.setFocus()

    def open_conversation(self, conversation_id: int) -> None:
        """Show a conversation; an article that is in none waits behind New article.

        What was found in a version of a question or an answer is shown by that version.
        """
        self._window.article.tell_edited()
        if is_private(conversation_id):
            self._open_conversation(conversation_id)
        else:
            self.leave(lambda: self._open_conversation(conversation_id))

    def _open_conversation(self, conversation_id: int) -> None:
        found = self._history.found_in(conversation_id)
        if conversation_id == self.service.conversation_id:
            if found is not None:
                self.show_version(found)
            self.show_answered()
            return
        unsaved = self._unsaved()
        if self._try(lambda: self.service.open(conversation_id, at=found)):
            self._set_aside(unsaved)

    def _set_aside(self, unsaved: Article | None) -> None:
        """Let an article wait behind New article, or be offered where that would be written."""
        if unsaved is not None and self.is_private:
            self._offer_draft(unsaved)
        else:
            self._draft = unsaved or self._draft

    def show_answered(self) -> None:
        """Bring the open conversation's article back; what took its place is put aside."""
        stored, unsaved = self.service.article, self._unsaved()
        self._desk.show(stored)
        if unsaved is not None:
            self._set_aside(unsaved)
            self._offer_draft(unsaved)

    def draft(self) -> Article | None:
        """The article that would be lost without a conversation, on the desk or waiting.

        Never a private one, which shall be lost.
        """
        return (None if self.is_private else self._unsaved()) or self._draft

    def _unsaved(self) -> Article | None:
        """The article on the desk unless the open conversation has it."""
        article, stored = self._desk.article, self.service.article
        if article is None or (stored is not None and stored.digest == article.digest):
            return None
        return article

    def _offer_draft(self, article: Article) -> None:
        stored = self.service.article
        if stored is not None and stored.digest == article.digest:
            return
        self._aside.put(article)

    def _take_back(self, article: Article) -> bool:
        shown = self.bring_back(article)
        if shown and self._draft is article:
            self._draft = None
        return shown

    def bring_back(self, article: Article) -> bool:
        """Show an article that is in no conversation, in a new one; true if that went well."""
        shown = self._try(self.service.new_conversation)
        if shown:
            self._desk.show(article)
        return shown

    def drop_erased(self, digests: Collection[str]) -> None:
        """Offer nothing any more that holds an erased article, by what tells them."""
        if self._draft is not None and self._draft.digest in digests:
            self._draft = None
        self._aside.drop(digests)

    def undo_delete(self, conversation_id: int) -> None:
        """Bring a deleted conversation back and show it."""
        self.leave(lambda: self._undo_delete(conversation_id))

    def _undo_delete(self, conversation_id: int) -> None:
        unsaved = self._unsaved()
        if self._try(lambda: self.service.undo_delete(conversation_id)):
            self._set_aside(unsaved)
        self._history.brought_back(conversation_id)

    def undo_last_delete(self) -> None:
        """Bring back what was deleted last since the program runs."""
        last = self._history.deleted.last()
        if last is not None:
            self.undo_delete(last)

    def _show_beside(self, neighbour: int | None) -> None:
        """The open conversation is about to be deleted; an article that is in none stays."""
        if neighbour is None:
            self.new_article()
        else:
            self.open_conversation(neighbour)

    def _focus_search(self) -> None:
        self._window.actions_by_name["sidebar"].setChecked(True)
        self._window.history.focus_search()

    def load(self, model_id: str, *, measure_again: bool = False) -> bool:
        """Load a model; True if that has begun."""
        return self._try(lambda: self.service.load(model_id, measure_again=measure_again))

    def _try(self, call: Callable[[], None]) -> bool:
        """True if the call went well; its error is shown otherwise."""
        return attempt(call, self.show_error)

    def show_error(self, error: NewsAssistantError) -> None:
        """Show an error that belongs to no answer."""
        self.on_error(error, None)

    # --- what the service tells -----------------------------------------------------------------

    def on_state(self, state: ChatState) -> None:
        """The chat's state has changed."""
        self._window.status.set_state(state)
        if state is not ChatState.LOADING and state not in RUNNING:
            self._window.chat.set_progress(None)
        self._show_possible()
        self.state_changed.emit(state)

    def on_progress(self, progress: Progress) -> None:
        """A stage has moved on."""
        self._window.status.set_progress(progress)
        running = [m for m in self._messages.values() if m.status == "running"]
        if running or progress.stage != "prefill":  # the answer may be in another conversation
            self._window.chat.set_progress(progress)

    def on_message(self, message: StoredMessage) -> None:
        """A message was added to the open conversation."""
        self._messages[message.id] = message
        self._window.chat.add_message(message)
        self._desk.set_answered(self.service.article)
        self._long.show(tuple(self._messages.values()))

    def on_delta(self, message_id: int, text: str) -> None:
        """More of the running answer."""
        self._window.chat.append_delta(message_id, text)

    def on_answer(self, message: StoredMessage) -> None:
        """The answer has ended."""
        self._messages[message.id] = message
        self._window.chat.finish(message)
        self._window.status.set_usage(message.usage)
        self._show_possible()

    def on_saved(self, message: StoredMessage) -> None:
        """The answer that could not be saved is in the history."""
        self._messages[message.id] = message
        self._window.chat.clear_error(message.id)
        self._window.chat.finish(message)

    def on_error(self, error: NewsAssistantError, message_id: int | None) -> None:
        """Something went wrong that the user can act on."""
        self._window.chat.show_error(error, message_id)
        self.failed.emit(error)

    def on_model(self, model: ModelInfo) -> None:
        """Another model is ready: lengths have to be taken anew."""
        self._window.status.set_model(model)
        self._desk.measure()
        self.model_loaded.emit(model)

    def on_measured(self, measured: Measured) -> None:
        """The length of an article in tokens."""
        self._desk.take_measured(measured)

    def on_read(self, permille: int | None) -> None:
        """How much of the article is read ahead."""
        self._window.article.meter.set_read(permille)
        if permille is not None:
            self._window.status.set_resting(False)
            self.model_used.emit()

    def on_rested(self) -> None:
        """The model's memory is free until something is asked."""
        self._window.status.set_resting(True)

    def on_model_measured(self, complete: bool) -> None:
        """The model was measured while nobody asked anything."""
        self.model_measured.emit(complete)

    def on_weight_speeds(self, speeds: WeightSpeeds) -> None:
        """Kinds of weights were compared."""
        self.weights_compared.emit(speeds)

    def on_conversation(
        self,
        conversation: StoredConversation | None,
        article: Article | None,
        messages: Sequence[StoredMessage],
    ) -> None:
        """Another conversation is open; None is a new one."""
        self._messages = {message.id: message for message in messages}
        self._window.notice.hide()
        chat = self._window.chat
        reopened = conversation is not None and conversation.id == self._shown_id
        if not reopened:
            chat.clear()
        chat.set_article(article)
        chat.show_messages(messages)
        self._window.conversation.editing.look()
        answers = [message for message in messages if message.role == "assistant"]
        self._window.status.set_usage(answers[-1].usage if answers else None)
        self._window.set_conversation_title(conversation.title if conversation else "")
        self._window.history.set_current(conversation.id if conversation else None)
        self._shown_id = conversation.id if conversation else None
        self._desk.set_answered(article, exists=bool(messages))
        if not reopened:  # else the text may have been edited since
            self._desk.leaving.choices.note_last(article, messages)
            self._desk.show(article)
        self._show_possible()
        self.draft_changed.emit()
        if any(message.damaged for message in messages):
            self.show_error(StoreError("conversation-damaged"))

    def on_waiting(self) -> None:
        """Another request waits, or one waits no more."""
        self._show_possible()

    def on_conversations(self) -> None:
        """The list has changed."""
        self._history.show_list()

    def _show_possible(self) -> None:
        messages = tuple(self._messages.values())
        self._possible.show(messages)
        self._long.show(messages)

    def retranslate(self) -> None:
        self._show_possible()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowActivate:
            self._history.look_again()  # another window of this home may have changed the list
        return False
