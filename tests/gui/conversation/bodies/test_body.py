"""What all shapes of an answer do alike, on the card."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from newsassistant.core.types import Progress
from newsassistant.gui.conversation.bodies.body import MOST_CHARS
from newsassistant.gui.conversation.bodies.headlines import HeadlinesBody
from newsassistant.gui.conversation.bodies.kinds import Bodies
from newsassistant.gui.conversation.message_card import AnswerCard
from newsassistant.gui.look.theme import Theme
from tests.gui.stories import message
from tests.gui.tab_order import stops_of_tab

HEADLINES = "Here are two:\n1. **Fire closes port**\n2. Port shut\n"
ANSWERS = "Who: the mayor\nWhat: a fire\nWhen: Monday\n"
BOTH = pytest.mark.parametrize(
    ("preset", "text", "rows"),
    [
        ("five-headlines", HEADLINES, ["Fire closes port", "Port shut"]),
        ("w5h1", ANSWERS, ["the mayor", "a fire", "Monday"]),
    ],
)


def make(qtbot: QtBot, theme: Theme, text: str, preset: str, status: str = "done") -> AnswerCard:
    stored = message(2, "assistant", text, preset=preset, status=status)
    card = AnswerCard(theme, stored, bodies=Bodies(theme))
    qtbot.addWidget(card)
    card.resize(480, 300)
    card.show()
    return card


def shown(card: AnswerCard) -> list[str]:
    """The texts that can be seen, once Qt has shown new rows."""
    QApplication.processEvents()
    return [view.toPlainText() for view in card.views() if view.isVisible()]


@BOTH
def test_a_finished_answer_is_shown_as_rows_and_copied_as_it_is(
    qtbot: QtBot, theme: Theme, preset: str, text: str, rows: list[str]
) -> None:
    card = make(qtbot, theme, text, preset)
    assert shown(card) == rows
    assert not card.view.isVisible()
    assert card.text() == card.text_to_copy() == text


@BOTH
def test_rows_grow_while_the_answer_is_written_and_no_card_is_empty(
    qtbot: QtBot, theme: Theme, preset: str, text: str, rows: list[str]
) -> None:
    card = make(qtbot, theme, "", preset, "running")
    card.set_progress(Progress("r1", "prefill", 1, 2))
    assert shown(card) == []
    card.set_progress(None)
    for letter in text:
        card.append(letter)
        assert shown(card)
    assert shown(card) == rows
    assert card.body is not None
    assert not card.body.is_settled()
    card.finish(message(2, "assistant", text, preset=preset))
    assert shown(card) == rows
    assert card.body.is_settled()


@BOTH
@pytest.mark.parametrize("prose", ["A fire closed the port.", "", "1.", "1. " + "a fire " * 99])
def test_what_is_no_list_is_a_text(
    qtbot: QtBot, theme: Theme, preset: str, text: str, rows: list[str], prose: str
) -> None:
    card = make(qtbot, theme, prose, preset)
    assert card.body is not None
    assert not card.body.isVisible()
    assert card.views() == [card.view]
    assert card.view.isVisible() == bool(prose)
    card.finish(message(2, "assistant", text, preset=preset))  # another try
    assert shown(card) == rows


@BOTH
def test_the_text_as_written_is_one_press_away(
    qtbot: QtBot, theme: Theme, preset: str, text: str, rows: list[str]
) -> None:
    card = make(qtbot, theme, text, preset)
    assert card.turn.text() == "As written"

    card.turn.click()

    assert card.views() == [card.view]
    assert card.view.isVisible()
    assert card.turn.text() == "As rows"
    card.turn.click()
    assert shown(card) == rows


def test_it_says_when_the_model_wrote_more(qtbot: QtBot, theme: Theme) -> None:
    more = "The fire broke out in a warehouse on Monday morning.\n\n" + HEADLINES
    card = make(qtbot, theme, more, "five-headlines")
    assert card.turn.text() == "There is more text"
    card.turn.click()
    assert "warehouse" in shown(card)[0]
    assert card.turn.text() == "As rows"


def test_other_answers_have_no_such_button(qtbot: QtBot, theme: Theme) -> None:
    for preset in ("outline", "w5h1"):
        card = make(qtbot, theme, "Some text.", preset)
        assert not card.turn.isVisible()


def test_the_running_mark_is_in_the_last_row(qtbot: QtBot, theme: Theme) -> None:
    card = make(qtbot, theme, HEADLINES, "five-headlines", "running")
    assert [view._running for view in card.views()] == [False, True]
    card.finish(replace(card.message, status="stopped"))
    assert [view._running for view in card.views()] == [False, False]


def test_an_endless_answer_is_read_to_a_bound(qtbot: QtBot, theme: Theme) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    body = Bodies(theme).make("w5h1", parent)
    assert body is not None
    assert body.show_text("Who: a\nWhat: b\nWhen: c\n" + "x" * MOST_CHARS, ended=True)


def test_what_the_model_wrote_of_an_edited_answer_is_shown_as_a_text(
    qtbot: QtBot, theme: Theme
) -> None:
    edited = HEADLINES.replace("Port shut", "Port reopens")
    card = make(qtbot, theme, HEADLINES, "five-headlines")
    card.finish(replace(card.message, content=edited, written=HEADLINES))
    assert shown(card) == ["Fire closes port", "Port reopens"]
    card.toggle_written()
    assert card.views() == [card.view]
    assert "Port shut" in shown(card)[0]
    card.toggle_written()
    assert shown(card) == ["Fire closes port", "Port reopens"]


def test_a_place_in_the_text_can_be_asked_for(qtbot: QtBot, theme: Theme) -> None:
    card = make(qtbot, theme, HEADLINES, "five-headlines")
    card.show_as_written()
    assert card.views() == [card.view]
    assert card.view.height() > 0
    card.show_as_written()  # it is shown already
    assert card.views() == [card.view]


def test_tab_goes_through_rows_that_came_one_by_one(qtbot: QtBot, theme: Theme) -> None:
    card = make(qtbot, theme, "", "five-headlines", "running")
    for letter in HEADLINES:
        card.append(letter)
    card.finish(message(2, "assistant", HEADLINES, preset="five-headlines"))
    assert isinstance(card.body, HeadlinesBody)
    rows = card.body.rows()

    stops = stops_of_tab(card, rows[0].view)

    assert stops[:5] == [
        *(rows[0].view, rows[0].copy_button, rows[1].view, rows[1].copy_button),
        card.copy,
    ]
