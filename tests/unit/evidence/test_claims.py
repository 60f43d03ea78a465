"""What is counted without a plain number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newsassistant.evidence.marks import Why

if TYPE_CHECKING:
    from tests.unit.evidence.conftest import Checked


@pytest.mark.parametrize(
    ("answer", "article"),
    [
        ("Dozens came.", "Some 40 people came."),
        ("数百人", "来了350人"),
        ("on the M1", "the M1 motorway"),
        ("COVID-19", "Covid19 spread"),
        ("won 6-3", "lost 3-6, won 6-4"),
        ("won 2-1", "won 3-1 and 2-2"),  # articles tell goals, not always the score
        ("It doubled.", "It was twice as much."),
        ("World War Two", "World War II"),
        ("World War Two", "the Second World War"),
        ("second-quarter profit", "profit in Q2"),
        ("raised thousands of pounds", "raised £5,000"),
        ("raised thousands of pounds", "they raised thousands of pounds"),
    ],
)
def test_the_article_has_it(checked: Checked, answer: str, article: str) -> None:
    assert [mark for mark in checked(answer, article) if mark.kind == "number"] == []


@pytest.mark.parametrize(
    ("answer", "article", "why"),
    [
        ("dozens came.", "Three people came.", Why.AMOUNT_ABSENT),
        ("来了数百人", "来了3人", Why.AMOUNT_ABSENT),
        ("raised thousands of pounds", "saw 5,000 people", Why.AMOUNT_ABSENT),
        ("on the M6", "the M1 motorway", Why.CODE_ABSENT),
        ("won 6-4", "won 6-3 and 4-2", Why.SCORE_ABSENT),
        ("It doubled.", "It rose.", Why.FACTOR_ABSENT),
        ("in world War Two", "two in the war of the world", Why.NUMBER_ABSENT),
        ("first-quarter profit", "first, a profit in the quarter", Why.NUMBER_ABSENT),
    ],
)
def test_it_has_not(checked: Checked, answer: str, article: str, why: Why) -> None:
    assert [mark.why for mark in checked(answer, article) if mark.kind == "number"] == [why]


@pytest.mark.parametrize(
    ("answer", "article"),
    [
        ("Ann Cole (R-Texas) spoke.", "Ann Cole, R-TX, spoke."),
        ("Senator Cole (D-Wash.) spoke.", "Cole (D-WA) and Marsh (D-Mass.) spoke."),
        ("Ann Cole (D-Wash.) spoke.", "Ann Cole, a Democrat of Washington state, spoke."),
    ],
)
def test_a_seat_that_the_article_gives(checked: Checked, answer: str, article: str) -> None:
    assert checked(answer, article) == []


def test_a_seat_of_somebody_else(checked: Checked) -> None:
    (mark,) = checked("Cole (D-Mass.) spoke.", "Cole (D-Wash.) met Marsh (D-Mass.).")

    assert (mark.text, mark.why, mark.found) == ("D-Mass.", Why.SEAT_DIFFERS, "D-Wash.")


def test_a_seat_that_nobody_has(checked: Checked) -> None:
    (mark,) = checked("Cole (D-Mass.) spoke.", "Cole spoke for a mass of people.")

    assert (mark.text, mark.why) == ("D-Mass.", Why.NAME_ABSENT)
