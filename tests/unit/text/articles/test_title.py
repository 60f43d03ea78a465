"""A title ends between words, or says that it goes on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsassistant.text.articles.article import parse
from newsassistant.text.articles.title import TITLE_CHARS, title_of, with_title

LONG = 'He denied having "securities of any kind" in Turkey after allegations'


def test_a_short_line_is_the_title() -> None:
    assert title_of("  Port strike enters second week \n\nDock workers …") == (
        "Port strike enters second week"
    )


@pytest.mark.parametrize(
    ("longest", "title"),
    [
        (27, "He denied having…"),
        (41, 'He denied having "securities of any…'),
        (42, 'He denied having "securities of any kind"…'),
        (len(LONG), LONG),
    ],
)
def test_a_long_line_ends_between_words(longest: int, title: str) -> None:
    assert title_of(LONG, longest) == title


def test_chinese_is_cut_between_characters() -> None:
    assert title_of("央行周二宣布，下调存款准备金率", 7) == "央行周二宣布…"
    assert title_of("a" * 200) == "a" * (TITLE_CHARS - 1) + "…"


@given(st.text(max_size=200), st.integers(5, 90))
def test_it_is_a_beginning_of_the_first_line(text: str, longest: int) -> None:
    title = title_of(text, longest)
    assert len(title) <= longest
    assert "\n" not in title
    line = text.strip().split("\n", 1)[0].strip()
    assert title == line or line.startswith(title.removesuffix("…"))


def test_a_headline_that_was_named_stays_while_it_is_the_first_line() -> None:
    article = parse("the pier\n\nIt is long.")
    assert with_title(article, "the pier").title == "the pier"
    for other in ("the pie", "It is long.", "", "the pier\n\nIt is long. And"):
        assert with_title(article, other) == article
