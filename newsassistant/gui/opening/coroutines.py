"""Coroutines on Qt's own event loop, by qasync, which is imported with asyncio at the first one.

Qt's loop runs already and goes on: nothing here starts or ends it, and no signal of the system gets
another handler. Between two coroutines there is no loop of asyncio at all.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Coroutine, Iterator
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject, QTimer

if TYPE_CHECKING:
    import asyncio

Work = Callable[[], Coroutine[Any, Any, None]]


class Coroutines(QObject):
    """Runs some at a time; main thread. What escapes from one goes to `sys.excepthook`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, work: Work) -> None:
        """Begin `work()`; it takes its first step when control is back in Qt's loop."""
        if self._loop is None:
            self._loop = _attached()
        task = self._loop.create_task(work())
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def stop(self) -> None:
        """Cancel all of them; returns at once, they end when control is back in Qt's loop."""
        for task in self._tasks:
            task.cancel()

    def is_busy(self) -> bool:
        """True until the last one has ended and the loop with it."""
        return self._loop is not None

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            sys.excepthook(type(error), error, error.__traceback__)
        QTimer.singleShot(0, self._detach)  # asyncio is in the middle of something now

    def _detach(self) -> None:
        if self._loop is not None and not self._tasks:
            self._loop.close()
            self._loop = None


@contextlib.contextmanager
def _for_pyside() -> Iterator[None]:
    """QT_API is what somebody has set for other programs; qasync would look for that one."""
    before = os.environ.get("QT_API")
    os.environ["QT_API"] = "pyside6"
    try:
        yield
    finally:
        del os.environ["QT_API"]
        if before is not None:
            os.environ["QT_API"] = before


def _attached() -> asyncio.AbstractEventLoop:
    """A loop on the one of Qt that runs, the running one of asyncio until it is closed."""
    import asyncio.events

    with _for_pyside():
        from qasync import QEventLoop

    class Attached(QEventLoop):  # type: ignore[misc]
        """Ends without `stop`, which would end Qt's loop, and with it the program."""

        _is_detached = False

        def is_running(self) -> bool:
            return not self._is_detached and bool(super().is_running())

        def close(self) -> None:
            asyncio.events._set_running_loop(None)  # what QEventLoop has set
            app = QCoreApplication.instance()
            with contextlib.suppress(RuntimeError, TypeError):
                if app is not None:
                    app.aboutToQuit.disconnect(self._after_run_forever)
            self._after_run_forever()
            self._is_detached = True
            super().close()

    return Attached(QCoreApplication.instance(), already_running=True)
