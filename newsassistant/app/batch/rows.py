"""The engine's side of a run: requests come in, many are answered at once, events go out.

All but `Feed` belongs to the engine thread.
"""

from __future__ import annotations

import contextlib
import queue
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from newsassistant.core.errors import EngineError
from newsassistant.core.types import Event, Failed, GenerationParams, Prompt
from newsassistant.engine.protocol import Engine

if TYPE_CHECKING:
    from newsassistant.engine.batching.batch import Batch
    from newsassistant.engine.engine import OpenVinoEngine

POLL_S = 0.1
Post = Callable[[Event], None]
GiveWay = Callable[[Callable[[], None]], None]
"""Lets others use the engine if they wait for it, calling what it is given before they do."""


def keep_on(make_way: Callable[[], None]) -> None:
    """The `GiveWay` of those who have the engine for themselves."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request; `prefix` is the style, None the base model."""

    id: str
    prompt: Prompt
    params: GenerationParams
    prefix: Path | None = None


class Rows(Protocol):
    """What a run needs of a batch that is open."""

    @property
    def least(self) -> int:
        """Rows that a pass always has, so that no answer depends on its neighbours."""

    @property
    def is_idle(self) -> bool:
        """True where `step` has nothing to do."""

    def submit(self, asked: Asked) -> None:
        """Let a request wait for its turn."""

    def step(self) -> list[Event]:
        """One pass; raises EngineError, and `lost` then names what was lost with it."""

    def make_way(self) -> None:
        """Let others use the model until the next `step`."""

    def lost(self) -> list[str]:
        """Give up what was begun, and make ready for what waits."""


OpenRows = Callable[[Engine, int, int], Rows]
"""Opens a batch of so many rows, in so many bytes of cache; engine thread."""


class Feed:
    """What is to be asked, handed from thread to thread."""

    def __init__(self) -> None:
        self._asked: queue.SimpleQueue[Asked | None] = queue.SimpleQueue()
        self._closed = False
        self.stopped = False

    def put(self, asked: Asked) -> None:
        """One more request."""
        self._asked.put(asked)

    def close(self) -> None:
        """There will be no more."""
        self._asked.put(None)

    def stop(self) -> None:
        """Answer no further; what was begun is given up after the present pass."""
        self.stopped = True
        self.close()

    def hand_over(self, rows: Rows) -> bool:
        """Submit what has come, after a moment where there is nothing to do; False at the end."""
        waits = rows.is_idle and not self._closed
        with contextlib.suppress(queue.Empty):
            while not self.stopped:
                asked = self._asked.get(timeout=POLL_S) if waits else self._asked.get_nowait()
                waits = False
                if asked is None:
                    self._closed = True
                else:
                    rows.submit(asked)
        return not self.stopped and not (rows.is_idle and self._closed)


def serve(rows: Rows, feed: Feed, post: Post, give_way: GiveWay = keep_on) -> None:
    """Answer what the feed brings until it ends; a request that was lost has `Failed`.

    Between steps those who go first may have the engine. Raises ModelError where it cannot go on
    after a failure.
    """
    while feed.hand_over(rows):
        give_way(rows.make_way)
        if rows.is_idle:
            continue
        try:
            events = rows.step()
        except EngineError as error:
            events = [Failed(lost, error) for lost in rows.lost()]
        for event in events:
            post(event)


def open_rows(engine: Engine, rows: int, cache_bytes: int) -> Rows:
    """A batch on the engine of the program; raises EngineError."""
    from newsassistant.engine.batching.opening import open_batch
    from newsassistant.engine.engine import OpenVinoEngine

    assert isinstance(engine, OpenVinoEngine)
    batch = open_batch(engine, rows=rows, cache_bytes=cache_bytes, fills=True)
    return _BatchRows(engine, batch)


@dataclass(frozen=True, slots=True)
class _BatchRows:
    """`Rows` of an engine's batch."""

    engine: OpenVinoEngine
    batch: Batch

    @property
    def least(self) -> int:
        return self.batch.least

    @property
    def is_idle(self) -> bool:
        return self.batch.is_idle

    def submit(self, asked: Asked) -> None:
        from newsassistant.engine.batching.batch import BatchRequest

        self.batch.submit(BatchRequest(asked.id, asked.prompt, asked.params, asked.prefix))

    def step(self) -> list[Event]:
        from newsassistant.engine.batching.opening import step

        return step(self.engine, self.batch)

    def make_way(self) -> None:
        self.batch.make_way()

    def lost(self) -> list[str]:
        return self.batch.lost()
