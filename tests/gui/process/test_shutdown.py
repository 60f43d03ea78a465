"""Ending in stages: the thread first, then what it left, then the window."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from newsassistant.gui.process.shutdown import LIMIT_S, Shutdown, Stages


class Parts:
    """Writes down the stages."""

    def __init__(self) -> None:
        self.log: list[str] = []
        self.running = True
        self.now = 0.0

    def stages(self) -> Stages:
        return Stages(
            lambda: self.log.append("stop"),
            lambda: self.running,
            lambda: self.log.append("flush"),
            lambda: self.log.append("quit"),
        )


@pytest.fixture
def parts() -> Parts:
    return Parts()


@pytest.fixture
def shutdown(parts: Parts, qtbot: QtBot) -> Shutdown:
    return Shutdown(parts.stages(), clock=lambda: parts.now)


def test_it_waits_for_the_thread(parts: Parts, shutdown: Shutdown, qtbot: QtBot) -> None:
    shutdown.begin()
    assert shutdown.has_begun()
    assert parts.log == ["stop"]

    parts.running = False

    qtbot.waitUntil(lambda: parts.log == ["stop", "flush", "quit"])


def test_a_second_close_changes_nothing(parts: Parts, shutdown: Shutdown, qtbot: QtBot) -> None:
    shutdown.begin()
    shutdown.begin()
    parts.running = False

    qtbot.waitUntil(lambda: "quit" in parts.log)
    assert parts.log.count("stop") == 1


def test_a_thread_that_does_not_end_is_left(
    parts: Parts, shutdown: Shutdown, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    shutdown.begin()

    parts.now = LIMIT_S + 1

    qtbot.waitUntil(lambda: "quit" in parts.log)
    assert "still runs" in caplog.text
