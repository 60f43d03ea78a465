"""What is offered for a long article names its cost, as far as that was measured."""

from __future__ import annotations

from newsassistant.app.long.estimate import Estimate
from newsassistant.gui.article.offers import cost_words, parts_offer, passages_offer
from newsassistant.gui.look.theme import Theme


def test_nothing_is_made_up(theme: Theme) -> None:
    words = cost_words(Estimate(4, 0.0, 0))
    assert words == ("How long it takes was not measured yet on this computer.",)


def test_time_is_rounded_and_memory_is_that_of_one_part(theme: Theme) -> None:
    time, memory = cost_words(Estimate(14, 733.0, 184_000_000))
    assert "about 10 minutes" in time
    assert "184 MB" in memory
    assert "less than a minute" in cost_words(Estimate(2, 40.0, 0))[0]
    assert "about 2.5 hours" in cost_words(Estimate(90, 9000.0, 0))[0]


def test_an_offer_says_how_many_parts(theme: Theme) -> None:
    offer = parts_offer(Estimate(14, 0.0, 0), lambda: None)
    assert "14 parts" in offer.texts[0]
    assert not offer.lasts
    assert passages_offer(lambda: None).lasts
