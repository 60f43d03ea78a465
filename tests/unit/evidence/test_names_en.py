"""Names of an English answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newsassistant.evidence.marks import Strength, Why

if TYPE_CHECKING:
    from tests.unit.evidence.conftest import Checked

ARTICLE = (
    "Iraqi police met Jane Smith of the World Health Organization at Al-Shabaab's office. "
    "The NHS was there. Comedian Bill Burr said no."
)


@pytest.mark.parametrize(
    "answer",
    [
        "Smith's office in Iraq was open.",
        "The WHO was there with Jane Smith.",
        "Police said no. The Comedian said so.",
        "However, Mr Burr came on Monday.",
        "Officials flew with Al Shabaab. Previously they drove.",
        "Meanwhile, it rained.",
        "Who: Jane Smith What: no Where: in Iraq How: said Why: no When: now",
    ],
)
def test_names_that_the_article_has(checked: Checked, answer: str) -> None:
    assert [mark for mark in checked(answer, ARTICLE) if mark.kind == "name"] == []


@pytest.mark.parametrize(
    ("answer", "missing"),
    [
        ("John Smith said no.", ["John"]),
        ("It was said by Jane Jones.", ["Jones"]),
        ("He went to Iran and France.", ["Iran", "France"]),
        ("The BBC was there.", ["BBC"]),
        ("Obama was there.", ["Obama"]),
        ("It was Smyth.", ["Smyth"]),
    ],
)
def test_only_the_words_that_are_missing_are_marked(
    checked: Checked, answer: str, missing: list[str]
) -> None:
    assert [mark.text for mark in checked(answer, ARTICLE)] == missing


def test_a_name_of_which_the_article_has_the_initials_is_elsewhere(checked: Checked) -> None:
    (mark,) = checked("It was the National Horse Society.", ARTICLE)

    assert (mark.why, mark.strength) == (Why.NAME_SPELLED_OUT, Strength.ELSEWHERE)


def test_a_headline_is_no_row_of_names(checked: Checked) -> None:
    assert checked("Police Office Was There When Comedian Said No", ARTICLE) == []
