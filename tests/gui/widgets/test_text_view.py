"""Streamed and rendered answers: inert, as tall as they are, the reader's selection kept."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QTextCursor, QTextDocument, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from newsassistant.gui.look.markdown import SafeDocument
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets import text_view as module
from newsassistant.gui.widgets.text_view import TextView

IMAGE = QTextDocument.ResourceType.ImageResource.value


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> TextView:
    view = TextView(theme)
    qtbot.addWidget(view)
    view.resize(400, 20)
    return view


def test_no_resource_is_loaded(view: TextView) -> None:
    url = QUrl.fromLocalFile("/etc/hosts")
    assert SafeDocument().loadResource(IMAGE, url) is None
    assert view.loadResource(IMAGE, url) is None


def test_markdown_is_rendered_without_pictures_links_or_html(view: TextView) -> None:
    view.set_markdown(
        "# Head\n\nSee [the site](https://example.org) and ![a map](file:///etc/map.png).\n\n"
        "- **one**\n- two\n\n<img src='file:///etc/x.png'><script>alert(1)</script>"
    )
    text = view.toPlainText()
    assert "the site" in text
    assert "a map" in text
    assert "one\ntwo" in text
    html = view.toHtml()
    assert "<a href" not in html
    assert "<img" not in html
    assert view.document().isUndoAvailable() is False


def test_it_is_as_tall_as_its_text(view: TextView) -> None:
    view.show()
    view.set_plain("one line")
    low = view.height()
    view.set_plain("one line\nanother\na third")
    assert view.height() > 2 * low
    assert view.verticalScrollBar().maximum() == 0


def test_streaming_keeps_the_selection(view: TextView) -> None:
    view.set_growing("The first words")
    cursor = view.textCursor()
    cursor.setPosition(4)
    cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)
    view.append(" and more")
    assert view.textCursor().selectedText() == "first words"
    assert view.toPlainText() == "The first words and more"


def test_streaming_into_nothing_selects_nothing(view: TextView) -> None:
    view.append("The first")
    assert not view.textCursor().hasSelection()


def test_a_selection_of_what_still_comes_keeps_its_words(view: TextView) -> None:
    view.set_growing("One.\n\n- **two** a")
    cursor = view.textCursor()
    cursor.setPosition(5)
    cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)
    view.append("nd **three**")
    assert view.textCursor().selectedText() == "two a"
    cursor.clearSelection()
    view.setTextCursor(cursor)
    view.append("\n- four")
    assert view.toPlainText() == "One.\ntwo and three\nfour"


def test_a_selection_of_what_has_settled_stays_to_the_end(view: TextView) -> None:
    view.set_growing("One.\n\n- two\n- th")
    cursor = view.textCursor()
    cursor.setPosition(0)
    cursor.setPosition(4, QTextCursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)
    view.append("ree")
    assert view.toPlainText() == "One.\ntwo\nthree"
    assert view.textCursor().selectedText() == "One."


def test_the_end_of_an_answer_changes_nothing_that_was_shown(qtbot: QtBot, view: TextView) -> None:
    view.show()
    for piece in ("Points:\n", "\n1. **Wi", "nd** farms", "\n2. Harbour"):
        view.append(piece)
    document, height, text = view.document(), view.height(), view.toPlainText()
    with qtbot.waitSignal(view.rendered):
        view.set_markdown("Points:\n\n1. **Wind** farms\n2. Harbour")
    assert view.document() is document
    assert (view.height(), view.toPlainText()) == (height, text)


def test_an_answer_that_is_other_than_what_came_is_shown(view: TextView) -> None:
    view.append("The first")
    view.set_markdown("**Another**")
    assert view.toPlainText() == "Another"
    view.set_plain("")
    view.append("A new one")
    assert view.toPlainText() == "A new one"


def test_rendering_waits_until_nothing_is_selected(view: TextView) -> None:
    view.set_plain("**bold** words")
    view.selectAll()
    view.set_markdown("**bold** words")
    assert view.toPlainText() == "**bold** words"
    cursor = view.textCursor()
    cursor.clearSelection()
    view.setTextCursor(cursor)
    assert view.toPlainText() == "bold words"


def test_slow_appends_are_gathered(
    qtbot: QtBot, view: TextView, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SLOW_S", -1.0)
    view.append("one ")
    view.append("two ")
    view.append("three")
    assert view.toPlainText() == "one"
    qtbot.waitUntil(lambda: view.toPlainText() == "one two three")


def test_finishing_loses_nothing_that_was_gathered(
    view: TextView, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SLOW_S", -1.0)
    view.append("one ")
    view.append("two")
    view.flush()
    assert view.toPlainText() == "one two"


def test_the_running_block_stands_after_the_last_word(view: TextView, theme: Theme) -> None:
    view.set_running(True)
    view.append("word")
    first = view.caret_rect()
    view.append(" and another")
    second = view.caret_rect()
    assert second.x() > first.x()
    image = view.grab().toImage()
    accent = theme.colour("accent")
    assert image.pixelColor(second.center()) == accent
    view.set_running(False)
    assert view.grab().toImage().pixelColor(second.center()) != accent


def test_the_wheel_is_left_to_the_conversation(view: TextView) -> None:
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    view.wheelEvent(event)
    assert not event.isAccepted()


def test_copying_gives_plain_text(view: TextView) -> None:
    view.set_markdown("**bold** words")
    view.selectAll()
    data = view.createMimeDataFromSelection()
    assert data.text() == "bold words"
    assert not data.hasHtml()


def test_copying_some_paragraphs_keeps_their_lists(view: TextView) -> None:
    view.set_markdown("- **one**\n- two\n\nEnd")
    view.selectAll()
    data = view.createMimeDataFromSelection()
    assert data.text() == "• one\n• two\n\nEnd"
    assert "<li><b>one</b></li>" in data.html()
    view.set_plain("line\nand line")
    view.selectAll()
    data = view.createMimeDataFromSelection()
    assert (data.text(), data.hasHtml()) == ("line\nand line", False)


def test_ideal_width_grows_with_the_longest_line(view: TextView, theme: Theme) -> None:
    view.set_plain("ab\nabc")
    narrow = view.ideal_width()
    view.set_plain("ab\nabcdefgh")
    assert view.ideal_width() > narrow
    before = view.height()
    theme.set_zoom(2.0)
    QApplication.processEvents()
    assert view.height() > before


def spot(view: TextView, word: str) -> QPoint:
    """The first letter of a word, in the viewport."""
    cursor = QTextCursor(view.document())
    cursor.setPosition(view.toPlainText().index(word))
    place = view.cursorRect(cursor)
    return QPoint(place.x() + 2, place.center().y())


def test_it_tells_which_letter_the_mouse_is_at(view: TextView) -> None:
    view.set_markdown("One **two** three")
    view.show()
    seen: list[int] = []
    view.pointed.connect(seen.append)
    QTest.mouseMove(view.viewport(), spot(view, "two"))
    assert seen[-1] == view.toPlainText().index("two")
    QTest.mouseMove(view.viewport(), QPoint(390, 5))
    assert seen[-1] == -1


def test_a_click_is_told_and_a_selection_is_not(view: TextView) -> None:
    view.set_markdown("One **two** three")
    view.show()
    clicked: list[int] = []
    view.clicked.connect(clicked.append)
    left = Qt.MouseButton.LeftButton
    QTest.mouseClick(view.viewport(), left, pos=spot(view, "three"))
    assert clicked == [view.toPlainText().index("three")]
    QTest.mouseClick(view.viewport(), left, pos=QPoint(390, 5))
    QTest.mousePress(view.viewport(), left, pos=spot(view, "One"))
    QTest.mouseMove(view.viewport(), spot(view, "three"))
    QTest.mouseRelease(view.viewport(), left, pos=spot(view, "three"))
    assert len(clicked) == 1


def test_enter_and_more_text_are_told(view: TextView) -> None:
    told: list[str] = []
    view.entered.connect(lambda: told.append("enter"))
    view.grown.connect(lambda: told.append("grown"))
    QTest.keyClick(view, Qt.Key.Key_Return)
    QTest.keyClick(view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    view.set_growing("")
    view.append("One")
    assert told == ["enter", "grown"]
