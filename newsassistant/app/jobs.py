"""Runs one long call on a thread of its own and reports it as events.

Events come on the job's thread: a window hands them to its bridge.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from newsassistant.core.errors import CancelledError, EngineError, NewsAssistantError
from newsassistant.core.types import CancelToken


@dataclass(frozen=True, slots=True)
class JobProgress:
    """How far job `job_id` has come, in its call's own words: an InstallProgress for one."""

    job_id: str
    progress: Any


@dataclass(frozen=True, slots=True)
class JobDone:
    """The job has ended well; `result` is what its call returned."""

    job_id: str
    result: object


@dataclass(frozen=True, slots=True)
class JobFailed:
    """The job has ended with an error that the user can act on."""

    job_id: str
    error: NewsAssistantError


@dataclass(frozen=True, slots=True)
class JobCancelled:
    """The user has stopped the job; nothing was installed, and what was fetched is kept."""

    job_id: str


JobEvent = JobProgress | JobDone | JobFailed | JobCancelled
Work = Callable[[Callable[[Any], None], CancelToken], object]


class Job:
    """`work(on_progress, cancel)` on a thread; exactly one of done, failed, cancelled ends it."""

    def __init__(self, job_id: str, work: Work, post: Callable[[JobEvent], None]) -> None:
        self.id = job_id
        self._work = work
        self._post = post
        self._cancel = CancelToken()
        self._thread = threading.Thread(target=self._run, name=f"job-{job_id}")

    def start(self) -> None:
        """Begin; once only."""
        self._thread.start()

    def cancel(self) -> None:
        """Ask it to stop; any thread, returns at once."""
        self._cancel.cancel()

    @property
    def alive(self) -> bool:
        """True until the last event was posted."""
        return self._thread.is_alive()

    def join(self, timeout_s: float | None = None) -> bool:
        """Wait for the end, as after `cancel` when the program closes; True if it has come."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            result = self._work(self._report, self._cancel)
        except NewsAssistantError as error:
            self._post(JobFailed(self.id, error))
        except CancelledError:
            self._post(JobCancelled(self.id))
        except BaseException as error:
            # The thread's hook writes the crash report; the window must hear of the end too.
            self._post(JobFailed(self.id, EngineError("unexpected", detail=type(error).__name__)))
            raise
        else:
            self._post(JobDone(self.id, result))

    def _report(self, progress: object) -> None:
        self._post(JobProgress(self.id, progress))
