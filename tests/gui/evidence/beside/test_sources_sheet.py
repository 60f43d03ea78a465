"""The sheet of sources: rows that wrap, keys, the mouse, and its text."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from newsassistant.evidence.index import Index
from newsassistant.evidence.links import sources
from newsassistant.gui.evidence.beside.source_rows import Row, RowKind, rows
from newsassistant.gui.evidence.beside.sources_sheet import SourcesSheet
from newsassistant.gui.look.theme import Theme
from tests.gui.evidence.mills import MILL
from tests.gui.sheets import press

ANSWER = "Whales sang <b>many</b> songs. It employed 1,187 people."


@pytest.fixture
def sheet(theme: Theme, parent: QWidget) -> SourcesSheet:
    listed = rows(sources(Index.of(MILL, "en"), ANSWER), ANSWER, MILL)
    sheet = SourcesSheet(theme, listed, parent=parent)
    sheet.show()
    return sheet


def texts(sheet: SourcesSheet) -> list[str]:
    return [sheet.list.item(n).text() for n in range(sheet.list.count())]


def test_the_window_behind_it_stays_usable(sheet: SourcesSheet, parent: QWidget) -> None:
    assert not sheet.isModal()
    assert parent.isEnabled()
    assert sheet.list.accessibleName()


def test_keys_go_from_row_to_row_and_enter_chooses(sheet: SourcesSheet, qtbot: QtBot) -> None:
    assert texts(sheet)[2] == "Whales sang <b>many</b> songs."
    assert sheet.list.currentRow() == 2
    chosen: list[Row] = []
    sheet.chosen.connect(chosen.append)
    qtbot.waitUntil(sheet.isVisible)
    for _ in range(3):  # a heading is between
        QTest.keyClick(sheet.list, Qt.Key.Key_Down)
    QTest.keyClick(sheet.list, Qt.Key.Key_Return)
    assert [(row.kind, row.text[:20]) for row in chosen] == [
        (RowKind.SOURCE, "It employed 1,187 pe")
    ]
    assert sheet.isVisible()


def test_a_click_chooses_and_a_heading_is_nothing_to_choose(
    sheet: SourcesSheet, qtbot: QtBot
) -> None:
    def click(row: int) -> None:
        place = sheet.list.visualItemRect(sheet.list.item(row)).center()
        QTest.mouseClick(sheet.list.viewport(), Qt.MouseButton.LeftButton, pos=place)

    with qtbot.assertNotEmitted(sheet.chosen):
        click(0)
    with qtbot.waitSignal(sheet.chosen) as told:
        click(2)
    assert told.args[0].kind is RowKind.SENTENCE


def test_long_sentences_are_wrapped_and_not_cut(theme: Theme, parent: QWidget) -> None:
    long = "A very long sentence of the article " * 12
    sheet = SourcesSheet(
        theme, [Row(RowKind.SENTENCE, long), Row(RowKind.SOURCE, long)], parent=parent
    )
    sheet.show()
    QApplication.processEvents()
    line = sheet.list.fontMetrics().height()
    heights = [sheet.list.visualItemRect(sheet.list.item(n)).height() for n in range(2)]
    assert all(height > 5 * line for height in heights)
    sheet.resize(sheet.width() + 400, sheet.height())
    QApplication.processEvents()
    assert sheet.list.visualItemRect(sheet.list.item(0)).height() < heights[0]


def test_all_of_it_can_be_copied(sheet: SourcesSheet) -> None:
    QTest.mouseClick(sheet.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text().startswith("No clear source\n")
    assert "    → It employed 1,187 people" in QGuiApplication.clipboard().text()
    assert sheet.isVisible()
    press(sheet, "Close")
    assert not sheet.isVisible()


def test_a_source_is_told_as_such(sheet: SourcesSheet) -> None:
    row = next(n for n, row in enumerate(sheet.rows()) if row.kind is RowKind.SOURCE)
    said = sheet.list.item(row).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("In the article: ")
