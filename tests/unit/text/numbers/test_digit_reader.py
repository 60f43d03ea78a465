"""Digits with what stands behind them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from newsassistant.text.numbers.digit_reader import read_digits, vulgar


def last(text: str, length: int) -> set[float]:
    """All values of the last number of the cluster text[:length]."""
    return {float(reading.value) for reading in list(read_digits(text, 0, length))[-1].readings()}


@pytest.mark.parametrize(
    ("text", "length", "values"),
    [
        ("1½", 1, {1.5}),
        ("1 1/2", 1, {1.5}),
        ("2 and a half million", 1, {2_500_000}),
        ("2-thirds", 1, {2 / 3, 200 / 3}),
        ("1.2 × 10⁶", 3, {1_200_000}),
        ("10⁶", 2, {10, 1_000_000}),
        ("100 m²", 3, {100}),
        ("5k", 1, {5, 5000}),
        ("5m €", 1, {5_000_000}),
        ("1亿2000万", 1, {120_000_000}),
        ("1.2万亿", 3, {1.2e12}),
        ("180余万", 3, {1_800_000}),
        ("5千米", 1, {5, 5000}),
        ("90s", 2, {90, 1990}),
        ("7.30pm", 4, {7.3, 7, 19, 30}),
        ("70.000.000 am Ende", 10, {70_000_000}),
        ("8.075 million", 5, {8_075_000}),
        ("1.200 Millionen", 5, {1_200_000, 1_200_000_000}),
        ("3,276 Mrd.", 5, {3_276_000_000, 3_276_000_000_000}),
        ("3,5 %", 3, {3.5}),
    ],
)
def test_values(text: str, length: int, values: set[float]) -> None:
    assert last(text, length) == values


def test_a_decimal_with_a_unit_is_no_list() -> None:
    (found,) = read_digits("3,5 %", 0, 3)
    (bare,) = read_digits("3,5", 0, 3)

    assert (found.parts, len(bare.parts)) == ((), 2)


def test_fractions_of_one_character() -> None:
    assert [vulgar(char) for char in "½⅓⅞"] == [Fraction(1, 2), Fraction(1, 3), Fraction(7, 8)]
