"""A scripted batch: words come row by row, and articles say themselves what shall go wrong."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from newsassistant.app.batch.rows import Asked
from newsassistant.core.errors import EngineError, PromptError
from newsassistant.core.types import Delta, Done, Event, Failed, Usage
from newsassistant.engine.protocol import Engine

BREAKS, BREAKS_ONCE, LONG = "Breaks always", "Breaks once", "Too long"


@dataclass(slots=True)
class ScriptedRows:
    """Implements `app.batch.rows.Rows`; an answer is the article's first line, word by word.

    A pass over an article that begins with BREAKS raises EngineError, with BREAKS_ONCE the first
    time only; one with LONG does not fit. `submits` counts requests, `ways` how often others went
    first, `alone` tells what was answered without any other.
    """

    rows: int = 4
    least: int = 5
    delay_s: float = 0.0
    ways: int = 0
    submits: Counter[str] = field(default_factory=Counter)
    alone: list[str] = field(default_factory=list)
    _waiting: list[Asked] = field(default_factory=list)
    _written: dict[str, tuple[Asked, list[str]]] = field(default_factory=dict)

    def open(self, engine: Engine, rows: int, cache_bytes: int) -> ScriptedRows:
        """As `OpenRows`; nothing of an earlier run is left."""
        self.rows = rows
        self._waiting.clear()
        self._written.clear()
        return self

    @property
    def is_idle(self) -> bool:
        return not (self._waiting or self._written)

    def submit(self, asked: Asked) -> None:
        self.submits[first_line(asked)] += 1
        self._waiting.append(asked)

    def step(self) -> list[Event]:
        time.sleep(self.delay_s)
        while self._waiting and len(self._written) < self.rows:
            asked = self._waiting.pop(0)
            words = [f"{word} " for word in first_line(asked).split()]
            self._written[asked.id] = (asked, words)
        for asked, _ in self._written.values():
            line = first_line(asked)
            if line.startswith(BREAKS) or (
                line.startswith(BREAKS_ONCE) and self.submits[line] == 1
            ):
                raise EngineError("inference-failed", detail="scripted")
        if len(self._written) == 1 and not self._waiting:
            self.alone += [first_line(asked) for asked, _ in self._written.values()]
        return [event for asked in list(self._written) for event in self._next(asked)]

    def make_way(self) -> None:
        self.ways += 1

    def lost(self) -> list[str]:
        ids = list(self._written)
        self._written.clear()
        return ids

    def _next(self, id_: str) -> Iterator[Event]:
        asked, words = self._written[id_]
        if first_line(asked).startswith(LONG):
            del self._written[id_]
            yield Failed(id_, PromptError("context-full", tokens=9000, room=2048))
        elif words:
            yield Delta(id_, words.pop(0), 1)
        else:
            del self._written[id_]
            yield Done(id_, "stop", Usage(12, 0, 5, ttft_s=0.4, tokens_per_s=9.8, seed=1))


def first_line(asked: Asked) -> str:
    """Of the article that is asked about."""
    assert asked.prompt.article is not None
    return asked.prompt.article.text.split("\n")[0]
