"""The model's memory is freed after a time in which nobody wants anything of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from newsassistant.app.listener import ChatState
from newsassistant.core.settings import Settings
from newsassistant.gui.models.unloading import Unloading

SOON = replace(Settings(), unload_minutes=5)


class Bench:
    """An idle clock whose minutes are short."""

    def __init__(self) -> None:
        self.rests: list[str] = []
        self.unloading = Unloading(lambda: self.rests.append("rest"), 0, minute_ms=2)


@pytest.fixture
def bench(qapp: QApplication) -> Bench:
    return Bench()


def test_an_idle_model_is_let_go_once(bench: Bench, qtbot: QtBot) -> None:
    bench.unloading.set_state(ChatState.IDLE)
    qtbot.wait(30)
    assert bench.rests == []  # not unless the user wants it
    bench.unloading.use(SOON)
    qtbot.waitUntil(lambda: bench.rests == ["rest"])
    qtbot.wait(30)
    assert bench.rests == ["rest"]


@pytest.mark.parametrize("state", [state for state in ChatState if state is not ChatState.IDLE])
def test_one_that_has_something_to_do_stays(bench: Bench, qtbot: QtBot, state: ChatState) -> None:
    bench.unloading.use(SOON)
    bench.unloading.set_state(ChatState.IDLE)
    bench.unloading.set_state(state)
    qtbot.wait(30)

    assert bench.rests == []


def test_use_begins_the_time_anew_and_never_means_never(bench: Bench, qtbot: QtBot) -> None:
    bench.unloading.use(replace(SOON, unload_minutes=60))
    bench.unloading.set_state(ChatState.IDLE)
    before = bench.unloading._timer.remainingTime()
    qtbot.wait(20)
    bench.unloading.touch()
    assert bench.unloading._timer.remainingTime() > before - 15
    bench.unloading.use(Settings())
    assert not bench.unloading._timer.isActive()
