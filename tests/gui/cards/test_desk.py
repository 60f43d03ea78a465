"""One job at a time: its reports, its end, and what belongs to an earlier one."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from newsassistant.app.jobs import JobDone, JobEvent, JobFailed
from newsassistant.core.errors import PrefixError
from newsassistant.core.types import CancelToken
from newsassistant.gui.cards.desk import JobDesk, Task
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.styles.dialog import StylesDialog

LIMIT_S = 20.0


class Desk(JobDesk):
    """Notes how jobs end."""

    def __init__(self, dialog: StylesDialog) -> None:
        super().__init__(dialog)
        self.events: list[JobEvent] = []
        self.results: list[object] = []

    def run(self, work: object) -> None:
        """Begin a job."""
        self._begin(Task("verify", "one", work, self.results.append))  # type: ignore[arg-type]

    def _read_again(self, task: Task, event: JobEvent) -> None:
        assert self.results == [] or not isinstance(event, JobDone)
        self.events.append(event)


@pytest.fixture
def desk(theme: Theme, qtbot: QtBot) -> Iterator[Desk]:
    dialog = StylesDialog(theme)
    qtbot.addWidget(dialog)
    desk = Desk(dialog)
    yield desk
    qtbot.waitUntil(lambda: not desk.is_busy())


def test_a_job_ends_with_what_follows_it(desk: Desk, qtbot: QtBot) -> None:
    desk.run(lambda on_progress, cancel: 42)

    qtbot.waitUntil(lambda: desk.results == [42])
    assert [type(event) for event in desk.events] == [JobDone]
    assert desk._cards.job.view is None


def test_a_failed_one_has_nothing_to_follow(desk: Desk, qtbot: QtBot) -> None:
    def fail(on_progress: object, cancel: CancelToken) -> None:
        raise PrefixError("prefix-name")

    desk.run(fail)

    qtbot.waitUntil(lambda: bool(desk.events))
    assert isinstance(desk.events[0], JobFailed)
    assert desk.results == []


def test_a_second_one_waits_for_nobody(desk: Desk, qtbot: QtBot) -> None:
    go_on = threading.Event()
    desk.run(lambda on_progress, cancel: go_on.wait(LIMIT_S))

    desk.run(lambda on_progress, cancel: "the second")
    go_on.set()

    qtbot.waitUntil(lambda: not desk.is_busy() and bool(desk.results))
    assert desk.results == [True]


def test_the_end_of_the_program_cancels_it(desk: Desk, qtbot: QtBot) -> None:
    ended = threading.Event()

    def work(on_progress: object, cancel: CancelToken) -> None:
        cancel.set_hook(ended.set)
        ended.wait(LIMIT_S)

    desk.run(work)
    desk.stop()

    qtbot.waitUntil(lambda: bool(desk.events))
    assert ended.is_set()
