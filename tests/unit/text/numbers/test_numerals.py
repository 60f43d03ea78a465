"""Number words and their values."""

from __future__ import annotations

import re

import pytest

from newsassistant.text.numbers.numerals import ENGLISH_RUN, chinese, decimals, english, scale_of

RUN = re.compile(ENGLISH_RUN, re.IGNORECASE)


def values(text: str) -> list[float]:
    """What the number words of `text` are worth."""
    return [
        float(each.value)
        for match in RUN.finditer(text)
        for each in english(match.group())
        if not each.vague
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("twenty-one", [21]),
        ("Two hundred and five", [205]),
        ("one hundred and two hundred", [100, 200]),
        ("two hundred and fifty thousand", [250_000]),
        ("three hundred million", [300_000_000]),
        ("one million two hundred thousand and six", [1_200_006]),
        ("a dozen", [12]),
        ("half a dozen", [6]),
        ("half a million", [500_000]),
        ("fifteen hundred", [1500]),
        ("twenty-four hundred", [2400]),
        ("fourscore and seven", [87]),
        ("half-million", [500_000]),
        ("nought", [0]),
        ("twenty-first", [21]),
        ("nineteen eighty-four", [1984]),
        ("twenty twelve", [2012]),
        ("five and six", [5, 6]),
        ("two three", [2, 3]),
        ("several hundred", []),
        ("hundreds", []),
        ("someone's tension", []),
    ],
)
def test_english_words(text: str, expected: list[float]) -> None:
    assert values(text) == expected


def test_places_are_those_of_the_words() -> None:
    run = "two hundred and six hundred"

    assert [run[each.start : each.end] for each in english(run)] == ["two hundred", "six hundred"]


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        ("一百二十", 120),
        ("一百二", 120),
        ("一百零二", 102),
        ("十二", 12),
        ("两", 2),
        ("二〇一六", 2016),
        ("廿五", 25),
        ("卅", 30),
        ("壹佰贰拾万", 1_200_000),
        ("叁拾", 30),
        ("三三两两", None),
        ("二零", 20),
        ("一万二", 12_000),
        ("一亿两千万", 120_000_000),
        ("两千万亿", 2000 * 10**12),
        ("三百二十五万六千", 3_256_000),
        ("三点五", 3.5),
        ("五六", None),
        ("三四十", None),
        ("十三五", None),
        ("百万", None),
        ("十" * 41, None),
        ("", None),
    ],
)
def test_chinese_runs(run: str, expected: float | None) -> None:
    value = chinese(run)

    assert value == expected if value is None else float(value) == expected


def test_decimals_in_words() -> None:
    text = "three point one oh five per cent"

    assert decimals(text, 5) == (23, "105")
    assert decimals(text, 0) == (0, "")


def test_multipliers_multiply() -> None:
    assert scale_of("万亿") == 10**12
