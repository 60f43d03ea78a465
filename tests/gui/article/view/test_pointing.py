"""A plain click on a letter is told; a drag, a selection and a dimmed line are not."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from newsassistant.gui.article.view.edit import ArticleEdit
from newsassistant.gui.article.view.pointing import Pointing
from newsassistant.gui.look.theme import Theme

TEXT = "Wind grows\nThe first line.\nShare this article\nThe last line."
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def edit(qtbot: QtBot, theme: Theme) -> ArticleEdit:
    edit = ArticleEdit(theme)
    qtbot.addWidget(edit)
    edit.resize(546, 600)
    edit.set_text(TEXT)
    edit.set_left_out([(TEXT.index("Share"), TEXT.index("\nThe last"))])
    edit.show()
    return edit


@pytest.fixture
def told(edit: ArticleEdit) -> list[int]:
    told: list[int] = []
    pointing = Pointing(edit)
    pointing.clicked.connect(told.append)
    return told


def at(edit: ArticleEdit, piece: str) -> QPoint:
    cursor = QTextCursor(edit.document())
    cursor.setPosition(TEXT.index(piece))
    return edit.cursorRect(cursor).center() + QPoint(2, 0)


def test_a_click_tells_the_letter(edit: ArticleEdit, told: list[int]) -> None:
    QTest.mouseClick(edit.viewport(), LEFT, pos=at(edit, "last"))
    QTest.mouseClick(edit.viewport(), LEFT, pos=QPoint(500, 590))
    assert told == [TEXT.index("last"), -1]


def test_what_is_dimmed_has_another_meaning(
    edit: ArticleEdit, told: list[int], qtbot: QtBot
) -> None:
    with qtbot.waitSignal(edit.dimmed.clicked):
        QTest.mouseClick(edit.viewport(), LEFT, pos=at(edit, "this"))
    assert told == []


def test_a_selection_is_no_click(edit: ArticleEdit, told: list[int]) -> None:
    shift = Qt.KeyboardModifier.ShiftModifier
    QTest.mouseClick(edit.viewport(), LEFT, shift, at(edit, "last"))
    QTest.mousePress(edit.viewport(), LEFT, pos=at(edit, "first"))
    QTest.mouseMove(edit.viewport(), at(edit, "line."))
    QTest.mouseRelease(edit.viewport(), LEFT, pos=at(edit, "line."))
    assert told == []


def test_a_double_click_takes_its_first_half_back(edit: ArticleEdit, told: list[int]) -> None:
    QTest.mouseClick(edit.viewport(), LEFT, pos=at(edit, "last"))
    QTest.mouseDClick(edit.viewport(), LEFT, pos=at(edit, "last"))
    assert told == [TEXT.index("last"), -1]
    assert edit.textCursor().selectedText() == "last"
