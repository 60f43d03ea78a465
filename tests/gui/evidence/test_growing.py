"""Of an answer that is written, what is complete is given once."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from newsassistant.gui.evidence.growing import GrowingAnswer
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.text_view import TextView


@pytest.fixture
def view(qtbot: QtBot, theme: Theme) -> TextView:
    view = TextView(theme)
    qtbot.addWidget(view)
    view.set_growing("")
    return view


def test_nothing_is_given_until_a_sentence_may_have_ended(view: TextView) -> None:
    growing = GrowingAnswer(view)
    given = []
    for piece in ("It rose", " by 3", ".", "5", " million"):
        view.append(piece)
        given.append(growing.complete())
    # The thread finds that none is complete.
    assert given == [None, None, None, ("It rose by 3.5", 0), None]
    assert growing.complete() is None
    view.append(". Then")
    assert growing.complete() == ("It rose by 3.5 million. Then", 0)
    growing.checked_to(24)
    assert growing.complete() is None
    view.append(" it fell。")
    view.append(" Now")
    assert growing.complete() == ("Then it fell。 Now", 24)


def test_a_text_that_moved_is_given_again_a_few_times_only(view: TextView) -> None:
    growing = GrowingAnswer(view)
    given = 0
    for _ in range(20):
        view.append("*One. Two")
        part = growing.complete()
        if part is not None:
            given += part[1] == 0
            growing.checked_to(part[1] + 5)
        view.append("* more.")  # the star that was shown before goes
    assert 1 < given <= 6
