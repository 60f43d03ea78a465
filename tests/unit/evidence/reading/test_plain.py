"""Texts as letters and digits alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsassistant.evidence.reading.plain import folded, letters, spelled_out


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Don’t stop!", "DON'T — stop"),
        ("Café “Zürich”", "cafe Zurich"),
        ("ＡＢ１２", "ab12"),
        ("wo\u200brd\u202e", "word"),
        ("ﬁnal", "final"),
        ("他说：“好。”", "他说好"),
    ],
)
def test_marks_case_and_accents_make_no_difference(one: str, other: str) -> None:
    assert letters(one).text == letters(other).text


def test_a_piece_is_found_between_borders_of_words_only() -> None:
    plain = letters("The unhappy happy man")

    assert plain.find("happy") == len("theunhappy")
    assert plain.find("hap") == -1
    assert plain.span(plain.find("happy"), plain.find("happy") + 5) == (12, 17)


def test_chinese_has_no_borders() -> None:
    assert letters("中国人民").find("国人") == 1


def test_looking_for_a_piece_ends() -> None:
    assert letters("xaay " * 5000).find("aa") == -1


@settings(deadline=None)
@given(st.text(max_size=80))
def test_every_letter_knows_its_place(text: str) -> None:
    plain = letters(text)

    assert len(plain.places) == len(plain.text)
    assert list(plain.places) == sorted(plain.places)
    assert all(0 <= place < len(text) for place in plain.places)


def test_one_word_is_folded() -> None:
    assert [folded(word) for word in ("O’Neill", "Zoë", "U.S.")] == ["oneill", "zoe", "us"]


def test_contractions_are_spelled_out() -> None:
    assert spelled_out("We can't, won't and didn’t; they've") == (
        "We cannot, will not and did not; they have"
    )
