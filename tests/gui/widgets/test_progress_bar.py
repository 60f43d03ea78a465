"""The thin bar: its share, its name, and that it holds still where nothing may move."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from newsassistant.gui.look.i18n import Translations
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.progress_bar import ProgressBar


@pytest.fixture
def bar(theme: Theme, qtbot: QtBot) -> ProgressBar:
    """A bar that is shown."""
    bar = ProgressBar(theme)
    bar.resize(200, 4)
    qtbot.addWidget(bar)
    bar.show()
    return bar


def test_a_share(bar: ProgressBar) -> None:
    bar.show_progress(30, 120)

    assert (bar.minimum(), bar.value(), bar.maximum()) == (0, 30, 120)


def test_more_than_all_is_all(bar: ProgressBar) -> None:
    bar.show_progress(130, 120)

    assert bar.value() == 120


def test_it_has_a_name_in_both_languages(bar: ProgressBar) -> None:
    english = bar.accessibleName()
    translations = Translations()
    translations.use("zh")
    QApplication.processEvents()
    chinese = bar.accessibleName()
    translations.use("en")
    QApplication.processEvents()

    assert (english, chinese) == ("Progress", "进度")


def test_an_unknown_length_moves_until_motion_is_reduced(bar: ProgressBar, theme: Theme) -> None:
    bar.show_progress(0, 0)
    moving = bar.maximum()
    theme.set_motion("reduced")
    first = bar.grab().toImage()
    QTest.qWait(200)
    still = bar.grab().toImage()
    stands = (bar.value(), bar.maximum())
    theme.set_motion("system")

    assert moving == 0
    assert stands == (0, 1)
    assert first == still
    assert bar.maximum() == 0, "it moves again"
