"""An answer never stands beside a text that it was not made from without a word about that."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from newsassistant.engine.fake import FakeEngine
from newsassistant.gui.look.i18n import Translations
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.opening.changed_bar import ChangedBar, difference
from newsassistant.text.articles.article import parse
from tests.gui.pages import PORT, WIND, MainPage

SLOW = 0.02  # s a token


@pytest.fixture
def bar(qtbot: QtBot, theme: Theme) -> ChangedBar:
    bar = ChangedBar(theme)
    qtbot.addWidget(bar)
    bar.resize(420, 80)
    return bar


def said(page: MainPage) -> str:
    bar = page.window.article.changed
    return bar.label.text() if bar.isVisible() else ""


def add(page: MainPage, words: str) -> None:
    """Type at the end of the article."""
    edit = page.window.article.edit
    before = page.article_text()
    edit.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClicks(edit, words)
    page.wait_read(before + words)


def click_row(page: MainPage, conversation_id: int) -> None:
    view = page.window.history.list
    place = view.visualRect(
        view.model().index(page.window.history.model().row_of(conversation_id), 0)
    )
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place.center())


def summarized(page: MainPage, text: str = WIND) -> int:
    """A conversation with an answer; its number."""
    page.paste(text)
    page.summarize()
    number = page.program.service.conversation_id
    assert number is not None
    return number


# --- the bar alone ------------------------------------------------------------------------------


def test_what_differs_is_named() -> None:
    wind, port = parse(WIND), parse(PORT)
    assert difference(wind, parse(WIND)) == ""
    assert difference(None, None) == ""
    assert difference(port, wind) == "changed"
    assert difference(None, wind) == "gone"
    assert difference(wind, None) == "new"


def test_it_is_there_as_long_as_there_is_a_difference(bar: ChangedBar) -> None:
    assert bar.isHidden()
    bar.tell("changed")
    assert not bar.isHidden()
    assert bar.close_button.isHidden()
    assert not bar.undo_button.isHidden()
    bar.tell("new")
    assert bar.undo_button.isHidden()  # there is no text to go back to
    bar.tell("")
    assert bar.isHidden()


def test_it_is_reached_by_keys_and_speaks_both_languages(qtbot: QtBot, bar: ChangedBar) -> None:
    bar.tell("changed")
    bar.show()
    english = bar.label.text(), bar.undo_button.text()
    translations = Translations()
    translations.use("zh")
    try:
        bar.retranslate()
        chinese = bar.label.text(), bar.undo_button.text()
    finally:
        translations.remove()
    assert all(words and words not in english for words in chinese)
    with qtbot.waitSignal(bar.back_requested):
        QTest.keyClick(bar.undo_button, Qt.Key.Key_Space)


# --- in the window ------------------------------------------------------------------------------


def test_an_edit_says_what_it_means_and_undo_takes_that_back(page: MainPage) -> None:
    summarized(page)
    assert said(page) == ""

    add(page, " More.")
    assert "has changed since these answers" in said(page)
    assert "starts a new conversation" in said(page)

    while page.window.article.edit.document().isUndoAvailable() and said(page):
        page.window.article.edit.undo()
        page.window.article.tell_edited()
    assert page.article_text() == WIND
    assert said(page) == ""


def test_the_answered_text_comes_back_and_the_edit_is_put_aside(page: MainPage) -> None:
    first = summarized(page)
    add(page, " More.")

    page.click("answered_text_button")

    assert page.article_text() == WIND
    assert said(page) == ""
    assert page.program.service.conversation_id == first
    assert len(page.answers()) == 1
    assert page.window.notice.isVisible()
    page.click("notice_undo_button")
    assert page.article_text() == WIND + " More."
    assert page.transcript() == ""
    assert said(page) == ""


def test_what_was_put_aside_survives_the_end(start: Callable[..., MainPage]) -> None:
    page = start()
    summarized(page)
    add(page, " More.")
    page.click("answered_text_button")
    with page.qtbot.waitSignal(page.program.ended):
        page.window.close()

    assert start().article_text() == WIND + " More."


def test_the_next_answer_keeps_the_old_text_with_the_old_answers(page: MainPage) -> None:
    first = summarized(page)
    add(page, " More.")
    page.summarize()

    second = page.program.service.conversation_id
    assert second not in (None, first)
    assert said(page) == ""
    texts = {item.id: page.program.history.article(item.id) for item in page.conversations()}
    assert {number: article and article.text for number, article in texts.items()} == {
        first: WIND,
        second: WIND + " More.",
    }
    click_row(page, first)
    assert page.article_text() == WIND
    assert said(page) == ""


def test_a_drop_on_a_finished_conversation_says_so_and_its_row_brings_it_back(
    page: MainPage, tmp_path: Path
) -> None:
    first = summarized(page)
    port = tmp_path / "port.txt"
    port.write_text(PORT, "utf-8")
    page.drop(port)
    page.wait_read(PORT)
    assert "has changed since these answers" in said(page)

    click_row(page, first)

    assert page.article_text() == WIND
    assert said(page) == ""
    assert "Port strike" in page.window.notice.label.text()
    click_row(page, first)  # again: nothing to bring back, and nothing is lost
    page.click("new_chat_button")
    assert page.article_text() == PORT


def test_a_cleared_article_is_still_what_the_answers_are_about(page: MainPage) -> None:
    summarized(page)
    page.click("clear_article_button")
    assert "Questions still go to it" in said(page)
    page.ask("Who criticised it?")
    assert len(page.answers()) == 2
    assert "Questions still go to it" in said(page)
    page.click("answered_text_button")
    assert page.article_text() == WIND
    assert said(page) == ""


def test_answers_without_an_article_are_not_taken_for_answers_about_one(page: MainPage) -> None:
    page.ask("What is a lead?")
    assert said(page) == ""
    number = page.program.service.conversation_id
    assert number is not None
    page.paste(WIND)
    assert "without this article" in said(page)

    click_row(page, number)
    assert page.article_text() == ""
    assert said(page) == ""


def test_an_edit_while_the_answer_runs_says_so(start: Callable[..., MainPage]) -> None:
    page = start(FakeEngine(delay_s=SLOW))
    page.paste(WIND)
    page.click("summarize_button")
    page.wait_answering()
    assert said(page) == ""
    add(page, " More.")
    assert "has changed since these answers" in said(page)


def test_a_new_conversation_has_nothing_to_say(page: MainPage) -> None:
    summarized(page)
    add(page, " More.")
    page.click("new_chat_button")
    assert said(page) == ""
    page.paste(PORT)
    assert said(page) == ""


def test_the_words_have_room_in_a_narrow_window(page: MainPage) -> None:
    summarized(page)
    page.window.resize(960, 640)
    add(page, " More.")
    bar = page.window.article.changed
    page.qtbot.waitUntil(lambda: bar.label.height() >= bar.label.heightForWidth(bar.label.width()))
    button = bar.undo_button.geometry()
    assert bar.rect().contains(button)
    assert button.width() >= bar.undo_button.sizeHint().width()
