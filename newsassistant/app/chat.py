"""The conversation as the user sees it: what may happen when, what is asked, what is saved.

Commands go to a worker, its events come back by `handle`; all on the main thread.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from newsassistant.app.answers import RunningAnswer
from newsassistant.app.conversations import Conversations
from newsassistant.app.listener import ChatListener, ChatState
from newsassistant.app.model_use import Worker
from newsassistant.app.read_ahead import upcoming
from newsassistant.app.turns import (
    JobFor,
    StyleFor,
    Wanted,
    is_answered,
    params_for,
    turns_of,
)
from newsassistant.app.waiting import Waiting
from newsassistant.app.worker import Generate
from newsassistant.core.errors import (
    EngineError,
    NewsAssistantError,
    PromptError,
    RemoteError,
    StoreError,
)
from newsassistant.core.types import (
    Article,
    Delta,
    Done,
    Event,
    Failed,
    Measured,
    Progress,
    Reads,
    Usage,
)
from newsassistant.store.branches import BEGINS
from newsassistant.store.history import History, StoredMessage
from newsassistant.text.articles.title import title_of
from newsassistant.text.prompts.presets import SHIPPED, Preset, id_in, key_of

if TYPE_CHECKING:
    from newsassistant.app.long.plan import Plan

_ERASED = frozenset({"conversation-missing", "message-missing"})
_STATUS = {"stop": "done", "length": "length", "cancelled": "stopped"}


class ChatService(Conversations):
    """Conversations, one answer at a time, everything saved as it happens.

    What is asked while the model has something else to do waits its turn. `style_for` names the
    style of an answer when that begins, `wanted` what it shall be like; `job_for` knows the jobs.
    """

    def __init__(
        self,
        worker: Worker,
        history: History,
        listener: ChatListener | None = None,
        *,
        style_for: StyleFor = lambda preset_id: "",
        job_for: JobFor = SHIPPED.get,
        wanted: Callable[[], Wanted] = Wanted,
        may_read_ahead: Callable[[], bool] = lambda: True,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(worker, history, may_read_ahead, clock)
        if listener is not None:
            self.listen(listener)
        self._style_for, self._job_for, self._wanted = style_for, job_for, wanted
        self._clock = clock
        self._asked: Waiting | None = None  # what the running answer is for

    # --- requests ---------------------------------------------------------------------------------

    def summarize(
        self, article: Article, preset_id: str, *, reads: Reads = None, plan: Plan | None = None
    ) -> None:
        """Ask for a preset's job; a conversation about another article is left for a new one.

        With a `plan` the article is summarised in parts, and the job is done with the summaries.
        Raises EngineError("model-busy") where `may_ask` says no; and StoreError, then nothing is
        asked of the model ("job-missing": the job was deleted).
        """
        self._check_may_ask(article)
        job = self._job(preset_id)
        self._open_for(article, article.title or article.text, key_of(job))
        self._send(job.instruction(article.language), key_of(job), reads, plan)

    def ask(self, question: str, *, article: Article | None = None, reads: Reads = None) -> None:
        """Send a typed question, about `article` if given. Raises as `summarize` does."""
        self._check_may_ask(article)
        if self.conversation_id is None or article is not None:
            title = (article.title or article.text) if article is not None else question
            self._open_for(article, title, "")
        self._send(question.strip(), "", reads)

    def regenerate(self, plan: Plan | None = None) -> None:
        """Answer the last request again; the old answer stays as another version.

        Where parts of the article are missing it goes on with those, by a `plan`; without one it
        raises PromptError("parts-uncounted").
        """
        from newsassistant.app.asked import again  # no part of the window's start

        self._check_may_ask(self.article)
        asked = again(self._messages, plan)
        if asked is not None:
            self._answer(asked)

    def passages(self, article: Article, measured: Measured, question: str) -> Reads:
        """What a question reads of an article that is too long, in the conversation about it."""
        from newsassistant.app.long.passages import passages_for

        goes_on = self.conversation_id is not None and self._is_about(article)
        turns = turns_of(self._messages) if goes_on else ()
        return passages_for(article, measured, question, turns)

    def edit(self, message_id: int, question: str) -> None:
        """Ask again in other words what was asked in the open conversation.

        The old question stays as another version, with all that followed it; the new one is about
        as much of the article. Raises as `summarize` does, StoreError("message-missing") for a
        request that is not shown.
        """
        self._check_may_ask(self.article)
        places = [n for n, m in enumerate(self._messages) if m.id == message_id]
        if not places or self._messages[places[0]].role != "user":
            raise StoreError("message-missing", id=message_id)
        before, old = self._messages[: places[0]], self._messages[places[0]]
        content = question.strip()
        request = self._history.add_message(
            self._need_conversation(),
            "user",
            content,
            preset=old.preset if content == old.content else "",
            reads=old.reads,
            after=before[-1].id if before else BEGINS,
        )
        self._messages = [*before, request]
        self._show()
        self._listener.on_conversations()
        self._answer(Waiting(request))

    def adopt(
        self,
        article: Article,
        preset_id: str,
        text: str,
        *,
        prefix: str,
        status: str = "done",
        usage: Usage | None = None,
        reads: Reads = None,
    ) -> None:
        """Take an answer that the loaded model gave elsewhere in, as an exchange like any other.

        Raises as `summarize` does, and ValueError for a status that the history does not know.
        """
        self._check_idle()
        job = self._job(preset_id)
        self._open_for(article, article.title or article.text, key_of(job), style=prefix)
        request = self._add_request(job.instruction(article.language), key_of(job), reads)
        answer = self._add_answer(
            request, prefix, key_of(job), reads, after=request.id, content=text, status=status
        )
        answer = self._history.update_message(answer.id, content=text, status=status, usage=usage)
        self._messages.append(answer)
        self._listener.on_message(answer)
        self._listener.on_answer(answer)
        self._listener.on_conversations()

    def expect(self, article: Article | None, preset_id: str, reads: Reads = None) -> None:
        """Read ahead for a preset's job, or a question (""); an article of None: for nothing.

        `reads`: what the request would read of the article.
        """
        if article is None:
            self.ahead.want(None)
            return
        goes_on = self.conversation_id is not None and self._is_about(article)
        conversation, messages = (self.conversation_id, self._messages) if goes_on else (None, [])
        job, style = self._job_for(preset_id), self._style_for(preset_id)
        self.ahead.want(upcoming(article, job, style, reads, conversation, messages))

    def _job(self, preset_id: str) -> Preset:
        job = self._job_for(preset_id)
        if job is None:
            raise StoreError("job-missing", job=preset_id)
        return job

    def _open_for(
        self, article: Article | None, title: str, key: str, *, style: str | None = None
    ) -> None:
        """Keep the open conversation if it is about this article, else create one."""
        if self.conversation_id is not None and self._is_about(article):
            return
        prefix = self._style_for(id_in(key)) if style is None else style
        created = self._history.create(
            title_of(title), article, preset=key, model=self.model_label(), prefix=prefix
        )
        self.conversation_id, self.article, self._messages = created.id, article, []
        self.conversation_place = self.place
        self._listener.on_conversation(created, article, ())

    def _send(self, content: str, key: str, reads: Reads, plan: Plan | None = None) -> None:
        self._answer(Waiting(self._add_request(content, key, reads), plan=plan))

    def _add_request(self, content: str, key: str, reads: Reads) -> StoredMessage:
        message = self._history.add_message(
            self._need_conversation(), "user", content, preset=key, reads=reads
        )
        self._messages.append(message)
        self._listener.on_message(message)
        self._listener.on_conversations()
        return message

    def _add_answer(
        self,
        request: StoredMessage,
        style: str,
        key: str,
        reads: Reads,
        *,
        after: int,
        content: str = "",
        status: str = "running",
    ) -> StoredMessage:
        return self._history.add_message(
            request.conversation_id,
            "assistant",
            content,
            status=status,
            preset=key,
            model=self.model_label(),
            prefix=style,
            reads=reads,
            after=after,
        )

    def _answer(self, asked: Waiting) -> None:
        """Begin an answer now, or when it is the request's turn."""
        if self.state is ChatState.IDLE:
            self._start(asked)
        else:
            if self.state is ChatState.LOADING:
                self.skip_measuring()  # nobody waits for that
            self._line.add(asked)
            self._listener.on_waiting()

    def _start(self, asked: Waiting) -> None:
        """Begin an answer, in the open conversation or another.

        Raises StoreError, PromptError, and RemoteError where the model may not have its texts.
        """
        from newsassistant.app.asked import asked_of, parts_of

        refusal = self.refusal(asked.conversation_id)
        if refusal is not None:
            raise refusal
        request, replaces = asked.request, asked.replaces
        is_open = request.conversation_id == self.conversation_id
        article = self.article if is_open else self._history.article(request.conversation_id)
        messages = [self._as_shown(m) for m in self._history.messages_to(request.id)]
        messages += parts_of(self._stored(request.conversation_id), request, replaces)
        if replaces is not None and not replaces.content:
            self._history.delete_message(replaces.id)  # nobody wants to come back to it
            replaces = None
        now = asked_of(asked, messages, article, job_for=self._job_for, style_for=self._style_for)
        if not any(message.role == "assistant" for message in messages):
            style = self._style_for(id_in(request.preset))
            self._history.set_prefix(request.conversation_id, style)
        answer = self._add_answer(request, now.style, now.key, now.reads, after=messages[-1].id)
        self._asked = asked
        running = self._running = RunningAnswer(
            self._new_id("answer"),
            answer,
            self._history,
            clock=self._clock,
            complain=lambda error: self._listener.on_error(error, answer.id),
            replaces=replaces,
        )
        if is_open:
            is_shown = [m.id for m in messages] == [m.id for m in self._messages]
            self._messages = messages
            if not is_shown:
                self._show()
            self._messages.append(answer)
            self._listener.on_message(answer)
        self._set_state(ChatState.PREFILL)
        params = params_for(self.model, now.job, self._wanted())
        self._worker.submit(
            Generate(running.request_id, now.prompt, params, now.style or None, running.cancel)
        )

    # --- waiting ----------------------------------------------------------------------------------

    def withdraw(self, conversation_id: int) -> None:
        """Take back what waits in a conversation, which goes too if nothing else is in it.

        Raises StoreError; then it waits on.
        """
        waiting = self._line.of(conversation_id)
        if waiting is None:
            return
        if waiting.replaces is None and not waiting.has_begun:
            self._history.delete_message(waiting.request.id)
        self._line.drop(conversation_id)
        left = self._stored(conversation_id)
        if not left and self._history.article(conversation_id) is None:
            self.delete(conversation_id)
        elif conversation_id == self.conversation_id:
            self._messages = left
            self._show()
        self._listener.on_waiting()
        self._listener.on_conversations()

    def _be_idle(self) -> None:
        super()._be_idle()
        while self.state is ChatState.IDLE and (asked := self._line.take()) is not None:
            try:
                self._start(asked)
            except (StoreError, PromptError, RemoteError) as failure:
                if failure.code not in _ERASED:  # by another window
                    self._listener.on_error(failure, None)
            self._listener.on_waiting()
        self.ahead.set_free(self.state is ChatState.IDLE and not self.is_shared)

    def settle(self) -> None:
        """Raise EngineError("model-busy") or StoreError unless everything is at rest and saved."""
        if self._running is not None or self.state is ChatState.COMPARING:
            raise EngineError("model-busy")
        self._save_ended(now=True)
        if self._unsaved:
            raise StoreError("answer-unsaved")

    # --- events -----------------------------------------------------------------------------------

    def handle(self, event: Event) -> None:
        """Take an event of the worker; those of requests that are over are dropped."""
        running = self._running
        if self._take_of_model(event) or running is None:
            return
        if event.request_id == running.request_id:
            self._on_running(running, event)

    def _on_running(self, running: RunningAnswer, event: Event) -> None:
        if isinstance(event, Progress):
            self._listener.on_progress(event)
        elif isinstance(event, Delta):
            self._on_delta(running, event)
        elif isinstance(event, Done):
            if self.state is not ChatState.STOPPING:  # what is seen at the key is the answer
                running.text = event.text or running.text
            self._finish(running, _STATUS[event.reason], usage=event.usage)
        elif isinstance(event, Failed):
            self._finish(running, "failed", error=event.error)

    def _on_delta(self, running: RunningAnswer, event: Delta) -> None:
        if self.state is ChatState.STOPPING:
            return  # what came after the key is not wanted
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

    def has_work(self) -> bool:
        """True while something is answered or waits, or an answer is not in the history."""
        return self._running is not None or bool(self.line()) or self.has_unsaved()

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
            self._be_idle()
            return
        if running.conversation_id == self.conversation_id:
            self._messages = [message if m.id == message.id else m for m in self._messages]
            self._listener.on_answer(message)
        kept = self._settle_replaced(running, message, is_saved=is_saved)
        if error is not None:
            self._listener.on_error(error, message.id if kept else None)
        self._listener.on_conversations()
        self._go_on(message)
        self._be_idle()

    def _go_on(self, message: StoredMessage) -> None:
        """After a part the next one, or the whole, behind the others that wait."""
        asked = self._asked
        if asked is None or asked.plan is None:
            return
        from newsassistant.app.asked import is_part_done

        if is_part_done(message):
            self._line.add(replace(asked, replaces=None, has_begun=True))

    def _settle_replaced(
        self, running: RunningAnswer, message: StoredMessage, *, is_saved: bool
    ) -> bool:
        """After `regenerate`: show the old answer again if the new one failed or has no text.

        False when the new one is gone.
        """
        old = running.replaces
        kept = old is None or is_answered(message)
        if kept and not is_saved:
            self._unsaved.add(running)
        if old is not None and not kept:
            self._go_back(message, old)
        return kept

    def _go_back(self, message: StoredMessage, old: StoredMessage) -> None:
        try:
            self._history.delete_message(message.id)
            self._history.show_message(old.id)
        except StoreError as failure:
            self._listener.on_error(failure, None)
        if message.conversation_id == self.conversation_id:
            self._messages = [old if m.id == message.id else m for m in self._messages]
            self._show()

    def close(self) -> None:
        """Cancel the running answer, save what is there, end the worker."""
        self._line.clear()
        running = self._running
        if running is not None:
            running.cancel.cancel()
            self._finish(running, "stopped")
        self._save_ended(now=True)
        self._worker.close()
