"""One job at a time on a thread: its reports and its one end, on the main thread."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from newsassistant.app.jobs import JobCancelled, JobDone, JobEvent, JobFailed, Work
from newsassistant.core.errors import CancelledError, EngineError
from newsassistant.gui.cards.jobs import JobOwner


class Owner(JobOwner):
    """Writes down what it is told, and on which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.progress: list[Any] = []
        self.ends: list[JobEvent] = []
        self.threads: set[threading.Thread] = set()

    def begin(self, work: Work) -> None:
        self._begin_job(work)

    def _progressed(self, progress: Any) -> None:
        self.threads.add(threading.current_thread())
        self.progress.append(progress)

    def _ended(self, event: JobEvent) -> None:
        self.threads.add(threading.current_thread())
        assert not self.is_busy(), "the next one may begin"
        self.ends.append(event)


@pytest.fixture
def owner(qtbot: QtBot) -> Owner:
    return Owner()


def test_reports_and_the_end_come_to_the_main_thread(owner: Owner, qtbot: QtBot) -> None:
    def count(on_progress: Any, cancel: object) -> str:
        for number in range(3):
            on_progress(number)
        return "x"

    owner.begin(count)
    qtbot.waitUntil(lambda: owner.ends != [])

    assert owner.progress == [0, 1, 2]
    (end,) = owner.ends
    assert isinstance(end, JobDone)
    assert end.result == "x"
    assert owner.threads == {threading.main_thread()}


def test_one_follows_another_and_each_ends_once(owner: Owner, qtbot: QtBot) -> None:
    def fail(on_progress: object, cancel: object) -> None:
        raise EngineError("model-busy")

    for number, work in enumerate((fail, lambda on_progress, cancel: 1), 1):
        owner.begin(work)
        ends = number
        qtbot.waitUntil(lambda: len(owner.ends) == ends)  # noqa: B023

    assert [type(end) for end in owner.ends] == [JobFailed, JobDone]


def test_stop_cancels(owner: Owner, qtbot: QtBot) -> None:
    def wait(on_progress: Any, cancel: Any) -> None:
        on_progress("begun")
        while not cancel.cancelled:
            threading.Event().wait(0.01)
        raise CancelledError

    owner.begin(wait)
    qtbot.waitUntil(lambda: owner.progress == ["begun"])
    assert owner.is_busy()
    owner.stop()
    qtbot.waitUntil(lambda: owner.ends != [])

    assert [type(end) for end in owner.ends] == [JobCancelled]
    assert not owner.is_busy()


def test_what_comes_after_the_end_of_a_job_is_dropped(owner: Owner, qtbot: QtBot) -> None:
    reports: list[Any] = []
    owner.begin(lambda on_progress, cancel: reports.append(on_progress))
    qtbot.waitUntil(lambda: owner.ends != [])
    owner.begin(lambda on_progress, cancel: None)
    reports[0]("late")
    qtbot.waitUntil(lambda: len(owner.ends) == 2)

    assert owner.progress == []
