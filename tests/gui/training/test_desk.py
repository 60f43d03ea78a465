"""Training a style on the page, on a scripted `tune`: data, start, stop, resume, and every end."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from newsassistant.core.errors import TrainError
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.training.dialog import DATA, RUN, SETTINGS
from newsassistant.gui.training.settings_step import STEPS
from tests.gui.trainings import Bench

POSIX = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


@pytest.fixture
def bench(
    theme: Theme, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Bench]:
    monkeypatch.setitem(STEPS, "normal", 12)
    monkeypatch.setitem(STEPS, "quick", 6)
    bench = Bench(theme, tmp_path, qtbot)
    bench.desk.show()
    yield bench
    bench.desk.stop()
    qtbot.waitUntil(lambda: not bench.desk.is_busy(), timeout=30_000)


def choose_quick(bench: Bench) -> None:
    choice = bench.desk.dialog.settings.length_choice
    choice.setCurrentIndex(choice.findData("quick"))


def test_data_is_read_and_reported_in_words(bench: Bench) -> None:
    assert not bench.button("train_next_button").isEnabled()
    bench.choose("ok")

    words = bench.desk.dialog.data.report_words()
    assert "236 of 240 rows can be used" in words
    assert "only the beginning is learnt: 31 (lines 3, 9, 27 …)" in words
    assert "Line 12: 350; 4.5" in words
    assert bench.desk.dialog.data.columns() == ("content", "summary")
    assert bench.button("train_next_button").isEnabled()


def test_columns_that_cannot_be_guessed_are_asked_for(bench: Bench) -> None:
    bench.choose("ok", columns='"long": "x", "short": "y"')
    data = bench.desk.dialog.data

    assert not data.ask_label.isHidden()
    assert data.report_words() == ""
    for choice, name in ((data.article_choice, "long"), (data.summary_choice, "short")):
        choice.setCurrentIndex(choice.findData(name))
        choice.activated.emit(choice.currentIndex())
    bench.wait_idle()
    assert data.ask_label.isHidden()
    assert "236 of 240" in data.report_words()


def test_damaged_data_says_what_to_do(bench: Bench) -> None:
    bench.choose("error")

    assert "has no row that can be used" in bench.errors()
    assert not bench.button("train_next_button").isEnabled()
    bench.choose("ok")
    assert bench.errors() == ""


def test_a_file_that_has_gone(bench: Bench) -> None:
    bench.desk.set_file(bench.home / "none.jsonl")
    bench.wait_idle()

    assert "There is no file" in bench.errors()


def test_a_style_is_trained_and_used(bench: Bench) -> None:
    bench.choose("ok")
    bench.press("train_next_button")
    assert bench.desk.dialog.step() == SETTINGS
    assert bench.desk.dialog.settings.name_edit.text() == "House style"
    choose_quick(bench)
    bench.press("train_next_button")
    assert bench.desk.is_running()
    bench.wait_idle()

    assert bench.title() == "House style is ready"
    assert bench.desk.dialog.run.curve.sentence().startswith("loss 2.")
    assert "after 6 of 6 steps" in bench.desk.dialog.run.curve.accessibleDescription()
    assert bench.told == ["prefixes"]
    bench.press("run_folder_button")
    bench.press("run_use_button")
    assert bench.used == ["style-1"]
    assert bench.opened == [bench.home / "runs" / "house-style"]
    assert bench.desk.dialog.isHidden()


def test_no_name_no_training(bench: Bench) -> None:
    bench.choose("ok")
    bench.press("train_next_button")
    settings = bench.desk.dialog.settings
    settings.name_edit.clear()
    assert not bench.button("train_next_button").isEnabled()
    settings.name_edit.setText("x")
    assert bench.button("train_next_button").isEnabled()
    settings.edits["lr"].setText("fast")
    assert not bench.button("train_next_button").isEnabled()


def test_other_lengths_read_the_data_again(bench: Bench) -> None:
    bench.choose("ok")
    bench.press("train_next_button")
    settings = bench.desk.dialog.settings
    assert "beginning is learnt: 31" in settings.cut_note.text()
    settings.edits["max_source_length"].setText("900")
    settings.edits["max_source_length"].editingFinished.emit()

    assert not bench.button("train_next_button").isEnabled()
    bench.wait_idle()
    assert bench.button("train_next_button").isEnabled()


def test_another_check_takes_the_place_of_one_that_goes_on(bench: Bench) -> None:
    bench.desk.set_file(bench.data("slow"))
    bench.qtbot.waitUntil(lambda: bench.desk._task is not None)
    bench.desk.set_file(bench.data("ok"))
    bench.wait_idle()

    assert "236 of 240" in bench.desk.dialog.data.report_words()


def test_stop_and_resume(bench: Bench) -> None:
    bench.train("wait")
    bench.qtbot.waitUntil(lambda: "saved at step 5" in bench.desk.dialog.run.facts.text())
    assert bench.title().startswith("House style: step 5 of 12")
    bench.press("run_stop_button")
    assert "is being saved" in bench.title()
    assert not bench.button("run_stop_button").isEnabled()
    bench.wait_idle()

    assert "was stopped; it can go on" in bench.title()
    assert "Stopped at step 5 of 12" in bench.row("house-style")
    bench.press("run_resume_button")
    bench.wait_idle()
    assert bench.title() == "House style is ready"
    assert "Finished" in bench.row("house-style")


def test_a_run_is_resumed_after_a_new_start(bench: Bench) -> None:
    bench.train("wait")
    bench.qtbot.waitUntil(lambda: "saved" in bench.desk.dialog.run.facts.text())
    bench.desk.stop()
    bench.qtbot.waitUntil(lambda: not bench.desk.is_busy())

    bench.desk = bench.make()
    info = bench.runs.offer()
    assert info is not None
    bench.desk.show_run(info.id)
    assert bench.desk.dialog.step() == RUN
    assert bench.desk.dialog.run.curve.sentence().endswith(
        "after 5 of 12 steps, evaluation loss 1.80"
    )
    bench.press("run_resume_button")
    bench.wait_idle()
    assert bench.title() == "House style is ready"
    assert bench.runs.offer() is None


def test_a_closed_page_shows_the_run_again(bench: Bench) -> None:
    bench.train("wait")
    bench.desk.dialog.close()
    assert bench.desk.is_running()
    bench.desk.dialog.set_step(DATA)
    bench.desk.show()

    assert bench.desk.dialog.step() == RUN
    assert "Running" in bench.row("house-style") or bench.row("house-style") == ""


@POSIX
def test_a_crash_is_explained_and_can_go_on(bench: Bench) -> None:
    bench.train("crash")
    bench.wait_idle()

    assert bench.title() == "The training of House style failed"
    assert "signal 9" in bench.errors()
    bench.press("run_resume_button")
    bench.wait_idle()
    assert bench.title() == "House style is ready"
    assert bench.errors() == ""


def test_garbage_does_not_disturb(bench: Bench) -> None:
    bench.train("garbage")
    bench.wait_idle()

    assert bench.title() == "House style is ready"


def test_an_error_on_the_way_is_in_words(bench: Bench) -> None:
    bench.train("late-error")
    bench.wait_idle()

    assert "failed" in bench.title()
    assert "9" in bench.errors()
    assert "Failed at step 5" in bench.row("house-style")


def test_nothing_else_is_started_while_a_run_goes_on(bench: Bench) -> None:
    bench.train("wait")
    bench.qtbot.waitUntil(lambda: "saved" in bench.desk.dialog.run.facts.text())
    bench.desk.set_file(bench.data("ok"))
    bench.desk.dialog.set_step(SETTINGS)

    assert bench.button("train_next_button").text() == "&Next"
    bench.desk.dialog.start_requested.emit()
    assert len(bench.runs.runs()) == 1
    remove = bench.desk.dialog.findChild(QPushButton, "remove_house-style")
    assert remove is not None
    assert not remove.isEnabled()


def test_a_file_chosen_meanwhile_is_read_when_the_run_ends(bench: Bench) -> None:
    bench.train("wait")
    bench.qtbot.waitUntil(lambda: "saved" in bench.desk.dialog.run.facts.text())
    bench.desk.set_file(bench.data("ok"))
    assert bench.desk.dialog.data.report_words() == ""
    bench.press("run_stop_button")
    bench.qtbot.waitUntil(lambda: bench.desk.dialog.data.report_words() != "", timeout=20_000)

    assert "236 of 240" in bench.desk.dialog.data.report_words()


def test_a_style_that_cannot_be_installed_is_added_later(bench: Bench) -> None:
    bench.refuses = True
    bench.train("ok")
    bench.wait_idle()
    assert bench.errors() != ""

    bench.refuses = False
    show = bench.desk.dialog.findChild(QPushButton, "show_house-style")
    assert show is not None
    show.click()
    bench.press("run_use_button")
    assert bench.used == ["style-1"]


def test_a_run_is_removed_after_asking(bench: Bench) -> None:
    bench.train("ok")
    bench.wait_idle()
    bench.dialogs.agree = True
    remove = bench.desk.dialog.findChild(QPushButton, "remove_house-style")
    assert remove is not None
    remove.click()

    assert "Remove the training of House style?" in str(bench.dialogs.asked[-1][1])
    assert bench.runs.runs() == []
    assert bench.row("house-style") == ""
    assert bench.button("run_use_button").isHidden()


def test_a_run_that_has_gone_is_explained(bench: Bench) -> None:
    bench.desk.show_run("none")
    assert "There is no training run none." in bench.errors()


def test_data_is_read_while_packages_are_missing_but_nothing_is_trained(bench: Bench) -> None:
    bench.packages.absent = "torch"
    bench.desk.show()
    bench.choose("ok")
    assert "236 of 240 rows can be used" in bench.desk.dialog.data.report_words()
    bench.press("train_next_button")

    assert bench.desk.dialog.step() == SETTINGS
    assert not bench.button("train_next_button").isEnabled()
    bench.press("install_button")
    bench.qtbot.waitUntil(lambda: bench.desk.dialog.missing.isHidden())
    assert bench.desk.dialog.step() == SETTINGS
    assert bench.button("train_next_button").isEnabled()


@pytest.mark.parametrize("name", ["rows.xlsx", "rows.csv"])
def test_a_file_to_fill_in_is_saved_and_can_be_chosen(bench: Bench, name: str) -> None:
    bench.dialogs.file = bench.home / name
    bench.press("save_sample_button")
    data = bench.desk.dialog.data

    assert bench.dialogs.names()[-1] == "save"
    assert str(bench.home / name) in data.saved_label.text()
    assert not data.saved_label.isHidden()
    bench.desk.set_file(bench.home / name)
    bench.wait_idle()
    assert data.columns() == ("article", "summary")


def test_a_file_to_fill_in_that_cannot_be_saved_says_why(bench: Bench) -> None:
    bench.dialogs.file = bench.home / "none" / "rows.csv"
    bench.press("save_sample_button")

    assert "cannot be written" in bench.errors()
    assert bench.desk.dialog.data.saved_label.isHidden()


def test_another_file_takes_the_place_of_the_one_that_is_read(bench: Bench) -> None:
    bench.desk.set_file(bench.data("ok"))
    other = bench.home / "other.csv"
    other.write_text("long,short\n1,2\n", "utf-8")
    bench.desk.set_file(other)
    bench.wait_idle()
    data = bench.desk.dialog.data

    assert data.drop.label.text() == "other.csv"
    assert data.report_words() == ""
    assert not data.ask_label.isHidden()


def test_a_damaged_workbook_is_told(bench: Bench) -> None:
    path = bench.home / "rows.xlsx"
    path.write_bytes(b"PK\x03\x04")
    bench.desk.set_file(path)
    bench.wait_idle()

    assert "cannot be read as an Excel workbook" in bench.errors()


def test_once_they_are_installed_the_page_goes_on_with_the_data(bench: Bench) -> None:
    bench.train("ok")
    bench.wait_idle()
    bench.packages.absent = "torch"
    bench.desk.show()
    bench.press("install_button")
    bench.qtbot.waitUntil(lambda: bench.desk.dialog.missing.isHidden())

    assert bench.desk.dialog.step() == DATA


def test_the_end_of_the_program_ends_an_installation(bench: Bench) -> None:
    bench.packages.absent = "torch"
    bench.packages.go_on.clear()
    bench.desk.show()
    bench.press("install_button")
    assert bench.desk.is_busy()
    bench.desk.stop()

    bench.qtbot.waitUntil(lambda: not bench.desk.is_busy())
    assert bench.packages.absent == "torch"


def test_an_installed_program_names_its_pack_and_no_command(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    bench.packages.absent = "newsassistant-training"
    bench.packages.pack = TrainError(
        "pack-missing", pack="newsassistant-training", version="1.2", found=""
    )
    bench.desk.show()
    card = bench.desk.dialog.missing

    assert "Install newsassistant-training 1.2" in card.label.text()
    hidden = (card.install_button, card.command_edit, card.copy_button)
    assert all(part.isHidden() for part in hidden)


def test_a_folder_is_the_base(bench: Bench) -> None:
    bench.choose("ok")
    folder = bench.home / "chatglm3-6b"
    bench.dialogs.file = folder
    settings = bench.desk.dialog.settings
    settings.base_choice.setCurrentIndex(settings.base_choice.count() - 1)
    settings.base_choice.activated.emit(settings.base_choice.currentIndex())
    bench.wait_idle()

    assert settings.base_choice.currentText() == "chatglm3-6b"
    options = bench.desk._options()
    assert options is not None
    assert options.model == str(folder)
    labels = [label.text() for label in settings.findChildren(QLabel)]
    assert str(folder) in labels
