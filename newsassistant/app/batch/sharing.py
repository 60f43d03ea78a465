"""The engine of a window, shared with its conversations: a run has it when nobody asks anything.

`SharedEngine` belongs to the thread of a run; what it is given runs on the engine's thread.
"""

from __future__ import annotations

import queue
from collections.abc import Callable, Generator

from newsassistant.app.batch.rows import Post
from newsassistant.app.worker import Command, GiveWay, Share
from newsassistant.core.errors import EngineError, NewsAssistantError
from newsassistant.core.outside import clause_of
from newsassistant.core.types import Done, Event, Failed, Usage
from newsassistant.engine.protocol import Engine

POLL_S = 0.1
_END = "shared"


class SharedEngine:
    """Lends as `OneShot` does; `submit` is that of an `EngineWorker`. One loan at a time."""

    def __init__(self, submit: Callable[[Command], None]) -> None:
        self._submit = submit
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._is_over = False
        self._give_way: GiveWay | None = None

    def give_way(self, make_way: Callable[[], None]) -> None:
        """Let who waits for an answer have the engine; engine thread, within `use` only."""
        assert self._give_way is not None
        self._give_way(make_way)

    def lend(self, use: Callable[[Engine, Post], None]) -> Generator[Event | None, None, None]:
        """Let `use` have the engine on its thread, and hand over the events that it posts.

        None comes ten times a second where no event does. Raises what ends `use`. What chat had
        read is forgotten before and after.
        """
        self._submit(Share(_END, lambda engine, give_way: self._carry(use, engine, give_way)))
        try:
            while True:
                try:
                    event = self._events.get(timeout=POLL_S)
                except queue.Empty:
                    yield None
                    continue
                if event.request_id != _END:
                    yield event
                elif isinstance(event, Failed):
                    raise event.error
                else:
                    return
        finally:
            self._is_over = True  # it may not have begun: an answer was being written

    def _carry(
        self, use: Callable[[Engine, Post], None], engine: Engine, give_way: GiveWay
    ) -> None:
        if self._is_over:
            return
        self._give_way = give_way
        try:
            use(engine, self._events.put)
        except NewsAssistantError as error:
            self._events.put(Failed(_END, error))
        except BaseException as error:
            self._events.put(Failed(_END, EngineError("unexpected", detail=clause_of(error))))
            raise
        else:
            self._events.put(Done(_END, "stop", Usage()))
        finally:
            engine.forget()
