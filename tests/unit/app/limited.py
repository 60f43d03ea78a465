"""The real worker and engine under a limit of memory, in a process of its own; prints what it saw.

Arguments: the model's folder, "load" or "read", and how many MB may be had in that step.
"""

from __future__ import annotations

import json
import queue
import re
import resource
import sys
from pathlib import Path

from newsassistant.app.worker import EngineWorker, Generate, Load, Measure
from newsassistant.core.types import (
    Article,
    Done,
    Event,
    Failed,
    GenerationParams,
    Measured,
    Message,
    ModelReady,
    Prompt,
)
from newsassistant.engine.devices import shared_core
from tests.exact import exact_engine

SENTENCE = "The council met on Monday and decided to build a new bridge over the river. "
LONG, SHORT = SENTENCE * 90, SENTENCE
PATIENCE_S = 100
ENDS = (Done, Failed, Measured, ModelReady)


def allow(more_bytes: int | None) -> None:
    """Limit the process to its present size and so much more; None: no limit."""
    found = re.search(r"VmSize:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found is not None
    soft = resource.RLIM_INFINITY if more_bytes is None else (int(found[1]) << 10) + more_bytes
    resource.setrlimit(resource.RLIMIT_AS, (soft, resource.RLIM_INFINITY))


class Asked:
    """A worker, and the end of each thing asked of it."""

    def __init__(self, folder: Path) -> None:
        self._events: queue.Queue[Event] = queue.Queue()
        self.worker = EngineWorker(exact_engine, lambda *_: folder, self._events.put)
        self.worker.start()
        self.ends: list[str] = []

    def load(self) -> None:
        self.worker.submit(Load("load", "starter"))
        self._wait()

    def answer(self, text: str) -> None:
        prompt = Prompt((Message("user", text),))
        self.worker.submit(Generate("answer", prompt, GenerationParams(max_tokens=4)))
        self._wait()

    def measure(self) -> None:
        self.worker.submit(Measure("measure", Article(SENTENCE, "", "en", "digest")))
        self._wait()

    def _wait(self) -> None:
        event = self._events.get(timeout=PATIENCE_S)
        while not isinstance(event, ENDS):
            event = self._events.get(timeout=PATIENCE_S)
        name = type(event).__name__
        self.ends.append(event.error.code if isinstance(event, Failed) else name)


def main() -> None:
    folder, step, more_bytes = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]) * 1_000_000
    asked = Asked(folder)
    try:
        if step == "load":
            shared_core()
            allow(more_bytes)
            asked.load()
            allow(None)
            asked.load()
        else:
            asked.load()
            asked.answer(SHORT)
            allow(more_bytes)
            asked.answer(LONG)
            allow(None)
            asked.measure()
        asked.answer(LONG)
    finally:
        asked.worker.close()
        asked.worker.join(PATIENCE_S)
    print(json.dumps(asked.ends))


if __name__ == "__main__":
    main()
