"""An article that is too long: said by how much, and a part taken only if asked."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from newsassistant.core.types import Measured
from newsassistant.gui.article.length_words import Length
from newsassistant.gui.article.too_long import TooLongSheet
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.dialogs import Sheet
from tests.gui.sheets import press, words_of


def opened(theme: Theme, parent: QWidget, agreed: list[bool]) -> Sheet:
    measured = Measured("m", digest="a", tokens=9300, room=7600, fit_chars=5)
    length = Length("en", units=6200, room=5000)
    sheet = TooLongSheet(
        theme,
        measured,
        length,
        lambda: agreed.append(True),
        lambda: agreed.append(False),
        parent=parent,
    )
    sheet.open()
    return sheet


def test_it_says_by_how_much_and_takes_a_part_only_if_asked(theme: Theme, parent: QWidget) -> None:
    agreed: list[bool] = []
    sheet = opened(theme, parent, agreed)

    assert "It has 6,200 words; this model can read the first 5,000." in words_of(sheet)
    assert "9,300" in words_of(sheet)
    assert "7,600" in words_of(sheet)
    press(sheet, "Cancel")
    assert agreed == []

    press(opened(theme, parent, agreed), "Use the part that fits")
    assert agreed == [True]


def test_passages_can_be_marked_instead(theme: Theme, parent: QWidget) -> None:
    chosen: list[bool] = []
    sheet = opened(theme, parent, chosen)

    assert "Or mark the passages that count" in words_of(sheet)
    press(sheet, "Mark passages")
    assert chosen == [False]


def test_escape_is_a_no(theme: Theme, parent: QWidget, qtbot: QtBot) -> None:
    agreed: list[bool] = []
    sheet = opened(theme, parent, agreed)

    QTest.keyClick(sheet, Qt.Key.Key_Escape)

    qtbot.waitUntil(lambda: not parent.findChildren(Sheet))
    assert agreed == []
