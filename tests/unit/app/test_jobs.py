"""A job ends with exactly one event, whatever its work does."""

from __future__ import annotations

import threading

import pytest

from newsassistant.app.installed.install import InstallProgress, OnInstall
from newsassistant.app.jobs import (
    Job,
    JobCancelled,
    JobDone,
    JobEvent,
    JobFailed,
    JobProgress,
    Work,
)
from newsassistant.core.errors import CancelledError, ModelError
from newsassistant.core.types import CancelToken

STEP = InstallProgress("copying", 1, 2)


def events_of(work: Work) -> list[JobEvent]:
    events: list[JobEvent] = []
    job = Job("7", work, events.append)
    job.start()
    assert job.join(30)
    assert not job.alive
    return events


def test_progress_and_result() -> None:
    def work(on_progress: OnInstall, cancel: CancelToken) -> object:
        on_progress(STEP)
        return "done"

    assert events_of(work) == [JobProgress("7", STEP), JobDone("7", "done")]


def test_an_error_is_an_event() -> None:
    error = ModelError("model-missing", model="none")

    def work(on_progress: OnInstall, cancel: CancelToken) -> object:
        raise error

    assert events_of(work) == [JobFailed("7", error)]


def test_cancelling() -> None:
    begun, events = threading.Event(), list[JobEvent]()

    def work(on_progress: OnInstall, cancel: CancelToken) -> object:
        stopped = threading.Event()
        cancel.set_hook(stopped.set)
        begun.set()
        assert stopped.wait(30)
        raise CancelledError

    job = Job("7", work, events.append)
    job.start()
    assert begun.wait(30)
    assert not job.join(0)
    job.cancel()

    assert job.join(30)
    assert events == [JobCancelled("7")]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_bug_is_an_event_and_reaches_the_crash_report(monkeypatch: pytest.MonkeyPatch) -> None:
    reported: list[type[BaseException]] = []
    monkeypatch.setattr(threading, "excepthook", lambda args: reported.append(args.exc_type))

    def work(on_progress: OnInstall, cancel: CancelToken) -> object:
        raise ZeroDivisionError

    (event,) = events_of(work)
    assert isinstance(event, JobFailed)
    assert (event.error.code, event.error.params) == ("unexpected", {"detail": "ZeroDivisionError"})
    assert reported == [ZeroDivisionError]
