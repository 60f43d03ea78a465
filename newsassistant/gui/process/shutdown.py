"""Ends the program in stages, so that nothing is lost and no thread outlives what it uses."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer

POLL_MS = 25
LIMIT_S = 5.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Stages:
    """What ending consists of, in this order."""

    stop_commands: Callable[[], None]  # no new commands; cancel what runs; tell the thread to end
    is_running: Callable[[], bool]  # polled until False or LIMIT_S is over
    flush: Callable[[], None]  # what the thread left behind goes to the history
    quit: Callable[[], None]


class Shutdown(QObject):
    """`begin` once; a second call changes nothing."""

    def __init__(self, stages: Stages, *, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._stages = stages
        self._clock = clock
        self._began: float | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._poll)

    def has_begun(self) -> bool:
        """True once `begin` was called."""
        return self._began is not None

    def begin(self) -> None:
        """Start ending; returns at once."""
        if self._began is not None:
            return
        self._began = self._clock()
        self._stages.stop_commands()
        self._timer.start()
        self._poll()

    def _poll(self) -> None:
        assert self._began is not None, "begin comes first"
        waited = self._clock() - self._began
        if self._stages.is_running() and waited < LIMIT_S:
            return
        self._timer.stop()
        if self._stages.is_running():
            _log.warning("the engine still runs after %.1f s; leaving without it", waited)
        self._stages.flush()
        QTimer.singleShot(0, self._stages.quit)
