"""One job at a time for a dialog of cards: begun on a thread, followed, and ended with its words.

Knows nothing of what a job does; desks that inherit say what is to be read again after one.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal, Slot

from newsassistant.app.jobs import Job, JobDone, JobEvent, JobProgress, Work
from newsassistant.core.errors import NewsAssistantError
from newsassistant.gui.cards.dialog import CardDialog
from newsassistant.gui.models.words import JobKind, JobView

REPORT_S = 0.1


@dataclass(frozen=True, slots=True)
class Task:
    """A job, what follows it, and the model of the catalogue that it fetches, if any."""

    kind: JobKind
    name: str
    work: Work
    then: Callable[[object], None]
    fetches: str = ""


class JobDesk(QObject):
    """Main thread only; `stop` and `is_busy` are for the end of the program."""

    _event = Signal(object)  # JobEvent, from the job's thread

    def __init__(self, cards: CardDialog) -> None:
        super().__init__()
        self._cards = cards
        self._job: Job | None = None
        self._task: Task | None = None
        self._view: JobView | None = None
        self._number = 0
        self._event.connect(self._take)

    def is_busy(self) -> bool:
        """True while a job's thread runs."""
        return self._job is not None and self._job.alive

    def stop(self) -> None:
        """End the job as a pause does; returns at once."""
        if self._job is not None:
            self._job.cancel()

    def _ended(self, task: Task, event: JobEvent) -> None:
        """Read the disk again and tell a failure, before what follows a job that is done."""
        raise NotImplementedError

    def _begin(self, task: Task) -> None:
        """Begin a job, unless one runs."""
        if self.is_busy():
            return
        self._number += 1
        self._task = task
        self._cards.set_error(None)
        self._cards.say("")
        self._show(JobView(task.kind, task.name))
        self._job = Job(str(self._number), task.work, _sparing(self._event.emit))
        self._job.start()

    @Slot(object)
    def _take(self, event: JobEvent) -> None:
        if self._task is None or event.job_id != str(self._number):
            return
        if isinstance(event, JobProgress):
            if self._view is not None and not self._view.stopping:
                self._show(replace(self._view, progress=event.progress))
            return
        task, self._task = self._task, None
        if self._job is not None:
            self._job.join()  # posting the last event was the last thing that it did
        self._show(None)
        self._ended(task, event)
        if isinstance(event, JobDone):
            task.then(event.result)

    def _show(self, view: JobView | None) -> None:
        self._view = view
        self._cards.set_job(view)

    def _try(self, call: Callable[[], None]) -> None:
        """Do what the user wants; what goes wrong is told in the dialog."""
        self._cards.set_error(None)
        try:
            call()
        except NewsAssistantError as error:
            self._cards.set_error(error)


def _sparing(post: Callable[[JobEvent], None]) -> Callable[[JobEvent], None]:
    """Lets ten reports a second through: a fast disk makes a thousand. Job's thread."""
    last = 0.0

    def posted(event: JobEvent) -> None:
        nonlocal last
        now = time.monotonic()
        if isinstance(event, JobProgress):
            if now - last < REPORT_S:
                return
            last = now
        post(event)

    return posted
