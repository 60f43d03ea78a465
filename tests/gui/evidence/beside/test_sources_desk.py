"""A sentence of an answer shows where it comes from, and one of the article where it went."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QTextEdit

from newsassistant.engine.fake import FakeEngine
from newsassistant.evidence.index import Index
from newsassistant.gui.article.view import sources
from newsassistant.gui.conversation.answer_texts import SOURCES
from newsassistant.gui.evidence.beside.sources_desk import SourcesDesk
from tests.gui.evidence.mills import ANSWER, ANSWER_ZH, MILL, MILL_ZH
from tests.gui.pages import MainPage

LONG_MS = 30_000  # the first check reads the word lists
_KIND = 0x100001
LEFT = Qt.MouseButton.LeftButton


def desk_of(page: MainPage) -> SourcesDesk:
    return page.program.article_side.sources


def drawn(view: QTextEdit, kind: str) -> list[str]:
    """The words of a view that are marked, in order of their marks."""
    marks = view.extraSelections()
    return [m.cursor.selectedText() for m in marks if m.format.property(_KIND) == kind]


def examined(page: MainPage, text: str = MILL) -> int:
    """Summarise; the number of the answer, once it was examined and its ticks are shown."""
    page.summarized(text)
    number = page.message_ids()[-1]
    page.qtbot.waitUntil(lambda: bool(desk_of(page).track.spans()), timeout=LONG_MS)
    return number


@pytest.fixture
def page(start: Callable[..., MainPage]) -> MainPage:
    return start(FakeEngine([ANSWER]))


def answer_view(page: MainPage, number: int) -> QTextEdit:
    shown = page.window.chat.answers.get(number)
    assert shown is not None
    return shown.view


def click(view: QTextEdit, words: str) -> None:
    """On the third letter of these words; what is out of view is scrolled to."""
    place = view.document().find(words)
    cursor = QTextCursor(view.document())
    cursor.setPosition(place.selectionStart() + 2)
    if view.objectName() == "article_edit":
        view.setTextCursor(cursor)
        view.ensureCursorVisible()
    point = view.cursorRect(cursor).center() + QPoint(2, 0)
    QTest.mouseClick(view.viewport(), LEFT, pos=point)


def said(page: MainPage) -> str:
    return "\n".join(label.text() for label in page.window.status.findChildren(QLabel))


def test_a_sentence_of_the_answer_shows_its_source(page: MainPage) -> None:
    number = examined(page)
    edit = page.window.article.edit
    click(answer_view(page, number), "employed 1,187")
    marked = drawn(edit, sources.KIND)
    assert marked[0] == "It employed 1,187 people, its owner said in a statement to the town."
    assert drawn(answer_view(page, number), SOURCES) == ["It employed 1,187 people."]


def test_one_without_a_clear_source_says_so(page: MainPage) -> None:
    number = examined(page)
    click(answer_view(page, number), "employed 1,187")
    click(answer_view(page, number), "Whales sang")
    assert drawn(page.window.article.edit, sources.KIND) == []
    assert drawn(answer_view(page, number), SOURCES) == ["Whales sang many songs."]
    assert "No clear source" in said(page)


def test_a_sentence_of_the_article_shows_where_it_went(page: MainPage) -> None:
    number = examined(page)
    edit = page.window.article.edit
    click(edit, "It employed 1,187")
    assert drawn(answer_view(page, number), SOURCES) == ["It employed 1,187 people."]
    assert len(drawn(edit, sources.KIND)) == 1
    click(edit, "Most of the workers")  # that was left out
    assert drawn(answer_view(page, number), SOURCES) == []
    assert drawn(edit, sources.KIND) == []


def test_so_does_the_one_with_the_cursor_by_the_keys(page: MainPage) -> None:
    number = examined(page)
    edit = page.window.article.edit
    cursor = edit.textCursor()
    cursor.setPosition(MILL.index("1,187"))
    edit.setTextCursor(cursor)
    edit.setFocus()
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    page.window.activateWindow()
    page.keys(Qt.Key.Key_A, control, shift)
    assert drawn(answer_view(page, number), SOURCES) == ["It employed 1,187 people."]
    assert "One sentence of the answers" in said(page)
    cursor.setPosition(MILL.index("The union"))
    edit.setTextCursor(cursor)
    page.action("show_in_answers").trigger()
    assert drawn(answer_view(page, number), SOURCES) == []
    assert "in no answer" in said(page)


def test_esc_takes_both_away(page: MainPage) -> None:
    number = examined(page)
    click(page.window.article.edit, "It employed 1,187")
    page.keys(Qt.Key.Key_Escape)
    assert drawn(page.window.article.edit, sources.KIND) == []
    assert drawn(answer_view(page, number), SOURCES) == []


def test_a_dimmed_line_keeps_its_meaning(page: MainPage) -> None:
    number = examined(page)
    edit, desk = page.window.article.edit, page.program.desk
    cursor = edit.textCursor()
    cursor.setPosition(MILL.index("1,187"))
    edit.setTextCursor(cursor)
    desk.leaving.toggle()
    reads = desk.reads()
    assert reads is not None
    click(edit, "It employed 1,187")
    assert desk.reads() != reads
    assert drawn(answer_view(page, number), SOURCES) == []


def test_what_is_covered_is_told_beside_the_scroll_bar(page: MainPage) -> None:
    examined(page)
    track, edit = desk_of(page).track, page.window.article.edit
    covered = [edit.toPlainText()[start:end] for start, end in track.spans()]
    assert "It employed 1,187 people, its owner said in a statement to the town." in covered
    assert not any("union" in text for text in covered)
    assert track.accessibleName() == f"{len(covered)} of 11 sentences are in the answers"
    assert page.action("show_in_answers").isEnabled()


def test_an_edit_of_the_article_moves_them(page: MainPage) -> None:
    number = examined(page)
    edit, desk = page.window.article.edit, desk_of(page)
    edit.moveCursor(QTextCursor.MoveOperation.Start)
    QTest.keyClicks(edit, "New: ")
    click(answer_view(page, number), "employed 1,187")  # before anything is checked again
    assert drawn(edit, sources.KIND)[0].startswith("It employed 1,187 people")
    page.window.article.tell_edited()

    def has_moved() -> bool:
        texts = [edit.toPlainText()[start:end] for start, end in desk.track.spans()]
        return any(text.startswith("It employed 1,187") for text in texts)

    page.qtbot.waitUntil(has_moved, timeout=LONG_MS)


def test_a_sentence_that_was_deleted_is_no_longer_there(page: MainPage) -> None:
    number = examined(page)
    edit = page.window.article.edit
    found = edit.document().find("It employed 1,187 people, its owner")
    found.removeSelectedText()
    place = (MILL.index("It employed"), MILL.index("“We did") - 1)
    assert not desk_of(page).show_places([place])
    assert drawn(edit, sources.KIND) == []
    assert "no longer in the article" in said(page)
    assert number in page.window.chat.answers.numbers()


def test_another_article_has_no_ticks(page: MainPage) -> None:
    examined(page)
    page.paste("Whales\n\nWhales sing at dawn in the northern sea. They have done so for ages.")
    desk = desk_of(page)
    page.qtbot.waitUntil(lambda: not desk.track.spans(), timeout=LONG_MS)
    assert not page.action("show_in_answers").isEnabled()


def test_a_chinese_article_behind_what_takes_two_units(start: Callable[..., MainPage]) -> None:
    page = start(FakeEngine([ANSWER_ZH]))
    article = MILL_ZH.replace("阿什福德的造纸厂", "😀阿什福德的造纸厂", 1)
    number = examined(page, article)
    click(answer_view(page, number), "雇用了1187")
    marked = drawn(page.window.article.edit, sources.KIND)
    assert marked[0] == "该厂业主在声明中说，工厂雇用了1187名工人。"
    click(page.window.article.edit, "市议会将以")
    assert drawn(answer_view(page, number), SOURCES) == ["市议会以350万英镑买下土地。"]


def test_nothing_is_left_of_a_private_answer(page: MainPage) -> None:
    page.action("new_private").trigger()
    examined(page)
    click(page.window.article.edit, "It employed 1,187")
    page.program.private.forget()
    page.qtbot.waitUntil(lambda: not desk_of(page).track.spans())
    assert drawn(page.window.article.edit, sources.KIND) == []
    assert desk_of(page).covering().sentences == []


def test_a_long_article_is_read_beside_the_window(
    start: Callable[..., MainPage], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = start(FakeEngine([ANSWER]))
    threads: set[int] = set()
    of = Index.of

    def read(*args: object) -> Index:
        threads.add(threading.get_ident())
        return of(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(Index, "of", read)
    body = "".join(f"In {n} the mill of Ashford made {n} tonnes.\n" for n in range(5000))
    article = f"{MILL}\n\n{body}"
    assert len(article) > 200_000
    page.program.desk.show(None)
    page.paste(article)
    there = page.program.desk.article
    page.program.service.ask("How many people?", article=there, reads=((0, len(MILL)),))
    page.wait_idle()
    desk = desk_of(page)
    page.qtbot.waitUntil(lambda: bool(desk.track.spans()), timeout=LONG_MS)
    assert threads
    assert threading.get_ident() not in threads
