"""Importing, using, renaming and deleting styles, on a library in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from newsassistant.app.installed.styles import StyleLibrary
from newsassistant.core.errors import PrefixError
from newsassistant.core.resources import resource_path
from newsassistant.core.settings import Settings
from newsassistant.gui.look.i18n import Translations
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.settings.preferences import Preferences
from newsassistant.gui.styles.choice import StyleChoice
from newsassistant.gui.styles.desk import SAMPLE, StylesDesk
from newsassistant.model.prefixes.files import read_info
from tests.gui.example_styles import HOUSE, MODEL, OTHER, SPORT, FakeStyles, install, style
from tests.gui.pages import RecordedDialogs, StylesPage

BROKEN = PrefixError("prefix-invalid", detail="it is too short")


class Bench:
    """A desk with all that it needs, but for a window."""

    def __init__(self, theme: Theme, home: Path, qtbot: QtBot) -> None:
        self.dialogs = RecordedDialogs(theme)
        self.preferences = Preferences(
            Settings(language="en"), home / "s.toml", theme, Translations()
        )
        self.library = FakeStyles(HOUSE, SPORT)
        self.choice = StyleChoice(self.preferences, self.library)
        self.choice.set_model(MODEL)
        self.opened: list[Path] = []
        self.desk = StylesDesk(
            theme,
            None,  # type: ignore[arg-type]
            self.dialogs,
            self.library,
            self.choice,
            open_folder=self.opened.append,
            sample=home / "sample",
        )
        qtbot.addWidget(self.desk.dialog)
        self.page = StylesPage(self.desk.dialog, qtbot)
        self.desk.show()


@pytest.fixture
def bench(theme: Theme, tmp_path: Path, qtbot: QtBot) -> Iterator[Bench]:
    bench = Bench(theme, tmp_path, qtbot)
    yield bench
    bench.library.may_go_on.set()
    qtbot.waitUntil(lambda: not bench.desk.is_busy())


def test_it_opens_with_what_is_installed(bench: Bench) -> None:
    assert bench.dialogs.names() == ["styles"]
    assert bench.page.names() == ["House style", "Sport desk"]


def test_use_and_stop_using(bench: Bench) -> None:
    bench.page.press("use", "sport-desk")
    assert bench.choice.in_use() == "sport-desk"
    assert "In use" in bench.page.words("sport-desk")
    assert "Sport desk writes the summaries from now on" in bench.page.note()

    bench.page.press("base", "sport-desk")

    assert bench.choice.in_use() == ""


def test_a_folder_is_imported_off_the_main_thread(bench: Bench, tmp_path: Path) -> None:
    bench.library.may_go_on.clear()
    bench.dialogs.file = tmp_path / "gazette"
    bench.page.dialog.import_button.click()
    assert bench.desk.is_busy()
    assert not bench.page.dialog.job.isHidden()

    bench.library.may_go_on.set()
    bench.page.wait_job()

    assert bench.page.names() == ["House style", "Sport desk", "gazette"]
    assert bench.page.note() == "gazette was imported. Press Use to answer in this style."
    assert bench.page.dialog.focusWidget() is bench.page.button("use", "gazette")


def test_the_sample_is_added_by_the_same_job_and_then_no_more_offered(
    bench: Bench, tmp_path: Path
) -> None:
    bench.library.styles = []
    install(tmp_path, "sample", "One-line news")
    sample = read_info(tmp_path / "sample")
    bench.desk.show()
    button = bench.page.dialog.findChild(QPushButton, "sample_button")
    assert button is not None
    assert button.isEnabled()
    bench.library.installs = replace(sample, id="one-line-news", name="Renamed since")

    button.click()
    bench.page.wait_job()

    assert bench.library.added == [tmp_path / "sample"]
    assert bench.page.names() == ["Renamed since"]
    assert bench.page.dialog.focusWidget() is bench.page.button("use", "one-line-news")
    assert bench.page.dialog.findChild(QPushButton, "sample_button") is None


def test_a_damaged_sample_says_what_is_wrong(bench: Bench, tmp_path: Path) -> None:
    bench.library.styles = []
    folder = install(tmp_path, "sample", "One-line news")
    (folder / "manifest.json").write_text("{}", encoding="utf-8")
    bench.desk.show()
    bench.library.failure = BROKEN
    button = bench.page.dialog.findChild(QPushButton, "sample_button")
    assert button is not None

    button.click()
    bench.page.wait_job()

    assert "it is too short" in bench.page.error()


def test_a_sample_that_did_not_come_along_cannot_be_added(bench: Bench) -> None:
    bench.library.styles = []

    bench.desk.show()

    button = bench.page.dialog.findChild(QPushButton, "sample_button")
    assert button is not None
    assert not button.isEnabled()


def test_the_shipped_sample_can_be_installed(tmp_path: Path) -> None:
    library = StyleLibrary(tmp_path)

    added = library.add(resource_path(*SAMPLE))

    assert added.base.family == "starter"
    assert added.licence == "CC0-1.0"
    assert [style.id for style in library.list()] == [added.id]


def test_dropping_imports_too(bench: Bench, tmp_path: Path) -> None:
    assert bench.page.drop(tmp_path / "gazette")
    bench.page.wait_job()

    assert bench.library.added == [tmp_path / "gazette"]


def test_a_bad_one_says_what_to_do_and_nothing_is_lost(bench: Bench, tmp_path: Path) -> None:
    bench.library.failure = BROKEN

    bench.page.drop(tmp_path / "broken")
    bench.page.wait_job()

    assert "it is too short" in bench.page.error()
    assert "Copy it again" in bench.page.error()
    assert bench.page.names() == ["House style", "Sport desk"]
    bench.page.drop(tmp_path / "whole")
    bench.page.wait_job()
    assert bench.page.error() == ""


def test_an_import_for_another_model_says_so(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger = style("small", "Starter style", OTHER)

    def add(path: Path, *, name: str = "", licence: str = "") -> object:
        bench.library.styles.append(stranger)
        return stranger

    monkeypatch.setattr(bench.library, "add", add)
    bench.page.drop(tmp_path)
    bench.page.wait_job()

    assert "made for SmolLM2-135M" in bench.page.note()


def test_rename(bench: Bench) -> None:
    bench.page.rename("sport-desk", "Back page")

    assert bench.page.names() == ["House style", "Back page"]
    assert bench.choice.names()["sport-desk"] == "Back page"


def test_a_name_that_cannot_be_written_stays_as_it_was(bench: Bench) -> None:
    bench.library.failure = BROKEN

    bench.page.rename("sport-desk", "Back page")

    assert bench.page.names() == ["House style", "Sport desk"]
    assert "it is too short" in bench.page.error()


def test_deleting_asks_first(bench: Bench) -> None:
    bench.page.press("delete", "sport-desk")
    assert "This frees 7.3 MB" in str(bench.dialogs.asked[-1][1])
    assert bench.page.names() == ["House style", "Sport desk"]
    bench.dialogs.agree = True

    bench.page.press("delete", "sport-desk")
    bench.page.wait_job()

    assert bench.page.names() == ["House style"]
    assert bench.page.note() == "Sport desk was deleted."


def test_deleting_the_one_in_use_leaves_the_base_model(bench: Bench) -> None:
    bench.dialogs.agree = True
    bench.page.press("use", "sport-desk")

    bench.page.press("delete", "sport-desk")
    bench.page.wait_job()

    assert "The base model will answer" in str(bench.dialogs.asked[-1][1])
    assert bench.choice.style_for("summary") == ""
    assert bench.preferences.settings.prefix == ""


def test_a_damaged_one_can_be_deleted(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    removed: list[str] = []
    monkeypatch.setattr(bench.library, "remove", removed.append)
    bench.library.broken = [("old", BROKEN)]
    bench.desk.show()
    bench.dialogs.agree = True

    bench.page.press("delete", "old")
    bench.page.wait_job()

    assert removed == ["old"]


def test_its_folder_can_be_opened(bench: Bench) -> None:
    bench.page.press("folder", "house-style")

    assert bench.opened == [Path("styles") / "house-style"]


def test_training_is_passed_on(bench: Bench, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bench.desk.train_requested):
        bench.page.dialog.train_button.click()
