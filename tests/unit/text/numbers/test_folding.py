"""Texts in plain characters, with the way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsassistant.text.numbers.folding import fold


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("plain text, 1,200\n", "plain text, 1,200\n"),
        ("１，２００．５％", "1,200.5%"),
        ("共３，人；$５", "共3，人;$5"),
        ("٢٩٬٠٠٠٫٥", "29'000.5"),
        ("२९", "29"),
        ("𝟐𝟗", "29"),
        ("2\u200b9\u2060\ufeff\u00ad,\u200e000\u202c", "29,000"),
        ("2\U000e00329", "29"),
        ("3\ufe0f\u20e3", "3"),
        ("2\u03329\u0332", "29"),
        ("29\u00a0000\u00a0m\u3000x", "29\u00a0000 m x"),
        ("née 共bn元", "nxe 共bn元"),
        ("e\u0301te\u0301", "e\u0301te\u0301"),  # accents of letters are no digits' business
        ("a\x00b\x1bc", "abc"),
    ],
)
def test_characters_become_plain(text: str, plain: str) -> None:
    assert fold(text).text == plain


def test_a_place_leads_back_to_what_is_not_seen() -> None:
    text = "x \u200b2\u200b9\u200e,000\u200b y"
    folded = fold(text)
    start = folded.text.index("29")

    assert text[slice(*folded.span(start, start + 6))] == "2\u200b9\u200e,000"


@given(st.text(max_size=40))
def test_every_character_keeps_its_place(text: str) -> None:
    folded = fold(text)

    spans = [folded.span(place, place + 1) for place in range(len(folded.text))]

    assert all(end == start + 1 for start, end in spans)
    assert spans == sorted(set(spans))
    assert all(
        not char.isdecimal() or fold(text[start]).text == char
        for char, (start, _) in zip(folded.text, spans, strict=True)
    )
