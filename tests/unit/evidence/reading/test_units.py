"""What a number counts."""

from __future__ import annotations

from fractions import Fraction

import pytest

from newsassistant.evidence.reading.units import may_be_age, units_of
from newsassistant.text.numbers.scanner import numbers_in


@pytest.mark.parametrize(
    ("text", "measure", "factor"),
    [
        ("5 miles", "metre", Fraction("1609.344")),
        ("five-mile", "metre", Fraction("1609.344")),
        ("600 km per hour", "speed", Fraction(1)),
        ("£3m", "pound", Fraction(1)),
        ("-$3", "dollar", Fraction(1)),
        ("HK$40", "hong kong dollar", Fraction(1)),
        ("50p", "pound", Fraction(1, 100)),
        ("three more years", "months", Fraction(12)),
        ("a decade", "months", Fraction(12)),
        ("39-year-old", "age", Fraction(12)),
        ("84 - year old", "age", Fraction(12)),
        ("aged 39", "age", Fraction(12)),
        ("39岁", "age", Fraction(12)),
        ("8个多小时", "seconds", Fraction(3600)),
        ("两年半", "months", Fraction(12)),
        ("300万元", "yuan", Fraction(1)),
        ("300万美元", "dollar", Fraction(1)),
        ("29摄氏度", "degree", Fraction(1)),
    ],
)
def test_the_unit_beside_a_number(text: str, measure: str, factor: Fraction) -> None:
    units = units_of(text, numbers_in(text)[0])

    assert (units[0].measure, units[0].factor) == (measure, factor)


@pytest.mark.parametrize("text", ["5 people walked", "5 minister", "三分之一", "5 men"])
def test_no_unit(text: str) -> None:
    assert units_of(text, numbers_in(text)[0]) == ()


def test_pounds_are_money_or_weight() -> None:
    text = "20 pounds"

    assert {unit.measure for unit in units_of(text, numbers_in(text)[0])} == {"pound", "gram"}


@pytest.mark.parametrize(
    ("text", "age"), [("Ann Lee, 39, said", True), ("only 25.", True), ("3,900, then", False)]
)
def test_a_bare_age(text: str, age: bool) -> None:
    assert may_be_age(text, numbers_in(text)[0]) is age
