"""Numbers of an answer: value, unit, rounding, sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newsassistant.evidence.check import check
from newsassistant.evidence.index import Index
from newsassistant.evidence.marks import Strength, Why

if TYPE_CHECKING:
    from tests.unit.evidence.conftest import Checked


@pytest.mark.parametrize(
    ("answer", "article"),
    [
        ("It cost 1,200 pounds.", "It cost £1,200."),
        ("It took 24 months.", "It took two years."),
        ("It took 24 hours.", "It took a day."),
        ("He is 39.", "Ann Lee, 39, said."),
        ("a 39-year-old man", "a man aged 39"),
        ("a fall of 5 %", "it fell by 5 per cent"),
        ("2 km", "2,000 metres"),
        ("a two-hour remake", "a two - hour remake of two films"),
        ("It cost $ 53,193,914.", "It cost $ 53, 193, 914."),
        ("12亿元", "1,200 million yuan 12亿元"),
        ("案件1万余起", "升至上万起"),
        ("1. First\n2. Second", "First and second came."),
        ("总体来看，6.老板座椅", "6.老板座椅"),
        ("The article describes two boxers.", "He and she box."),
    ],
)
def test_the_same_number(checked: Checked, answer: str, article: str) -> None:
    assert checked(answer, article) == []


@pytest.mark.parametrize(
    ("answer", "article", "text", "why"),
    [
        ("It cost 1,300 pounds.", "It cost £1,200.", "1,300", Why.NUMBER_ABSENT),
        ("It cost 5 miles.", "It cost 5 km.", "5", Why.UNIT_DIFFERS),
        ("It cost $5.", "It cost £5.", "5", Why.UNIT_DIFFERS),
        ("It took five years.", "Five people came.", "five", Why.UNIT_DIFFERS),
        ("a 39-year-old", "39 cars", "39", Why.UNIT_DIFFERS),
        ("rose 5 percentage points", "rose 5 per cent", "5 percentage points", Why.NUMBER_ABSENT),
        ("a -60 percent cut", "a 60 percent cut", "-60 percent", Why.SIGN_DIFFERS),
        ("9) He came.", "He came.", "9", Why.NUMBER_ABSENT),
        ("花了5美元", "花了5欧元", "5", Why.UNIT_DIFFERS),
        ("案件1万余起", "升至数万起", "1万", Why.NUMBER_ABSENT),
        ("案件近1万起", "升至上万起", "1万", Why.NUMBER_ABSENT),
    ],
)
def test_another_number(checked: Checked, answer: str, article: str, text: str, why: Why) -> None:
    (mark,) = checked(answer, article)

    assert (mark.text, mark.why) == (text, why)
    assert answer[mark.start : mark.end] == text


def test_a_unit_that_differs_shows_where_the_article_has_the_number(checked: Checked) -> None:
    article = "They ran 5 km."

    (mark,) = checked("They ran 5 miles.", article)

    assert mark.strength is Strength.ELSEWHERE
    assert mark.nearest is not None
    assert article[mark.nearest.start : mark.nearest.end] == mark.found == "5"


@pytest.mark.parametrize(
    ("answer", "article", "found"),
    [
        ("超过3600公顷", "3660公顷，3600亩", "3660"),
        ("240多次", "241次", "241"),
        ("nearly 1.2 million", "1,187,000", "1,187,000"),
        ("1.2 million", "1,187,000", "1,187,000"),
        ("近120万人", "118.7万人", "118.7万"),
    ],
)
def test_a_true_rounding_is_no_alarm(
    checked: Checked, answer: str, article: str, found: str
) -> None:
    (mark,) = checked(answer, article)

    assert (mark.strength, mark.found) == (Strength.ROUNDED, found)


@pytest.mark.parametrize("answer", ["more than 1.2 million", "1,200,000", "nearly 1.3 million"])
def test_a_wrong_rounding_is_one(checked: Checked, answer: str) -> None:
    (mark,) = checked(answer, "1,187,000")

    assert mark.strength is Strength.ABSENT


@pytest.mark.parametrize("article", ["It had 1900 looms in May.", "It had 2000 looms, then none."])
def test_a_number_that_may_be_a_year_is_one_beside_the_same_word(article: str) -> None:
    index = Index.of(article, "en")
    number = article.split()[2]
    spaced = f"{number[0]},{number[1:]}"
    assert check(index, f"There were {spaced} looms.") == []
    assert [mark.text for mark in check(index, f"There were {spaced} barns.")] == [spaced]
