"""The third step: what it says at each stage, and which buttons are there."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from newsassistant.app.training.runs import RunInfo
from newsassistant.core.errors import TrainError
from newsassistant.core.wire import Evaluated, Saved, Stepped
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.training.run_step import RunStep
from newsassistant.train.journal import Curve

INFO = RunInfo("a", Path("a"), "House style", "stopped", 120, 400, 2.31, can_resume=True)


@pytest.fixture
def step(theme: Theme, qtbot: QtBot) -> RunStep:
    step = RunStep(theme)
    qtbot.addWidget(step)
    return step


def shown(step: RunStep) -> set[str]:
    return {name for name, button in step.buttons.items() if not button.isHidden()}


def test_a_run_from_its_start_to_its_end(step: RunStep, qtbot: QtBot) -> None:
    step.begin("House style", 400, Curve())
    assert step.title.text() == "House style: loading the model…"
    assert step.bar.maximum() == 0
    assert shown(step) == {"stop"}

    step.take(Stepped(120, 400, 2.31, 350.4, 720.0))
    step.take(Evaluated(120, 2.4))
    step.take(Saved(120))
    qtbot.waitUntil(lambda: "saved at step 120" in step.facts.text())
    assert step.title.text() == "House style: step 120 of 400 · about 12 min left"
    assert "evaluation loss 2.40 · 350 tokens/s" in step.facts.text()
    assert (step.bar.value(), step.bar.maximum()) == (120, 400)

    step.set_stopping()
    assert not step.buttons["stop"].isEnabled()
    assert "being saved" in step.title.text()


@pytest.mark.parametrize(
    ("info", "buttons", "words"),
    [
        (INFO, {"resume", "folder"}, "was stopped"),
        (RunInfo("a", Path("a"), "X", "stopped"), {"folder"}, "was stopped"),
        (RunInfo("a", Path("a"), "X", "finished", prefix="x"), {"use", "folder"}, "X is ready"),
        (
            RunInfo("a", Path("a"), "X", "failed", error=TrainError("train-failed", detail="z")),
            {"folder"},
            "failed",
        ),
    ],
)
def test_the_end(step: RunStep, info: RunInfo, buttons: set[str], words: str) -> None:
    step.begin(info.name, 400, Curve())
    step.set_ended(info, Curve())

    assert shown(step) == buttons
    assert words in step.title.text()
    assert step.error.isHidden() is (info.error is None)


def test_a_press_is_reported(step: RunStep) -> None:
    pressed: list[str] = []
    step.acted.connect(pressed.append)
    step.set_ended(INFO, Curve())
    for name in ("resume", "folder"):
        step.buttons[name].click()

    assert pressed == ["resume", "folder"]


def test_a_run_that_never_was(step: RunStep) -> None:
    step.begin("X", 9, Curve())
    step.set_none()

    assert step.title.text() == "Nothing was trained"
    assert shown(step) == set()
