"""The line that says what is being read, and then what was left out of it."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from newsassistant.core.messages.reading import READING_WARNINGS
from newsassistant.gui.look.i18n import Translations
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.opening.reading_bar import ReadingBar


@pytest.fixture
def bar(qtbot: QtBot, theme: Theme) -> ReadingBar:
    bar = ReadingBar(theme)
    qtbot.addWidget(bar)
    return bar


def test_a_file_is_named_and_can_be_given_up(qtbot: QtBot, bar: ReadingBar) -> None:
    assert bar.isHidden()
    bar.set_name("wind.docx")
    assert bar.label.text() == "Reading wind.docx…"
    assert not bar.undo_button.isHidden()
    assert "Esc" in bar.undo_button.toolTip()
    assert bar.close_button.isHidden()
    with qtbot.waitSignal(bar.stop_requested):
        bar.undo_button.click()
    bar.set_name("")
    assert bar.isHidden()


def test_the_ends_of_a_long_name_are_shown_on_one_line(bar: ReadingBar) -> None:
    bar.resize(400, 60)
    bar.set_name("a\n" + "release " * 30 + ".docx")
    words = bar.label.text()
    assert words.startswith("Reading a release")
    assert words.endswith(".docx…")
    assert bar.label.fontMetrics().horizontalAdvance(words) <= 400
    bar.resize(800, 60)
    assert len(bar.label.text()) > len(words)


@pytest.mark.parametrize("code", READING_WARNINGS)
def test_a_warning_is_worded_in_the_language_of_the_window(bar: ReadingBar, code: str) -> None:
    bar.set_warnings((code, "changes-left-out"))
    assert bar.label.text().startswith(READING_WARNINGS[code]["en"] + " ")
    assert bar.undo_button.isHidden()
    translations = Translations()
    translations.use("zh")
    try:
        bar.retranslate()
        assert bar.label.text().startswith(READING_WARNINGS[code]["zh"])
    finally:
        translations.remove()
    bar.close_button.click()
    assert bar.isHidden()


def test_warnings_come_back_when_the_next_file_is_given_up(bar: ReadingBar) -> None:
    bar.set_warnings(("several-stories",))
    bar.set_name("wind.docx")
    assert bar.label.text() == "Reading wind.docx…"
    bar.set_name("")
    assert bar.label.text() == READING_WARNINGS["several-stories"]["en"]
    bar.clear()
    assert bar.isHidden()
