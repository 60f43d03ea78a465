"""Sheets of the program itself."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from newsassistant.core.errors import EngineError
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.shell.sheets import (
    AboutSheet,
    AnotherWindowSheet,
    CrashSheet,
    FailureSheet,
    ShortcutsSheet,
)
from newsassistant.gui.widgets.scroll_column import FittingColumn
from tests.gui.sheets import press, words_of


def test_every_shortcut_is_listed(theme: Theme, parent: QWidget) -> None:
    rows = [("New article", "Ctrl+N"), ("Search", "Ctrl+K"), ("Quit", "Ctrl+Q")]

    groups = [("File", rows[:1]), ("Edit", rows[1:])]
    words = words_of(ShortcutsSheet(theme, groups, parent=parent))

    assert all(text in words and keys in words for text, keys in rows)
    assert all(title in words for title, _ in groups)


@pytest.mark.parametrize(("letters", "columns"), [(3, 4), (90, 2)])
def test_shortcuts_stand_in_one_column_where_two_have_no_room(
    theme: Theme, parent: QWidget, letters: int, columns: int
) -> None:
    groups = [("File", [("w" * letters, "Ctrl+N")]), ("Edit", [("w" * letters, "Ctrl+K")])]
    sheet = ShortcutsSheet(theme, groups, parent=parent)
    scroll = sheet.findChild(FittingColumn)
    assert scroll is not None
    grid = scroll.column.itemAt(0)

    assert isinstance(grid, QGridLayout)
    assert grid.columnCount() == columns
    assert scroll.focusPolicy() == Qt.FocusPolicy.StrongFocus, "keys can scroll it"


def test_about_names_the_version_and_the_promise(theme: Theme, parent: QWidget) -> None:
    words = words_of(AboutSheet(theme, "1.2.3", parent=parent))

    assert "1.2.3" in words
    assert "Nothing leaves this computer" in words


def test_a_crash_report_can_be_copied_and_is_dismissed(theme: Theme, parent: QWidget) -> None:
    done: list[str] = []
    sheet = CrashSheet(
        theme,
        "Traceback: it broke",
        copy=lambda: done.append("copied"),
        dismiss=lambda: done.append("dismissed"),
        parent=parent,
    )
    sheet.open()
    assert sheet.findChildren(QPlainTextEdit)[0].toPlainText() == "Traceback: it broke"
    assert "it holds no article text" in words_of(sheet)

    press(sheet, "Copy the report")

    assert done == ["copied", "dismissed"]


def test_why_it_cannot_start_is_said_and_then_it_ends(theme: Theme, qtbot: QtBot) -> None:
    done: list[bool] = []
    error = EngineError("inference-failed", detail="no such device")
    sheet = FailureSheet(theme, error, lambda: done.append(True))
    sheet.open()

    assert error.what("en") in words_of(sheet)
    press(sheet, "Close")

    assert done == [True]


@pytest.mark.parametrize(
    ("answer", "expected"), [("Cancel", ["end"]), ("Open another window", ["agreed", "end"])]
)
def test_another_window_opens_only_if_asked(
    theme: Theme, qtbot: QtBot, answer: str, expected: list[str]
) -> None:
    done: list[str] = []
    sheet = AnotherWindowSheet(theme, lambda: done.append("agreed"), lambda: done.append("end"))
    sheet.open()

    press(sheet, answer)

    assert done == expected
