"""The conversation that is open, and the list that it is one of.

Knows nothing of prompts. Main thread only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from newsassistant.app.answers import UnsavedAnswers
from newsassistant.app.listener import ChatState
from newsassistant.app.model_use import Worker
from newsassistant.app.waiting import SharedModel
from newsassistant.core import places
from newsassistant.core.errors import EngineError, InputError, RemoteError, StoreError
from newsassistant.core.plain import plain
from newsassistant.core.types import Article
from newsassistant.store.history import History, StoredConversation, StoredMessage
from newsassistant.store.private import is_private

MOST_WORDS = 80  # characters of an answer that an error repeats


class Conversations(SharedModel):
    """What is shown of the history; every change is told to the listener."""

    def __init__(
        self,
        worker: Worker,
        history: History,
        may_read_ahead: Callable[[], bool],
        clock: Callable[[], float],
    ) -> None:
        super().__init__(worker, may_read_ahead)
        self.article: Article | None = None
        self.conversation_place = places.HERE
        """Where the open conversation is answered, from its first request on."""
        self._history = history
        self._messages: list[StoredMessage] = []
        self._unsaved = UnsavedAnswers(clock)

    def may_ask(self, article: Article | None) -> bool:
        """Whether something can be asked about an article now, be it answered at once or later.

        Not in a conversation that is being answered or waits for that: what comes next may need
        that answer.
        """
        if self.state in (ChatState.COMPARING, ChatState.UNAVAILABLE):
            return False
        if self.conversation_id is None or not self._is_about(article):
            # It gets a conversation of its own.
            return self.place == places.HERE or not self.is_private
        if self.refusal(self.conversation_id) is not None:
            return False
        return self.waiting() is None and self.running_in() != self.conversation_id

    def refusal(self, conversation_id: int) -> RemoteError | None:
        """Why the model may not have a conversation's texts, None where it may; StoreError.

        A conversation stays at the place where it was begun, and a private one on this computer.
        """
        if self.place != places.HERE and is_private(conversation_id):
            return RemoteError("remote-private")
        is_open = conversation_id == self.conversation_id
        place = self.conversation_place if is_open else self._place_of(conversation_id)
        return None if place == self.place else RemoteError("remote-elsewhere")

    def why_not(self) -> RemoteError | None:
        """Why the model may not have what is asked in the open conversation, or a new one."""
        if self.conversation_id is not None:
            return self.refusal(self.conversation_id)
        kept = self.place != places.HERE and self.is_private
        return RemoteError("remote-private") if kept else None

    @property
    def is_private(self) -> bool:
        """True while conversations that begin are private."""
        return self._history.is_private

    def _place_of(self, conversation_id: int) -> str:
        return places.place_in(self._history.get(conversation_id).model)

    def _check_may_ask(self, article: Article | None) -> None:
        if not self.may_ask(article):
            raise EngineError("model-busy")

    def _is_about(self, article: Article | None) -> bool:
        """True if the open conversation goes on with a request about this article."""
        return article is None or (
            self.article is not None and article.digest == self.article.digest
        )

    def stop(self) -> None:
        """End the running answer; what is there stays."""
        if self._running is not None:
            self._set_state(ChatState.STOPPING)
            self._running.cancel.cancel()

    def _save_running(self) -> None:
        if self._running is not None:
            self._running.save()

    def conversations(self, query: str = "") -> list[StoredConversation]:
        """The list, newest first, or what a search finds; raises StoreError."""
        return self._history.conversations(query)

    def new_conversation(self) -> None:
        """Leave the open conversation; a new one is created by the first request."""
        self.conversation_id, self.article, self._messages = None, None, []
        self.conversation_place = self.place
        self._listener.on_conversation(None, None, ())

    def open(self, conversation_id: int, *, at: int | None = None) -> None:
        """Show a stored conversation; raises StoreError. A running answer goes on.

        `at` is a turn of it that shall be among those that are shown, where nothing is asked there.
        """
        self._save_running()
        place = self._place_of(conversation_id)  # raises before anything is changed
        if at is not None and self._is_at_rest(conversation_id):
            self._history.show_message(at)
        article = self._history.article(conversation_id)
        self._messages = self._stored(conversation_id)
        self.conversation_id, self.article = conversation_id, article
        self.conversation_place = place
        self._show()

    def _stored(self, conversation_id: int) -> list[StoredMessage]:
        """The turns of a conversation that are shown."""
        return [self._as_shown(m) for m in self._history.messages(conversation_id)]

    def _as_shown(self, message: StoredMessage) -> StoredMessage:
        """An answer with all its text, which a full disk may not have taken."""
        running = self._running
        if running is None or message.id != running.message.id:
            return self._unsaved.shown(message)
        return replace(message, content=running.text)

    def show_version(self, message_id: int) -> None:
        """Show another version of a turn of the open conversation, and what went on from there.

        Raises EngineError("model-busy") while something is asked there, and StoreError.
        """
        number = self._need_conversation()
        if not self._is_at_rest(number):
            raise EngineError("model-busy")
        self._history.show_message(message_id)
        self._messages = self._stored(number)
        self._show()

    def use_words(self, message_id: int, old: str, new: str, occurrence: int = 0) -> None:
        """Put `new` in the place of `old` in an answer of the open conversation.

        Both as the reader sees them, `old` for the how manieth time there, from 0. What the model
        wrote is kept; questions that follow are answered from the new text. Raises
        EngineError("model-busy") while something is asked there, InputError("answer-words-missing")
        where the answer has no such words, and StoreError ("answer-not-editable").
        """
        from newsassistant.text.markup.rewording import reworded  # no part of the window's start

        answer = self._editable(message_id)
        content = reworded(answer.content, old, new, occurrence)
        if content is None:
            raise InputError("answer-words-missing", words=plain(old, longest=MOST_WORDS))
        self._put_in(answer, content)

    def restore_answer(self, message_id: int, content: str | None = None) -> None:
        """Give an answer of the open conversation a text back that it had: the model's, if None.

        Raises as `use_words`.
        """
        answer = self._editable(message_id)
        self._put_in(answer, answer.by_model if content is None else content)

    def _editable(self, message_id: int) -> StoredMessage:
        """An answer that is shown and in the history as it is shown."""
        if not self._is_at_rest(self._need_conversation()):
            raise EngineError("model-busy")
        self._save_ended(now=True)
        if message_id in self._unsaved:
            raise StoreError("answer-unsaved")
        stored = self._stored(self._need_conversation())  # another window may have edited it
        found = next((message for message in stored if message.id == message_id), None)
        if found is None:
            raise StoreError("message-missing", id=message_id)
        return found

    def _put_in(self, answer: StoredMessage, content: str) -> None:
        self._history.edit_answer(answer.id, content)
        self._messages = self._stored(answer.conversation_id)
        self._show()
        self._listener.on_conversations()

    def _save_ended(self, *, now: bool = False) -> None:
        """Save the answers that have ended and are not in the history."""
        for answer, message in self._unsaved.save(now=now):
            if answer.conversation_id == self.conversation_id:
                self._listener.on_saved(message)
            self._listener.on_conversations()

    def _is_at_rest(self, conversation_id: int) -> bool:
        """True where no answer is written or waited for."""
        waits = self._line.of(conversation_id) is not None
        return not waits and self.running_in() != conversation_id

    def rename(self, conversation_id: int, title: str) -> None:
        """Give a conversation another title; an empty one changes nothing. Raises StoreError."""
        if title.strip():
            self._history.rename(conversation_id, title.strip())
            self._listener.on_conversations()

    def pin(self, conversation_id: int, *, pinned: bool) -> None:
        """Let a conversation stand before the others, or no more; raises StoreError."""
        self._history.pin(conversation_id, pinned=pinned)
        self._listener.on_conversations()

    def delete(self, conversation_id: int) -> None:
        """Take a conversation out of the list until `undo_delete`. Raises StoreError."""
        self._history.delete(conversation_id)
        self._line.drop(conversation_id)
        if self._running is not None and self._running.conversation_id == conversation_id:
            self.stop()
        if conversation_id == self.conversation_id:
            self.new_conversation()
        self._listener.on_conversations()

    def undo_delete(self, conversation_id: int) -> None:
        """Bring a deleted conversation back and open it. Raises StoreError."""
        self._history.restore(conversation_id)
        self._listener.on_conversations()
        self.open(conversation_id)

    def forget(self, conversation_id: int) -> None:
        """A conversation was erased: nothing of it is written any more, and it is not shown."""
        if self._running is not None and self._running.conversation_id == conversation_id:
            self.stop()
            self._running.forget()
        self._line.drop(conversation_id)
        self._unsaved.forget(conversation_id)
        if conversation_id == self.conversation_id:
            self.new_conversation()
        self._listener.on_conversations()

    def _show(self) -> None:
        conversation_id = self._need_conversation()
        conversation = self._history.get(conversation_id)
        self._listener.on_conversation(conversation, self.article, tuple(self._messages))

    def _need_conversation(self) -> int:
        if self.conversation_id is None:
            raise StoreError("conversation-missing", id=0)
        return self.conversation_id
