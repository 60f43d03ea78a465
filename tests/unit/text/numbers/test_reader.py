"""Where numbers stand and how each sort is read."""

from __future__ import annotations

import pytest

from newsassistant.text.numbers.quantities import Kind
from newsassistant.text.numbers.reader import SCAN, read


def first(text: str) -> list[tuple[float, str]]:
    """Likeliest value and kind of the numbers of the first match."""
    match = SCAN.search(text)
    assert match is not None
    return [(round(float(found.values[0]), 4), found.kind.value) for found in read(match)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-11-28", [2024, 11, 28]),
        ("28.11.2024", [28, 11, 2024]),
        ("3/4 of them", [0.75]),
        ("24/7", [24, 7]),
        ("½ mile", [0.5]),
        ("a third of voters", [0.3333]),
        ("a quarter of a million", [250_000]),
        ("half-million", [500_000]),
        ("two-thirds", [0.6667]),
        ("two third-placed teams", [2, 3]),
        ("one and three quarters", [1.75]),
        ("an hour and a half", [1.5]),
        ("three point one four", [3.14]),
        ("zero point five million", [500_000]),
        ("一半", [0.5]),
        ("twice", [2]),
    ],
)
def test_spellings(text: str, expected: list[float]) -> None:
    assert [value for value, _ in first(text)] == expected


@pytest.mark.parametrize("text", ["28 November", "Nov. 28", "November 2024", "3rd of November"])
def test_a_month_beside_a_day_or_year_is_one(text: str) -> None:
    months = [
        found.values[0]
        for match in SCAN.finditer(text)
        for found in read(match)
        if found.kind is Kind.MONTH
    ]

    assert months == [11]


@pytest.mark.parametrize("text", ["They may march on", "Mark may come", "in autumn"])
def test_other_words_are_no_months(text: str) -> None:
    assert [found for match in SCAN.finditer(text) for found in read(match)] == []
