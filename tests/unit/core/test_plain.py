"""Text from outside becomes one line that can harm neither a terminal nor a log."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsassistant.core.plain import plain, shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GLM 3, 6B", "GLM 3, 6B"),
        ("新闻助手", "新闻助手"),
        ("two\nlines\tand  blanks", "two lines and blanks"),
        ("\x1b]0;owned\x07name\x1b[2J", "]0;ownedname[2J"),
        ("\u202egnp.exe", "gnp.exe"),
        ("a\u3000b\xa0c", "a b c"),
        ("\ud800", ""),
        (12, "12"),
        (None, "None"),
    ],
)
def test_only_what_can_be_seen_stays(text: object, expected: str) -> None:
    assert plain(text) == expected


@given(st.text(st.characters(codec=None)), st.integers(1, 300))
def test_any_text_is_one_short_line_of_visible_characters(text: str, longest: int) -> None:
    line = plain(text, longest=longest)

    assert len(line) <= longest
    assert line.isprintable()
    assert line == line.strip()


def test_a_cut_end_is_marked() -> None:
    assert plain("word " * 100, longest=9) == "word wor…"


def test_a_huge_text_costs_only_its_beginning() -> None:
    assert plain("\0" * 10_000_000) == "…"


def test_a_number_of_too_many_digits_is_named() -> None:
    assert plain(10**5000) == "int of too many digits"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("text", '"text"'),
        (2.5, "2.5"),
        (True, "True"),
        (None, "None"),
        ([[]] * 3, "list of 3"),
        ({}, "dict of 0"),
        (object(), "object"),
    ],
)
def test_an_error_quotes_values_in_few_words(value: object, expected: str) -> None:
    assert shown(value) == expected
