"""The conversation: messages, errors, long histories, and what is read aloud."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from newsassistant.core.errors import EngineError, ModelError
from newsassistant.core.types import Progress
from newsassistant.gui.conversation import chat_view as module
from newsassistant.gui.conversation.chat_view import PAGE, ChatView
from newsassistant.gui.conversation.message_card import AnswerCard
from newsassistant.gui.conversation.user_bubble import UserBubble
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.error_block import ErrorBlock
from newsassistant.store.history import StoredMessage
from tests.gui.stories import message


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a screen reader was asked to say."""
    sentences: list[str] = []
    monkeypatch.setattr(module, "announce", lambda _widget, words: sentences.append(words))
    return sentences


@pytest.fixture
def chat(qtbot: QtBot, theme: Theme, said: list[str]) -> ChatView:
    chat = ChatView(theme)
    qtbot.addWidget(chat)
    chat.resize(560, 600)
    chat.show()
    return chat


def answer(chat: ChatView, number: int) -> AnswerCard:
    card = chat.card(number)
    assert isinstance(card, AnswerCard)
    return card


def start(chat: ChatView) -> None:
    chat.add_message(message(1, "user", "Who said so?"))
    chat.add_message(message(2, "assistant", "", status="running"))


def test_the_transcript_is_reachable_as_text(chat: ChatView) -> None:
    assert chat.objectName() == "chat_view"
    chat.add_message(message(1, "user", "x", preset="headline"))
    chat.add_message(message(2, "assistant", "**Wind**"))
    assert chat.toPlainText() == "You: Suggest a headline\n\nAssistant: **Wind**"
    chat.clear()
    assert chat.toPlainText() == ""


def test_deltas_are_in_the_transcript_before_the_end(chat: ChatView) -> None:
    start(chat)
    chat.append_delta(2, "The ")
    chat.append_delta(2, "minister")
    assert chat.toPlainText().endswith("Assistant: The minister")
    assert answer(chat, 2).view.toPlainText() == "The minister"


def test_deltas_of_another_conversation_are_dropped(chat: ChatView) -> None:
    start(chat)
    chat.append_delta(99, "ghost")
    chat.finish(message(99, "assistant", "ghost"))
    assert "ghost" not in chat.toPlainText()


def test_the_end_is_announced_once(chat: ChatView, said: list[str]) -> None:
    start(chat)
    done = message(2, "assistant", "The minister.")
    chat.finish(done)
    chat.finish(done)
    assert said == ["The answer is ready"]


@pytest.mark.parametrize(
    ("status", "words"),
    [("stopped", "The answer was stopped"), ("failed", "The answer failed")],
)
def test_other_ends_are_announced_too(
    chat: ChatView, said: list[str], status: str, words: str
) -> None:
    start(chat)
    chat.finish(message(2, "assistant", "The", status=status))
    assert said == [words]


def test_only_the_newest_answer_offers_another_try(qtbot: QtBot, chat: ChatView) -> None:
    for number in (1, 3):
        chat.add_message(message(number, "user", "?"))
        chat.add_message(message(number + 1, "assistant", "!"))
    older, newest = answer(chat, 2), answer(chat, 4)
    assert not older.regenerate.isVisibleTo(older)
    assert newest.regenerate.isVisibleTo(newest)
    with qtbot.waitSignal(chat.regenerate_requested):
        newest.regenerate.click()


def test_a_new_try_takes_the_place_of_the_old(chat: ChatView) -> None:
    start(chat)
    chat.finish(message(2, "assistant", "Wrong."))
    chat.add_message(message(2, "assistant", "", status="running"))
    chat.append_delta(2, "Right.")
    assert chat.toPlainText() == "You: Who said so?\n\nAssistant: Right."


def test_copy_is_passed_on(qtbot: QtBot, chat: ChatView) -> None:
    chat.add_message(message(2, "assistant", "Yes"))
    with qtbot.waitSignal(chat.copy_requested) as copied:
        answer(chat, 2).copy.click()
    assert copied.args == [2]


def test_progress_goes_where_it_belongs(chat: ChatView) -> None:
    chat.set_progress(Progress("", "preparing", 1, 4))
    assert chat.empty_state().kind() == "preparing"
    chat.set_progress(None)
    start(chat)
    chat.set_progress(Progress("r", "prefill", 62, 100))
    card = answer(chat, 2)
    assert not card.view.isVisibleTo(card)
    chat.set_progress(None)
    assert card.view.isVisibleTo(card)


def test_an_error_of_an_answer_is_shown_in_it(chat: ChatView) -> None:
    start(chat)
    error = EngineError("inference-failed", detail="oom")
    chat.show_error(error, 2)
    assert error.what() in answer(chat, 2).error.text()


def test_other_errors_stand_at_the_end_until_the_next_message(chat: ChatView) -> None:
    start(chat)
    error = EngineError("engine-closed")
    chat.show_error(error, None)
    blocks = [block.text() for block in chat.transcript().findChildren(ErrorBlock)]
    assert error.text() in blocks
    chat.add_message(message(3, "user", "Again?"))
    blocks = [block.text() for block in chat.transcript().findChildren(ErrorBlock)]
    assert error.text() not in blocks


def test_a_model_that_fails_is_the_empty_state(chat: ChatView) -> None:
    error = ModelError("model-missing", model="chatglm3")
    chat.show_error(error, None)
    assert chat.empty_state().kind() == "missing"
    assert error.what() in chat.empty_state().text()
    chat.set_empty_state("ready")
    assert error.what() not in chat.empty_state().text()


def test_a_long_history_shows_its_end_first(qtbot: QtBot, chat: ChatView) -> None:
    for number in range(1, 3 * PAGE + 1):
        chat.add_message(message(number, "user" if number % 2 else "assistant", f"m{number}"))
    assert chat.toPlainText().startswith("You: m1\n")
    assert chat.card(2 * PAGE) is None
    assert chat.card(2 * PAGE + 1) is not None
    button = chat.findChild(QPushButton, "earlier_button")
    assert button is not None
    button.click()
    assert chat.card(PAGE + 1) is not None
    button.click()
    assert chat.card(1) is not None
    assert button.isHidden()


def test_an_answer_at_the_bottom_is_followed_and_rendered_in_place(
    qtbot: QtBot, chat: ChatView
) -> None:
    start(chat)
    bar = chat.transcript().verticalScrollBar()
    for _ in range(60):
        chat.append_delta(2, "A line of the answer.\n\n")
    qtbot.waitUntil(lambda: bar.maximum() > 300 and bar.value() == bar.maximum())
    bar.setValue(100)
    text = answer(chat, 2).text()
    chat.append_delta(2, "More")
    assert chat.transcript().new_text.isVisible()
    done = dataclasses.replace(message(2, "assistant", text + "More"), status="done")
    chat.finish(done)
    qtbot.waitUntil(lambda: answer(chat, 2).view.toPlainText().endswith("More"))
    assert bar.value() == 100


def test_the_title_names_the_conversation(chat: ChatView) -> None:
    chat.set_conversation_title("Offshore wind")
    assert chat.accessibleName() == "Conversation: Offshore wind"


# --- other versions -------------------------------------------------------------------------------


def exchange(chat: ChatView, *numbers: int) -> list[StoredMessage]:
    """Messages with these numbers, a question before each answer; shown in the chat."""
    messages = [
        message(number, "assistant" if place % 2 else "user", f"Text {number}")
        for place, number in enumerate(numbers)
    ]
    chat.show_messages(messages)
    return messages


def test_cards_that_stay_are_the_same(chat: ChatView) -> None:
    exchange(chat, 1, 2, 3, 4)
    first, last = chat.card(1), chat.card(4)
    exchange(chat, 1, 2, 5, 6, 7)
    assert chat.card(1) is first
    assert chat.card(4) is None
    assert last is not None
    assert last.parent() is None
    assert [text.toPlainText() for text in chat.texts()] == [f"Text {n}" for n in (1, 2, 5, 6, 7)]
    assert [m.id for m in chat.questions()] == [1, 5, 7]
    exchange(chat)
    assert chat.toPlainText() == ""


def test_a_message_that_stays_may_have_got_another_version(chat: ChatView) -> None:
    question, reply = exchange(chat, 1, 2)
    versions = dataclasses.replace(question, versions=(1, 9))
    chat.show_messages([versions, dataclasses.replace(reply, versions=(2, 3, 4))])
    cards = [chat.card(1), chat.card(2)]
    assert [
        card.versions.words() for card in cards if isinstance(card, UserBubble | AnswerCard)
    ] == [
        "Version 1 of 2",
        "Version 1 of 3",
    ]
    assert answer(chat, 2).accessibleDescription().startswith("Version 1 of 3: ")


def test_only_the_last_answer_of_the_shown_ones_can_be_made_again(chat: ChatView) -> None:
    exchange(chat, 1, 2, 3, 4)
    exchange(chat, 1, 2)
    assert answer(chat, 2).regenerate.isVisibleTo(answer(chat, 2))


def test_of_many_messages_the_early_ones_wait_and_are_found_all_the_same(
    chat: ChatView, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PAGE", 4)
    exchange(chat, *range(1, 21))
    assert len(chat.texts()) == 4
    assert chat.places_above("text 1") == 8  # 1, and 10 to 16
    assert chat.places_above("ＴＥＸＴ ３") == 1
    chat.build_above("text 13")
    assert len(chat.texts()) == 8
    chat.build_above("text 3")
    assert chat.texts()[0].toPlainText() == "Text 3"
    chat.build_above("nowhere")
    assert chat.places_above("text 1") == 1
    exchange(chat, 1, 30)
    assert [text.toPlainText() for text in chat.texts()] == ["Text 30"]
    assert chat.places_above("text 1") == 1


def test_the_card_of_a_version_that_was_asked_for_is_in_view(
    chat: ChatView, qtbot: QtBot, said: list[str]
) -> None:
    long = "\n\n".join(["A paragraph."] * 40)
    before = [message(1, "user", "Why?"), message(2, "assistant", long)]

    def turn(number: int) -> None:
        versions = (3, 5)
        asked = dataclasses.replace(message(number, "user", "And?"), versions=versions)
        chat.show_messages([*before, asked, message(number + 1, "assistant", long)])

    chat.version_requested.connect(turn)
    turn(3)
    card = chat.card(3)
    assert isinstance(card, UserBubble)
    card.versions.step(1)
    shown = chat.card(5)
    assert shown is not None
    assert said[-1] == "Version 2 of 2"
    view = chat.transcript().viewport()
    qtbot.waitUntil(lambda: view.rect().contains(shown.mapTo(view, shown.rect().topLeft())))


def test_the_question_that_is_edited_is_marked(chat: ChatView) -> None:
    exchange(chat, 1, 2, 3)
    chat.mark_edited(3)
    cards = [chat.card(1), chat.card(3)]
    assert all(isinstance(card, UserBubble) for card in cards)
    marks = [card._frame.property("edited") for card in cards if isinstance(card, UserBubble)]
    assert marks == [False, True]
    chat.mark_edited(None)
    assert not cards[1]._frame.property("edited")  # type: ignore[union-attr]
