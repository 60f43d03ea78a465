"""Which values a number may be rounded from."""

from __future__ import annotations

from fractions import Fraction

import pytest

from newsassistant.evidence.reading.rounding import range_of
from newsassistant.text.numbers.scanner import numbers_in


def holds(text: str, value: float) -> bool:
    span = range_of(text, numbers_in(text)[0])
    return span is not None and span.holds(Fraction(str(value)))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("nearly 1.2 million", 1_187_000),
        ("1.2 million", 1_187_000),
        ("about 40", 38),
        ("more than 300", 310),
        ("3600多人", 3660),
        ("180余万", 1_890_000),
        ("近1500", 1460),
        ("more than a dozen", 13),
        ("约1500多人", 1460),
        ("约4400", 4350),
        ("超过2200", 2250),
        ("about -40", -38),
    ],
)
def test_a_true_rounding(text: str, value: float) -> None:
    assert holds(text, value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("more than 1.2 million", 1_187_000),
        ("1,200,000", 1_187_000),
        ("1,200", 1198),
        ("nearly 4", 3.4),
        ("about 40", 30),
        ("近1500", 1300),
        ("1.2 million", 1_260_000),
        ("1 million", 600_000),
        ("nearly 1.6 million", 1_500_000),
        ("up to 5,001", 5000),
        ("1.2 million", 1_200_000),
    ],
)
def test_none(text: str, value: float) -> None:
    assert not holds(text, value)
