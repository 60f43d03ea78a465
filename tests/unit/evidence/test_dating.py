"""Dates of an answer against those of the article."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newsassistant.evidence.marks import Strength

if TYPE_CHECKING:
    from tests.unit.evidence.conftest import Checked


@pytest.mark.parametrize(
    ("answer", "article"),
    [
        ("on April 3", "on 3 April 2015"),
        ("on 3 Apr.", "on April 3rd"),
        ("in April", "on April 3rd"),
        ("4月3日", "3日，四月"),
        ("3日", "4月3日"),
        ("二〇一六年", "2016年"),
        ("at 19:30", "at 7.30pm"),
        ("in the 90s", "in the 1990s"),
        ("in 2013", "the 2012-13 season"),
        ("on Thu", "on Thursday"),
        ("星期三", "周三"),
        ("on 3/4/2015", "on 3 April 2015"),
        ("in the 1990s", "in 1992"),
        ("2010's high", "in 2010"),
        ("the 2010s", "in 2012"),
        ("一位80后工人", "1982年出生"),
    ],
)
def test_the_same_date(checked: Checked, answer: str, article: str) -> None:
    assert checked(answer, article) == []


@pytest.mark.parametrize(
    ("answer", "article", "text", "strength"),
    [
        ("on April 4", "on 3 April", "April 4", Strength.ELSEWHERE),
        ("on May 4", "on 3 April", "May 4", Strength.ABSENT),
        ("in 2014", "in 2013", "2014", Strength.ABSENT),
        ("on Friday", "on Monday", "Friday", Strength.ABSENT),
        ("at 8pm", "at 7.30pm", "8pm", Strength.ABSENT),
        ("4月5日", "4月3日", "4月5日", Strength.ELSEWHERE),
        ("二十世纪", "19世纪", "二十世纪", Strength.ABSENT),
        ("in the 1980s", "in 1992", "1980s", Strength.ABSENT),
        ("2010's high", "in 2011", "2010's", Strength.ABSENT),
        ("一位80后工人", "1992年出生", "80后", Strength.ABSENT),
    ],
)
def test_another_date(
    checked: Checked, answer: str, article: str, text: str, strength: Strength
) -> None:
    (mark,) = checked(answer, article)

    assert (mark.kind, mark.text, mark.strength) == ("date", text, strength)


def test_another_day_shows_the_one_of_the_article(checked: Checked) -> None:
    (mark,) = checked("on April 4", "He left on 3 April.")

    assert mark.found == "3 April"
