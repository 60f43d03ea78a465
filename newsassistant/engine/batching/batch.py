"""Answers many requests with one loaded model: each is read alone, all are written together.

Knows nothing of threads, files or networks: its owner calls `step` until nothing is left. Engine
thread only.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from newsassistant.core.errors import NewsAssistantError
from newsassistant.core.types import (
    CancelToken,
    Done,
    Event,
    Failed,
    GenerationParams,
    Prompt,
    Request,
    Usage,
)
from newsassistant.engine.batching.answer import Answer
from newsassistant.engine.batching.rows import COPIES, BatchRuntime, ReadRow
from newsassistant.engine.batching.turns import Turns
from newsassistant.engine.layout import Layout
from newsassistant.engine.prefix_rows import PrefixRows
from newsassistant.engine.runtime import Runtime
from newsassistant.text.prompts.prompt import check_room
from newsassistant.text.tokenizers.tokenizer import Tokenizer

GROUP = 4
"""Rows that wait for each other before they are put beside those that are being written."""


@dataclass(frozen=True, slots=True)
class BatchRequest:
    """One question of one user, in the style that `prefix` holds; None: the base model's."""

    id: str
    prompt: Prompt
    params: GenerationParams = field(default_factory=GenerationParams)
    prefix: Path | None = None
    user: str = ""
    cancel: CancelToken = field(default_factory=CancelToken)


class Loaded(Protocol):
    """What a batch needs of a loaded model."""

    @property
    def runtime(self) -> Runtime:
        """Reads the rows."""

    @property
    def layout(self) -> Layout:
        """How prompts are read."""

    @property
    def tokenizer(self) -> Tokenizer:
        """Makes text of ids."""

    @property
    def stop_ids(self) -> Collection[int]:
        """That end an answer."""

    @property
    def context_length(self) -> int:
        """Tokens that a prompt and its answer may take without a prefix."""

    def drop_runtime(self) -> None:
        """Have the model compiled anew when it is asked next: a failed pass may spoil all later."""

    def rows_of(self, prefix: Path | None) -> PrefixRows | None:
        """A style made ready; raises PrefixError."""

    def ids_of(self, prompt: Prompt) -> list[int]:
        """A prompt up to where its answer starts; raises PromptError."""


@dataclass(slots=True)
class _Row:
    """A request that has been taken from the queue; `done` of its ids are read."""

    asked: BatchRequest
    answer: Answer
    offset: int  # what its prefix takes of the cache, at most
    done: int = 0

    @property
    def ids(self) -> Sequence[int]:
        """Of its prompt."""
        return self.answer.request.ids

    @property
    def most_slots(self) -> int:
        """Of the cache that it takes at its end."""
        return self.offset + len(self.ids) + self.answer.max_tokens


class Batch:
    """`rows` answers at most are written at once, in at most `cache_bytes` of KV cache.

    `least` is the number of rows from which on neighbours change nothing (`steady.least_rows`).
    With `fills` all places are taken before an id is written, which is fastest for who waits for
    all answers; without, reading and writing take turns, so that no answer stands still.
    """

    def __init__(
        self, loaded: Loaded, *, rows: int, least: int = 1, cache_bytes: int, fills: bool = False
    ) -> None:
        self._loaded = loaded
        self.least = least
        self._most_rows = rows
        self._slots = max(1, cache_bytes // (COPIES * loaded.runtime.token_bytes))
        self._fills = fills
        self._waiting: Turns[BatchRequest] = Turns()
        self._next: _Row | None = None  # is being read, or waits for room
        self._read: list[tuple[_Row, ReadRow]] = []
        self._written: dict[int, _Row] = {}
        self._numbers = itertools.count()
        self._runtime = BatchRuntime(loaded.runtime, least=least)

    # --- what its owner calls -------------------------------------------------------------------

    def submit(self, request: BatchRequest) -> None:
        """Let a request wait for its turn; its events come from `step`."""
        self._waiting.put(request.user, request)

    def waiting(self, user: str | None = None) -> int:
        """Requests that nobody reads yet, of all users or of one."""
        return len(self._waiting) if user is None else self._waiting.count(user)

    @property
    def is_idle(self) -> bool:
        """True where `step` has nothing to do."""
        return not (self._waiting or self._next or self._read or self._written)

    def step(self) -> list[Event]:
        """One pass of reading, of writing, or of both; what has come of it.

        An error of one request ends that one only. Raises EngineError where the device fails; what
        was read or written is lost then, and `lost` names it.
        """
        events = self._drop_cancelled()
        if self._next is None:
            events += self._take_next()
        if self._next is not None and self._has_room(self._next):
            events += self._read_on(self._next)
            if self._fills and not self._is_full():
                return events
        self._admit()
        if self._written:
            events += self._write()
        return events

    def make_way(self) -> None:
        """Let others use the runtime until the next `step`: a half-read prompt is read anew."""
        if self._next is not None:
            self._next.done = 0

    def lost(self) -> list[str]:
        """Give up what is being read and written, after a failure; the ids of its requests."""
        rows = self._rows()
        self._next = None
        self._read.clear()
        self._written.clear()
        self._loaded.drop_runtime()
        self._runtime = BatchRuntime(self._loaded.runtime, least=self.least)
        return [row.asked.id for row in rows]

    # --- reading --------------------------------------------------------------------------------

    def _rows(self) -> list[_Row]:
        """All that have been taken from the queue."""
        rows = [] if self._next is None else [self._next]
        return rows + [row for row, _ in self._read] + list(self._written.values())

    def _is_full(self) -> bool:
        """True where nothing more is read before something has been written."""
        if self._next is not None:
            return not self._has_room(self._next)
        return not self._waiting or len(self._rows()) >= self._most_rows

    def _has_room(self, row: _Row) -> bool:
        """One row always has; more as long as the longest of them fits as often."""
        rows = [other for other in self._rows() if other is not row]
        if not rows:
            return True
        count = max(len(rows) + 1, self._runtime.least)
        longest = max(other.most_slots for other in (*rows, row))
        return len(rows) < self._most_rows and count * longest <= self._slots

    def _take_next(self) -> list[Event]:
        """Whose turn it is; a request that cannot be read has failed."""
        asked = self._waiting.next()
        if asked is None:
            return []
        try:
            self._next = self._open(asked)
        except NewsAssistantError as error:
            return [Failed(asked.id, error)]
        return []

    def _open(self, asked: BatchRequest) -> _Row:
        loaded = self._loaded
        ids = loaded.ids_of(asked.prompt)
        prefix = loaded.rows_of(asked.prefix)
        context = loaded.context_length - (prefix.position_offset if prefix else 0)
        check_room(ids, context)
        answer = Answer(
            Request(asked.id, tuple(ids), asked.params, asked.cancel),
            loaded.tokenizer,
            loaded.stop_ids,
            min(asked.params.max_tokens, context - len(ids)),
        )
        return _Row(asked, answer, prefix.length if prefix else 0)

    def _read_on(self, row: _Row) -> list[Event]:
        """Read as much of a prompt as a pass takes; behind its end comes the first id."""
        runtime, ids = self._loaded.runtime, row.ids
        if not row.done:
            runtime.use_prefix(self._loaded.rows_of(row.asked.prefix))
            row.answer.reused = row.done = runtime.reuse(ids)
        past = row.done + runtime.prefix_length
        end = max(row.done + runtime.chunk.behind(past), self._loaded.layout.whole(ids))
        end = min(end, len(ids))
        started = time.perf_counter()
        logits = runtime.feed(ids[row.done : end])
        runtime.chunk.learn(end - row.done, past, time.perf_counter() - started)
        row.done = end
        if end < len(ids):
            return []
        self._next = None
        events = list(row.answer.take(logits))
        if row.answer.reason is None:
            self._read.append((row, ReadRow.of(runtime)))
            return events
        return events + list(row.answer.end())

    # --- writing --------------------------------------------------------------------------------

    def _admit(self) -> None:
        """Put what was read beside the others, in groups as long as others are being written."""
        more = self._next is not None or bool(self._waiting)
        blocked = self._next is not None and not self._has_room(self._next)
        waits = bool(self._written) and more and not blocked and len(self._read) < GROUP
        if not self._read or waits:
            return
        new = {next(self._numbers): each for each in self._read}
        self._read = []
        self._written |= {key: row for key, (row, _) in new.items()}
        self._runtime.admit({key: read for key, (_, read) in new.items()})

    def _write(self) -> list[Event]:
        """Feed the last id of each answer, and take the next one."""
        found = self._runtime.step({key: row.answer.next_id for key, row in self._written.items()})
        events: list[Event] = []
        for key, logits in found.items():
            answer = self._written[key].answer
            events += answer.take(logits)
            if answer.reason is not None:
                events += answer.end()
                self._let_go(key)
        return events

    def _let_go(self, key: int) -> None:
        del self._written[key]
        self._runtime.drop(key)
        if not self._written:
            self._runtime.reset()

    def _drop_cancelled(self) -> list[Event]:
        """End what nobody waits for any more, wherever it is."""
        events: list[Event] = []
        for asked in self._waiting.remove(lambda each: each.cancel.cancelled):
            events.append(Done(asked.id, "cancelled", Usage()))
        for row in self._rows():
            if row.asked.cancel.cancelled:
                events += row.answer.end("cancelled")
        for key in [k for k, row in self._written.items() if row.asked.cancel.cancelled]:
            self._let_go(key)
        self._read = [each for each in self._read if not each[0].asked.cancel.cancelled]
        if self._next is not None and self._next.asked.cancel.cancelled:
            self._next = None
        return events
