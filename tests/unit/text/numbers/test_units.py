"""What stands beside numbers."""

from __future__ import annotations

from fractions import Fraction

import pytest

from newsassistant.text.numbers.quantities import Kind
from newsassistant.text.numbers.units import (
    is_approximate,
    is_below_zero,
    is_continental,
    is_falling,
    kind_behind,
    may_be_points,
    multiplier,
    sign_before,
)


@pytest.mark.parametrize(
    ("text", "scale"),
    [
        (" million", 10**6),
        (" hundred thousand", 10**5),
        ("bn", 10**9),
        (" Mrd. €", 10**9),
        (" Millionen", 10**6),
        (" Billionen", 10**12),
        (" millions d’euros", 10**6),
        (" crore", 10**7),
        (" people", 1),
        (" milliners", 1),
    ],
)
def test_multipliers(text: str, scale: int) -> None:
    assert multiplier(text, 0)[0] == scale


@pytest.mark.parametrize(
    ("text", "kind", "factor"),
    [
        ("%", Kind.PERCENT, 1),
        (" per cent", Kind.PERCENT, 1),
        ("-percent", Kind.PERCENT, 1),
        (" Prozent", Kind.PERCENT, 1),
        ("‰", Kind.PERCENT, Fraction(1, 10)),
        (" percentage points", Kind.POINTS, 1),
        ("-percentage-point", Kind.POINTS, 1),
        (" %-points", Kind.POINTS, 1),
        ("个百分点", Kind.POINTS, 1),
        (" bps", Kind.POINTS, Fraction(1, 100)),
        (" BP workers", Kind.PLAIN, 1),
        ("个基点", Kind.POINTS, Fraction(1, 100)),
        (" percentages", Kind.PLAIN, 1),
    ],
)
def test_percent_and_points(text: str, kind: Kind, factor: Fraction) -> None:
    assert kind_behind(text, 0)[:2] == (kind, factor)


@pytest.mark.parametrize(
    ("text", "signed", "doubtful"),
    [
        ("-5", True, True),
        ("(–5)", True, True),
        ("a −5", True, False),
        ("to -5 °C", True, False),
        ("minus 5", True, False),
        ("零下5度", True, False),
        ("-$5", True, True),
        ("3-5", False, False),
        ("3 -5", False, False),
        ("COVID-5", False, False),
        ("一胜2负5平", False, False),
    ],
)
def test_signs(text: str, signed: bool, doubtful: bool) -> None:
    start = text.index("5")
    found, dash = sign_before(text, start, start + 1)

    assert (found < start, dash and signed) == (signed, doubtful)


def test_words_around() -> None:
    assert is_below_zero(" degrees Celsius below zero", 0)
    assert not is_below_zero(" degrees below average", 0)
    assert is_falling("sales fell 5", 11, 12)
    assert not is_falling("sales rose 5", 11, 12)
    assert may_be_points(" points", 0)
    assert is_continental(" Milliarden", 0)
    assert not is_continental(" million", 0)
    assert is_approximate("nearly 5", 7, 8)
    assert is_approximate("5余", 0, 1)
    assert not is_approximate("3~5", 2, 3)
