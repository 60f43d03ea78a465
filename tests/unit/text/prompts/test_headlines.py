"""Headlines are read from whatever shape a model gives them."""

from __future__ import annotations

from itertools import pairwise

import pytest

from newsassistant.text.prompts.headlines import (
    LONGEST,
    MOST_ROWS,
    headline_length,
    headlines,
)

FIVE = ["Fire closes port", "Port shut", "Mayor: “We rebuild”", "12 hurt in fire", "Blaze"]


def test_a_numbered_list_between_phrases() -> None:
    listed = "\n".join(f"{number}. **{line}**" for number, line in enumerate(FIVE, 1))
    assert headlines(f"Sure! Here are five headlines:\n\n{listed}\n\nI hope these help.") == FIVE
    assert headlines(f"The fire has closed the port.\n\n{listed}") == FIVE


def test_bare_lines_without_the_phrase_before_them() -> None:
    assert headlines("Here are five:\n" + "\n\n".join(f'"{line}"' for line in FIVE)) == FIVE


def test_fewer_and_more_than_five() -> None:
    assert headlines("1. Fire closes port") == ["Fire closes port"]
    many = "\n".join(f"{number}. Headline number {number}" for number in range(1, 30))
    assert len(headlines(many)) == MOST_ROWS


def test_remarks_on_a_headline_are_no_headlines() -> None:
    assert headlines("1. Fire\n   - It is short.\n2. Port\n   - So is this.") == ["Fire", "Port"]


@pytest.mark.parametrize("text", ["", "Fire closes port.", "1.", "x" * LONGEST + "y\nz\n"])
def test_prose_has_none(text: str) -> None:
    assert headlines(text) == []


def test_a_list_of_paragraphs_is_prose() -> None:
    assert headlines("1. " + "word " * 60 + "\n2. short") == []


def test_rows_grow_with_the_answer() -> None:
    text = "Here are two:\n1. Fire closes\n2. Port"
    shown = [headlines(text[:end], ended=False) for end in range(len(text) + 1)]
    assert [] in shown
    assert ["Fire"] in shown
    assert shown[-1] == ["Fire closes", "Port"]
    for before, after in pairwise(shown):
        assert len(after) >= len(before)


def test_a_bare_line_counts_once_it_is_complete() -> None:
    assert headlines("Fire closes port\nPort sh", ended=False) == []
    assert headlines("Fire closes port\nPort shut\nHere a", ended=False) == [
        "Fire closes port",
        "Port shut",
    ]


def test_in_chinese_a_half_width_character_is_half_of_one() -> None:
    assert headline_length("港口大火", "zh") == 4
    assert headline_length("2024年“一带一路”", "zh") == 2 + 1 + 6
    assert headline_length("C919首飞", "zh") == 4
    assert headline_length("Fire closes port", "en") == 16
    assert headline_length("  Cafe\u0301 ", "en") == 4
