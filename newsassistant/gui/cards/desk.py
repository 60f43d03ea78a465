"""The controller of a dialog of cards: the job that it starts is shown there, and ends in words.

Desks that inherit say what is to be read again after a job.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from newsassistant.app.installed.install import InstallProgress
from newsassistant.app.jobs import JobDone, JobEvent, JobProgress, Work
from newsassistant.gui.cards.dialog import CardDialog
from newsassistant.gui.cards.jobs import JobOwner
from newsassistant.gui.cards.strip import JobKind, JobView
from newsassistant.gui.widgets.basics import attempt

REPORT_S = 0.1


@dataclass(frozen=True, slots=True)
class Task:
    """A job, what follows it, and the model of the catalogue that it fetches, if any."""

    kind: JobKind
    name: str
    work: Work
    then: Callable[[object], None]
    fetches: str = ""


class JobDesk(JobOwner):
    """What the dialog shows of the job, and what follows it."""

    def __init__(self, cards: CardDialog) -> None:
        super().__init__()
        self._cards = cards
        self._task: Task | None = None
        self._view: JobView | None = None

    def _read_again(self, task: Task, event: JobEvent) -> None:
        """Read the disk again and tell a failure, before what follows a job that is done."""
        raise NotImplementedError

    def _begin(self, task: Task) -> None:
        """Begin a job, unless one runs."""
        if self.is_busy():
            return
        self._task = task
        self._cards.set_error(None)
        self._cards.say("")
        self._show(JobView(task.kind, task.name))
        self._begin_job(task.work, _sparing)

    def _progressed(self, progress: InstallProgress) -> None:
        if self._view is not None and not self._view.stopping:
            self._show(replace(self._view, progress=progress))

    def _ended(self, event: JobEvent) -> None:
        task, self._task = self._task, None
        self._show(None)
        if task is None:
            return
        self._read_again(task, event)
        if isinstance(event, JobDone):
            task.then(event.result)

    def _show(self, view: JobView | None) -> None:
        self._view = view
        self._cards.set_job(view)

    def _try(self, call: Callable[[], None]) -> None:
        """Do what the user wants; what goes wrong is told in the dialog."""
        self._cards.set_error(None)
        attempt(call, self._cards.set_error)


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
