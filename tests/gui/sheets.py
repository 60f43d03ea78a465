"""A sheet as a test sees it: its words, and its buttons by their words."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from newsassistant.gui.widgets.dialogs import Sheet


def sheet_of(parent: QWidget) -> Sheet:
    """The one opened last."""
    return parent.findChildren(Sheet)[-1]


def words_of(sheet: Sheet) -> str:
    """All its labels."""
    return "\n".join(label.text() for label in sheet.findChildren(QLabel))


def press(sheet: Sheet, words: str) -> None:
    """Click the one button with these words."""
    (button,) = (b for b in sheet.findChildren(QPushButton) if b.text() == words)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
