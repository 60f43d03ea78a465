"""One job at a time: begun on a thread, followed on the main thread, ended once.

Desks inherit from it and say what a report and an end mean.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from newsassistant.app.jobs import Job, JobEvent, JobProgress, Work


class JobOwner(QObject):
    """`stop` and `is_busy` are for the end of the program."""

    _event = Signal(object)  # JobEvent, from the job's thread

    def __init__(self) -> None:
        super().__init__()
        self._job: Job | None = None  # joined once its last event was taken
        self._running = False
        self._number = 0
        self._event.connect(self._take)

    def is_busy(self) -> bool:
        """True while a job's thread runs."""
        return self._job is not None and self._job.alive

    def stop(self) -> None:
        """Ask the job to end, as a pause does; returns at once."""
        if self._job is not None:
            self._job.cancel()

    def _begin_job(
        self,
        work: Work,
        through: Callable[[Callable[[JobEvent], None]], Callable[[JobEvent], None]] = lambda post: (
            post
        ),
    ) -> None:
        """Begin a job; none may be running. `through` may let fewer reports pass."""
        self._number += 1
        self._running = True
        self._job = Job(str(self._number), work, through(self._post))
        self._job.start()

    def _progressed(self, progress: Any) -> None:
        """The job reports."""
        raise NotImplementedError

    def _ended(self, event: JobEvent) -> None:
        """The job is done, has failed, or was cancelled; the next one may begin."""
        raise NotImplementedError

    def _post(self, event: JobEvent) -> None:
        with contextlib.suppress(RuntimeError):  # Qt has gone before a run's last words
            self._event.emit(event)

    @Slot(object)
    def _take(self, event: JobEvent) -> None:
        if not self._running or event.job_id != str(self._number):
            return
        if isinstance(event, JobProgress):
            self._progressed(event.progress)
            return
        self._running = False
        if self._job is not None:
            self._job.join()  # posting the last event was the last thing that it did
        self._ended(event)
