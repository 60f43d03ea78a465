"""Changing the model: short memory is warned of, too little refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from newsassistant.app.installed.models import ModelLibrary
from newsassistant.app.machine.memory import Spare
from newsassistant.core.settings import Settings
from newsassistant.gui.look.i18n import Translations
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.models.choice import ModelChoice
from newsassistant.gui.settings.preferences import Preferences
from tests.gui.installers import GIGA, make_model
from tests.gui.pages import RecordedDialogs


class Bench:
    """A choice whose loads are written down."""

    def __init__(self, theme: Theme, folder: Path, window: QWidget) -> None:
        self.dialogs = RecordedDialogs(theme)
        self.folder = folder
        self.loaded: list[str] = []
        self.begins = True
        path = folder / "settings.toml"
        self.preferences = Preferences(Settings(language="en"), path, theme, Translations())
        library = ModelLibrary(folder)
        self.choice = ModelChoice(window, self.dialogs, self.preferences, library, self._load)

    def _load(self, model_id: str) -> bool:
        self.loaded.append(model_id)
        return self.begins


@pytest.fixture
def bench(theme: Theme, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Bench:
    spare = Spare(free=3 * GIGA, total=16 * GIGA)
    monkeypatch.setattr("newsassistant.app.machine.memory.read_spare", lambda: spare)
    window = QWidget()
    qtbot.addWidget(window)
    return Bench(theme, tmp_path, window)


def test_a_model_that_fits_is_loaded(bench: Bench) -> None:
    make_model(bench.folder / "small", "small", weights_bytes=GIGA)
    bench.choice.use("small")

    assert bench.loaded == ["small"]
    assert bench.dialogs.asked == []


@pytest.mark.parametrize("agree", [True, False])
def test_short_memory_is_warned_of(bench: Bench, agree: bool) -> None:
    make_model(bench.folder / "large", "large", weights_bytes=6 * GIGA)
    bench.dialogs.agree = agree
    bench.choice.use("large")

    ((kind, words),) = bench.dialogs.asked
    assert kind == "ask"
    assert "large needs more memory than is free" in str(words)
    assert "3.0 GB free" in str(words)
    assert bench.loaded == (["large"] if agree else [])


def test_the_loaded_model_makes_room(bench: Bench) -> None:
    bench.choice.loaded(make_model(bench.folder / "old", "old", weights_bytes=6 * GIGA).info())
    make_model(bench.folder / "new", "new", weights_bytes=6 * GIGA)
    bench.choice.use("new")

    assert bench.loaded == ["new"]


def test_more_than_the_computer_has_is_refused(bench: Bench) -> None:
    make_model(bench.folder / "huge", "huge", weights_bytes=40 * GIGA)
    bench.dialogs.agree = True
    bench.choice.use("huge")

    ((kind, words),) = bench.dialogs.asked
    assert kind == "tell"
    assert "smaller model" in str(words)
    assert bench.loaded == []


def test_a_model_that_is_not_there_is_left_to_the_service(bench: Bench) -> None:
    bench.choice.use("missing")

    assert bench.loaded == ["missing"]


def test_the_choice_is_kept_once_it_is_loaded(bench: Bench) -> None:
    model = make_model(bench.folder / "small", "small", weights_bytes=GIGA).info()
    bench.choice.loaded(model)
    assert bench.preferences.settings.model == "starter", "the one of the start was not chosen"
    bench.begins = False
    bench.choice.use("small")
    bench.choice.loaded(model)
    assert bench.preferences.settings.model == "starter", "loading did not even begin"

    bench.begins = True
    bench.choice.use("small")
    bench.choice.loaded(model)

    assert bench.preferences.settings.model == "small"
