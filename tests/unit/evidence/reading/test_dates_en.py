"""English dates, each piece by its value."""

from __future__ import annotations

import pytest

from newsassistant.evidence.reading.dates_en import english_dates
from newsassistant.evidence.reading.said import Field

Y, M, D, W = Field.YEAR, Field.MONTH, Field.DAY, Field.WEEKDAY


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("on 3 April 2015", [(D, 403), (Y, 2015)]),
        ("April 3rd, 2015", [(D, 403), (Y, 2015)]),
        ("26 and 27 April", [(D, 426), (D, 427)]),
        ("26 and April 27", [(D, 426), (D, 427)]),
        ("8 November-9", [(D, 1108), (D, 1109)]),
        ("March 14, and 15 August", [(D, 314), (D, 815)]),
        ("On May. 25,", [(D, 525)]),
        ("December 19: join us", [(D, 1219)]),
        ("in May", [(M, 5)]),
        ("he may go, and may march", []),
        ("May Smith said", []),
        ("June said so; the June meeting", [(M, 6), (M, 6)]),
        ("March 2014", [(M, 3), (Y, 2014)]),
        ("June '13", [(M, 6), (Y, 2013)]),
        ("on Thursday and Fri", [(W, 3), (W, 4)]),
        ("he sat in the sun", []),
        ("the 1990s and the '80s", [(Field.DECADE, 1990), (Field.DECADE, 80)]),
        ("in the nineties", [(Field.DECADE, 90)]),
        ("the 19th century", [(Field.CENTURY, 19)]),
        ("a seventeenth-century house", [(Field.CENTURY, 17)]),
        ("2012-13", [(Y, 2012), (Y, 2013)]),
        ("in 2010 - 11.", [(Y, 2010), (Y, 2011)]),
        ("2000 people, £1999, 2,015", []),
        ("2016-05-03", [(Y, 2016), (D, 503)]),
        ("7.30pm, 07:00 GMT", [(Field.TIME, 1170), (Field.TIME, 420)]),
        ("at 1500 GMT, noon", [(Field.TIME, 900), (Field.TIME, 720)]),
        ("13pm", []),
    ],
)
def test_what_a_date_says(text: str, said: list[tuple[Field, int]]) -> None:
    found = sorted(english_dates(text), key=lambda each: each.start)

    assert [(each.field, each.value) for each in found] == said


def test_a_day_and_a_month_in_figures_may_be_either_way_round() -> None:
    assert {each.value for each in english_dates("3/4/2015")} == {403, 304, 2015}


def test_a_year_of_long_ago_may_be_a_count() -> None:
    assert [each.sure for each in english_dates("in 1853 and 1984")] == [False, True]
