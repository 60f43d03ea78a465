"""One side of the comparison, told what happens."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from newsassistant.app.compare import Side, SideState
from newsassistant.core.errors import EngineError
from newsassistant.core.types import Progress, Usage
from newsassistant.evidence.index import Index
from newsassistant.gui.compare.column import CompareColumn
from newsassistant.gui.conversation.shown_text import raw_text
from newsassistant.gui.evidence.looking import look
from newsassistant.gui.look.theme import Theme
from newsassistant.text.counts import Counts

STYLES = [("house", "House style"), ("wire", "Wire copy")]
SPENT = Usage(100, 0, 50, 0.4, 9.81)
COUNTS = Counts("en", 6, 1, 1, 2)
DONE = Side("house", SideState.DONE, "- Of **350**, 3,500 wait.", SPENT, counts=COUNTS)
INDEX = Index.of("Of 300 projects 3,500 people wait.", "en")


@pytest.fixture
def column(theme: Theme, qtbot: QtBot) -> CompareColumn:
    column = CompareColumn(theme, 1)
    qtbot.addWidget(column)
    column.resize(400, 400)
    column.set_styles(STYLES)
    column.show()
    return column


def check(column: CompareColumn) -> None:
    """As the desk does it, on another thread."""
    column.set_looked(look(INDEX, raw_text(column.view)))


def press(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_an_answer_from_nothing_to_its_counts(column: CompareColumn) -> None:
    assert column.text() == "Not asked yet"
    column.set_side(Side("house", SideState.WAITING))
    assert column.text() == "Its turn comes next"
    column.set_side(Side("house", SideState.READING))
    column.set_progress(Progress("x", "prefill", 31, 50))
    assert column.text() == "Reading the article: 62 %"
    column.set_side(Side("house", SideState.ANSWERING))
    column.append("- Of **350**")
    assert column.text() == "Of 350"
    assert not column.use_button.isVisible()

    column.set_side(DONE)
    assert column.view.toPlainText() == "Of 350, 3,500 wait."
    assert column.counts_label.text() == "6 words · 1 sentence · 1 bullet · 2 numbers"
    column.set_looked(None, looks=True)
    assert column.checks_label.text() == "Comparing with the article…"
    check(column)
    assert column.checks_label.text() == "1 number is not in the article"
    assert column.checks_label.property("role") == "warning"
    assert column.use_button.isVisible()


def test_a_second_answer_begins_empty(column: CompareColumn) -> None:
    column.set_side(DONE)
    check(column)
    column.set_side(Side("house", SideState.WAITING))
    column.set_side(Side("house", SideState.READING))
    column.set_side(Side("house", SideState.ANSWERING))
    column.append("New")

    assert column.text() == "New"
    assert column.checks_label.text() == ""
    assert column.view.extraSelections() == []


def test_late_progress_does_not_speak_over_the_text(column: CompareColumn) -> None:
    column.set_side(Side("house", SideState.ANSWERING))
    column.append("Words")
    column.set_progress(Progress("x", "prefill", 50, 50))

    assert column.text() == "Words"


def test_what_is_not_in_the_article_is_marked_and_told(column: CompareColumn) -> None:
    column.set_side(DONE)
    check(column)
    marks = column.view.extraSelections()

    assert [mark.cursor.selectedText() for mark in marks] == ["350"]
    assert marks[0].cursor.selectionStart() == column.view.toPlainText().index("350")
    assert column.view.toolTip() == "350: This number is not in the article."
    assert column.view.accessibleDescription() == column.view.toolTip()
    assert "not proved right" in column.checks_label.toolTip()


def test_numbers_are_marked_also_where_text_was_selected_at_the_end(column: CompareColumn) -> None:
    column.set_side(Side("house", SideState.READING))
    column.set_side(Side("house", SideState.ANSWERING))
    column.append("- Of **350**, 3,500 wait.")
    column.view.selectAll()
    column.set_side(DONE)

    column.view.rendered.connect(lambda: check(column))
    cursor = column.view.textCursor()
    cursor.clearSelection()
    column.view.setTextCursor(cursor)

    assert column.view.toPlainText() == "Of 350, 3,500 wait."
    assert [mark.cursor.selectedText() for mark in column.view.extraSelections()] == ["350"]


def test_what_is_all_there_has_no_marks(column: CompareColumn) -> None:
    column.set_side(Side("", SideState.DONE, "Of 300.", SPENT, counts=Counts("en", 2, 1, 0, 1)))
    check(column)

    assert column.checks_label.text() == "Checked: 1 number: in the article"
    assert column.checks_label.property("role") == "muted"
    assert column.view.extraSelections() == []
    assert column.view.toolTip() == ""


def test_a_failure_says_why(column: CompareColumn) -> None:
    column.set_side(Side("house", SideState.FAILED, error=EngineError("model-busy")))

    assert column.error.isVisible()
    assert column.error.text() in column.text()
    assert not column.use_button.isVisible()
    column.set_side(DONE)
    assert not column.error.isVisible()


def test_a_stopped_answer_can_be_used(column: CompareColumn, qtbot: QtBot) -> None:
    column.set_side(Side("house", SideState.STOPPED, "Half", counts=Counts("en", 1, 1, 0, 0)))

    assert "Stopped" in column.text()
    with qtbot.waitSignal(column.use_requested):
        press(column.use_button)
    column.set_usable(False)
    assert not column.use_button.isEnabled()
    assert not column.style_combo.isEnabled()


def test_the_text_is_copied_as_it_was_written(column: CompareColumn) -> None:
    column.set_side(DONE)
    press(column.copy_button)

    assert QGuiApplication.clipboard().text() == DONE.text
    assert column.copy_button.text() == "Copied"


def test_choosing_a_style_tells_its_id(column: CompareColumn, qtbot: QtBot) -> None:
    column.set_side(DONE)
    names = [column.style_combo.itemText(i) for i in range(column.style_combo.count())]
    assert names == ["Base model", "House style", "Wire copy"]
    assert column.style_combo.currentText() == "House style"

    with qtbot.waitSignal(column.style_chosen) as told:
        QTest.keyClick(column.style_combo, Qt.Key.Key_Down)
    assert told.args == ["wire"]


def test_the_answer_is_named_for_screen_readers(column: CompareColumn) -> None:
    column.set_side(DONE)

    assert column.view.accessibleName() == "Answer of House style"
    assert column.use_button.accessibleName() == "Use the answer of House style"
    assert column.style_combo.accessibleName() == "Style on the right"
    column.set_side(Side())
    assert column.view.accessibleName() == "Answer of Base model"


def test_a_style_that_is_gone_is_called_by_its_id(column: CompareColumn) -> None:
    column.set_side(Side("gone", SideState.DONE, "Text"))

    assert column.style_name() == "gone"


def test_a_long_name_is_cut_and_told_in_full(column: CompareColumn) -> None:
    name = "地方新闻部晚报版" * 6
    column.set_styles([("long", name)])
    column.set_side(Side("long"))

    assert column.style_combo.currentText().endswith("…")
    assert column.style_combo.sizeHint().width() < 240
    assert column.style_combo.toolTip() == column.style_name() == name


def test_a_long_answer_is_followed_until_the_reader_scrolls(
    column: CompareColumn, qtbot: QtBot
) -> None:
    bar = column.area.verticalScrollBar()
    column.set_side(Side("house", SideState.READING))
    column.set_side(Side("house", SideState.ANSWERING))
    column.append("Line\n\n" * 60)
    qtbot.waitUntil(lambda: bar.maximum() > 0 and bar.value() == bar.maximum())
    bar.setValue(0)
    before = bar.maximum()
    column.append("Line\n\n" * 20)
    qtbot.waitUntil(lambda: bar.maximum() > before)

    assert bar.value() == 0


def test_another_theme_keeps_the_marks(
    column: CompareColumn, theme: Theme, qapp: QApplication
) -> None:
    column.set_side(DONE)
    check(column)
    theme.set_scheme("dark")
    theme.reworded.emit()

    marks = column.view.extraSelections()
    assert [mark.format.background().color().name() for mark in marks] == [
        theme.colour("warning_soft").name()
    ]
