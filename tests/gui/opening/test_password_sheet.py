"""A password is asked for, hidden, and goes to the caller alone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from newsassistant.gui.look.theme import Theme
from newsassistant.gui.opening.password_sheet import PasswordSheet
from tests.gui.sheets import words_of


def test_enter_gives_what_was_typed(theme: Theme, parent: QWidget) -> None:
    given: list[str] = []
    sheet = PasswordSheet(theme, "plan.pdf", given.append, wrong=False, parent=parent)
    sheet.show()
    assert "plan.pdf needs a password" in sheet.windowTitle()
    assert "not its password" not in words_of(sheet)
    assert sheet.field.echoMode() is QLineEdit.EchoMode.Password
    button = next(each for each in sheet.findChildren(QPushButton) if each.isDefault())
    assert not button.isEnabled()
    QTest.keyClicks(sheet.field, "pier 7")
    QTest.keyClick(sheet.field, Qt.Key.Key_Return)
    assert given == ["pier 7"]


def test_a_wrong_one_is_told_and_escape_gives_nothing(theme: Theme, parent: QWidget) -> None:
    given: list[str] = []
    sheet = PasswordSheet(theme, "plan.pdf", given.append, wrong=True, parent=parent)
    sheet.show()
    assert "That was not its password." in words_of(sheet)
    QTest.keyClicks(sheet.field, "x")
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert given == []
