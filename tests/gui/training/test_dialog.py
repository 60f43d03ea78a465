"""The page's three steps: which can be reached, what the button at the right does, earlier runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QListView, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from newsassistant.app.training.runs import RunInfo
from newsassistant.gui.look.i18n import Translations
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.training.dialog import DATA, RUN, SETTINGS, TrainDialog

RUNS = (
    RunInfo("b", Path("b"), "Second", "stopped", 120, 400, 2.3, can_resume=True),
    RunInfo("a", Path("a"), "First", "finished", 400, 400, 2.1, prefix="a"),
)


@pytest.fixture
def dialog(theme: Theme, qtbot: QtBot) -> TrainDialog:
    dialog = TrainDialog(theme)
    qtbot.addWidget(dialog)
    dialog.step_wanted.connect(dialog.set_step)
    return dialog


def test_the_steps_are_reached_one_after_the_other(dialog: TrainDialog) -> None:
    assert [button.isEnabled() for button in dialog.steps] == [True, False, False]
    assert not dialog.next_button.isEnabled()
    started: list[int] = []
    dialog.start_requested.connect(lambda: started.append(1))

    dialog.set_allowed(settings=True, run=False, start=False, running=False)
    dialog.next_button.click()
    assert dialog.step() == SETTINGS
    assert not dialog.next_button.isEnabled()
    dialog.set_allowed(settings=True, run=False, start=True, running=False)
    assert dialog.next_button.text() == "Start &training"
    dialog.next_button.click()
    assert started == [1]
    dialog.back_button.click()
    assert dialog.step() == DATA


def test_a_run_that_is_going_on_is_only_shown(dialog: TrainDialog) -> None:
    dialog.set_allowed(settings=True, run=False, start=True, running=True)
    dialog.set_step(SETTINGS)
    dialog.next_button.click()

    assert dialog.step() == RUN
    assert dialog.next_button.isHidden()


def test_earlier_runs_and_what_can_be_done(dialog: TrainDialog) -> None:
    seen: list[tuple[str, str]] = []
    dialog.run_acted.connect(lambda *words: seen.append(words))
    dialog.set_runs(RUNS)

    for name in ("resume_b", "show_a", "remove_a"):
        button = dialog.findChild(QPushButton, name)
        assert button is not None
        button.click()
    assert seen == [("resume", "b"), ("show", "a"), ("remove", "a")]
    assert dialog.findChild(QPushButton, "resume_a") is None
    dialog.set_allowed(settings=False, run=False, start=False, running=True)
    resume = dialog.findChild(QPushButton, "resume_b")
    assert resume is not None
    assert not resume.isEnabled()


def test_everything_that_takes_the_focus_has_a_name(dialog: TrainDialog) -> None:
    dialog.set_runs(RUNS)
    nameless = [
        f"{type(widget).__name__} {widget.objectName()}"
        for widget in dialog.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (widget.accessibleName() or getattr(widget, "text", str)())
        and widget.objectName() not in ("qt_spinbox_lineedit", "error_details_button")
        and not widget.objectName().startswith("qt_")
        and not isinstance(widget, QListView)  # of a combo box, which has one
    ]

    assert nameless == []


def test_in_chinese(dialog: TrainDialog, qapp: QApplication) -> None:
    dialog.set_runs(RUNS)
    translations = Translations()
    translations.use("zh")
    QApplication.processEvents()
    try:
        assert dialog.windowTitle() == "训练风格"
        assert dialog.row("b") is not None
    finally:
        translations.use("en")
