"""From mark to mark by keys, and the note that opens at one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from newsassistant.engine.fake import FakeEngine
from newsassistant.evidence.marks import Mark
from newsassistant.evidence.reading.spans import Span
from newsassistant.gui.evidence.marking import CURRENT
from newsassistant.gui.evidence.note import MarkNote
from tests.gui.evidence.checks import (
    ANSWER,
    MARKED,
    MILL,
    checked,
    desk_of,
    drawn,
    shown,
    summarized,
)
from tests.gui.pages import PORT, MainPage

SHIFT = Qt.KeyboardModifier.ShiftModifier


def current(page: MainPage) -> list[str]:
    """The mark that the reader is at, over all answers."""
    answers = page.window.chat.answers
    return [word for n in answers.numbers() for word in drawn(shown(page, n).view, CURRENT)]


def note(page: MainPage) -> MarkNote:
    found = page.window.findChild(MarkNote)
    assert isinstance(found, MarkNote)
    return found


def is_noted(page: MainPage) -> bool:
    found = page.window.findChild(MarkNote)
    return isinstance(found, MarkNote) and found.isVisible()


def spot(page: MainPage, number: int, words: str) -> QPoint:
    """The middle of the first letter of some words, in the viewport of their view."""
    QApplication.processEvents()
    view = shown(page, number).view
    at = len(view.toPlainText().split(words)[0].encode("utf-16-le")) // 2
    cursor = QTextCursor(view.document())
    cursor.setPosition(at)
    place = view.cursorRect(cursor)
    return QPoint(place.x() + 3, place.center().y())


def test_f8_walks_through_the_marks_of_all_answers(start: Callable[..., MainPage]) -> None:
    page = start(FakeEngine([ANSWER, "It had 15 owners in 1999."]))
    summarized(page)
    page.ask("And?")
    checked(page, page.message_ids()[-1])
    seen = []
    for _ in range(7):
        page.keys(Qt.Key.Key_F8)
        seen += current(page)
    assert seen == ["15", "1999", *MARKED, "15"]
    page.keys(Qt.Key.Key_F8, SHIFT)
    assert current(page) == [MARKED[-1]]
    assert not shown(page, page.message_ids()[1]).view.textCursor().hasSelection()


def test_where_there_are_none_it_is_said(start: Callable[..., MainPage]) -> None:
    page = start(FakeEngine(["It closed."]))
    summarized(page)
    said: list[str] = []
    actions = {name: page.action(name) for name in ("next_mark", "previous_mark")}
    desk_of(page).connect_actions(actions, said.append)
    page.action("next_mark").trigger()
    assert set(said) == {"No marks in this conversation"}


def test_the_line_goes_from_mark_to_mark(start: Callable[..., MainPage]) -> None:
    page = start(FakeEngine([ANSWER]))
    number = summarized(page)
    button = shown(page, number).line.button
    button.setFocus()
    seen = []
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Return) * 2:
        QTest.keyClick(button, key)
        seen += current(page)
    assert seen == MARKED * 2
    assert page.window.focusWidget() is button
    assert not is_noted(page)


def test_enter_opens_the_note_and_esc_gives_the_keys_back(start: Callable[..., MainPage]) -> None:
    page = start(FakeEngine([ANSWER]))
    number = summarized(page)
    view = shown(page, number).view
    page.keys(Qt.Key.Key_F8, SHIFT)
    assert page.window.focusWidget() is view
    QTest.keyClick(view, Qt.Key.Key_Return)
    opened = note(page)
    assert opened.isVisible()
    assert opened.isAncestorOf(page.window.focusWidget())
    assert opened.why.text() == "The article has other words here."
    assert opened.passage.toPlainText().startswith("“We did all that we could")
    assert drawn(opened.passage, "differs") == ["all that"]
    assert page.window.rect().contains(opened.geometry())
    QTest.keyClick(page.window.focusWidget(), Qt.Key.Key_Escape)
    assert not opened.isVisible()
    assert page.window.focusWidget() is view


def test_why_opens_the_note_from_the_line(start: Callable[..., MainPage]) -> None:
    page = start(FakeEngine([ANSWER]))
    number = summarized(page)
    line = shown(page, number).line
    line.look.setFocus()
    QTest.keyClick(line.look, Qt.Key.Key_Return)
    opened = note(page)
    assert opened.why.text() == "This number is not in the article."
    assert not opened.show_button.isVisible()
    assert page.window.focusWidget() is opened
    QTest.keyClick(opened, Qt.Key.Key_Escape)
    assert page.window.focusWidget() is line.look


def test_the_mouse_opens_the_note_and_takes_no_keys(start: Callable[..., MainPage]) -> None:
    page = start(FakeEngine([ANSWER]))
    number = summarized(page)
    view = shown(page, number).view
    page.window.composer.edit.setFocus()
    QTest.mouseMove(view.viewport(), spot(page, number, "1,200"))
    page.qtbot.waitUntil(lambda: is_noted(page))
    assert note(page).why.text() == "Rounded from 1,187."
    assert drawn(note(page).passage, "there") == ["1,187"]
    assert page.window.focusWidget() is page.window.composer.edit
    QTest.mouseMove(view.viewport(), spot(page, number, "mill at"))
    page.qtbot.waitUntil(lambda: not is_noted(page))
    QTest.mouseMove(view.viewport(), spot(page, number, "1,200"))
    page.qtbot.waitUntil(lambda: is_noted(page))
    QTest.keyClick(page.window.composer.edit, Qt.Key.Key_Escape)
    assert not is_noted(page)
    assert page.window.focusWidget() is page.window.composer.edit


def test_the_note_tells_what_is_wanted(start: Callable[..., MainPage]) -> None:
    page = start(FakeEngine([ANSWER]))
    number = summarized(page)
    desk, line = desk_of(page), shown(page, number).line
    places: list[Span] = []
    wanted: list[tuple[int, Mark, int]] = []
    desk.place_wanted.connect(places.append)
    desk.replace_requested.connect(lambda *each: wanted.append(each))
    desk.step(-1)
    line.look.click()
    note(page).show_button.click()
    said = "We did all that we could to keep it open"
    assert [MILL[place.start : place.end] for place in places] == [said]
    assert not is_noted(page)
    line.look.click()
    note(page).copy_button.click()
    assert page.clipboard() == said
    text = shown(page, number).view.toPlainText()
    note(page).replace_button.click()
    assert [(of, mark.text) for of, mark, _ in wanted] == [(number, MARKED[-1])]
    assert text[wanted[0][2] :].startswith(MARKED[-1])


def test_the_note_goes_when_what_it_is_about_does(start: Callable[..., MainPage]) -> None:
    page = start(FakeEngine([ANSWER]))
    number = summarized(page)
    shown(page, number).line.look.click()
    assert is_noted(page)
    page.window.composer.edit.setFocus()
    assert not is_noted(page)
    shown(page, number).line.look.click()
    page.program.presenter.new_article()
    assert not is_noted(page)


def test_the_note_stays_inside_a_small_window_at_a_large_zoom(
    start: Callable[..., MainPage],
) -> None:
    page = start(FakeEngine([ANSWER]))
    number = summarized(page)
    page.program.theme.set_zoom(2.0)
    page.window.resize(page.window.minimumSize())
    desk_of(page).step(-1)
    QApplication.processEvents()
    shown(page, number).line.look.click()
    QApplication.processEvents()
    assert page.window.rect().contains(note(page).geometry())


def test_nothing_private_stays_in_the_note(start: Callable[..., MainPage]) -> None:
    page = start(FakeEngine([ANSWER]))
    page.action("new_private").trigger()
    number = summarized(page)
    desk_of(page).step(-1)
    shown(page, number).line.look.click()
    page.program.private.forget()
    assert not is_noted(page)
    assert note(page).passage.toPlainText() == ""
    assert note(page).placed() is None
    assert "We did" not in repr(vars(note(page)))


def test_a_place_is_not_shown_in_another_article(start: Callable[..., MainPage]) -> None:
    page = start(FakeEngine([ANSWER]))
    number = summarized(page)
    page.paste(PORT)
    desk_of(page).step(-1)
    shown(page, number).line.look.click()
    assert note(page).passage.isVisible()
    assert not note(page).show_button.isVisible()
    assert note(page).copy_button.isVisible()
