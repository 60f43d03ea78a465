"""What reading ahead saves, and what it costs who does not wait for its end: engine thread and all.

The requests are those of the window: an article, then *Summarise* in three bullets.
"""

from __future__ import annotations

import queue
import statistics
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from newsassistant.app.read_ahead import upcoming
from newsassistant.app.turns import params_for
from newsassistant.app.worker import EngineWorker, Generate, Load, ReadAhead
from newsassistant.core.types import (
    Article,
    CancelToken,
    Delta,
    Done,
    Event,
    Failed,
    GenerationParams,
    HasRead,
    ModelReady,
    Progress,
)
from newsassistant.engine.chunks import PASS_S
from newsassistant.engine.engine import OpenVinoEngine
from newsassistant.text.articles.article import parse
from newsassistant.text.prompts.presets import PRESETS
from tests.bench import prompts, words
from tests.bench.machine import circumstances

TITLE = "### Reading ahead"
COPIES = 4  # of the sample's paragraphs: some 1,200 tokens
MOMENTS = (0.1, 0.4, 0.7)  # of the reading, at which somebody does not wait any longer
STOP_S = 0.3
TIMEOUT_S = 600


@dataclass(frozen=True, slots=True)
class Figures:
    """Of a model: medians of seconds, and of the differences inside a round."""

    model: str
    tokens: int
    cold: float
    ready: float
    instruction: float
    other_job: float
    late: float
    ahead_cpu: float
    reading_cpu: float
    stop_reading: float
    stop_writing: float
    after_stop: float


class Desk:
    """The engine thread with a model; each round has an article that was never read."""

    def __init__(self, folder: Path) -> None:
        self._events: queue.Queue[tuple[float, Event]] = queue.Queue()
        self.engine = OpenVinoEngine()
        self._worker = EngineWorker(
            lambda: self.engine, lambda name, on_progress, cancel: folder, self._post
        )
        self._worker.start()
        self._number = 0
        self.submit(Load("load", "m"))
        ready = self.until("load", ModelReady)[1]
        assert isinstance(ready, ModelReady)
        self._params = params_for(ready.model, PRESETS["three-bullets"])

    def _post(self, event: Event) -> None:
        self._events.put((time.perf_counter(), event))

    def close(self) -> None:
        """End the thread."""
        self._worker.close()
        self._worker.join()

    def submit(self, command: Load | Generate | ReadAhead) -> None:
        """Ask."""
        self._worker.submit(command)

    def until(self, request_id: str, kind: type[Event]) -> tuple[float, Event]:
        """When that event of the request came, and what it is."""
        while True:
            at, event = self._events.get(timeout=TIMEOUT_S)
            if isinstance(event, Failed):
                raise event.error
            if event.request_id == request_id and isinstance(event, kind):
                return at, event

    def id(self) -> str:
        """Another one."""
        self._number += 1
        return f"r{self._number}"

    def read(self, article: Article, preset: str = "three-bullets") -> ReadAhead:
        """Begin to read ahead."""
        command = ReadAhead(self.id(), upcoming(article, PRESETS.get(preset), "").prompt)
        self.submit(command)
        return command

    def ask(
        self, article: Article, preset: str = "three-bullets", *, most: int = 2
    ) -> tuple[Generate, float]:
        """Summarise; the seconds come from `first`."""
        params: GenerationParams = replace(self._params, max_tokens=most, stop_texts=())
        prompt = upcoming(article, PRESETS.get(preset), "").prompt
        command = Generate(self.id(), prompt, params, cancel=CancelToken())
        started = time.perf_counter()
        self.submit(command)
        return command, started

    def first(self, article: Article, preset: str = "three-bullets") -> float:
        """Seconds from Summarise to the first token."""
        command, started = self.ask(article, preset)
        at, _ = self.until(command.request_id, Delta)
        self.until(command.request_id, Done)
        return at - started


def articles() -> Iterator[Article]:
    """Each begins with words of its own, so that no cache knows it."""
    text = prompts.SAMPLE.read_text(encoding="utf-8")
    number = 0
    while True:
        number += 1
        yield parse(f"Story {number} of {number * 7919}\n\n" + text * COPIES)


@contextmanager
def desk_with(folder: Path) -> Iterator[Desk]:
    """A desk, closed at the end."""
    desk = Desk(folder)
    try:
        yield desk
    finally:
        desk.close()


def measure(name: str, folder: Path, rounds: int) -> Figures:
    """The rounds of one model."""
    with desk_with(folder) as desk:
        source = articles()
        _one(desk, source)  # warms up what is made at the first pass of each length
        found = [_one(desk, source) for _ in range(rounds)]
        tokens = desk.engine.fit(next(source)).tokens
    medians = {key: statistics.median(one[key] for one in found) for key in found[0]}
    return Figures(name, tokens, **medians)


def _one(desk: Desk, source: Iterator[Article]) -> Mapping[str, float]:
    article, figures = next(source), {}
    started = time.process_time()
    figures["cold"] = desk.first(article)
    figures["reading_cpu"] = time.process_time() - started
    article = next(source)
    started = time.process_time()
    desk.until(desk.read(article).request_id, HasRead)
    figures["ahead_cpu"] = time.process_time() - started
    figures["ready"] = desk.first(article)
    figures["other_job"] = desk.first(article, "headline")
    figures["instruction"] = _instruction_alone(desk, next(source))
    figures["late"] = max(_hasty(desk, next(source), m) - figures["cold"] for m in MOMENTS)
    return figures | _stops(desk, source)


def _instruction_alone(desk: Desk, article: Article) -> float:
    """The instruction fed by the runtime itself, behind an article that it has just read."""
    desk.until(desk.read(article, "").request_id, HasRead)
    loaded = desk.engine.need()
    ids = loaded.ids_of(upcoming(article, PRESETS["three-bullets"], "").prompt)
    known = loaded.runtime.reuse(ids)
    started = time.perf_counter()
    loaded.runtime.feed(ids[known:])
    return time.perf_counter() - started


def _hasty(desk: Desk, article: Article, share: float) -> float:
    """Seconds to the first token, asked when that share was read."""
    reading = desk.read(article)
    while True:
        _, event = desk.until(reading.request_id, Progress)
        assert isinstance(event, Progress)
        if event.done >= share * event.total:
            break
    return desk.first(article)


def _stops(desk: Desk, source: Iterator[Article]) -> dict[str, float]:
    """From the key to the end of the answer, while reading and while writing; and what follows."""
    command, _ = desk.ask(next(source))
    desk.until(command.request_id, Progress)
    time.sleep(PASS_S / 3)
    stop_reading = _stop(desk, command)
    article = next(source)
    desk.first(article)
    command, _ = desk.ask(article, most=200)
    desk.until(command.request_id, Delta)
    stop_writing = _stop(desk, command)
    return {
        "stop_reading": stop_reading,
        "stop_writing": stop_writing,
        "after_stop": desk.first(article),
    }


def _stop(desk: Desk, command: Generate) -> float:
    started = time.perf_counter()
    command.cancel.cancel()
    return desk.until(command.request_id, Done)[0] - started


def part(found: list[Figures], window: Mapping[str, float], rounds: int) -> str:
    """Markdown of the page."""
    head = ["", *(f"{one.model}, {one.tokens:,} tokens" for one in found)]
    names = {
        "cold": "first token, nothing read before, s",
        "ready": "first token, article read, s",
        "instruction": "feeding the instruction alone behind the article, s",
        "other_job": "first token of another job on it, s",
        "late": "asked while it was read: later than with nothing read, at most, s",
        "reading_cpu": "processor seconds of a request that reads it",
        "ahead_cpu": "processor seconds of reading ahead, never asked about",
        "stop_reading": "Stop while reading: to the end of the answer, s",
        "stop_writing": "Stop while writing, s",
        "after_stop": "first token of the next request, s",
    }
    rows = [[text, *(f"{getattr(one, key):.3f}" for one in found)] for key, text in names.items()]
    ratios = ["read / instruction alone", *(f"{one.ready / one.instruction:.2f}" for one in found)]
    return f"""{TITLE}

{circumstances()}
Medians of {rounds} rounds; each has articles that no cache knows. A pass takes {PASS_S} s at most;
after Stop the window shows no further token at once, and is free again at the end of the pass.

{words.table(head, [*rows, ratios])}

In the window, while an article is read and typed into: event-loop lateness
{window["late_p99_ms"]:.1f} ms (99th percentile of {window["samples"]:.0f} samples), worst
{window["late_max_ms"]:.1f} ms.
"""
