"""The article's words go into the answer that is shown, and out of it again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from newsassistant.evidence.check import check
from newsassistant.evidence.index import Index
from newsassistant.evidence.marks import Mark, Why
from newsassistant.gui.conversation.message_card import AnswerCard
from newsassistant.gui.evidence.note import MarkNote
from newsassistant.gui.look.markdown import BREAK
from newsassistant.gui.widgets.error_block import ErrorBlock
from newsassistant.text.articles.article import parse
from tests.gui.pages import MainPage

LONG_MS = 30_000  # the first check reads the word lists
ARTICLE = parse(
    "Port strike enters second week\n\nDock workers stayed away on Monday.\n\n"
    "“We will not accept any delay in the harbour works,” the minister said."
)
QUOTE = "“We will **never** accept any delay in the harbour works”"
WRITTEN = f"The minister said {QUOTE}. She said it twice: {QUOTE}.\n\n- Dock workers stayed away."
ALTERED, RIGHT = QUOTE.replace("*", ""), QUOTE.replace("*", "").replace("never", "not")


@pytest.fixture
def card(page: MainPage) -> AnswerCard:
    history = page.program.history
    number = history.create("Port", ARTICLE, preset="", model="M", prefix="").id
    history.add_message(number, "user", "What was said?")
    history.add_message(number, "assistant", WRITTEN, status="done", model="M")
    page.program.presenter.open_conversation(number)
    return shown(page)


def shown(page: MainPage) -> AnswerCard:
    answer = page.window.chat.newest_answer()
    assert answer is not None
    card = page.window.chat.card(answer)
    assert isinstance(card, AnswerCard)
    return card


def marks(card: AnswerCard) -> list[Mark]:
    text = card.view.toPlainText().replace(BREAK, "")
    found = check(Index.of(ARTICLE.text, "en"), text)
    return [mark for mark in found if mark.why is Why.QUOTE_ALTERED]


def use(page: MainPage, card: AnswerCard, number: int) -> None:
    mark = marks(card)[number]
    page.program.evidence.replace_requested.emit(card.message.id, mark, mark.start)


def test_the_chosen_one_of_two_quotes_gets_the_articles_words(
    page: MainPage, card: AnswerCard
) -> None:
    assert len(marks(card)) == 2
    use(page, card, 1)
    card = shown(page)
    text = card.view.toPlainText()
    assert text.index(ALTERED) < text.index(RIGHT)
    assert card.edited is not None
    assert card.edited.text() == "Edited: 1 quote in the article's words"
    assert card.message.written == WRITTEN
    use(page, card, 0)
    card = shown(page)
    assert marks(card) == []
    assert card.edited is not None
    assert card.edited.text() == "Edited: 2 quotes in the article's words"
    assert card.view.toPlainText().count(RIGHT) == 2


def test_the_button_of_a_note_does_it(page: MainPage, card: AnswerCard) -> None:
    desk, number = page.program.evidence, card.message.id
    page.qtbot.waitUntil(lambda: desk.examined(number) is not None, timeout=LONG_MS)
    page.keys(Qt.Key.Key_F8)
    QTest.keyClick(card.view, Qt.Key.Key_Return)
    [note] = page.window.findChildren(MarkNote)
    note.replace_button.click()
    assert shown(page).view.toPlainText().count(RIGHT) == 1


def test_an_edit_can_be_undone_alone_and_all_of_them(page: MainPage, card: AnswerCard) -> None:
    use(page, card, 0)
    use(page, card, 0)
    notice = page.window.notice
    assert notice.isVisible()
    assert notice.undo_button.text() == "Undo"
    notice.undo_button.click()
    assert shown(page).view.toPlainText().count(RIGHT) == 1
    use(page, shown(page), 0)
    page.window.chat.restore_requested.emit(card.message.id)
    assert shown(page).message.content == WRITTEN
    line = shown(page).edited
    assert line is not None
    assert line.isHidden()
    notice.undo_button.click()
    assert shown(page).view.toPlainText().count(RIGHT) == 2


def test_over_the_models_words_the_edited_answer_is_shown_again(
    page: MainPage, card: AnswerCard
) -> None:
    use(page, card, 0)
    card = shown(page)
    edited = card.message.content
    card.toggle_written()
    use(page, card, 0)
    assert shown(page).message.content == edited
    assert not shown(page).shows_written()


def test_what_cannot_be_put_in_is_said(page: MainPage, card: AnswerCard) -> None:
    [mark, *_] = marks(card)
    page.program.editing.use_words(card.message.id, replace(mark, text="“We left it all.”"), 0)
    said = [block.text() for block in page.window.chat.findChildren(ErrorBlock)]
    assert any("does not have these words" in text for text in said)
    assert shown(page).message.content == WRITTEN


def test_other_marks_and_unknown_answers_change_nothing(page: MainPage, card: AnswerCard) -> None:
    [mark, *_] = marks(card)
    page.program.editing.use_words(card.message.id, replace(mark, why=Why.QUOTE_ABSENT), 0)
    page.program.editing.use_words(9999, mark, mark.start)
    page.program.editing.restore(9999)
    assert shown(page).message.content == WRITTEN


def test_copies_and_questions_have_the_edited_words(page: MainPage, card: AnswerCard) -> None:
    use(page, card, 0)
    use(page, shown(page), 0)
    page.action("copy_markdown").trigger()
    assert page.clipboard().count("We will **not** accept") == 2
    page.wait_idle()
    page.ask("And then?")
    number = page.program.service.conversation_id
    assert number is not None
    page.qtbot.waitUntil(lambda: len(page.program.history.messages(number)) == 4)


def test_an_edit_in_a_private_window_leaves_no_trace(page: MainPage) -> None:
    history = page.program.history
    history.begin_private()
    number = history.create("Port", ARTICLE, preset="", model="M", prefix="").id
    history.add_message(number, "user", "What was said?")
    history.add_message(number, "assistant", WRITTEN, status="done", model="M")
    page.program.presenter.open_conversation(number)
    use(page, shown(page), 0)
    assert shown(page).message.written == WRITTEN
    page.program.private.forget()
    assert page.window.notice.label.text() == ""
    files = [p for p in page.program.paths.data.rglob("*") if p.is_file()]
    assert not any(b"never** accept" in p.read_bytes() for p in files)
