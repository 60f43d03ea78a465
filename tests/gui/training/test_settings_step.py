"""The second step: what was chosen becomes a run's options, and nonsense is not accepted."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from newsassistant.core.errors import TrainError
from newsassistant.core.wire import DataReport
from newsassistant.gui.look.i18n import Translations
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.training.settings_step import STEPS, SettingsStep
from newsassistant.train.options import TuneOptions

BARE = TuneOptions(model="starter", data="pairs.jsonl", output="", max_steps=STEPS["normal"])


@pytest.fixture
def step(theme: Theme, qtbot: QtBot) -> SettingsStep:
    step = SettingsStep(theme)
    qtbot.addWidget(step)
    return step


def test_untouched_settings_are_the_usual_ones(step: SettingsStep) -> None:
    assert step.chosen(BARE) == BARE
    assert not step.is_complete()


def test_everything_that_is_chosen_is_in_the_options(step: SettingsStep) -> None:
    step.name_edit.setText("  House style ")
    step.preset_choice.setCurrentIndex(step.preset_choice.findData("headline"))
    step.length_choice.setCurrentIndex(step.length_choice.findData("thorough"))
    words = {"pre_seq_len": "32", "lr": "0.005", "max_source_length": "1024", "seed": "7"}
    for name, text in {**words, "max_target_length": "64", "licence": " CC0 "}.items():
        step.edits[name].setText(text)
    step.set_folder(Path("models") / "chatglm3-6b")

    assert step.chosen(BARE) == TuneOptions(
        data=BARE.data,
        output="",
        name="House style",
        model=str(Path("models") / "chatglm3-6b"),
        preset="headline",
        max_steps=STEPS["thorough"],
        pre_seq_len=32,
        lr=0.005,
        max_source_length=1024,
        max_target_length=64,
        seed=7,
        licence="CC0",
    )
    assert step.is_complete()


@pytest.mark.parametrize(
    ("name", "text"),
    [("pre_seq_len", ""), ("pre_seq_len", "0"), ("max_source_length", "3"), ("lr", "2")],
)
def test_numbers_that_are_none_hold_it_up(step: SettingsStep, name: str, text: str) -> None:
    step.suggest_name("House style")
    assert step.is_complete()
    step.edits[name].setText(text)
    assert not step.is_complete()


def test_a_name_that_was_given_is_kept(step: SettingsStep) -> None:
    step.suggest_name("pairs")
    step.suggest_name("other")
    assert step.name_edit.text() == "pairs"


def test_a_folder_and_back(step: SettingsStep, qtbot: QtBot) -> None:
    wanted: list[int] = []
    step.folder_requested.connect(lambda: wanted.append(1))
    step.base_choice.setCurrentIndex(1)
    step.base_choice.activated.emit(1)
    assert wanted == [1]
    assert step.chosen(BARE).model == "starter"

    with qtbot.waitSignal(step.measures_changed):
        step.set_folder(Path("glm-edge"))
    assert step.base_choice.currentText() == "glm-edge"
    step.base_choice.setCurrentIndex(0)
    step.base_choice.activated.emit(0)
    assert step.chosen(BARE).model == "starter"


def test_the_fold_says_what_it_does(step: SettingsStep) -> None:
    assert step.advanced.isHidden()
    step.fold_button.click()
    assert not step.advanced.isHidden()
    assert step.fold_button.accessibleName() == "Hide advanced settings"


def test_another_language_keeps_the_choices(step: SettingsStep, qapp: QApplication) -> None:
    step.preset_choice.setCurrentIndex(step.preset_choice.findData("headline"))
    translations = Translations()
    translations.use("zh")
    QApplication.processEvents()
    try:
        assert step.chosen(BARE).preset == "headline"
        assert step.name_edit.accessibleName() not in ("", "Name of the style")
    finally:
        translations.use("en")


def test_what_the_lengths_cut_is_said_in_the_windows_language(step: SettingsStep) -> None:
    step.set_read(DataReport(rows=300, used=300, cut=31))
    assert step.cut_note.text() == "Too long, so that only the beginning is learnt: 31"
    translations = Translations()
    translations.use("zh")
    QApplication.processEvents()
    try:
        assert step.cut_note.text() == "过长、只学习开头部分的行：31"
    finally:
        translations.use("en")
    step.set_read(TrainError("train-failed", detail="x"))
    assert "before it was done: x." in step.cut_note.text()
    step.set_read(None)
    assert step.cut_note.isHidden()
