"""Rows of headlines and of who did what are compared with the article, each for itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QTextEdit

from newsassistant.core.settings import Settings
from newsassistant.engine.fake import FakeEngine
from newsassistant.gui.conversation.bodies.headlines import HeadlinesBody
from newsassistant.gui.conversation.bodies.who_what import WhoWhatBody
from newsassistant.gui.conversation.message_card import AnswerCard
from newsassistant.gui.evidence import marking
from tests.gui.pages import MainPage

LONG_MS = 30_000  # the first check reads the word lists
MILL = (
    "Mill at Ashford closes\n\n"
    "The paper mill at Ashford closed on 4 May. It employed 1,187 people, its owner said. "
    "“We did all that we could to keep it open,” said Mary Holt, who had led it for 12 years.\n\n"
    "The council will buy the site for £3.5 million."
)
HEADLINES = (
    "Here are five headlines:\n\n1. **Mill at Ashford closes**\n"
    "2. “Council to buy site for £4.5 million”\n3. Mary Hopkins led it for 12 years\n"
)
ANSWERS = (
    "Who: Mary Holt\nWhat: The mill closed; 1,250 people worked there\nWhen: 4 May\n"
    "Where: Ashford\nWhy: Cheap imports from Asia\nHow: not stated"
)
ARTICLE = "阿什福德造纸厂5月4日关闭。厂主说，该厂有1187名员工。镇议会将出资350万英镑买下厂区。"
CHINESE = (
    "何人：阿什福德造纸厂\n何事：造纸厂关闭\n何时：5月4日\n"
    "何地：阿什福德\n为何：成本上涨\n如何：未提及"
)


def opened(start: Callable[..., MainPage], job: str, answer: str, article: str) -> MainPage:
    page = start(FakeEngine([answer]), settings=Settings(language="en", preset=job))
    page.summarized(article)
    return page


def card_of(page: MainPage) -> AnswerCard:
    card = page.window.chat.card(page.message_ids()[-1])
    assert isinstance(card, AnswerCard)
    return card


def marked(view: QTextEdit) -> list[str]:
    """The words of a row that are marked."""
    kind = 0x100001  # as `gui.look.marks` numbers it
    found = [m for m in view.extraSelections() if m.format.property(kind) == marking.KIND]
    return [mark.cursor.selectedText() for mark in found]


def test_each_headline_is_marked_for_itself(start: Callable[..., MainPage]) -> None:
    page = opened(start, "five-headlines", HEADLINES, MILL)
    body = card_of(page).body
    assert isinstance(body, HeadlinesBody)
    views = body.views()
    page.qtbot.waitUntil(lambda: bool(marked(views[2])), timeout=LONG_MS)
    assert marked(views[0]) == []
    assert "4.5" in marked(views[1])[0]
    assert marked(views[2]) == ["Hopkins"]
    assert "Hopkins: This name is not in the article." in views[2].toolTip()
    assert page.answers()[-1] == HEADLINES.strip() or page.answers()[-1] == HEADLINES


def test_each_answer_has_its_place_in_the_article(start: Callable[..., MainPage]) -> None:
    page = opened(start, "w5h1", ANSWERS, MILL)
    body = card_of(page).body
    assert isinstance(body, WhoWhatBody)
    cells = body.cells
    page.qtbot.waitUntil(lambda: cells["who"].place is not None, timeout=LONG_MS)

    places = {field: cell.place for field, cell in cells.items() if cell.place is not None}
    found = {field: MILL[place.start : place.end] for field, place in places.items()}

    assert set(found) == {"who", "what", "when", "where"}
    assert "Mary Holt" in found["who"]
    assert "4 May" in found["when"]
    assert marked(cells["what"].view) == ["1,250"]
    assert not cells["why"].is_stated()
    assert "Cheap imports" in cells["why"].written.text()

    wanted: list[object] = []
    page.program.evidence.place_wanted.connect(wanted.append)
    cells["when"].jump.click()
    assert wanted == [places["when"]]


def test_chinese_answers_have_places_too(start: Callable[..., MainPage]) -> None:
    page = opened(start, "w5h1", CHINESE, ARTICLE)
    body = card_of(page).body
    assert isinstance(body, WhoWhatBody)
    page.qtbot.waitUntil(lambda: body.cells["who"].place is not None, timeout=LONG_MS)
    stated = {field for field, cell in body.cells.items() if cell.is_stated()}
    assert stated == {"who", "what", "when", "where"}


def test_an_answer_of_an_earlier_conversation_is_compared_as_well(
    start: Callable[..., MainPage],
) -> None:
    page = opened(start, "w5h1", ANSWERS, MILL)
    number = page.conversations()[0].id
    page.program.presenter.new_article()
    page.program.presenter.open_conversation(number)
    page.qtbot.waitUntil(lambda: bool(page.message_ids()), timeout=LONG_MS)
    body = card_of(page).body
    assert isinstance(body, WhoWhatBody)
    page.qtbot.waitUntil(lambda: body.cells["when"].place is not None, timeout=LONG_MS)


def test_a_headline_becomes_the_title(start: Callable[..., MainPage]) -> None:
    page = opened(start, "five-headlines", HEADLINES, MILL)
    body = card_of(page).body
    assert isinstance(body, HeadlinesBody)
    body.title_wanted.emit("Council to buy site")
    assert page.title() == "Council to buy site"
    assert page.conversations()[0].title == "Council to buy site"


def test_the_limit_of_the_settings_counts_at_once(start: Callable[..., MainPage]) -> None:
    page = opened(start, "five-headlines", HEADLINES, MILL)
    body = card_of(page).body
    assert isinstance(body, HeadlinesBody)
    preferences = page.program.preferences
    preferences.set(replace(preferences.settings, headline_limit=20))
    assert body.rows()[0].counter.text() == "22 of 20 characters: 2 too many"


@pytest.mark.parametrize("job", ["five-headlines", "w5h1"])
def test_prose_is_shown_as_prose(start: Callable[..., MainPage], job: str) -> None:
    page = opened(start, job, "The mill closed on 4 May.", MILL)
    card = card_of(page)
    assert card.views() == [card.view]
    assert card.view.isVisible()


def test_a_walk_from_mark_to_mark_leads_into_the_text(start: Callable[..., MainPage]) -> None:
    page = opened(start, "five-headlines", HEADLINES, MILL)
    card, evidence = card_of(page), page.program.evidence
    number = card.message.id
    page.qtbot.waitUntil(lambda: evidence.examined(number) is not None, timeout=LONG_MS)
    assert not card.view.isVisible()

    page.action("next_mark").trigger()

    assert card.view.isVisible()
    assert card.turn.text() == "As rows"
    place = card.view.textCursor()
    place.setPosition(place.position() + 3, place.MoveMode.KeepAnchor)
    assert place.selectedText() in HEADLINES


def test_marks_are_gone_when_there_is_no_article_to_compare_with(
    start: Callable[..., MainPage],
) -> None:
    page = opened(start, "w5h1", ANSWERS, MILL)
    body = card_of(page).body
    assert isinstance(body, WhoWhatBody)
    page.qtbot.waitUntil(lambda: body.cells["who"].place is not None, timeout=LONG_MS)

    page.program.evidence._use(None)

    assert body.cells["who"].place is None
    assert body.cells["why"].is_stated()
    assert marked(body.cells["what"].view) == []
