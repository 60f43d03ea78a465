"""Numbers of a text, and those of a summary that have no support."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsassistant.text.numbers import numbers_in, unsupported_numbers


def stated(text: str) -> list[float]:
    """The first-hand values of `text`."""
    return [
        min(float(reading.value) for reading in number.readings)
        for number in numbers_in(text)
        if number.stated
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,200 jobs", [1200]),
        ("£1.2bn", [1.2e9]),
        ("$ 5 m", [5e6]),
        ("1.2 billion", [1.2e9]),
        ("3 hundred thousand", [300_000]),
        ("the 21st of March", [21]),
        ("5,000,000", [5e6]),
        ("In 2012,300 people", [2012, 300]),
        ("version 1.2.3 of", [1, 2.3]),
        ("12.05.2014", [12, 5.2014]),
        ("a score of 2-0", [2, 0]),
        ("the first one", []),
        ("hundreds of millions", []),
        ("half of them, twice", []),
        ("１２３４．５", [1234.5]),
        ("1.2亿元", [120_000_000]),
        ("1亿2000万", [120_000_000]),
        ("12.5 万", [125_000]),
        ("第三届", [3]),
        ("一些百姓万一十分统一", []),
        ("数十人、十几个、几百万", []),
        ("五六个人", []),
        ("一百二十名", [120]),
    ],
)
def test_numbers_are_found(text: str, expected: list[float]) -> None:
    assert stated(text) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("summary", "article"),
    [
        ("£1.2bn", "1,200 million pounds"),
        ("1.2 billion", "£1.2bn"),
        ("twenty-one people", "21 people"),
        ("a dozen eggs", "12 eggs"),
        ("up 5%", "an increase of five per cent"),
        ("5 percent", "5 percentage points"),
        ("the 1990s", "in the '90s"),
        ("2012-2013", "the 2012-13 season"),
        ("2008", "the 2007 -- 08 season"),
        ("2 million", "2 to 3 million"),
        ("5%", "5-7%"),
        ("5.0 metres", "5 metres"),
        ("21 March", "March 21st"),
        ("third place", "came 3rd"),
        ("50%", "half of the voters"),
        ("7:30pm", "19:30"),
        ("7:30", "7.30 p.m."),
        ("two thirds", "two-thirds of them"),
        ("2.5 years", "two and a half years"),
        ("2.5 million", "two and a half million"),
        ("$100m", "100 million dollars"),
        ("100m race", "a race of 100 metres"),
        ("500,000", "half a million"),
        ("12000万元", "1.2亿元"),
        ("5%", "百分之五"),
        ("百分之30", "30％"),
        ("二〇一六年", "2016年"),
        ("两国", "2国"),
        ("两个人", "共有二人"),
        ("三分之一", "1人中的三分之一"),
        ("占80%", "占八成"),
        ("5公里", "5千米"),
        ("5000米", "5千米"),
        ("3个百分点", "3%"),
        ("一百二十人", "120人"),
        ("5‰", "千分之5 and 5"),
    ],
)
def test_the_same_value_in_another_form_is_support(summary: str, article: str) -> None:
    assert unsupported_numbers(summary, article) == []


@pytest.mark.parametrize(
    ("summary", "article", "expected"),
    [
        ("about 1,200 jobs", "1,198 jobs", ["1,200"]),
        ("350 people", "35 people", ["350"]),
        ("rose 5%", "5 people", ["5%"]),
        ("£2bn and £2bn", "£2m", ["2bn"]),
        ("A 25-year-old man", "A man of 24", ["25"]),
        ("1.5 million", "1.5", ["1.5 million"]),
        ("Three people", "People", ["Three"]),
        ("百分之五", "5人", ["百分之五"]),
        ("1200万", "1200", ["1200万"]),
        ("三名", "四名", ["三"]),
        ("第十届", "第九届", ["十"]),
    ],
)
def test_what_is_not_there_is_reported(summary: str, article: str, expected: list[str]) -> None:
    assert unsupported_numbers(summary, article) == expected


@given(st.text(alphabet="0123456789,. -%abst百万亿十一二两点分之mk$\nthousand ", max_size=60))
def test_every_text_supports_itself(text: str) -> None:
    assert unsupported_numbers(text, text) == []


@given(st.text(max_size=80))
def test_numbers_stand_in_order_where_they_say(text: str) -> None:
    numbers = numbers_in(text)

    assert [text[number.start : number.end] for number in numbers] == [n.text for n in numbers]
    assert all(a.end <= b.start for a, b in itertools.pairwise(numbers))


@given(st.integers(0, 10**12))
def test_thousands_separators_do_not_matter(value: int) -> None:
    assert unsupported_numbers(f"{value:,}", f"It was {value} then") == []
    assert unsupported_numbers(str(value), f"It was {value:,}.") == []


@pytest.mark.parametrize(
    "unit", ["1", "111,", "1.", "1万", "一", "十", "百分之", "one ", "hundred and "]
)
def test_endless_repetitions_are_read_quickly(unit: str) -> None:
    assert isinstance(unsupported_numbers(unit * 20_000, ""), list)
