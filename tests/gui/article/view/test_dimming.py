"""What is not read is dimmed, moves along with the text, and is told under the pointer."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from newsassistant.gui.article.view import dimming
from newsassistant.gui.article.view.edit import ArticleEdit
from newsassistant.gui.look.theme import Theme
from newsassistant.text.articles.article import parse

TEXT = "Wind grows\nThe first line.\nShare this article\nThe last line."
SHARE = (TEXT.index("Share"), TEXT.index("Share") + len("Share this article"))


@pytest.fixture
def edit(qtbot: QtBot, theme: Theme) -> ArticleEdit:
    edit = ArticleEdit(theme)
    qtbot.addWidget(edit)
    edit.resize(546, 600)
    edit.set_text(TEXT)
    edit.show()
    edit.set_left_out([SHARE])
    return edit


def middle_of(edit: ArticleEdit, place: int) -> QPoint:
    cursor = QTextCursor(edit.document())
    cursor.setPosition(place)
    return edit.cursorRect(cursor).center() + QPoint(2, 0)


def test_it_is_dimmed_and_readable(edit: ArticleEdit, theme: Theme) -> None:
    (dim,) = edit.extraSelections()
    assert dim.cursor.selectedText() == "Share this article"
    assert dim.format.foreground().color() == theme.colour("muted")
    assert not dim.format.fontStrikeOut()

    edit.set_left_out([])
    assert edit.extraSelections() == []


def test_it_moves_along_with_the_text(edit: ArticleEdit) -> None:
    edit.moveCursor(QTextCursor.MoveOperation.Start)
    QTest.keyClicks(edit, "New: ")

    (dim,) = edit.extraSelections()
    assert dim.cursor.selectedText() == "Share this article"
    assert edit.dimmed.at(SHARE[0] + 5) == (SHARE[0] + 5, SHARE[1] + 5)
    assert edit.dimmed.at(0) is None


def test_a_click_on_it_is_told_and_one_elsewhere_is_not(edit: ArticleEdit, qtbot: QtBot) -> None:
    left = Qt.MouseButton.LeftButton
    with qtbot.waitSignal(edit.dimmed.clicked) as told:
        QTest.mouseClick(edit.viewport(), left, pos=middle_of(edit, SHARE[0] + 3))
    assert told.args == list(SHARE)

    with qtbot.assertNotEmitted(edit.dimmed.clicked):
        QTest.mouseClick(edit.viewport(), left, pos=middle_of(edit, 3))
        QTest.mouseClick(edit.viewport(), left, pos=QPoint(500, 590))
        shift = Qt.KeyboardModifier.ShiftModifier
        QTest.mouseClick(edit.viewport(), left, shift, middle_of(edit, SHARE[0] + 3))


def test_of_several_lines_the_clicked_one_is_told(edit: ArticleEdit, qtbot: QtBot) -> None:
    edit.set_left_out([(15, len(TEXT))])
    with qtbot.waitSignal(edit.dimmed.clicked) as told:
        QTest.mouseClick(
            edit.viewport(), Qt.MouseButton.LeftButton, pos=middle_of(edit, SHARE[0] + 3)
        )
    assert told.args == list(SHARE)


def test_under_the_pointer_it_is_explained(edit: ArticleEdit) -> None:
    for place, words in ((3, ""), (SHARE[0] + 3, edit.dimmed.tip())):
        point = middle_of(edit, place)
        event = QHelpEvent(QEvent.Type.ToolTip, point, edit.viewport().mapToGlobal(point))
        QApplication.sendEvent(edit.viewport(), event)
        assert (QToolTip.text() if QToolTip.isVisible() else "") == words
    QToolTip.hideText()


def test_who_moves_into_it_by_keys_hears_so(
    edit: ArticleEdit, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(dimming, "announce", lambda view, words: said.append(words))
    edit.activateWindow()
    edit.setFocus()
    qtbot.waitUntil(edit.hasFocus)
    edit.moveCursor(QTextCursor.MoveOperation.Start)
    for _ in range(3):
        QTest.keyClick(edit, Qt.Key.Key_Down)
    assert said == ["The model does not read this line."]

    QTest.keyClick(edit, Qt.Key.Key_Up)
    QTest.keyClick(edit, Qt.Key.Key_Right)
    assert len(said) == 2


def test_the_next_one_comes_after_the_last(edit: ArticleEdit) -> None:
    edit.set_left_out([(0, 4), SHARE])

    assert edit.dimmed.next_after(0) == SHARE[0]
    assert edit.dimmed.next_after(SHARE[0]) == 0
    edit.set_left_out([])
    assert edit.dimmed.next_after(0) is None


def test_thousands_of_lines_are_dimmed(edit: ArticleEdit) -> None:
    text = parse("Wind grows\n" + "The first line of the news.\nShare this article\n" * 4000).text
    edit.set_text(text)
    spans = [
        (place, place + 18)
        for place in range(len(text))
        if text.startswith("Share this article", place)
    ]
    edit.set_left_out(spans)

    assert len(edit.extraSelections()) == 4000
    QTest.keyClick(edit, Qt.Key.Key_X)
    assert edit.dimmed.at(spans[-1][0] + 1) == (spans[-1][0] + 1, spans[-1][1] + 1)
