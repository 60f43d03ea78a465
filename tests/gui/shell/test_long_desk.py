"""A long article in the real window, with a scripted engine: parts, passages, stop, go on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from newsassistant.engine.fake import FakeEngine
from newsassistant.gui.conversation.parts_card import PartsCard
from tests.gui.pages import MainPage
from tests.unit.text.articles.long_stories import ENGLISH, long_article

LONG = long_article(ENGLISH, seed=5, fill=60)


@pytest.fixture
def small(start: Callable[..., MainPage]) -> MainPage:
    """A model with room for a quarter of the article."""
    answers = [f"Noted {n}." for n in range(1, 40)]
    page = start(FakeEngine(answers, context_length=1000))
    page.paste(LONG)
    return page


def parts_of(page: MainPage) -> list[str]:
    number = page.program.service.conversation_id or 0
    return [m.preset for m in page.program.history.messages(number) if m.preset.startswith("parts")]


def card_of(page: MainPage) -> PartsCard:
    card = page.window.findChild(PartsCard)
    assert isinstance(card, PartsCard)
    return card


def test_summarise_offers_parts_and_nothing_begins_without_a_yes(small: MainPage) -> None:
    small.click("summarize_button")
    ((name, words),) = small.dialogs.asked
    assert name == "too_long"
    assert "It can be read whole in" in str(words)
    assert small.conversations() == []


def test_parts_then_the_whole(small: MainPage) -> None:
    small.dialogs.agree = True
    small.summarize()
    count = len(parts_of(small))
    assert count > 2
    assert parts_of(small)[0] == f"parts/1:1/{count}"
    assert small.answers()[-1] == f"Noted {count + 1}."
    card = card_of(small)
    assert card.views() == []
    card.fold.click()
    assert [view.toPlainText() for view in card.views()] == [
        f"Noted {n}." for n in range(1, count + 1)
    ]
    assert small.window.article.rule.rules() == ()
    assert f"Part 1 of {count}: Noted 1." in small.transcript()


def test_a_conversation_that_is_opened_again_has_its_parts(small: MainPage) -> None:
    small.dialogs.agree = True
    small.summarize()
    number = small.program.service.conversation_id or 0
    count = len(parts_of(small))
    small.action("new_chat").trigger()
    small.program.presenter.open_conversation(number)
    small.window.chat.texts()
    assert card_of(small).accessibleName() == f"Read in parts: {count}"


def test_a_question_finds_its_passages_and_the_card_says_so(small: MainPage) -> None:
    small.dialogs.agree = True
    small.ask("How many lynx did the biologists count?")
    assert small.dialogs.names() == ["too_long"]
    number = small.program.service.conversation_id or 0
    request, answer = small.program.history.messages(number)
    assert request.reads == answer.reads
    assert request.reads is not None
    place = LONG.index("counted 212 lynx")
    assert any(start <= place < end for start, end in request.reads)
    assert f"[Read {len(request.reads)} passages, " in small.window.chat.text_to_copy(answer.id)
    assert [rule.span for rule in small.window.article.rule.rules()] == list(request.reads)
    small.ask("Who demands compensation for sheep?")
    assert small.dialogs.names() == ["too_long"]


def test_stop_then_go_on(start: Callable[..., MainPage]) -> None:
    answers = [f"Noted {n} with some more words that take a while." for n in range(1, 40)]
    page = start(FakeEngine(answers, context_length=1000, delay_s=0.02))
    page.paste(LONG)
    page.dialogs.agree = True
    page.click("summarize_button")
    page.qtbot.waitUntil(lambda: len(parts_of(page)) == 2, timeout=20_000)
    assert page.window.status.sentence().startswith("Part 2 of")
    rules = page.window.article.rule.rules()
    assert [rule.at_work for rule in rules][:3] == [False, True, False]
    page.action("stop").trigger()
    page.wait_idle()
    assert page.window.status.sentence().startswith("Part") is False
    assert card_of(page).go_on.isVisible()
    card_of(page).go_on.click()

    def numbers() -> list[str]:
        return [key.split(":")[1].split("/")[0] for key in parts_of(page)]

    # What was stopped goes when it is there whole.
    page.qtbot.waitUntil(lambda: numbers() == ["1", "2", "3"], timeout=20_000)
