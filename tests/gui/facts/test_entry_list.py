"""The list of quotes and facts: rows, their height, keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from newsassistant.gui.facts.entry_list import EntryList, Row
from newsassistant.gui.look.theme import Theme

LONG = Row("“" + "A long quote goes on. " * 30 + "”", "Jane Poole · said", "paragraph 1", True)
SHORT = Row("£5m", "It cost £5m.", "paragraph 2", wraps=False)


@pytest.fixture
def rows(theme: Theme, qtbot: QtBot) -> EntryList:
    view = EntryList(theme)
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.rows.set_rows([LONG, SHORT, SHORT])
    view.show()
    QApplication.processEvents()
    return view


def test_a_quote_wraps_and_a_fact_is_two_lines(rows: EntryList) -> None:
    heights = [rows.visualRect(rows.rows.index(row)).height() for row in range(3)]

    assert heights[0] > heights[1] == heights[2]


def test_a_wider_list_has_lower_rows(rows: EntryList, qtbot: QtBot) -> None:
    before = rows.visualRect(rows.rows.index(0)).height()
    rows.resize(900, 300)

    qtbot.waitUntil(lambda: rows.visualRect(rows.rows.index(0)).height() < before)


def test_arrows_enter_and_copy(rows: EntryList, qtbot: QtBot) -> None:
    rows.choose(0)
    rows.setFocus()
    QTest.keyClick(rows, Qt.Key.Key_Down)
    assert rows.chosen() == [1]
    with qtbot.waitSignal(rows.show_pressed):
        QTest.keyClick(rows, Qt.Key.Key_Return)
    with qtbot.waitSignal(rows.copy_pressed):
        QTest.keyClick(rows, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(rows, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert rows.chosen() == [0, 1, 2]


def test_a_row_speaks_and_tips_with_all_its_words(rows: EntryList) -> None:
    index = rows.rows.index(1)

    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "£5m. It cost £5m.. paragraph 2"
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "It cost £5m.\nparagraph 2"
    assert QGuiApplication.clipboard() is not None


def test_hostile_words_are_painted_as_they_are(rows: EntryList) -> None:
    words = "<b>bold</b> \u202e turned " + "x" * 5000
    rows.rows.set_rows([Row(words, words, words, wraps=True), Row(words, words, "", wraps=False)])

    assert not rows.grab().isNull()
    assert rows.visualRect(rows.rows.index(0)).height() < 300


def test_choosing_by_the_program_ignores_the_keys_that_are_held(
    rows: EntryList, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Qt.KeyboardModifier.ControlModifier
    monkeypatch.setattr(QGuiApplication, "keyboardModifiers", staticmethod(lambda: held))
    rows.choose(2)

    assert rows.chosen() == [2]
