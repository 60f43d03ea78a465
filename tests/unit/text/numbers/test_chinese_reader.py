"""Chinese numerals and what Chinese writes behind numbers."""

from __future__ import annotations

from fractions import Fraction

import pytest

from newsassistant.text.numbers.chinese_reader import (
    read_chinese,
    read_formal,
    read_share,
    with_chinese,
)
from newsassistant.text.numbers.found import Found
from newsassistant.text.numbers.quantities import Kind


@pytest.mark.parametrize(
    ("text", "length", "value", "kind"),
    [
        ("三成五", 1, 35, Kind.PERCENT),
        ("三成半", 1, 35, Kind.PERCENT),
        ("三成的人", 1, 30, Kind.PERCENT),
        ("三成员", 1, 3, Kind.PLAIN),
        ("三年半", 1, Fraction(7, 2), Kind.PLAIN),
        ("三天半夜", 1, 3, Kind.PLAIN),
        ("二十多万", 2, 200_000, Kind.PLAIN),
        ("百分之五", 1, 5, Kind.PERCENT),
        ("千分之五", 1, Fraction(1, 2), Kind.PERCENT),
        ("百分之百", 1, 100, Kind.PERCENT),
        ("五分之一", 1, Fraction(1, 5), Kind.PLAIN),
        ("三个百分点", 1, 3, Kind.POINTS),
    ],
)
def test_values(text: str, length: int, value: Fraction, kind: Kind) -> None:
    (found,) = read_chinese(text, 0, length)

    assert (found.values[0], found.kind) == (value, kind)


@pytest.mark.parametrize("text", ["零下", "十几个"])
def test_what_is_no_number(text: str) -> None:
    assert list(read_chinese(text, 0, 1)) == []


@pytest.mark.parametrize(
    ("text", "length", "values"),
    [
        ("壹佰贰拾万", 5, [1_200_000]),
        ("伍元", 1, [5]),
        ("伍先生", 1, []),
        ("陆续", 1, []),
        ("陆仟捌佰", 4, [6800]),
    ],
)
def test_numerals_of_cheques(text: str, length: int, values: list[int]) -> None:
    assert [found.values[0] for found in read_formal(text, 0, length)] == values


def test_digits_have_them_behind_too() -> None:
    hours = with_chinese(Found(2, 3, (Fraction(3),)), "下午3点半")
    quarter = list(read_share(Found(0, 1, (Fraction(4),)), "4分之1"))

    assert [reading.value for reading in hours.more] == [15, 30]
    assert [found.values[0] for found in quarter] == [Fraction(1, 4)]
    assert list(read_share(Found(0, 1, (Fraction(0),)), "0分之1")) == []
