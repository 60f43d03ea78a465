"""Source sentences are marked, scrolled to, and taken away by Esc or an edit."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from newsassistant.core.types import Span
from newsassistant.gui.article.view.edit import ArticleEdit
from newsassistant.gui.article.view.sources import KIND, SourceMarks
from newsassistant.gui.look.marks import show_marks
from newsassistant.gui.look.theme import Theme

TEXT = "Wind grows\n\nThe first line 😀 is here. 第二句在这里。 The last line."
LONG = "Wind grows\n" + "".join(f"Sentence {n} of a long article.\n" for n in range(5000))


def span_of(piece: str, text: str = TEXT) -> Span:
    return text.index(piece), text.index(piece) + len(piece)


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(546, 600)
    return window


@pytest.fixture
def edit(window: QWidget, theme: Theme) -> ArticleEdit:
    edit = ArticleEdit(theme, window)
    column = QVBoxLayout(window)
    column.addWidget(edit)
    column.addWidget(QLineEdit())
    edit.set_text(TEXT)
    window.show()
    edit.setFocus()
    return edit


@pytest.fixture
def marks(edit: ArticleEdit, theme: Theme) -> SourceMarks:
    return SourceMarks(edit, theme)


def shown(edit: ArticleEdit) -> list[str]:
    return [mark.cursor.selectedText() for mark in edit.extraSelections()]


def test_two_are_marked_behind_what_takes_two_units(marks: SourceMarks, edit: ArticleEdit) -> None:
    marks.show([span_of("The last line."), span_of("第二句在这里。")])
    assert shown(edit) == ["The last line.", "第二句在这里。"]
    first, second = (mark.format.background().color() for mark in edit.extraSelections())
    assert first.alpha() > second.alpha()


def test_a_bar_stands_beside_each(marks: SourceMarks, edit: ArticleEdit, theme: Theme) -> None:
    (bars,) = [w for w in edit.findChildren(QWidget) if w.objectName() == "source_bars"]
    assert not bars.isVisible()
    edit.set_text("One sentence.\n\nAnother one.")
    marks.show([(0, 13), (15, 27)])
    assert bars.isVisible()
    image = edit.viewport().grab().toImage()
    accent, rows = theme.colour("accent"), image.height()
    column = [y for y in range(rows) if image.pixelColor(13, y).rgb() == accent.rgb()]
    breaks = [a for a, b in pairwise(column) if b - a > 1]
    assert len(breaks) > 2  # the second one is dashed
    marks.clear()
    assert not bars.isVisible()


def test_esc_takes_them_away_wherever_the_focus_is(
    marks: SourceMarks, edit: ArticleEdit, window: QWidget, qtbot: QtBot
) -> None:
    (field,) = window.findChildren(QLineEdit)
    for part in (edit, field):
        marks.show([span_of("The last line.")])
        part.setFocus()
        with qtbot.waitSignal(marks.gone):
            QTest.keyClick(part, Qt.Key.Key_Escape)
        assert shown(edit) == []


def test_esc_may_mean_something_else(edit: ArticleEdit, theme: Theme) -> None:
    marks = SourceMarks(edit, theme, is_esc_taken=lambda: True)
    marks.show([span_of("The last line.")])
    QTest.keyClick(edit, Qt.Key.Key_Escape)
    assert shown(edit) == ["The last line."]


def test_an_edit_takes_them_away_and_a_format_does_not(
    marks: SourceMarks, edit: ArticleEdit, theme: Theme, qtbot: QtBot
) -> None:
    marks.show([span_of("The last line.")])
    theme.set_scheme("dark")
    QApplication.processEvents()
    assert shown(edit) == ["The last line."]
    with qtbot.waitSignal(marks.gone):
        QTest.keyClicks(edit, "x")
    assert shown(edit) == []


def test_it_scrolls_only_to_what_is_not_in_view(
    edit: ArticleEdit, marks: SourceMarks, qtbot: QtBot
) -> None:
    edit.set_text(LONG)
    bar = edit.verticalScrollBar()
    marks.show([span_of("Sentence 3 ", LONG)])
    assert bar.value() == 0
    marks.show([span_of("Sentence 4000 ", LONG), span_of("Sentence 5 ", LONG)])
    place = QTextCursor(edit.document())
    place.setPosition(LONG.index("Sentence 4000 "))
    qtbot.waitUntil(lambda: 0 < edit.cursorRect(place).top() < edit.viewport().height() / 2)
    marks.show([span_of("Sentence 9 ", LONG)], reveal=False)
    assert edit.cursorRect(place).top() > 0


def test_other_marks_stay(edit: ArticleEdit, marks: SourceMarks) -> None:
    edit.set_left_out([span_of("The first line")])
    marks.show([span_of("The first line")])
    assert shown(edit) == ["The first line", "The first line"]
    show_marks(edit, KIND, [])
    assert shown(edit) == ["The first line"]
    assert edit.dimmed.at(TEXT.index("first")) is not None
