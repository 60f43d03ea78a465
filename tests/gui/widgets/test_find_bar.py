"""Words are found in all texts of a column, one place after the other."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QTextEdit, QVBoxLayout, QWidget

from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets import find_bar as module
from newsassistant.gui.widgets.find_bar import FindBar
from newsassistant.gui.widgets.scroll_column import ScrollColumn

FIRST = "Wind farms: the wind blows.\nNothing here."
SECOND = "\n".join(["Calm."] * 200 + ["At last, wind."])


def text_of(words: str) -> QTextEdit:
    text = QTextEdit()
    text.setPlainText(words)
    return text


@pytest.fixture
def texts(parent: QWidget) -> list[QTextEdit]:
    return [text_of(FIRST), text_of(SECOND)]


@pytest.fixture
def bar(theme: Theme, parent: QWidget, texts: list[QTextEdit]) -> FindBar:
    bar = FindBar(theme, lambda: texts, parent)
    column = QVBoxLayout(parent)
    for part in (bar, *texts):
        column.addWidget(part)
    parent.resize(500, 500)
    return bar


def selected(texts: list[QTextEdit]) -> list[str]:
    return [text.textCursor().selectedText() for text in texts]


def test_each_place_is_shown_in_turn(bar: FindBar, texts: list[QTextEdit]) -> None:
    bar.open()
    QTest.keyClicks(bar.field, "wind")
    assert (bar.count.text(), selected(texts)) == ("1 of 3", ["Wind", ""])
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert (bar.count.text(), selected(texts)) == ("2 of 3", ["wind", ""])
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert (bar.count.text(), selected(texts)) == ("3 of 3", ["", "wind"])
    assert texts[1].viewport().rect().contains(texts[1].cursorRect().center())
    QTest.mouseClick(bar.next_button, Qt.MouseButton.LeftButton)
    assert bar.count.text() == "1 of 3"
    QTest.keyClick(bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)

    assert bar.count.text() == "3 of 3"


def test_what_is_not_there_is_told(bar: FindBar) -> None:
    bar.open()
    assert bar.count.text() == ""
    QTest.keyClicks(bar.field, "storm")
    assert bar.count.text() == "Not found"
    assert not bar.next_button.isEnabled()


def test_it_begins_with_what_is_selected(bar: FindBar, texts: list[QTextEdit]) -> None:
    assert texts[0].find("farms")
    bar.open()
    assert (bar.field.text(), bar.count.text()) == ("farms", "1 of 1")


def test_a_text_that_changes_meanwhile_is_read_anew(bar: FindBar, texts: list[QTextEdit]) -> None:
    bar.open()
    bar.field.setText("calm")
    texts[1].setPlainText("Calm.")
    bar.step(1)
    assert bar.count.text() == "1 of 1"


def test_more_places_than_anybody_looks_at(
    bar: FindBar, texts: list[QTextEdit], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST", 50)
    bar.open()
    bar.field.setText("calm")
    assert bar.count.text() == "1 of 50+"


def test_escape_closes_it_and_stops_nothing(
    bar: FindBar, texts: list[QTextEdit], parent: QWidget
) -> None:
    stopped: list[bool] = []
    QShortcut(QKeySequence(Qt.Key.Key_Escape), parent).activated.connect(
        lambda: stopped.append(True)
    )
    bar.open()
    QTest.keyClicks(bar.field, "last")
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)

    assert bar.isHidden()
    assert stopped == []
    assert selected(texts) == ["", "last"]


def test_a_column_that_scrolls_is_scrolled(theme: Theme, parent: QWidget) -> None:
    outer = ScrollColumn()
    text = text_of(SECOND)
    text.setFixedHeight(4000)
    outer.column.addWidget(text)
    column = QVBoxLayout(parent)
    bar = FindBar(theme, lambda: [text], parent)
    column.addWidget(bar)
    column.addWidget(outer)
    parent.resize(500, 300)
    bar.open()
    QApplication.processEvents()  # all have their places
    bar.field.setText("last")

    assert outer.verticalScrollBar().value() > 1000


def marked(text: QTextEdit) -> list[str]:
    return [mark.cursor.selectedText() for mark in text.extraSelections()]


def test_all_places_are_marked_until_it_closes(bar: FindBar, texts: list[QTextEdit]) -> None:
    bar.open()
    bar.field.setText("wind")
    assert [marked(text) for text in texts] == [["Wind", "wind"], ["wind"]]
    bar.field.setText("winds")
    assert [marked(text) for text in texts] == [[], []]
    bar.field.setText("wind")
    bar.close_bar()
    assert [marked(text) for text in texts] == [[], []]


def test_width_and_case_make_no_difference_behind_wide_characters(
    bar: FindBar, texts: list[QTextEdit]
) -> None:
    texts[0].setPlainText("👩‍🌾 ＷＩＮＤ 风电 ２０２６")
    bar.open()
    bar.field.setText("wind")
    assert selected(texts)[0] == "ＷＩＮＤ"
    bar.field.setText("2026")
    assert selected(texts)[0] == "２０２６"
    bar.field.setText("风电")
    assert marked(texts[0]) == ["风电"]


def test_the_focus_goes_back_to_where_it_was(
    bar: FindBar, texts: list[QTextEdit], parent: QWidget
) -> None:
    box = QLineEdit()
    layout = parent.layout()
    assert layout is not None
    layout.addWidget(box)
    QApplication.processEvents()  # the box is there
    box.setFocus()
    bar.open()
    bar.field.setText("wind")
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert parent.focusWidget() is box
    texts[1].setFocus()
    bar.open()
    bar.close_bar()
    assert parent.focusWidget() is texts[0]  # where the last place is


def test_what_waits_above_is_counted_and_brought_when_it_is_wanted(
    theme: Theme, parent: QWidget
) -> None:
    texts, waiting = [text_of("wind here")], ["calm", "wind above", "no", "wind nearer"]

    def bring(word: str) -> None:
        while waiting:
            text = waiting.pop()
            texts.insert(0, text_of(text))
            if word in text:
                break

    def above(word: str) -> int:
        return sum(word in text for text in waiting)

    bar = FindBar(theme, lambda: texts, parent, above=above, bring=bring)
    bar.open()
    bar.field.setText("wind")
    assert bar.count.text() == "3 of 3"
    bar.step(-1)
    assert (bar.count.text(), texts[0].toPlainText()) == ("2 of 3", "wind nearer")
    bar.step(-1)
    assert (bar.count.text(), len(texts)) == ("1 of 3", 4)
    bar.step(1)
    assert bar.count.text() == "2 of 3"
    bar.field.setText("calm")
    assert bar.count.text() == "1 of 1"
    bar.field.setText("storm")
    assert bar.count.text() == "Not found"
