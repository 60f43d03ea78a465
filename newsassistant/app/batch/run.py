"""The loop of a run: stories are read ahead, answered many at once, and each result is kept.

Three threads: one reads stories, the engine's own answers, and the caller's keeps the results.
"""

from __future__ import annotations

import queue
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from newsassistant.app.batch.ledger import Ledger
from newsassistant.app.batch.outcome import Outcome, State, outcome_of
from newsassistant.app.batch.results import Results
from newsassistant.app.batch.rows import Feed, GiveWay, OpenRows, Post, keep_on, serve
from newsassistant.app.batch.stories import Stories, Story
from newsassistant.app.batch.tasks import Question, Questions, Task
from newsassistant.app.oneshot import never
from newsassistant.core.errors import CancelledError, EngineError, NewsAssistantError
from newsassistant.core.types import CancelToken, Delta, Done, Event, Failed, ModelInfo, Progress
from newsassistant.engine.protocol import Engine

AHEAD = 3
"""Times the rows: questions that wait for the engine, so that it never waits for a file."""
GIVES_UP = 3
"""Requests that fail alone, one behind the other, until it is the engine's fault and not theirs."""
_OPENED = "opened"
_STORIES_AHEAD = 16
_POLL_S = 0.05


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a run goes about it; `cache_bytes` bounds the KV cache of all rows."""

    tasks: Sequence[Task]
    rows: int
    cache_bytes: int
    all_lines: bool = False
    retry_failed: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """Where a run is, in results. `kept` were there before; `left_s` 0 where it is not known."""

    total: int = 0
    made: int = 0
    failed: int = 0
    kept: int = 0
    left_s: float = 0.0

    @property
    def done(self) -> int:
        """All that needs no more work."""
        return self.made + self.failed + self.kept


class Lender(Protocol):
    """Who has the engine: `OneShot`, or the `SharedEngine` of a window."""

    def lend(self, use: Callable[[Engine, Post], None]) -> Generator[Event | None, None, None]:
        """Let `use` have it on its thread; the events that it posts, None where none comes."""


@dataclass(slots=True)
class Run:
    """One run; `go` is called once. `results` makes a line of an answer.

    `on_told` is called for each result as it begins to be written, and as it has ended.
    """

    engine: Lender
    model: ModelInfo
    stories: Stories
    ledger: Ledger
    results: Results
    wishes: Wishes
    open_rows: OpenRows
    cancel: CancelToken  # of the stories
    on_count: Callable[[Count], None] = lambda count: None
    on_failed: Callable[[Story, NewsAssistantError], None] = lambda story, error: None
    on_told: Callable[[Outcome], None] = lambda outcome: None
    wants_stop: Callable[[], bool] = never
    give_way: GiveWay = keep_on
    count: Count = field(default_factory=Count)
    _feed: Feed = field(default_factory=Feed)
    _read: queue.Queue[Story | None] = field(default_factory=lambda: queue.Queue(_STORIES_AHEAD))
    _waiting: deque[Question] = field(default_factory=deque)
    _asked: dict[str, Question] = field(default_factory=dict)
    _texts: dict[str, list[str]] = field(default_factory=dict)
    _again: deque[Question] = field(default_factory=deque)  # to be asked alone
    _alone: str = ""
    _suspects: list[tuple[Question, NewsAssistantError]] = field(default_factory=list)
    _tried: set[str] = field(default_factory=set)  # in this run
    _all_read: bool = False
    _started: float = 0.0
    _questions: Questions | None = None

    def go(self) -> bool:
        """Answer all stories; False where `wants_stop` has ended it. Raises NewsAssistantError.

        What cannot be read or answered has a line that says why. An engine that fails again and
        again ends the run; what is done stays.
        """
        self._started = time.monotonic()
        with self._reading() as reading, closing(self.engine.lend(self._serve)) as events:
            try:
                for event in events:
                    self._take(event)
                    if self.wants_stop():
                        return False
                    self._go_on(reading)
            finally:
                self._feed.stop()
        self._clear_suspects()
        return True

    # --- the engine's thread --------------------------------------------------------------------

    def _serve(self, engine: Engine, post: Post) -> None:
        rows = self.open_rows(engine, self.wishes.rows, self.wishes.cache_bytes)
        post(Progress(_OPENED, "reading", rows.least, self.wishes.rows))
        serve(rows, self._feed, post, self.give_way)

    # --- the thread that reads ------------------------------------------------------------------

    @contextmanager
    def _reading(self) -> Iterator[Future[None]]:
        with ThreadPoolExecutor(1, thread_name_prefix="stories") as pool:
            future = pool.submit(self._read_all)
            try:
                yield future
            finally:
                self.cancel.cancel()
                while not future.done():  # it may wait for room
                    self._empty()
                    wait([future], timeout=_POLL_S)

    def _read_all(self) -> None:
        try:
            with suppress(CancelledError):
                for story in self.stories:
                    self._read.put(story)
                    if self.cancel.cancelled:
                        break
        finally:
            self._read.put(None)

    def _empty(self) -> None:
        with suppress(queue.Empty):
            while True:
                self._read.get_nowait()

    # --- what is asked --------------------------------------------------------------------------

    def _go_on(self, reading: Future[None]) -> None:
        """Ask as much as shall wait for the engine, or end the feed where nothing is left."""
        if self._questions is None:
            return
        if self._again:
            if not self._asked:
                question = self._again.popleft()
                self._alone = question.key
                self._ask(question)
            return
        while len(self._asked) < AHEAD * self.wishes.rows and self._take_story(reading):
            self._ask_waiting()
        if self._all_read and not self._asked and not self._waiting:
            self._feed.close()

    def _take_story(self, reading: Future[None]) -> bool:
        """Questions about one more story, where there are none; False where none has come."""
        if self._waiting:
            return True
        if self._all_read:
            return False
        try:
            story = self._read.get_nowait()
        except queue.Empty:
            return False
        if story is None:
            self._all_read = True
            reading.result()  # raises what has ended it
            return False
        assert self._questions is not None
        self._waiting += [self._questions.of(story, task) for task in self.wishes.tasks]
        return True

    def _ask_waiting(self) -> None:
        question = self._waiting.popleft()
        key, error = question.key, question.story.error
        again = self.wishes.retry_failed and key not in self._tried
        is_known = self.ledger.is_made(key) or (self.ledger.has_failed(key) and not again)
        if is_known or key in self._asked:
            if (outcome := self.ledger.outcome(key)) is not None:
                self.on_told(outcome)
            self._counted(kept=1)
        elif error is not None:
            self._fail(question, error)
        else:
            self._ask(question)

    def _ask(self, question: Question) -> None:
        self._asked[question.key] = question
        self._texts[question.key] = []
        self._feed.put(question.asked())
        self._tell(question, "waiting")

    # --- what comes of it -----------------------------------------------------------------------

    def _take(self, event: Event | None) -> None:
        if isinstance(event, Progress) and event.request_id == _OPENED:
            self._questions = Questions(self.model, event.done, self.wishes.all_lines)
            self._counted()
        elif event is None or event.request_id not in self._asked:
            return
        elif isinstance(event, Delta):
            if not self._texts[event.request_id]:
                self._tell(self._asked[event.request_id], "writing")
            self._texts[event.request_id].append(event.text)
        elif isinstance(event, Done):
            text = event.text or "".join(self._texts.pop(event.request_id))
            question = self._asked.pop(event.request_id)
            self._clear_suspects()
            self._keep(self.results.answered(question, text, event))
            self._counted(made=1)
        elif isinstance(event, Failed):
            del self._texts[event.request_id]
            self._take_failed(self._asked.pop(event.request_id), event.error)

    def _take_failed(self, question: Question, error: NewsAssistantError) -> None:
        """An error row, or for what failed beside others another attempt, alone."""
        if not isinstance(error, EngineError):
            self._fail(question, error)
        elif question.key != self._alone:
            self._again.append(question)
        else:
            self._suspects.append((question, error))
            if len(self._suspects) >= GIVES_UP:
                raise error

    def _clear_suspects(self) -> None:
        """The engine goes on: what failed alone has only itself to blame."""
        while self._suspects:
            self._fail(*self._suspects.pop(0))

    def _fail(self, question: Question, error: NewsAssistantError) -> None:
        self._tried.add(question.key)
        self._keep(self.results.failed(question, error))
        self.on_failed(question.story, error)
        self._counted(failed=1)

    def _keep(self, row: Mapping[str, Any]) -> None:
        self.ledger.add(row)
        self.on_told(outcome_of(row))

    def _tell(self, question: Question, state: State) -> None:
        story, task = question.story, question.task
        title = story.article.title if story.article is not None else ""
        self.on_told(Outcome(story.id, task.name, task.style, state, title, question.key))

    def _counted(self, *, made: int = 0, failed: int = 0, kept: int = 0) -> None:
        count = self.count
        count = Count(
            max(self.stories.total * len(self.wishes.tasks), count.done + made + failed + kept),
            count.made + made,
            count.failed + failed,
            count.kept + kept,
        )
        if new := count.made + count.failed:
            passed = time.monotonic() - self._started
            count = replace(count, left_s=passed / new * (count.total - count.done))
        self.count = count
        self.on_count(count)
