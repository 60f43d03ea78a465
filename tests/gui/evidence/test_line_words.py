"""The line says what was compared and what the article has not got, no more."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from newsassistant.app.checking.examined import Examined
from newsassistant.evidence.marks import LONGEST_ANSWER, Claim, Mark, MarkKind, Strength, Why
from newsassistant.gui.evidence.line_words import caveat, checked_words, line_words
from newsassistant.gui.look.i18n import Translations

NUMBER, DATE, NAME, QUOTE = MarkKind
ABSENT, ELSEWHERE, ROUNDED = Strength
A_NUMBER = (NUMBER, ABSENT, Why.NUMBER_ABSENT)
A_NAME = (NAME, ABSENT, Why.NAME_ABSENT)
A_DATE = (DATE, ABSENT, Why.DATE_ABSENT)
A_QUOTE = (QUOTE, ELSEWHERE, Why.QUOTE_ALTERED)
A_UNIT = (NUMBER, ELSEWHERE, Why.UNIT_DIFFERS)
A_SCORE = (NUMBER, ELSEWHERE, Why.SCORE_ABSENT)
INITIALS = (NAME, ELSEWHERE, Why.NAME_SPELLED_OUT)
ROUND = (NUMBER, ROUNDED, Why.ROUNDED_FROM)

Case = tuple[MarkKind, Strength, Why]


def examined(marks: list[Case], claims: dict[MarkKind, int]) -> Examined:
    made = tuple(
        Mark(2 * n, 2 * n + 1, kind, strength, "x", why)
        for n, (kind, strength, why) in enumerate(marks)
    )
    compared = tuple(Claim(2 * n, 2 * n + 1, kind) for kind in claims for n in range(claims[kind]))
    return Examined(made, compared)


CASES = [
    ([], {}, "No number, date, name or quote to check", "没有可核对的数字、日期、名称或引语"),
    (
        [],
        {NUMBER: 5, NAME: 3, QUOTE: 1},
        "Checked: 5 numbers, 3 names, 1 quote: all in the article",
        "已核对 5 个数字、3 个名称、1 处引语：原文均有",
    ),
    ([], {DATE: 1}, "Checked: 1 date: in the article", "已核对 1 个日期：原文有"),
    ([ROUND], {NUMBER: 1}, "Checked: 1 number: rounded from the article", None),
    (
        [ROUND],
        {NUMBER: 2, DATE: 2},
        "Checked: 2 numbers, 2 dates: all in the article, 1 rounded",
        "已核对 2 个数字、2 个日期：原文均有，其中 1 处取约数",
    ),
    (
        [(QUOTE, ROUNDED, Why.QUOTE_SPELLED_OUT)],
        {QUOTE: 2},
        "Checked: 2 quotes: all in the article",
        None,
    ),
    ([A_NUMBER], {NUMBER: 1}, "1 number is not in the article", "1 个数字原文未见"),
    (
        [A_NUMBER, A_NUMBER, A_NAME],
        {NUMBER: 4, NAME: 1},
        "2 numbers and 1 name are not in the article",
        "2 个数字和 1 个名称原文未见",
    ),
    (
        [A_NUMBER, A_DATE, A_NAME],
        {NUMBER: 1, NAME: 1, DATE: 1},
        "1 number, 1 date and 1 name are not in the article",
        "1 个数字、1 个日期和 1 个名称原文未见",
    ),
    ([A_QUOTE], {QUOTE: 1}, "1 quote differs from the article", "1 处引语与原文不同"),
    (
        [A_SCORE, A_QUOTE, A_UNIT],
        {QUOTE: 1, NUMBER: 2},
        "1 number and 1 quote differ from the article; 1 number has another unit there",
        "1 个数字和 1 处引语与原文不同；1 个数字在原文中单位不同",
    ),
    ([A_UNIT, A_UNIT], {NUMBER: 2}, "2 numbers have another unit there", None),
    ([INITIALS], {NAME: 1}, "1 name has only its initials there", None),
    ([INITIALS] * 2, {NAME: 2}, "2 names have only their initials there", None),
    ([A_NUMBER, ROUND], {NUMBER: 2}, "1 number is not in the article", None),
]


@pytest.mark.parametrize(("marks", "claims", "english", "chinese"), CASES)
def test_the_line(
    qapp: QApplication,
    marks: list[Case],
    claims: dict[MarkKind, int],
    english: str,
    chinese: str | None,
) -> None:
    found = examined(marks, claims)
    translations = Translations()
    try:
        translations.use("en")
        assert line_words(found, 100) == english
        translations.use("zh")
        assert chinese in (None, line_words(found, 100))
    finally:
        translations.use("en")


def test_what_was_not_looked_at_is_not_claimed(qapp: QApplication) -> None:
    found = examined([], {NUMBER: 2})
    assert line_words(found, LONGEST_ANSWER).endswith("all in the article")
    assert line_words(found, LONGEST_ANSWER + 1).endswith(
        "all in the article (only its first 50,000 characters)"
    )


def test_the_tip_counts_all_and_says_what_no_mark_means(qapp: QApplication) -> None:
    assert checked_words(examined([A_NUMBER], {NUMBER: 1200, QUOTE: 1})) == (
        "Checked: 1,200 numbers, 1 quote"
    )
    assert checked_words(examined([], {})) == ""
    assert "not proved right" in caveat()
