"""Amounts without a figure."""

from __future__ import annotations

import pytest

from newsassistant.evidence.reading.amounts import vague_amounts


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("dozens of people", 24, 120),
        ("hundreds of thousands", 200_000, 1_200_000),
        ("数百人", 100, 1000),
        ("近万人", 8000, 10_000),
        ("好几千", 1000, 10_000),
    ],
)
def test_how_much_it_may_be(text: str, low: int, high: int) -> None:
    (found,) = vague_amounts(text)

    assert (int(found.low), int(found.high)) == (low, high)


@pytest.mark.parametrize("text", ["two dozen", "三百", "第几百", "近三百人", "上百分之五"])
def test_what_is_none(text: str) -> None:
    assert list(vague_amounts(text)) == []
