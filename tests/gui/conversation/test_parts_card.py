"""The parts of a long article on one card: the one at work is shown, the others are folded."""

from __future__ import annotations

import dataclasses

from pytestqt.qtbot import QtBot

from newsassistant.core.errors import EngineError
from newsassistant.core.types import Progress
from newsassistant.gui.conversation.parts_card import PartsCard
from newsassistant.gui.look.theme import Theme
from newsassistant.store.history import StoredMessage
from tests.gui.stories import message


def part(number: int, text: str = "", status: str = "running") -> StoredMessage:
    return message(number, "assistant", text, preset=f"parts/1:{number}/3", status=status)


def made(qtbot: QtBot, theme: Theme, *parts: StoredMessage) -> PartsCard:
    card = PartsCard(theme)
    qtbot.addWidget(card)
    for each in parts:
        card.add(each)
    card.set_last(True)
    card.show()
    return card


def test_the_part_at_work_is_shown_as_it_is_written(qtbot: QtBot, theme: Theme) -> None:
    card = made(qtbot, theme, part(1, "First.", "done"), part(2))
    card.append("Sec")
    card.append("ond")
    assert [view.toPlainText() for view in card.views()] == ["Second"]
    assert card.accessibleName() == "Part 2 of 3"
    assert not card.go_on.isVisible()
    card.finish(part(2, "Second.", "done"))
    card.add(part(3))
    assert [view.toPlainText() for view in card.views()] == [""]


def test_reading_is_shown_until_the_first_word(qtbot: QtBot, theme: Theme) -> None:
    card = made(qtbot, theme, part(1))
    card.set_progress(Progress("a", "prefill", 30, 120))
    assert card._reading_label.text() == "Reading this part: 25 %"
    assert card._reading.isVisible()
    card.append("Word")
    assert not card._reading.isVisible()


def test_unfolded_all_are_there_and_folded_again_none(qtbot: QtBot, theme: Theme) -> None:
    card = made(qtbot, theme, part(1, "First.", "done"), part(2, "Second.", "done"))
    card.set_last(False)
    assert card.views() == []
    card.fold.click()
    assert [view.toPlainText() for view in card.views()] == ["First.", "Second."]
    card.fold.click()
    assert card.views() == []
    assert card.accessibleName() == "Read in parts: 2"


def test_what_is_missing_can_be_gone_on_with(qtbot: QtBot, theme: Theme) -> None:
    card = made(qtbot, theme, part(1, "First.", "done"), part(2, "Half", "stopped"))
    assert card.go_on.isVisible()
    assert "kept" in card._status.text()
    with qtbot.waitSignal(card.regenerate_requested):
        card.go_on.click()
    card.set_last(False)
    assert not card.go_on.isVisible()
    assert not card._status.isVisible()


def test_a_failure_says_what_and_that_the_rest_is_kept(qtbot: QtBot, theme: Theme) -> None:
    card = made(qtbot, theme, part(1))
    card.set_error(EngineError("inference-failed", detail="x"))
    card.finish(part(1, "", "failed"))
    assert card.error.isVisible()
    reopened = made(qtbot, theme, dataclasses.replace(part(1, "", "failed"), error="It broke."))
    assert reopened.error.isVisible()
    assert "This part was not summarised." in reopened.error.text()


def test_text_in_a_summary_is_no_markup(qtbot: QtBot, theme: Theme) -> None:
    card = made(qtbot, theme, part(1, "<img src=x> <b>bold</b>", "done"))
    assert card.views()[0].toPlainText() == "<img src=x> <b>bold</b>"
