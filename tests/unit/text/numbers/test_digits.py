"""Digits and what may stand between them."""

from __future__ import annotations

import re

import pytest

from newsassistant.text.numbers.digits import CLUSTER, figures, number


def values(text: str) -> list[list[float]]:
    """The values of each number of `text`, the likeliest first."""
    return [
        [float(value) for value in figure.values]
        for match in re.finditer(CLUSTER, text)
        for figure in figures(match.group(), match.start())
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("29,000", [[29_000]]),
        ("29 000", [[29_000]]),
        ("29\u00a0000 29\u202f000 29\u2009000 29\u2007000", [[29_000]] * 4),
        ("29'000 29’000", [[29_000]] * 2),
        ("29.000", [[29_000, 29]]),
        ("3.125", [[3.125, 3125]]),
        ("0.125", [[0.125]]),
        ("0,125", [[0.125]]),
        ("29.000,50", [[29_000.5]]),
        ("29,000.50", [[29_000.5]]),
        ("29 000,5", [[29_000.5]]),
        ("1.234.567", [[1_234_567]]),
        ("12,34,567", [[1_234_567]]),
        ("1,00,00,000", [[10_000_000]]),
        ("1,2345,6789", [[123_456_789]]),
        ("12,3456", [[123_456, 12.3456]]),
        ("3·5", [[3.5]]),
        ("3,5", [[3.5]]),
        ("2012,300", [[2012], [300]]),
        ("1.2.3", [[1], [2], [3]]),
        ("1,2,300", [[1], [2], [300]]),
        ("1,200,30", [[1], [200], [30]]),
        ("5'10", [[5], [10]]),
        ("2024 100", [[2024], [100]]),
        ("020 7946 0958", [[20], [7946], [958]]),
        ("10, 200, 300", [[10], [200], [300]]),
        ("007", [[7]]),
    ],
)
def test_every_habit_of_grouping(text: str, expected: list[list[float]]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("15 200", [15, 200]),
        ("15 200,5", [15, 200.5]),
        ("3, 800", [3, 800]),
        ("3，200", [3, 200]),
        ("2012,2013", [2012, 2013]),
        ("1,2", [1, 2]),
        ("29 000", []),  # nobody writes 000 alone
        ("15\u202f200", []),
        ("15,200", []),
    ],
)
def test_what_may_be_several_numbers_has_parts(text: str, parts: list[float]) -> None:
    (figure,) = figures(text, 7)

    assert [float(part.values[0]) for part in figure.parts] == parts
    assert (figure.start, figure.end) == (7, 7 + len(text))


def test_more_than_forty_digits_are_no_quantity() -> None:
    (figure,) = figures("9" * 5000, 0)

    assert figure.long == "9" * 5000
    assert float(figure.values[0]) < 10**41
    assert figures("0" * 5000 + "8", 0)[0].long == ""


def test_decimals_are_read_to_the_fortieth() -> None:
    assert number("1", "5" + "0" * 5000) == number("1", "5")
