"""An earlier question in the box: by mouse and by key, sent, given up, and nothing lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from newsassistant.core.errors import StoreError
from newsassistant.engine.fake import FakeEngine
from newsassistant.gui.conversation.message_card import AnswerCard
from newsassistant.gui.conversation.user_bubble import UserBubble
from tests.gui.pages import WIND, MainPage

Start = Callable[..., MainPage]


@pytest.fixture
def asked(start: Start) -> MainPage:
    """A window with two questions and their answers."""
    page = start(FakeEngine(("One.", "Two.", "Three.", "Four.", "Five.")))
    page.paste(WIND)
    page.ask("First?")
    page.ask("Second?")
    return page


def said(page: MainPage) -> str:
    return page.transcript().replace("\n\n", " ")


def bubble(page: MainPage, place: int) -> UserBubble:
    card = page.window.chat.card(page.window.chat.questions()[place].id)
    assert isinstance(card, UserBubble)
    return card


def last_answer(page: MainPage) -> AnswerCard:
    cards = page.window.chat.findChildren(AnswerCard)
    assert cards
    return cards[-1]


def box(page: MainPage) -> str:
    return page.window.composer.text()


def bar(page: MainPage) -> str:
    """What the line above the box says, "" where it is not there."""
    label = page.window.conversation.editing._bar.label
    return label.text() if label.isVisible() else ""


def press(page: MainPage, key: Qt.Key) -> None:
    QTest.keyClick(page.widget("question_edit"), key)


def test_an_edited_question_is_asked_again_and_the_old_one_stays(asked: MainPage) -> None:
    QTest.mouseClick(bubble(asked, 0).edit_button, Qt.MouseButton.LeftButton)
    assert box(asked) == "First?"
    assert bar(asked).startswith("Editing question 1.")
    assert asked.window.composer.edit.hasFocus()
    asked.type_question(" Really?")
    press(asked, Qt.Key.Key_Return)
    asked.wait_idle()

    assert said(asked) == "You: First? Really? Assistant: Three."
    assert (box(asked), bar(asked)) == ("", "")
    switch = bubble(asked, 0).versions
    assert switch.words() == "Version 2 of 2"
    switch.step(-1)
    assert said(asked) == "You: First? Assistant: One. You: Second? Assistant: Two."
    assert bubble(asked, 0).versions.words() == "Version 1 of 2"


def test_the_arrow_up_edits_the_last_question_and_escape_gives_it_up(asked: MainPage) -> None:
    asked.window.composer.edit.setFocus()
    press(asked, Qt.Key.Key_Up)
    assert box(asked) == "Second?"
    press(asked, Qt.Key.Key_Up)  # in a box with words it moves the caret
    press(asked, Qt.Key.Key_Escape)
    assert (box(asked), bar(asked)) == ("", "")
    assert said(asked).endswith("You: Second? Assistant: Two.")


def test_what_was_in_the_box_comes_back(asked: MainPage) -> None:
    asked.type_question("A third?")
    bubble(asked, 0).edit_button.click()
    bubble(asked, 1).edit_button.click()
    assert box(asked) == "Second?"
    asked.click("cancel_edit_button")
    assert box(asked) == "A third?"
    bubble(asked, 1).edit_button.click()
    press(asked, Qt.Key.Key_Return)
    asked.wait_idle()
    assert box(asked) == "A third?"


def test_words_whose_question_is_gone_stay_in_the_box(asked: MainPage) -> None:
    bubble(asked, 1).edit_button.click()
    asked.type_question(" Or not?")
    asked.action("new_chat").trigger()
    assert (box(asked), bar(asked)) == ("Second? Or not?", "")
    assert asked.window.conversation.editing.message_id() is None


def test_a_question_that_was_not_changed_leaves_nothing_in_the_box(asked: MainPage) -> None:
    bubble(asked, 1).edit_button.click()
    asked.action("new_chat").trigger()
    assert box(asked) == ""


def test_where_it_cannot_be_sent_the_editing_goes_on(
    asked: MainPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object, **more: object) -> None:
        raise StoreError("store-full", path="x")

    bubble(asked, 1).edit_button.click()
    asked.type_question(" Now?")
    monkeypatch.setattr(asked.program.service, "edit", full)
    press(asked, Qt.Key.Key_Return)
    assert box(asked) == "Second? Now?"
    assert bar(asked).startswith("Editing question 2.")


def test_the_keys_stay_on_the_arrow_that_was_pressed(asked: MainPage) -> None:
    asked.action("regenerate").trigger()
    asked.wait_idle()
    asked.action("regenerate").trigger()
    asked.wait_idle()
    assert said(asked).endswith("Assistant: Four.")
    last_answer(asked).versions.step(-1)
    assert said(asked).endswith("Assistant: Three.")
    focused = asked.window.focusWidget()
    assert focused is not None
    assert focused.objectName() == "version_back_button"
    assert last_answer(asked).isAncestorOf(focused)
    last_answer(asked).versions.step(-1)
    assert said(asked).endswith("Assistant: Two.")
    asked.ask("Third?")
    assert said(asked).endswith("Assistant: Two. You: Third? Assistant: Five.")


def test_a_word_in_another_version_is_opened_there(asked: MainPage) -> None:
    bubble(asked, 0).edit_button.click()
    asked.type_question(" In 2026?")
    press(asked, Qt.Key.Key_Return)
    asked.wait_idle()
    number = asked.program.service.conversation_id
    assert number is not None
    asked.program.history_desk.search("Second")
    asked.program.presenter.open_conversation(number)  # the open one
    assert said(asked).endswith("You: Second? Assistant: Two.")
    asked.program.history_desk.search("2026")
    asked.action("new_chat").trigger()
    asked.program.presenter.open_conversation(number)
    assert said(asked) == "You: First? In 2026? Assistant: Three."


def test_nothing_is_edited_where_nothing_was_asked(page: MainPage) -> None:
    page.window.composer.edit.setFocus()
    press(page, Qt.Key.Key_Up)
    assert (box(page), bar(page)) == ("", "")
