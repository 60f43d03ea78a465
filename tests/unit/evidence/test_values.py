"""Numbers and dates in another form: the same value gets no mark, another one does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsassistant.evidence.check import check
from newsassistant.evidence.index import Index
from newsassistant.evidence.marks import MarkKind, Strength
from newsassistant.text.articles.article import language_of
from tests.unit.text.number_support import ANOTHER, SAME

MARKED = {  # units and times that are told in different words, some of two languages
    *("0.5个百分点", "3.5 billion euros", "1.5 years", "31", "15:00"),
}
ROUNDED = {"about 1,200 jobs"}


def alarms(summary: str, article: str) -> list[str]:
    """The numbers and dates that are marked, each once."""
    marks = check(Index.of(article, language_of(article)), summary)
    found = [
        mark.text
        for mark in marks
        if mark.kind in (MarkKind.NUMBER, MarkKind.DATE) and mark.strength is not Strength.ROUNDED
    ]
    return list(dict.fromkeys(found))


@pytest.mark.parametrize(("summary", "article"), [each for each in SAME if each[0] not in MARKED])
def test_the_same_value_in_another_form_is_no_alarm(summary: str, article: str) -> None:
    assert alarms(summary, article) == []


@pytest.mark.parametrize(
    ("summary", "article", "expected"), [each for each in ANOTHER if each[0] not in ROUNDED]
)
def test_what_is_not_there_is_marked(summary: str, article: str, expected: list[str]) -> None:
    assert alarms(summary, article) == expected


@given(st.integers(0, 10**12).filter(lambda value: not 1900 <= value < 2100))  # those are years
def test_thousands_separators_do_not_matter(value: int) -> None:
    assert alarms(f"{value:,}", f"It was {value} then") == []
    assert alarms(str(value), f"It was {value:,}.") == []


@pytest.mark.parametrize("hyphen", ["\u2010", "\u2011"])
def test_a_hyphen_of_its_own_kind_joins_as_any(hyphen: str) -> None:
    assert alarms(f"It hired twenty{hyphen}five people.", "It hired 25 people.") == []
    assert alarms("It hired 25 people.", f"It hired twenty{hyphen}five people.") == []
