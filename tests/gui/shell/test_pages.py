"""Pages over the window: made when wanted, training offered again, settings while open, the end."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from newsassistant.app.listener import ChatState
from newsassistant.app.training import runs as training
from newsassistant.core.paths import Paths
from newsassistant.gui.models.measuring import Measuring
from newsassistant.gui.settings.dialog import SettingsDialog
from newsassistant.gui.shell.pages import Pages
from newsassistant.gui.training.settings_step import STEPS
from newsassistant.model.base import Base
from newsassistant.model.prefixes.files import write_prefix
from newsassistant.model.prefixes.prefix import Prefix
from tests.gui.measurings import FakeService
from tests.gui.pages import MainPage
from tests.gui.trainings import TUNER


@pytest.fixture(autouse=True)
def scripted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "trainer", lambda: TUNER)
    monkeypatch.setattr("newsassistant.train.libraries.NEEDED", ())
    monkeypatch.setitem(STEPS, "normal", 12)


def stopped_run(paths: Paths) -> Path:
    """What a run leaves that was stopped after five steps."""
    folder = paths.runs / "house-style"
    (folder / "checkpoints" / "step-000005").mkdir(parents=True)
    (folder / "run.json").write_text("12", "utf-8")
    facts = {"name": "House style", "state": "stopped", "steps": 12}
    (folder / "window.json").write_text(json.dumps(facts), "utf-8")
    (folder / "log.jsonl").write_text('{"event": "step", "step": 5, "loss": 2.0}\n', "utf-8")
    return folder


def test_the_page_is_in_the_menu_and_in_the_styles(page: MainPage) -> None:
    page.action("train").trigger()
    assert page.dialogs.names()[-1] == "train"

    page.program.pages.show_styles()
    assert page.program.pages.styles is not None
    page.program.pages.styles.dialog.train_button.click()
    assert page.dialogs.names()[-2:] == ["styles", "train"]
    assert page.program.pages.styles.dialog.isHidden()


def test_without_runs_nothing_is_made_or_said(page: MainPage) -> None:
    assert page.program.pages.training is None
    assert page.program.window.notice.isHidden()
    assert not page.program.paths.runs.exists()


def test_a_stopped_run_is_offered_once(start: Callable[..., MainPage], tmp_path: Path) -> None:
    stopped_run(Paths.under(tmp_path))
    page = start()
    notice = page.program.window.notice

    assert notice.label.text() == "The training of House style was stopped at step 5 of 12."
    assert notice.undo_button.text() == "Go on with it…"
    notice.undo_button.click()
    desk = page.program.pages.training
    assert desk is not None
    assert "was stopped; it can go on" in desk.dialog.run.title.text()
    assert page.program.pages.training is desk
    page.program.window.notice.hide()
    page.program.pages.offer_training()
    assert notice.isHidden()


def running(page: MainPage, data: Path) -> None:
    """Train until the scripted run waits."""
    data.write_text('{"plan": "wait", "content": "x", "summary": "y"}', "utf-8")
    page.program.pages.show_training()
    desk = page.program.pages.training
    assert desk is not None
    desk.set_file(data)
    page.qtbot.waitUntil(lambda: desk.dialog.next_button.isEnabled())
    desk.dialog.next_button.click()
    desk.dialog.next_button.click()
    page.qtbot.waitUntil(lambda: "saved at step 5" in desk.dialog.run.facts.text())


def test_closing_asks_and_keeps_the_run(page: MainPage, tmp_path: Path) -> None:
    running(page, tmp_path / "pairs.jsonl")
    page.program.window.close()

    assert "[Stop and keep for later]" in str(page.dialogs.asked[-1][1])
    assert not page.program.shutdown.has_begun()
    page.dialogs.agree = True
    with page.qtbot.waitSignal(page.program.ended, timeout=20_000):
        page.program.window.close()
    facts = json.loads((tmp_path / "data" / "runs" / "pairs" / "window.json").read_text("utf-8"))
    assert facts["state"] == "stopped"
    assert sys.executable == TUNER[0]


def test_the_systems_wish_to_end_is_not_asked_about(page: MainPage, tmp_path: Path) -> None:
    running(page, tmp_path / "pairs.jsonl")
    asked = len(page.dialogs.asked)
    with page.qtbot.waitSignal(page.program.ended, timeout=20_000):
        page.program.shutdown.begin()

    assert len(page.dialogs.asked) == asked
    assert (tmp_path / "data" / "runs" / "pairs" / "checkpoints").is_dir()


def test_a_finished_style_goes_into_the_library_and_comes_back(page: MainPage) -> None:
    paths = page.program.paths
    folder = stopped_run(paths)
    base = Base("glm", 1, 1, 4, name="Starter")
    write_prefix(folder / "prefix", Prefix(np.zeros((1, 2, 1, 1, 4), np.float32), base), name="x")
    facts = {"name": "House style", "state": "finished", "steps": 12, "licence": "CC0"}
    (folder / "window.json").write_text(json.dumps(facts), "utf-8")
    library = page.program.style_library

    for _ in range(2):  # the second time it was deleted before
        page.program.pages.show_training()
        desk = page.program.pages.training
        assert desk is not None
        desk.show_run("house-style")
        desk.dialog.run.buttons["use"].click()
        styles = library.list()
        assert [(style.name, style.licence) for style in styles] == [("House style", "CC0")]
        assert page.program.preferences.settings.prefix == styles[0].id
        library.remove(styles[0].id)


# --- settings -----------------------------------------------------------------------------------


class Bench:
    """Pages of which only the settings are opened."""

    def __init__(self, page: MainPage) -> None:
        self.program = page.program
        self.opened: list[Path] = []
        self.backups: list[bool] = []
        self.service = FakeService()
        self.measured: list[str] = []
        self.measuring = Measuring(self.service, self.measured.append, self.measured.append)
        parts = replace(
            page.program.pages._parts,
            measuring=self.measuring,
            open_folder=self.opened.append,
            show_backups=lambda: self.backups.append(True),
        )
        Pages(parts).show_settings()
        dialog = page.window.findChild(SettingsDialog)
        assert isinstance(dialog, SettingsDialog)
        self.dialog = dialog


def test_settings_take_effect_while_open(page: MainPage) -> None:
    bench = Bench(page)
    dialog, theme = bench.dialog, page.program.theme

    dialog.choices["scheme"].setCurrentIndex(dialog.choices["scheme"].findData("dark"))
    dialog.choices["scheme"].activated.emit(dialog.choices["scheme"].currentIndex())
    QTest.mouseClick(dialog.folder_button, Qt.MouseButton.LeftButton)

    assert theme.tokens.dark
    assert bench.opened == [page.program.paths.data]
    QTest.mouseClick(dialog.backups_button, Qt.MouseButton.LeftButton)
    assert bench.backups == [True]
    assert not dialog.isVisible()


def test_the_settings_measure_the_loaded_model_again(page: MainPage) -> None:
    bench = Bench(page)
    bench.service.state = ChatState.ANSWERING
    bench.measuring.set_state(bench.service.state)
    assert not bench.dialog.measure_again_button.isEnabled()

    bench.service.state = ChatState.IDLE
    bench.measuring.set_state(bench.service.state)
    QTest.mouseClick(bench.dialog.measure_again_button, Qt.MouseButton.LeftButton)

    assert bench.measured == ["chatglm3"]
    assert not bench.dialog.isVisible()  # the window shows how far it is


def test_an_installation_is_told_in_the_window(page: MainPage) -> None:
    page.program.pages.show_models()
    page.program.pages.show_training()
    models, training = page.program.pages.models, page.program.pages.training
    assert models is not None
    assert training is not None
    promise = page.window.status._promise
    training.installing.downloading.emit(True)
    assert promise.accessibleName() == "Downloading packages; your texts stay here"
    models.downloading.emit(True)
    training.installing.downloading.emit(False)
    assert promise.accessibleName() == "Downloading a model; your texts stay here"
    models.downloading.emit(False)
    assert promise.accessibleName() == "Offline: nothing leaves this computer"

    training.installing.ended_unseen.emit("Styles can be trained now.")
    assert page.window.notice.label.text() == "Styles can be trained now."
