"""The article's length against the model's room."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QProgressBar
from pytestqt.qtbot import QtBot

from newsassistant.core.types import Language, Measured
from newsassistant.gui.article.length_words import Length
from newsassistant.gui.article.meter import TokenMeter
from newsassistant.gui.look.plain_text import PlainLabel
from newsassistant.gui.look.theme import Theme


@pytest.fixture
def meter(qtbot: QtBot, theme: Theme) -> TokenMeter:
    meter = TokenMeter(theme)
    qtbot.addWidget(meter)
    return meter


def measured(tokens: int, room: int) -> Measured:
    return Measured("r", "d", tokens, room, 10)


def test_it_says_how_much_of_the_room_is_taken(meter: TokenMeter) -> None:
    meter.set_measured(measured(1684, 7600))
    assert meter.text() == "1,684 of 7,600 tokens"
    assert meter.permille() == 221
    assert not meter.too_long()
    assert "1,684 of 7,600" in meter.accessibleName()


@pytest.mark.parametrize(("language", "unit"), [("en", "words"), ("zh", "characters")])
def test_it_counts_as_journalists_do_and_has_the_tokens_in_its_tip(
    meter: TokenMeter, language: Language, unit: str
) -> None:
    meter.set_measured(measured(1684, 7600), Length(language, 1200, 5400))
    assert meter.text() == f"1,200 of 5,400 {unit}"
    assert unit in meter.accessibleName()
    assert "1,684 of 7,600 tokens" in meter.toolTip()


def test_too_long_is_full_and_warns(meter: TokenMeter) -> None:
    meter.set_measured(measured(9300, 7600))
    assert meter.too_long()
    assert meter.permille() == 1000
    bar = meter.findChild(QProgressBar)
    assert bar is not None
    assert bar.property("state") == "warning"
    meter.set_measured(measured(10, 7600))
    assert bar.property("state") == ""


def test_exactly_full_fits(meter: TokenMeter) -> None:
    meter.set_measured(measured(7600, 7600))
    assert not meter.too_long()


@pytest.mark.parametrize(("pending", "words"), [(True, "Counting…"), (False, "No article")])
def test_without_a_count_it_says_why(meter: TokenMeter, pending: bool, words: str) -> None:
    meter.set_measured(None, pending=pending)
    assert meter.text() == words
    assert meter.permille() == 0


def test_no_room_at_all_does_not_divide_by_zero(meter: TokenMeter) -> None:
    meter.set_measured(measured(5, 0))
    assert meter.permille() == 0
    assert meter.too_long()


def test_tool_tip_explains_tokens(meter: TokenMeter) -> None:
    assert "pieces of words" in meter.toolTip()


def test_it_says_how_much_is_read_ahead(meter: TokenMeter) -> None:
    meter.resize(400, 40)
    meter.set_read(300)
    assert meter.read_words() == ""  # of an article that is not measured there is nothing to say
    meter.set_measured(measured(1684, 7600))
    for permille, words in (
        (0, "read 0 %"),
        (629, "read 62 %"),
        (999, "read 99 %"),
        (1000, "ready"),
    ):
        meter.set_read(permille)
        assert meter.read_words() == words
        assert meter.accessibleName().endswith(words)
    assert meter.text() == "1,684 of 7,600 tokens"
    meter.set_read(None)
    assert meter.read_words() == ""


def test_without_room_the_length_stays_and_the_names_say_the_rest(
    meter: TokenMeter, qtbot: QtBot
) -> None:
    meter.set_measured(measured(1684, 7600))
    meter.set_read(620)
    meter.show()
    label = meter.findChild(PlainLabel, "article_read_label")
    assert label is not None
    meter.resize(meter.sizeHint())
    assert label.isVisible()
    narrow = meter.minimumWidth()
    meter.resize(narrow, 40)
    assert not label.isVisible()
    assert "read 62 %" in meter.accessibleName()
    meter.set_read(1000)
    assert meter.minimumWidth() == narrow  # what is read moves nothing beside it
