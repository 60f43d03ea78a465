"""Two styles on one article: asked one after the other, kept side by side, one taken over.

Main thread only.
"""

from __future__ import annotations

import enum
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Protocol

from newsassistant.app.turns import JobFor, Wanted, params_for
from newsassistant.app.worker import Command, Generate
from newsassistant.core.errors import EngineError, NewsAssistantError, StoreError
from newsassistant.core.types import (
    Article,
    CancelToken,
    Delta,
    Done,
    Event,
    Failed,
    Message,
    ModelInfo,
    Progress,
    Prompt,
    Reads,
    Usage,
)
from newsassistant.text.counts import Counts, count
from newsassistant.text.prompts.presets import DEFAULT_PRESET, SHIPPED, Preset


class SideState(enum.Enum):
    """How far a side is; EMPTY before it was asked."""

    EMPTY = "empty"
    WAITING = "waiting"
    READING = "reading"
    ANSWERING = "answering"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Side:
    """One style's answer; `prefix` "" is the base model. `counts` come with the end of the text.

    `is_cut` tells that the answer ended at the length limit.
    """

    prefix: str = ""
    state: SideState = SideState.EMPTY
    text: str = ""
    usage: Usage | None = None
    is_cut: bool = False
    counts: Counts | None = None
    error: NewsAssistantError | None = None

    @property
    def is_usable(self) -> bool:
        """True for an answer that has ended with text, if only because it was stopped."""
        ended = self.state in (SideState.DONE, SideState.STOPPED)
        return ended and bool(self.text.strip())


class Worker(Protocol):
    """What the service needs of `app.worker.EngineWorker`."""

    def submit(self, command: Command) -> None:
        """Queue a command."""


class ModelOwner(Protocol):
    """What the service needs of `app.chat.ChatService`, which uses the same model."""

    model: ModelInfo | None

    def lend(self) -> None:
        """Ask nothing of the model until `take_back`; raises EngineError("model-busy")."""

    def take_back(self) -> None:
        """The model is free again."""

    def adopt(
        self,
        article: Article,
        preset_id: str,
        text: str,
        *,
        prefix: str,
        status: str,
        usage: Usage | None,
        reads: Reads,
    ) -> None:
        """Take an answer into the conversation; raises EngineError or StoreError."""


class CompareListener(Protocol):
    """Told of every change, on the main thread."""

    def on_side(self, index: int, side: Side) -> None:
        """A side has another state, style or answer; not called for every word."""

    def on_delta(self, index: int, text: str) -> None:
        """A side's answer has grown."""

    def on_progress(self, index: int, progress: Progress) -> None:
        """Reading for a side has advanced."""

    def on_running(self, running: bool) -> None:
        """The answers have begun, or all of them have ended."""


@dataclass(slots=True)
class _Request:
    """The side that is being answered."""

    id: str
    index: int
    cancel: CancelToken = field(default_factory=CancelToken)


class CompareService:
    """Index 0 is the left side, 1 the right one; they never have the same style."""

    def __init__(
        self,
        worker: Worker,
        owner: ModelOwner,
        listener: CompareListener,
        *,
        job_for: JobFor = SHIPPED.get,
        wanted: Callable[[], Wanted] = Wanted,
    ) -> None:
        self.article: Article | None = None
        self.reads: Reads = None
        self.preset_id = DEFAULT_PRESET
        self._worker = worker
        self._owner = owner
        self._listener = listener
        self._job_for, self._wanted = job_for, wanted
        self._sides = [Side(), Side()]
        self._done: dict[tuple[Preset | None, str], Side] = {}  # by job and style, for this article
        self._subject: tuple[object, ...] = ()
        self._running: _Request | None = None
        self._job = SHIPPED[DEFAULT_PRESET]  # that of the answers that run
        self._waiting: list[int] = []
        self._numbers = itertools.count(1)

    @property
    def sides(self) -> tuple[Side, Side]:
        """Both sides as they are now."""
        return self._sides[0], self._sides[1]

    @property
    def is_running(self) -> bool:
        """True from `run` to the end of the last answer, also while it is being stopped."""
        return self._running is not None

    # --- what is compared -------------------------------------------------------------------------

    def open(
        self,
        article: Article,
        preset_id: str,
        prefixes: tuple[str, str],
        *,
        reads: Reads = None,
    ) -> None:
        """Choose all there is to choose; answers are forgotten with another article or model.

        Raises EngineError("model-busy") while answers run.
        """
        self._check_free()
        model = self._owner.model
        model_id = model.id if model is not None else ""
        subject = (article.digest, reads, model_id, self._wanted())
        if subject != self._subject:
            self._subject = subject
            self._done.clear()
        self.article, self.reads, self.preset_id = article, reads, preset_id
        for index, prefix in enumerate(prefixes):
            self._show(index, prefix)

    def forget(self) -> None:
        """Know no article and no answer any more; what runs ends and is not kept."""
        self.stop()
        self.article, self._subject = None, ()
        self._done.clear()
        for index, side in enumerate(self.sides):
            self._set(index, Side(side.prefix))

    def set_preset(self, preset_id: str) -> None:
        """Choose another job; raises EngineError("model-busy") while answers run."""
        self._check_free()
        self.preset_id = preset_id
        for index, side in enumerate(self.sides):
            self._show(index, side.prefix)

    def choose(self, index: int, prefix: str) -> None:
        """Give a side another style; if the other side has that one, they change places.

        Raises EngineError("model-busy") while answers run.
        """
        self._check_free()
        previous, other = self._sides[index].prefix, 1 - index
        if prefix != previous and self._sides[other].prefix == prefix:
            self._show(other, previous)
        self._show(index, prefix)

    def _show(self, index: int, prefix: str) -> None:
        """What this style has answered before, or nothing."""
        self._set(index, self._done.get((self._job_for(self.preset_id), prefix), Side(prefix)))

    # --- the answers ------------------------------------------------------------------------------

    def run(self) -> None:
        """Answer the sides that have no whole answer, or both anew; nothing without an article.

        Raises EngineError("model-busy"), and StoreError("job-missing") for a job that was deleted.
        """
        self._check_free()
        if self.article is None:
            return
        job = self._job_for(self.preset_id)
        if job is None:
            raise StoreError("job-missing", job=self.preset_id)
        self._job = job
        self._owner.lend()
        missing = [i for i, side in enumerate(self.sides) if side.state is not SideState.DONE]
        self._waiting = missing or [0, 1]
        for index in self._waiting:
            self._set(index, Side(self._sides[index].prefix, SideState.WAITING))
        self._start_next(self.article)
        self._listener.on_running(True)

    def stop(self) -> None:
        """End what runs; texts stay, and a side that has not begun stays empty."""
        if self._running is None:
            return
        self._running.cancel.cancel()
        waiting, self._waiting = self._waiting, []
        for index in waiting:
            self._change(index, state=SideState.STOPPED)

    def use(self, index: int) -> None:
        """Take a side's answer into the conversation, as if it had been asked for there.

        Nothing for one that has no answer. Raises EngineError("model-busy") and StoreError.
        """
        self._check_free()
        side = self._sides[index]
        if self.article is None or not side.is_usable:
            return
        status = "stopped" if side.state is SideState.STOPPED else "done"
        self._owner.adopt(
            self.article,
            self.preset_id,
            side.text,
            prefix=side.prefix,
            status="length" if side.is_cut else status,
            usage=side.usage,
            reads=self.reads,
        )

    def _start_next(self, article: Article) -> None:
        index = self._waiting.pop(0)
        request = _Request(f"compare-{next(self._numbers)}", index)
        self._running = request
        self._change(index, state=SideState.READING)
        instruction = self._job.instruction(article.language)
        self._worker.submit(
            Generate(
                request.id,
                Prompt((Message("user", instruction),), article, self.reads),
                params_for(self._owner.model, self._job, self._wanted()),
                self._sides[index].prefix or None,
                cancel=request.cancel,
            )
        )

    def handle(self, event: Event) -> None:
        """Take an event of the worker; those of the chat and of what is over are dropped."""
        running = self._running
        if running is None or event.request_id != running.id:
            return
        if isinstance(event, Progress):
            self._listener.on_progress(running.index, event)
        elif isinstance(event, Delta):
            self._on_delta(running.index, event.text)
        elif isinstance(event, Done):
            self._on_done(running.index, event)
        elif isinstance(event, Failed):
            self._end(running.index, SideState.FAILED, error=event.error)

    def _on_delta(self, index: int, text: str) -> None:
        if not text:
            return
        if self._sides[index].state is SideState.READING:
            self._change(index, state=SideState.ANSWERING)
        side = self._sides[index]
        self._sides[index] = replace(side, text=side.text + text)
        self._listener.on_delta(index, text)

    def _on_done(self, index: int, event: Done) -> None:
        if event.text:
            self._sides[index] = replace(self._sides[index], text=event.text)
        self._end(
            index,
            SideState.STOPPED if event.reason == "cancelled" else SideState.DONE,
            usage=event.usage,
            is_cut=event.reason == "length",
        )

    def _end(self, index: int, state: SideState, **facts: object) -> None:
        side = self._sides[index]
        counts = None
        if self.article is not None and side.text.strip():
            counts = count(side.text)
        if self.article is None:  # it was forgotten
            self._set(index, Side(side.prefix))
        else:
            self._change(index, state=state, counts=counts, **facts)
        if state is SideState.DONE and self.article is not None:
            self._done[self._job, side.prefix] = self._sides[index]
        if self._waiting and self.article is not None:
            self._start_next(self.article)
            return
        self._running = None
        self._owner.take_back()
        self._listener.on_running(False)

    # --- inside -----------------------------------------------------------------------------------

    def _change(self, index: int, **facts: object) -> None:
        self._set(index, replace(self._sides[index], **facts))  # type: ignore[arg-type]

    def _set(self, index: int, side: Side) -> None:
        self._sides[index] = side
        self._listener.on_side(index, side)

    def _check_free(self) -> None:
        if self._running is not None:
            raise EngineError("model-busy")
