"""Drives the engine thread step by step for a caller that waits: load, measure, answer.

Nothing that passes through here is kept.
"""

from __future__ import annotations

import itertools
import queue
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from types import TracebackType

from newsassistant.app.worker import EngineWorker, Generate, Lend, Load, Locate, Measure
from newsassistant.core.types import (
    Article,
    CancelToken,
    Done,
    Event,
    Failed,
    GenerationParams,
    Measured,
    ModelInfo,
    ModelReady,
    Progress,
    Prompt,
    Reads,
)
from newsassistant.engine.protocol import Engine

# Short enough that Ctrl-C feels immediate where a blocked wait cannot be interrupted (Windows).
POLL_S = 0.1
CLOSE_TIMEOUT_S = 5.0

OnStage = Callable[[Progress], None]


def never() -> bool:
    """Nobody wants to stop."""
    return False


class OneShot:
    """A context manager around one `EngineWorker`; all calls belong to the thread that made it."""

    def __init__(self, make_engine: Callable[[], Engine], locate: Locate) -> None:
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._worker = EngineWorker(make_engine, locate, self._events.put)
        self._numbers = itertools.count(1)

    def __enter__(self) -> OneShot:
        self._worker.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._worker.close()
        self._worker.join(CLOSE_TIMEOUT_S)

    def load(self, model_id: str, on_stage: OnStage, *, measure_again: bool = False) -> ModelInfo:
        """Load a model, the starter being built first if need be; raises ModelError.

        `measure_again`: find out anew how this machine runs it best.
        """
        for event in self._events_of(Load(self._new_id(), model_id, measure_again)):
            if isinstance(event, Progress):
                on_stage(event)
            elif isinstance(event, ModelReady):
                return event.model
        raise AssertionError("the engine thread sends an end for every request")

    def measure(self, article: Article, reads: Reads = None) -> Measured:
        """Count the tokens of what is read of an article against the loaded model's room."""
        for event in self._events_of(Measure(self._new_id(), article, reads)):
            if isinstance(event, Measured):
                return event
        raise AssertionError("the engine thread sends an end for every request")

    def answer(
        self,
        prompt: Prompt,
        params: GenerationParams,
        *,
        prefix: Path | None = None,
        wants_stop: Callable[[], bool] = never,
    ) -> Generator[Event, None, None]:
        """`Progress` and `Delta` events, then one `Done`; raises what `Failed` brings.

        `prefix` is the style, None the base model. `wants_stop` is asked ten times a second and
        after each event; once it says yes, the answer ends with `Done("cancelled")`. Leaving the
        iterator early cancels too.
        """
        cancel = CancelToken()
        command = Generate(self._new_id(), prompt, params, prefix, cancel)

        def check() -> None:
            if not cancel.cancelled and wants_stop():
                cancel.cancel()

        try:
            yield from self._events_of(command, check)
        finally:
            cancel.cancel()

    def lend(
        self, use: Callable[[Engine, Callable[[Event], None]], None]
    ) -> Generator[Event | None, None, None]:
        """Let `use` have the engine on its thread, and hand over the events that it posts.

        None comes ten times a second where no event does. Raises what ends `use`.
        """
        command = Lend(self._new_id(), use)
        self._worker.submit(command)
        while True:
            try:
                event = self._events.get(timeout=POLL_S)
            except queue.Empty:
                yield None
                continue
            if event.request_id != command.request_id:
                yield event
            elif isinstance(event, Failed):
                raise event.error
            else:
                return

    def _events_of(
        self, command: Load | Generate | Measure, between: Callable[[], None] = lambda: None
    ) -> Iterator[Event]:
        """The events of one command to its end; those of earlier, abandoned ones are dropped."""
        self._worker.submit(command)
        while True:
            between()
            try:
                event = self._events.get(timeout=POLL_S)
            except queue.Empty:
                continue
            if event.request_id != command.request_id:
                continue
            if isinstance(event, Failed):
                raise event.error
            yield event
            if isinstance(event, Done | ModelReady | Measured):
                return

    def _new_id(self) -> str:
        return f"oneshot-{next(self._numbers)}"
