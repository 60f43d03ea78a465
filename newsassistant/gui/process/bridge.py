"""Carries events from the engine's thread to the main thread, in order, 30 times a second."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from newsassistant.core.types import Delta, Event, Progress

INTERVAL_MS = 33
SLOW_INTERVAL_MS = 100
SLOW_UPDATE_S = 0.010


class Bridge(QObject):
    """`post` from any thread; `receive` is called on the thread that made the bridge.

    It must outlive every thread that posts.
    """

    _arrived = Signal()

    def __init__(
        self, receive: Callable[[Event], None], *, clock: Callable[[], float] = time.perf_counter
    ) -> None:
        super().__init__()
        self._receive = receive
        self._clock = clock
        self._events: deque[Event] = deque()
        self._lock = threading.Lock()
        self._awake = False  # a signal is on its way or the timer runs
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self._drain)
        self._arrived.connect(self._wake, Qt.ConnectionType.QueuedConnection)

    def post(self, event: Event) -> None:
        """Hand over an event; any thread, never blocks for longer than an append."""
        with self._lock:
            self._events.append(event)
            if self._awake:
                return
            self._awake = True
        self._arrived.emit()

    def is_awake(self) -> bool:
        """True while events are being handed over; main thread."""
        return self._awake

    def interval_ms(self) -> int:
        """Milliseconds until the next hand-over at the earliest; main thread."""
        return self._timer.interval()

    def close(self) -> None:
        """Deliver what is left and stop; main thread, after the posting threads have ended."""
        self._timer.stop()
        self._deliver()

    @Slot()
    def _wake(self) -> None:
        self._deliver()
        self._timer.start()

    @Slot()
    def _drain(self) -> None:
        with self._lock:
            idle = not self._events
            self._awake = not idle
        if idle:
            self._timer.stop()
        else:
            self._deliver()

    def _deliver(self) -> None:
        with self._lock:
            batch = tuple(self._events)
            self._events.clear()
        started = self._clock()
        for event in coalesce(batch):
            self._receive(event)
        slow = self._clock() - started > SLOW_UPDATE_S
        self._timer.setInterval(SLOW_INTERVAL_MS if slow else INTERVAL_MS)


def coalesce(events: Iterable[Event]) -> Iterator[Event]:
    """Join neighbouring deltas of a request; of neighbouring progress of a stage keep the last."""
    held: Event | None = None
    for event in events:
        joined = _join(held, event)
        if joined is None and held is not None:
            yield held
        held = event if joined is None else joined
    if held is not None:
        yield held


def _join(first: Event | None, second: Event) -> Event | None:
    if isinstance(first, Delta) and isinstance(second, Delta):
        if first.request_id == second.request_id:
            n_tokens = first.n_tokens + second.n_tokens
            return replace(first, text=first.text + second.text, n_tokens=n_tokens)
    elif isinstance(first, Progress) and isinstance(second, Progress):
        same = (first.request_id, first.stage) == (second.request_id, second.stage)
        return second if same else None
    return None
