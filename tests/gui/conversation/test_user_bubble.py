"""A bubble shows what was asked, as text, and leaves room at its left."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from newsassistant.gui.conversation.user_bubble import UserBubble, message_text
from newsassistant.gui.look.theme import Theme
from tests.gui.stories import message


def test_an_own_job_is_shown_with_its_name_and_its_words(qtbot: QtBot, theme: Theme) -> None:
    stored = message(1, "user", "List five facts.", preset="own-1:Five facts")
    assert message_text(stored) == "Five facts\nList five facts."
    changed = message(1, "user", "List five facts.", preset="three-bullets:three-bullets")
    assert message_text(changed) == "3 bullets\nList five facts."
    answer = message(2, "assistant", "- One", preset="own-1:Five facts")
    assert message_text(answer) == "- One"


def test_a_preset_is_shown_as_a_request(qtbot: QtBot, theme: Theme) -> None:
    stored = message(1, "user", "Write three bullets.", preset="three-bullets")
    assert message_text(stored) == "Summarise in three bullets"
    bubble = UserBubble(theme, stored)
    qtbot.addWidget(bubble)
    assert bubble.view.toPlainText() == "Summarise in three bullets"
    assert bubble.accessibleName()


def test_a_question_is_text_not_markup(qtbot: QtBot, theme: Theme) -> None:
    bubble = UserBubble(theme, message(1, "user", "<b>Who</b> **said** it?"))
    qtbot.addWidget(bubble)
    assert bubble.view.toPlainText() == "<b>Who</b> **said** it?"


def test_a_bubble_leaves_room_at_its_left(qtbot: QtBot, theme: Theme) -> None:
    bubble = UserBubble(theme, message(1, "user", "word " * 200))
    qtbot.addWidget(bubble)
    bubble.resize(500, 300)
    bubble.show()
    qtbot.waitUntil(lambda: 300 < bubble.view.width() < 430)
    assert bubble.view.height() > 60
