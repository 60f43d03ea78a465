"""Key sentences are dotted under, and move along with the text."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from newsassistant.gui.article.view.edit import ArticleEdit
from newsassistant.gui.article.view.key_marks import KeyMarks
from newsassistant.gui.look.theme import Theme

TEXT = "Wind grows 😀\n\nThe first line. The last line."
LAST = (TEXT.index("The last"), len(TEXT))


@pytest.fixture
def edit(qtbot: QtBot, theme: Theme) -> ArticleEdit:
    edit = ArticleEdit(theme)
    qtbot.addWidget(edit)
    edit.set_text(TEXT)
    edit.show()
    return edit


@pytest.fixture
def marks(edit: ArticleEdit, theme: Theme) -> KeyMarks:
    return KeyMarks(edit, theme)


def test_they_stand_on_a_soft_ground(marks: KeyMarks, edit: ArticleEdit, theme: Theme) -> None:
    marks.show(TEXT, [LAST])
    (mark,) = edit.extraSelections()
    assert mark.cursor.selectedText() == "The last line."
    assert mark.format.background().color() == theme.colour("hover")
    assert not mark.format.hasProperty(QTextCharFormat.Property.TextUnderlineStyle)
    theme.set_scheme("dark")
    (mark,) = edit.extraSelections()
    assert mark.format.background().color() == theme.colour("hover")


def test_with_much_contrast_they_are_dotted_under(
    marks: KeyMarks, edit: ArticleEdit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Theme, "has_contrast", True)
    marks.show(TEXT, [LAST])
    (mark,) = edit.extraSelections()
    assert mark.format.underlineStyle() == QTextCharFormat.UnderlineStyle.DotLine


def test_they_move_along_with_the_text(marks: KeyMarks, edit: ArticleEdit) -> None:
    marks.show(TEXT, [LAST])
    edit.moveCursor(QTextCursor.MoveOperation.Start)
    QTest.keyClicks(edit, "New: ")
    assert marks.texts() == ["The last line."]


def test_those_of_another_text_are_not_shown(marks: KeyMarks, edit: ArticleEdit) -> None:
    marks.show(TEXT, [LAST])
    marks.show("Another text.", [(0, 13)])
    assert marks.texts() == ["The last line."]
    marks.show(TEXT, [])
    assert edit.extraSelections() == []


def test_they_are_taken_away(marks: KeyMarks, edit: ArticleEdit) -> None:
    marks.clear()
    marks.show(TEXT, [LAST])
    marks.clear()
    assert edit.extraSelections() == []
    assert marks.texts() == []
