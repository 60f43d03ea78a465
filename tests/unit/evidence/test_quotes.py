"""Quotes of an answer, letter by letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsassistant.evidence.marks import Strength, Why
from newsassistant.evidence.quotes import nearest_passage
from newsassistant.evidence.reading.plain import letters

if TYPE_CHECKING:
    from tests.unit.evidence.conftest import Checked

ARTICLE = (
    "The mayor was glad.\n“We shall build the bridge before the winter comes,” she said. "
    "“It isn't cheap.” 市长说：“大桥将在冬天之前建成。”"
)


@pytest.mark.parametrize(
    "answer",
    [
        '"We shall build the bridge"',
        "‘we shall build the bridge’",
        '"We shall build ... before the winter"',
        '"We shall [quickly] build the bridge"',
        "「大桥将在冬天之前建成」",
        "“大桥将……建成”",
    ],
)
def test_the_same_words(checked: Checked, answer: str) -> None:
    assert checked(answer, ARTICLE) == []


def test_one_word_changed_is_altered_and_shows_the_passage(checked: Checked) -> None:
    (mark,) = checked('"We shall paint the bridge before the winter comes"', ARTICLE)

    assert (mark.kind, mark.why, mark.strength) == ("quote", Why.QUOTE_ALTERED, Strength.ELSEWHERE)
    assert mark.found == "We shall build the bridge before the winter comes"


def test_the_passage_takes_in_a_word_changed_at_its_end(checked: Checked) -> None:
    (mark,) = checked('"build the bridge before the summer"', ARTICLE)

    assert mark.found == "build the bridge before the winter"


def test_other_words_are_absent(checked: Checked) -> None:
    (mark,) = checked('"I have nothing to say about that"', ARTICLE)

    assert (mark.strength, mark.nearest) == (Strength.ABSENT, None)


def test_an_altered_end_is_found(checked: Checked) -> None:
    (mark,) = checked('"lucky to be alive"', "She is lucky to be here after the fall.")

    assert mark.found == "lucky to be here"


def test_letters_here_and_there_are_no_nearest_passage(checked: Checked) -> None:
    (mark,) = checked('"Beauty and the Beast."', "Abbey's Dan Stevens will play the Beast.")

    assert mark.why is Why.QUOTE_ABSENT


def test_pieces_of_one_quote_may_not_be_made_up(checked: Checked) -> None:
    (mark,) = checked('"We shall build ... before the summer"', ARTICLE)

    assert mark.kind == "quote"


def test_a_contraction_in_full_is_no_alarm(checked: Checked) -> None:
    (mark,) = checked('"It is not cheap"', "“It is n't cheap” he said; it isn't. “It isn't cheap.”")

    assert mark.strength in (Strength.ROUNDED, Strength.ELSEWHERE)


@settings(deadline=None)
@given(st.text("ab c", min_size=1, max_size=40), st.text("ab c", max_size=80))
def test_the_nearest_passage_stands_in_the_article(quote: str, article: str) -> None:
    plain = letters(article)
    span = nearest_passage(letters(quote).text, plain)

    assert span is None or 0 <= span.start < span.end <= len(article)
