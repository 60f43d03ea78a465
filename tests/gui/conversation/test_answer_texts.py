"""Answers that are shown are found by their messages, whatever card they are on."""

from __future__ import annotations

import dataclasses

import pytest
from pytestqt.qtbot import QtBot

from newsassistant.gui.conversation.answer_texts import SOURCES
from newsassistant.gui.conversation.chat_view import ChatView
from newsassistant.gui.conversation.parts_card import PartsCard
from newsassistant.gui.look.theme import Theme
from newsassistant.text.articles.article import parse
from tests.gui.evidence.checks import drawn
from tests.gui.stories import message


@pytest.fixture
def chat(qtbot: QtBot, theme: Theme) -> ChatView:
    chat = ChatView(theme)
    qtbot.addWidget(chat)
    chat.resize(500, 300)
    chat.show()
    return chat


def test_each_answer_is_told_with_its_view(chat: ChatView) -> None:
    told: list[int] = []
    chat.answers.shown.connect(told.append)
    running = message(2, "assistant", "", status="running")
    chat.show_messages([message(1, "user", "Why?"), running])
    answer = chat.answers.get(2)
    assert told == [2]
    assert chat.answers.get(1) is None
    assert answer is not None
    assert answer.is_running
    chat.append_delta(2, "**Be")
    chat.finish(dataclasses.replace(running, content="**Because**", status="done"))
    ended = chat.answers.get(2)
    assert ended is not None
    assert not ended.is_running
    assert ended.view is answer.view
    assert ended.view.toPlainText() == "Because"
    assert set(told) == {2}


def test_those_that_go_are_told(chat: ChatView) -> None:
    gone: list[int] = []
    chat.answers.gone.connect(gone.append)
    chat.show_messages([message(1, "user", "Why?"), message(2, "assistant", "A")])
    chat.show_messages([message(1, "user", "Why?"), message(3, "assistant", "B")])
    assert gone == [2]
    assert chat.answers.numbers() == [3]
    chat.clear()
    assert gone == [2, 3]
    assert chat.answers.numbers() == []


def test_parts_come_and_go_with_their_rows(chat: ChatView) -> None:
    for number in (1, 2):
        chat.add_message(message(number, "assistant", "A", preset=f"parts/1:{number}/3"))
    card = chat.card(2)
    assert isinstance(card, PartsCard)
    assert chat.answers.numbers() == [2]
    card.set_unfolded(True)
    assert chat.answers.numbers() == [1, 2]
    assert [chat.answers.get(n).view for n in (1, 2)] == card.views()  # type: ignore[union-attr]
    card.set_unfolded(False)
    assert chat.answers.numbers() == [2]


def test_sentences_stay_marked_when_the_answer_is_rendered(chat: ChatView) -> None:
    running = message(2, "assistant", "", status="running")
    chat.add_message(running)
    chat.append_delta(2, "🏭 One. Two.")
    chat.mark_sentences(2, [(2, 6)])
    answer = chat.answers.get(2)
    assert answer is not None
    assert drawn(answer.view, SOURCES) == ["One."]
    chat.finish(dataclasses.replace(running, content="🏭 One. *Two*.", status="done"))
    assert drawn(answer.view, SOURCES) == ["One."]
    chat.mark_sentences(2, [])
    assert drawn(answer.view, SOURCES) == []
    chat.mark_sentences(77, [(0, 1)])


def test_a_piece_is_scrolled_to(chat: ChatView, qtbot: QtBot) -> None:
    text = "\n\n".join(f"Paragraph {number}." for number in range(80))
    chat.add_message(message(2, "assistant", text))
    bar = chat.transcript().verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 1000)
    for word, near_top in (("Paragraph 2.", True), ("Paragraph 77.", False)):
        answer = chat.answers.get(2)
        assert answer is not None
        start = answer.view.toPlainText().index(word)
        chat.reveal(2, (start, start + 5))
        assert (bar.value() < bar.maximum() // 2) is near_top
    chat.reveal(77, (0, 1))


def test_the_article_is_told_when_it_is_another(chat: ChatView) -> None:
    told: list[None] = []
    chat.article_set.connect(lambda: told.append(None))
    chat.set_article(None)
    assert told == []
    for _ in range(2):
        chat.set_article(parse("The mill at Ashford closed on 4 May."))
    assert told == [None]
