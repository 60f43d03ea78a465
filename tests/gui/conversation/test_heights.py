"""Messages are as tall as their texts, however the window came to show them."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from newsassistant.engine.fake import FakeEngine
from newsassistant.gui.conversation.message_card import AnswerCard
from newsassistant.gui.conversation.user_bubble import UserBubble
from newsassistant.gui.widgets.text_view import TextView
from tests.gui.pages import WIND, MainPage
from tests.gui.room import settle

Start = Callable[..., MainPage]
LONG = "The plan costs a lot of money and many people have said so. " * 12


def heights(page: MainPage) -> list[tuple[int, int]]:
    settle()
    views = page.window.chat.findChildren(TextView)
    return [(view.height(), math.ceil(view.document().size().height())) for view in views]


def check(page: MainPage) -> None:
    found = heights(page)
    assert found
    assert [seen for seen, _ in found] == [wanted for _, wanted in found]
    for bubble in page.window.chat.findChildren(UserBubble):
        assert bubble.height() == bubble.view.height() + 16
    for card in page.window.chat.findChildren(AnswerCard):
        assert card.height() <= max(card.heightForWidth(card.width()), card.sizeHint().height())


def test_asked_while_the_model_loads(start: Start) -> None:
    page = start(FakeEngine([LONG]), ready=False)
    page.paste(WIND)
    page.click("summarize_button")
    page.wait_idle()

    check(page)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_opened_again_in_another_language(start: Start, language: str) -> None:
    page = start(FakeEngine([LONG, LONG]))
    page.paste(WIND)
    page.summarize()
    page.wait_idle()
    page.program.translations.use(language)  # type: ignore[arg-type]
    check(page)

    page.click("new_chat_button")
    page.program.presenter.open_conversation(page.conversations()[0].id)
    check(page)
