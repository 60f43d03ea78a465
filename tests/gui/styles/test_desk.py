"""Importing, using, renaming and deleting styles, on a library in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from newsassistant.app.installed.styles import Said
from newsassistant.core.errors import PrefixError
from newsassistant.core.settings import Settings
from newsassistant.gui.look.i18n import Translations
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.settings.preferences import Preferences
from newsassistant.gui.styles.choice import BY_JOB, StyleChoice
from newsassistant.gui.styles.desk import StylesDesk
from tests.gui.example_styles import HOUSE, MODEL, OTHER, SENT, SPORT, FakeStyles, ship, style
from tests.gui.pages import RecordedDialogs, StylesPage

BROKEN = PrefixError("prefix-invalid", detail="it is too short")


class Bench:
    """A desk with all that it needs, but for a window."""

    def __init__(
        self, theme: Theme, home: Path, qtbot: QtBot, *, shipped: Sequence[str] = ()
    ) -> None:
        self.dialogs = RecordedDialogs(theme)
        self.preferences = Preferences(
            Settings(language="en"), home / "s.toml", theme, Translations()
        )
        self.library = FakeStyles(HOUSE, SPORT)
        self.choice = StyleChoice(self.preferences, self.library, ship(home / "shipped", *shipped))
        self.choice.set_model(MODEL)
        self.opened: list[Path] = []
        self.desk = StylesDesk(
            theme,
            None,  # type: ignore[arg-type]
            self.dialogs,
            self.library,
            self.choice,
            open_folder=self.opened.append,
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
    assert bench.choice.current() == "sport-desk"
    assert "In use" in bench.page.words("sport-desk")
    assert "Sport desk writes the summaries from now on" in bench.page.note()

    bench.page.press("base", "sport-desk")

    assert bench.choice.current() == ""


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


def test_those_of_the_program_are_one_row(theme: Theme, tmp_path: Path, qtbot: QtBot) -> None:
    bench = Bench(theme, tmp_path, qtbot, shipped=("headline", "150-words"))
    assert bench.page.names() == ["Built-in styles", "House style", "Sport desk"]
    assert "150 words · Headline" in bench.page.words(BY_JOB)
    assert "In use" in bench.page.words(BY_JOB)

    bench.page.press("base", BY_JOB)
    assert bench.choice.current() == ""

    bench.page.press("use", BY_JOB)
    assert bench.choice.current() == BY_JOB


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
    assert bench.choice.style_for("headline") == ""
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


# --- a style travels -----------------------------------------------------------------------------


def test_a_file_is_shown_before_it_is_installed(bench: Bench, tmp_path: Path) -> None:
    bench.library.installs = SENT
    bench.dialogs.file = tmp_path / "night.newsstyle"
    bench.page.dialog.file_button.click()
    bench.page.wait_job()

    name, words = bench.dialogs.asked[-1]
    assert name == "style_package"
    for told in ("Install Night wire?", "A. Editor on ", "Read with 40 stories."):
        assert told in str(words)
    assert bench.library.added == []

    bench.dialogs.agree = True
    bench.page.drop(tmp_path / "night.newsstyle")
    bench.page.wait_job()
    bench.page.qtbot.waitUntil(lambda: bool(bench.library.added))
    bench.page.wait_job()
    assert bench.library.added == [tmp_path / "night.newsstyle"]
    assert "Night wire was imported" in bench.page.note()


def test_a_file_that_is_damaged_says_so_and_asks_nothing(bench: Bench, tmp_path: Path) -> None:
    bench.library.failure = BROKEN
    bench.page.drop(tmp_path / "night.newsstyle")
    bench.page.wait_job()

    assert "it is too short" in bench.page.error()
    assert bench.dialogs.names() == ["styles"]


def test_a_style_is_exported_and_its_hash_shown(bench: Bench, tmp_path: Path) -> None:
    bench.dialogs.agree = True
    bench.dialogs.file = tmp_path / "house"
    bench.page.press("export", "house-style")
    bench.page.wait_job()

    assert bench.library.exported == [
        ("house-style", tmp_path / "house.newsstyle", Said(licence="CC BY 4.0"))
    ]
    assert bench.dialogs.names() == ["styles", "style_export", "save", "style_exported"]
    assert bench.page.note() == "The style is in house.newsstyle."


def test_what_cannot_be_exported_says_why(bench: Bench, tmp_path: Path) -> None:
    bench.dialogs.agree = True
    bench.dialogs.file = tmp_path / "house.newsstyle"
    bench.library.failure = PrefixError("target-unwritable", path=tmp_path, detail="full")
    bench.page.press("export", "house-style")
    bench.page.wait_job()

    assert "cannot be written: full" in bench.page.error()
    assert "style_exported" not in bench.dialogs.names()
