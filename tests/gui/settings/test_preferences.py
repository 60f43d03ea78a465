"""Settings in use: applied at once, written once."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from newsassistant.core.settings import Settings
from newsassistant.gui.look.i18n import Translations
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.settings.preferences import Preferences


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.toml"


@pytest.fixture
def preferences(theme: Theme, path: Path) -> Preferences:
    return Preferences(Settings(language="en", scheme="light"), path, theme, Translations())


def test_a_change_takes_effect_and_is_written(
    preferences: Preferences, theme: Theme, path: Path, qtbot: QtBot
) -> None:
    wanted = Settings(language="en", scheme="dark", zoom=1.1)
    with qtbot.waitSignal(preferences.changed):
        preferences.set(wanted)
    assert theme.tokens.dark
    assert theme.zoom == 1.1

    preferences.save()

    assert Settings.load(path) == (wanted, None)


def test_a_change_is_written_by_itself(preferences: Preferences, path: Path, qtbot: QtBot) -> None:
    preferences.zoom_by(1)

    qtbot.waitUntil(path.is_file)


def test_zoom_goes_up_down_and_back(preferences: Preferences, theme: Theme) -> None:
    preferences.zoom_by(1)
    preferences.zoom_by(1)
    assert theme.zoom == 1.25
    preferences.zoom_by(-1)
    assert theme.zoom == 1.1
    preferences.zoom_by(0)
    assert theme.zoom == 1.0
    assert preferences.settings.zoom == 1.0


def test_the_same_settings_change_nothing(preferences: Preferences, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(preferences.changed):
        preferences.set(Settings(language="en", scheme="light"))


def test_a_file_that_cannot_be_written_is_told(
    preferences: Preferences, path: Path, qtbot: QtBot
) -> None:
    path.parent.write_text("a file where the folder should be")

    with qtbot.waitSignal(preferences.failed) as signal:
        preferences.save()

    assert signal.args[0].code == "settings-unwritable"
