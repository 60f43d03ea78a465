"""The engine's side of the server: takes who waits in turn, and lets the batch answer.

Engine thread only; events go out through one callback.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from newsassistant.core.errors import EngineError
from newsassistant.core.types import Article, Done, Event, Failed, Progress, Prompt, Reads, Usage
from newsassistant.engine.protocol import Engine
from newsassistant.server.line import Asked, Line
from newsassistant.text.prompts.prompt import Fit, fit

if TYPE_CHECKING:
    from pathlib import Path

    from newsassistant.engine.batching.batch import Batch
    from newsassistant.engine.engine import OpenVinoEngine

POLL_S = 0.5
OPENED = "opened"
Post = Callable[[Event], None]


@dataclass(frozen=True, slots=True)
class Counted:
    """The tokens of a prompt, and of the context that it and its answer share."""

    prompt: int
    context: int


class Rows(Protocol):
    """What the server needs of an open batch."""

    @property
    def least(self) -> int:
        """Rows that a pass always has, so that no answer depends on its neighbours."""

    @property
    def is_idle(self) -> bool:
        """True where `step` has nothing to do."""

    def waiting(self) -> int:
        """Requests that were submitted and are not being read yet."""

    def submit(self, asked: Asked) -> None:
        """Let a request be read next."""

    def step(self) -> list[Event]:
        """One pass; raises EngineError, and `lost` then names what was lost with it."""

    def lost(self) -> list[str]:
        """Give up what was begun, and make ready for what waits."""

    def count(self, prompt: Prompt, prefix: Path | None) -> Counted:
        """The length of a prompt; raises PrefixError."""

    def fit(self, article: Article, reads: Reads, prefix: Path | None) -> Fit:
        """What is read of an article against the room for it; raises PrefixError."""


OpenRows = Callable[[Engine, int, int], Rows]
"""Opens a batch of so many rows, in so many bytes of cache."""


@dataclass(slots=True)
class Answering:
    """Answers what stands in the line until it is closed, `rows` requests at once.

    One user has three quarters of the rows at most, so that whoever comes next is read at once, and
    beside others no more than a fair part of them.
    """

    line: Line
    rows: int
    cache_bytes: int
    open_rows: OpenRows
    _users: dict[str, str] = field(default_factory=dict)  # of what is being answered
    _running: Counter[str] = field(default_factory=Counter)

    def use(self, engine: Engine, post: Post) -> None:
        """What an engine is lent for; raises NewsAssistantError where it cannot go on."""
        rows = self.open_rows(engine, self.rows, self.cache_bytes)
        post(Progress(OPENED, "loading", rows.least, self.rows))
        while not (self.line.closed and rows.is_idle):
            self._do_call(rows)
            for asked in self.line.take_cancelled():
                post(Done(asked.id, "cancelled", Usage()))
            self._take(rows, post)
            if rows.is_idle:
                self.line.wait(POLL_S)
            else:
                self._step(rows, post)

    def _most_of_one(self) -> int:
        active = self.line.active()
        return max(1, self.rows * 3 // 4 if active < 2 else -(-self.rows // active))

    def _take(self, rows: Rows, post: Post) -> None:
        """Hand over one at a time, so that the line decides whose turn it is."""
        while not rows.waiting() and len(self._users) < self.rows:
            asked = self.line.take(self._running, self._most_of_one())
            if asked is None:
                return
            self._users[asked.id] = asked.user
            self._running[asked.user] += 1
            rows.submit(asked)
            post(Progress(asked.id, "prefill", 0, 0))

    def _step(self, rows: Rows, post: Post) -> None:
        try:
            events = rows.step()
        except EngineError as error:
            events = [Failed(lost, error) for lost in rows.lost()]
        for event in events:
            if isinstance(event, Done | Failed):
                user = self._users.pop(event.request_id)
                self._running[user] -= 1
                if not self._running[user]:
                    del self._running[user]
            post(event)

    def _do_call(self, rows: Rows) -> None:
        """One between two passes, which answers wait for; what nobody waits for is passed over."""
        while (call := self.line.take_call()) is not None:
            work, future = call
            if not future.set_running_or_notify_cancel():
                continue
            try:
                result: Any = work(rows)
            except BaseException as error:
                future.set_exception(error)
            else:
                future.set_result(result)
            return


def open_rows(engine: Engine, rows: int, cache_bytes: int) -> Rows:
    """A batch on the engine of the program; raises EngineError."""
    from newsassistant.engine.batching.opening import open_batch
    from newsassistant.engine.engine import OpenVinoEngine

    assert isinstance(engine, OpenVinoEngine)
    return _BatchRows(engine, open_batch(engine, rows=rows, cache_bytes=cache_bytes))


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

    def waiting(self) -> int:
        return self.batch.waiting()

    def submit(self, asked: Asked) -> None:
        from newsassistant.engine.batching.batch import BatchRequest

        self.batch.submit(
            BatchRequest(
                *(asked.id, asked.prompt, asked.params),
                prefix=asked.prefix,
                user=asked.user,
                cancel=asked.cancel,
            )
        )

    def step(self) -> list[Event]:
        from newsassistant.engine.batching.opening import step

        return step(self.engine, self.batch)

    def lost(self) -> list[str]:
        return self.batch.lost()

    def count(self, prompt: Prompt, prefix: Path | None) -> Counted:
        return Counted(len(self.engine.need().ids_of(prompt)), self._context(prefix))

    def fit(self, article: Article, reads: Reads, prefix: Path | None) -> Fit:
        loaded = self.engine.need()
        return fit(article, loaded.template, loaded.tokenizer, self._context(prefix), reads)

    def _context(self, prefix: Path | None) -> int:
        loaded = self.engine.need()
        rows = loaded.rows_of(prefix)
        return loaded.context_length - (rows.position_offset if rows is not None else 0)
