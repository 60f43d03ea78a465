"""Altered quotes in the article's words: the mark is gone, the rest of the quote stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newsassistant.evidence.article_words import in_article_words
from newsassistant.evidence.marks import Mark, MarkKind, Strength, Why

if TYPE_CHECKING:
    from tests.unit.evidence.conftest import Checked

ARTICLE = (
    "The mayor was glad.\n“We shall build the old bridge\nbefore the winter comes, and it will "
    "last,” she said. “The harbour is too shallow for them.”\n"
    "市长说：“大桥将在冬天之前建成，\n不会再有拖延。”"
)


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        (
            '"We shall paint the old bridge before the winter comes,"',
            '"We shall build the old bridge before the winter comes,"',
        ),
        (
            "“We shall build the new bridge before the winter comes.”",
            "“We shall build the old bridge before the winter comes.”",
        ),
        (
            "“We shall build the old bridge ... The harbour is too deep for them!”",
            "“We shall build the old bridge ... The harbour is too shallow for them!”",
        ),
        (
            "“大桥将在春天之前建成，不会再有拖延。”",
            "“大桥将在冬天之前建成，不会再有拖延。”",
        ),
        ("「大桥将在春天之前建成」", "「大桥将在冬天之前建成」"),
    ],
)
def test_the_article_has_the_new_words(checked: Checked, quote: str, words: str) -> None:
    (mark,) = checked(f"So it is: {quote} she said.", ARTICLE)
    assert in_article_words(mark) == words
    assert checked(f"So it is: {words} she said.", ARTICLE) == []


def test_two_altered_pieces_take_two_steps(checked: Checked) -> None:
    quote = "“We shall paint the old bridge before the winter ... harbour is too deep for them”"
    for _ in range(2):
        (mark,) = checked(quote, ARTICLE)
        words = in_article_words(mark)
        assert words is not None
        quote = words
    assert checked(quote, ARTICLE) == []


def mark(text: str, why: Why = Why.QUOTE_ALTERED, found: str = "we go") -> Mark:
    return Mark(0, len(text), MarkKind.QUOTE, Strength.ELSEWHERE, text, why, found)


@pytest.mark.parametrize(
    "given",
    [
        mark("“we went”", Why.QUOTE_ABSENT),
        mark("“we went”", found=""),
        mark("“We go!”"),  # the same letters
        mark("we went"),  # no quote
        mark("“we went” “we left”"),
        mark("“…”"),
        mark(""),
        mark("12", Why.ROUNDED_FROM, "12.1"),
    ],
)
def test_where_there_are_no_such_words_there_are_none(given: Mark) -> None:
    assert in_article_words(given) is None
