"""What a run tells, kept until the window has a moment for it; any thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from newsassistant.app.batch.outcome import Outcome
from newsassistant.app.batch.run import Count


class Tray:
    """`on_full` is called by the run's thread for the first thing after each `take`."""

    def __init__(self, on_full: Callable[[], None]) -> None:
        self._on_full = on_full
        self._lock = threading.Lock()
        self._outcomes: dict[tuple[str, str, str], Outcome] = {}
        self._count: Count | None = None

    def put(self, outcome: Outcome) -> None:
        """A result is in another state; of each one only the last counts."""
        with self._lock:
            was_empty = self._is_empty()
            self._outcomes[outcome.place] = outcome
        if was_empty:
            self._on_full()

    def set_count(self, count: Count) -> None:
        """How far the run is."""
        with self._lock:
            was_empty = self._is_empty()
            self._count = count
        if was_empty:
            self._on_full()

    def take(self) -> tuple[Sequence[Outcome], Count | None]:
        """All that has come since the last time."""
        with self._lock:
            outcomes, count = tuple(self._outcomes.values()), self._count
            self._outcomes, self._count = {}, None
        return outcomes, count

    def _is_empty(self) -> bool:
        return not self._outcomes and self._count is None
