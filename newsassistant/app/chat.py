"""The conversation as the user sees it: what may happen when, what is asked, what is saved.

Commands go to a worker, its events come back by `handle`; all on the main thread.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from newsassistant.app.answers import RunningAnswer, UnsavedAnswers
from newsassistant.app.listener import ChatListener, ChatState
from newsassistant.app.turns import StyleFor, is_answered, params_for, task_of, turns_of
from newsassistant.app.worker import Command, Generate, Load, Measure, MeasureWeights
from newsassistant.core.errors import EngineError, NewsAssistantError, StoreError
from newsassistant.core.types import (
    Article,
    Delta,
    Done,
    Event,
    Failed,
    Measured,
    ModelInfo,
    ModelReady,
    Progress,
    Prompt,
    Usage,
    WeightSpeeds,
)
from newsassistant.store.history import History, StoredConversation, StoredMessage
from newsassistant.text.prompts.presets import PRESETS

TITLE_CHARS = 80
_STATUS = {"stop": "done", "length": "length", "cancelled": "stopped"}


class Worker(Protocol):
    """What the service needs of `app.worker.EngineWorker`."""

    def submit(self, command: Command) -> None:
        """Queue a command."""

    def skip_measuring(self) -> None:
        """Load without waiting for the rest of a measurement."""

    def close(self) -> None:
        """Cancel and end."""


class ChatService:
    """Conversations, one answer at a time, everything saved as it happens.

    `style_for` names the style of the next answer when that is asked for.
    """

    def __init__(
        self,
        worker: Worker,
        history: History,
        listener: ChatListener | None = None,
        *,
        style_for: StyleFor = lambda task: "",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.state = ChatState.LOADING
        self.model: ModelInfo | None = None
        self.conversation_id: int | None = None
        self.article: Article | None = None
        self._worker = worker
        self._history = history
        if listener is not None:
            self.listen(listener)
        self._style_for = style_for
        self._clock = clock
        self._messages: list[StoredMessage] = []
        self._running: RunningAnswer | None = None
        self._unsaved = UnsavedAnswers(clock)
        self._numbers = itertools.count(1)
        self._load_id = self._measure_id = self._weights_id = ""

    def listen(self, listener: ChatListener) -> None:
        """Name whom to tell of every change, before anything is asked or handled."""
        self._listener = listener

    # --- the model --------------------------------------------------------------------------------

    def load(self, model_id: str, *, measure_again: bool = False) -> None:
        """Load a model in the background; raises EngineError("model-busy") during an answer.

        `measure_again`: find out anew how this machine runs it best.
        """
        if self._running is not None or self.state is ChatState.COMPARING:
            raise EngineError("model-busy")
        self._load_id = self._new_id("load")
        self._set_state(ChatState.LOADING)
        self._worker.submit(Load(self._load_id, model_id, measure_again))

    def skip_measuring(self) -> None:
        """Load the model without waiting for the rest of the measurement."""
        self._worker.skip_measuring()

    def compare_weights(self) -> None:
        """Measure kinds of weights on this machine, for `on_weight_speeds`; not during an answer.

        Raises EngineError("model-busy").
        """
        self._check_idle()
        self._weights_id = self._new_id("weights")
        self._worker.submit(MeasureWeights(self._weights_id))

    def lend(self) -> None:
        """Ask nothing of the model until `take_back`; raises EngineError("model-busy")."""
        self._check_idle()
        self._set_state(ChatState.COMPARING)

    def take_back(self) -> None:
        """The model that was lent is free again."""
        if self.state is ChatState.COMPARING:
            self._set_state(ChatState.IDLE)

    def measure(self, article: Article) -> None:
        """Count an article's tokens; only the last call is answered, by `on_measured`."""
        self._measure_id = self._new_id("measure")
        self._worker.submit(Measure(self._measure_id, article))

    # --- requests ---------------------------------------------------------------------------------

    def summarize(
        self, article: Article, preset_id: str, *, article_chars: int | None = None
    ) -> None:
        """Ask for a preset's job; a conversation about another article is left for a new one.

        Raises EngineError("model-busy"); and StoreError, then nothing is asked of the model.
        """
        self._check_idle()
        preset = PRESETS[preset_id]
        self._open_for(article, article.title or article.text, preset_id)
        self._send(preset.instruction(article.language), preset_id, article_chars)

    def ask(
        self, question: str, *, article: Article | None = None, article_chars: int | None = None
    ) -> None:
        """Send a typed question, about `article` if given. Raises as `summarize` does."""
        self._check_idle()
        if self.conversation_id is None or article is not None:
            title = (article.title or article.text) if article is not None else question
            self._open_for(article, title, "")
        self._send(question.strip(), "", article_chars)

    def regenerate(self) -> None:
        """Answer the last request again; the old answer goes once the new one has text."""
        self._check_idle()
        requests = [message for message in self._messages if message.role == "user"]
        if not requests:
            return
        last = requests[-1]
        old = self._messages[-1] if self._messages[-1].role == "assistant" else None
        if old is not None:
            self._messages.pop()
        try:
            self._start(last, replaces=old)
        except StoreError:
            self._messages += [old] if old is not None else []
            raise

    def adopt(
        self,
        article: Article,
        preset_id: str,
        text: str,
        *,
        prefix: str,
        status: str = "done",
        usage: Usage | None = None,
        article_chars: int | None = None,
    ) -> None:
        """Take an answer that the loaded model gave elsewhere in, as an exchange like any other.

        Raises as `summarize` does, and ValueError for a status that the history does not know.
        """
        self._check_idle()
        self._open_for(article, article.title or article.text, preset_id, style=prefix)
        instruction = PRESETS[preset_id].instruction(article.language)
        request = self._add_request(instruction, preset_id, article_chars)
        answer = self._add_answer(request, prefix, content=text, status=status)
        answer = self._history.update_message(answer.id, content=text, status=status, usage=usage)
        self._messages.append(answer)
        self._listener.on_message(answer)
        self._listener.on_answer(answer)
        self._listener.on_conversations()

    def stop(self) -> None:
        """End the running answer; what is there stays."""
        if self._running is not None:
            self._set_state(ChatState.STOPPING)
            self._running.cancel.cancel()

    def _check_idle(self) -> None:
        if self.state is not ChatState.IDLE:
            raise EngineError("model-busy")

    def _open_for(
        self, article: Article | None, title: str, preset_id: str, *, style: str | None = None
    ) -> None:
        """Keep the open conversation if it is about this article, else create one."""
        digest = article.digest if article is not None else None
        open_digest = self.article.digest if self.article is not None else None
        if self.conversation_id is not None and digest == open_digest:
            return
        first_line = title.strip().split("\n")[0][:TITLE_CHARS]
        prefix = self._style_for(task_of(preset_id)) if style is None else style
        created = self._history.create(
            first_line, article, preset=preset_id, model=self._model_label(), prefix=prefix
        )
        self.conversation_id, self.article, self._messages = created.id, article, []
        self._listener.on_conversation(created, article, ())

    def _send(self, content: str, preset_id: str, article_chars: int | None) -> None:
        self._start(self._add_request(content, preset_id, article_chars))

    def _add_request(
        self, content: str, preset_id: str, article_chars: int | None
    ) -> StoredMessage:
        message = self._history.add_message(
            self._need_conversation(),
            "user",
            content,
            preset=preset_id,
            article_chars=article_chars,
        )
        self._messages.append(message)
        self._listener.on_message(message)
        self._listener.on_conversations()
        return message

    def _add_answer(
        self, request: StoredMessage, style: str, *, content: str = "", status: str = "running"
    ) -> StoredMessage:
        return self._history.add_message(
            request.conversation_id,
            "assistant",
            content,
            status=status,
            preset=request.preset,
            model=self._model_label(),
            prefix=style,
            article_chars=request.article_chars,
        )

    def _start(self, request: StoredMessage, *, replaces: StoredMessage | None = None) -> None:
        style = self._style_for(task_of(request.preset))
        prompt = Prompt(turns_of(self._messages), self.article, request.article_chars)
        answer = self._add_answer(request, style)
        if replaces is not None:
            self._show()
        self._messages.append(answer)
        running = RunningAnswer(
            self._new_id("answer"),
            answer,
            self._history,
            clock=self._clock,
            complain=lambda error: self._listener.on_error(error, answer.id),
            replaces=replaces,
        )
        self._running = running
        self._listener.on_message(answer)
        self._set_state(ChatState.PREFILL)
        params = params_for(self.model, request.preset)
        self._worker.submit(
            Generate(running.request_id, prompt, params, style or None, running.cancel)
        )

    # --- conversations ----------------------------------------------------------------------------

    def conversations(self, query: str = "") -> list[StoredConversation]:
        """The list, newest first, or what a search finds; raises StoreError."""
        return self._history.conversations(query)

    def new_conversation(self) -> None:
        """Leave the open conversation; a new one is created by the first request."""
        self.conversation_id, self.article, self._messages = None, None, []
        self._listener.on_conversation(None, None, ())

    def open(self, conversation_id: int) -> None:
        """Show a stored conversation; raises StoreError. A running answer goes on."""
        self._save_running()
        self._history.get(conversation_id)  # raises before anything is changed
        article = self._history.article(conversation_id)
        messages = self._history.messages(conversation_id)
        self._messages = [self._as_shown(m) for m in messages if not self._is_replaced(m)]
        self.conversation_id, self.article = conversation_id, article
        self._show()

    def _as_shown(self, message: StoredMessage) -> StoredMessage:
        """An answer with all its text, which a full disk may not have taken."""
        running = self._running
        if running is None or message.id != running.message.id:
            return self._unsaved.shown(message)
        return replace(message, content=running.text)

    def _is_replaced(self, message: StoredMessage) -> bool:
        replaced = self._running.replaces if self._running is not None else None
        if message.id in self._unsaved.replaced():
            return True
        return replaced is not None and message.id == replaced.id

    def rename(self, conversation_id: int, title: str) -> None:
        """Give a conversation another title; an empty one changes nothing. Raises StoreError."""
        if title.strip():
            self._history.rename(conversation_id, title.strip())
            self._listener.on_conversations()

    def delete(self, conversation_id: int) -> None:
        """Take a conversation out of the list until `undo_delete`. Raises StoreError."""
        self._history.delete(conversation_id)
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
        self._unsaved.forget(conversation_id)
        if conversation_id == self.conversation_id:
            self.new_conversation()
        self._listener.on_conversations()

    def settle(self) -> None:
        """Raise EngineError("model-busy") or StoreError unless everything is at rest and saved."""
        if self._running is not None or self.state is ChatState.COMPARING:
            raise EngineError("model-busy")
        self._save_ended(now=True)
        if self._unsaved:
            raise StoreError("store-unwritable", detail="an answer is not saved yet")

    def _show(self) -> None:
        conversation_id = self._need_conversation()
        conversation = self._history.get(conversation_id)
        self._listener.on_conversation(conversation, self.article, tuple(self._messages))

    # --- events -----------------------------------------------------------------------------------

    def handle(self, event: Event) -> None:
        """Take an event of the worker; those of requests that are over are dropped."""
        if isinstance(event, ModelReady):
            self._on_ready(event)
        elif isinstance(event, Measured):
            if event.request_id == self._measure_id:
                self._listener.on_measured(event)
        elif isinstance(event, WeightSpeeds):
            if event.request_id == self._weights_id:
                self._listener.on_weight_speeds(event)
        elif event.request_id == self._load_id:
            self._on_loading(event)
        elif event.request_id == self._weights_id:  # failed: nothing is known, as before
            self._listener.on_weight_speeds(WeightSpeeds(event.request_id, ()))
        elif self._running is not None and event.request_id == self._running.request_id:
            self._on_running(self._running, event)

    def _on_ready(self, event: ModelReady) -> None:
        if event.request_id == self._load_id:
            self.model = event.model
            self._listener.on_model(event.model)
            self._set_state(ChatState.IDLE)

    def _on_loading(self, event: Event) -> None:
        if isinstance(event, Progress):
            self._listener.on_progress(event)
        elif isinstance(event, Failed):
            self._set_state(ChatState.UNAVAILABLE)
            self._listener.on_error(event.error, None)

    def _on_running(self, running: RunningAnswer, event: Event) -> None:
        if isinstance(event, Progress):
            self._listener.on_progress(event)
        elif isinstance(event, Delta):
            self._on_delta(running, event)
        elif isinstance(event, Done):
            running.text = event.text or running.text
            self._finish(running, _STATUS[event.reason], usage=event.usage)
        elif isinstance(event, Failed):
            self._finish(running, "failed", error=event.error)

    def _on_delta(self, running: RunningAnswer, event: Delta) -> None:
        if self.state is ChatState.PREFILL:
            self._set_state(ChatState.ANSWERING)
        running.grow(event.text)
        if running.conversation_id == self.conversation_id and event.text:
            self._listener.on_delta(running.message.id, event.text)
        running.save_if_due()

    def tick(self) -> None:
        """Save the running answer if it has grown, and what was not saved; about once a second."""
        self._save_running()
        self._save_ended()

    def has_unsaved(self) -> bool:
        """True if an answer has ended that the history does not have."""
        return bool(self._unsaved)

    def _save_running(self) -> None:
        if self._running is not None:
            self._running.save()

    def _save_ended(self, *, now: bool = False) -> None:
        for answer, message in self._unsaved.save(now=now):
            if answer.replaces is not None:
                self._drop(answer.replaces)
            if answer.conversation_id == self.conversation_id:
                self._listener.on_saved(message)
            self._listener.on_conversations()

    def _finish(
        self,
        running: RunningAnswer,
        status: str,
        *,
        usage: Usage | None = None,
        error: NewsAssistantError | None = None,
    ) -> None:
        self._running = None
        message, is_saved = running.end(
            status, usage=usage, error=error.text() if error is not None else ""
        )
        if running.is_forgotten:
            self._set_state(ChatState.IDLE)
            return
        if running.conversation_id == self.conversation_id:
            self._messages = [message if m.id == message.id else m for m in self._messages]
            self._listener.on_answer(message)
        kept = self._settle_replaced(running, message, is_saved=is_saved)
        if error is not None:
            self._listener.on_error(error, message.id if kept else None)
        self._set_state(ChatState.IDLE)
        self._listener.on_conversations()

    def _settle_replaced(
        self, running: RunningAnswer, message: StoredMessage, *, is_saved: bool
    ) -> bool:
        """After `regenerate`: drop the old answer, or the new one if it failed or has no text.

        False when the new one is gone. One that could not be saved leaves the old one stored.
        """
        old = running.replaces
        kept = old is None or is_answered(message)
        if kept and not is_saved:
            self._unsaved.add(running)
        if old is not None and (is_saved or not kept):
            self._drop(old if kept else message)
        if old is not None and not kept and running.conversation_id == self.conversation_id:
            self._messages = [old if m.id == message.id else m for m in self._messages]
            self._show()
        return kept

    def _drop(self, message: StoredMessage) -> None:
        try:
            self._history.delete_message(message.id)
        except StoreError as failure:
            self._listener.on_error(failure, None)

    def close(self) -> None:
        """Cancel the running answer, save what is there, end the worker."""
        running = self._running
        if running is not None:
            running.cancel.cancel()
            self._finish(running, "stopped")
        self._save_ended(now=True)
        self._worker.close()

    def _model_label(self) -> str:
        model = self.model
        return f"{model.name} · {model.weights}" if model is not None else ""

    def _need_conversation(self) -> int:
        if self.conversation_id is None:
            raise StoreError("conversation-missing", id=0)
        return self.conversation_id

    def _new_id(self, kind: str) -> str:
        return f"{kind}-{next(self._numbers)}"

    def _set_state(self, state: ChatState) -> None:
        if state is not self.state:
            self.state = state
            self._listener.on_state(state)
