"""Ctrl-C as a wish that running work looks at, instead of an exception at any place.

Main thread only.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from types import FrameType, TracebackType
from typing import TypeVar

from newsassistant.core.errors import NewsAssistantError
from newsassistant.core.types import CancelToken

POLL_S = 0.1
T = TypeVar("T")


class Interrupt:
    """While entered, the first Ctrl-C sets `pressed`; another one raises KeyboardInterrupt."""

    def __init__(self) -> None:
        self.pressed = False

    def __enter__(self) -> Interrupt:
        self._before = signal.signal(signal.SIGINT, self._handle)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        signal.signal(signal.SIGINT, self._before)

    def _handle(self, number: int, frame: FrameType | None) -> None:
        if self.pressed:
            raise KeyboardInterrupt
        self.pressed = True


def run_cancellable(work: Callable[[CancelToken], T], *, patient: bool = False) -> T:
    """Do `work` on another thread, so that Ctrl-C works inside long native calls.

    Ctrl-C cancels the token, waits for the thread and raises KeyboardInterrupt; another one ends
    the wait, unless `patient`. What `work` raises is raised here, after Ctrl-C only an error with
    words: what was to be saved may not have been.
    """
    cancel = CancelToken()
    before = signal.getsignal(signal.SIGINT)
    future: Future[T] | None = None
    try:
        with ThreadPoolExecutor(1, thread_name_prefix="engine") as pool:
            try:
                future = pool.submit(work, cancel)
                while not wait([future], timeout=POLL_S).done:
                    continue
            except KeyboardInterrupt:
                if patient:
                    signal.signal(signal.SIGINT, signal.SIG_IGN)
                cancel.cancel()
                raise
            return future.result()
    except KeyboardInterrupt:
        error = future.exception() if future is not None and future.done() else None
        if isinstance(error, NewsAssistantError):
            raise error from None
        raise
    finally:
        if patient:
            signal.signal(signal.SIGINT, before)
