"""Numbers of a text, and whether one spelling of a value is support for another."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsassistant.text.numbers.scanner import Kind, numbers_in
from tests.unit.text.number_support import ANOTHER, SAME, missing


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
        ("version 1.2.3 of", [1, 2, 3]),
        ("12.05.2014", [12, 5, 2014]),
        ("2024-11-28 at 10:30", [2024, 11, 28, 10, 30]),
        ("at 07:00", [7]),
        ("from 10.0.0.1", [10, 0, 0, 1]),
        ("一五一十、三三两两、大陆、伍先生、零下", []),
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


@pytest.mark.parametrize(("summary", "article"), SAME)
def test_the_same_value_in_another_form_is_support(summary: str, article: str) -> None:
    assert missing(summary, article) == []


@pytest.mark.parametrize(("summary", "article", "expected"), ANOTHER)
def test_what_is_not_there_is_reported(summary: str, article: str, expected: list[str]) -> None:
    assert missing(summary, article) == expected


@given(st.text(alphabet="0123456789,. -%abst百万亿十一二两点分之mk$\nthousand ", max_size=60))
def test_every_text_supports_itself(text: str) -> None:
    assert missing(text, text) == []


PIECES = [
    *"0123456789,.， '’-–−/:%½⁄×⁰⁶+~£\n一二九十百千万亿零廿壹拾佰成半余多近约点月个比第分之负零下",
    *("\u00a0", "\u202f", "\u200b", "\u200e", "\ufe0f", "\u20e3", "İ", "é", " and ", "one "),
    *("half a ", "quarter of ", "two ", "twenty-", "million ", "hundred ", "bn", "m ", "per cent "),
    *(
        "bps",
        "th ",
        "March ",
        "minus ",
        "fell ",
        "about ",
        "百分之",
        "个百分点",
        " and a half ",
        "pm",
    ),
    *(" point five", "-thirds", " a million", " Mrd.", "1/2", "2024-11-28", "10:30", "'90s"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=25))
def test_every_mixture_supports_itself(pieces: list[str]) -> None:
    text = "".join(pieces)
    numbers = numbers_in(text)

    assert missing(text, text) == []
    assert [text[number.start : number.end] for number in numbers] == [n.text for n in numbers]
    assert all(a.end <= b.start for a, b in itertools.pairwise(numbers))


@given(st.text(max_size=80))
def test_numbers_stand_in_order_where_they_say(text: str) -> None:
    numbers = numbers_in(text)

    assert [text[number.start : number.end] for number in numbers] == [n.text for n in numbers]
    assert all(a.end <= b.start for a, b in itertools.pairwise(numbers))


@given(st.integers(0, 10**12))
def test_thousands_separators_do_not_matter(value: int) -> None:
    assert missing(f"{value:,}", f"It was {value} then") == []
    assert missing(str(value), f"It was {value:,}.") == []


TRIALS = ("comma", "nbsp", "nnbsp", "thin", "apostrophe", "zwsp", "lrm")
SEPARATORS = {
    **{"comma": ",", "nbsp": "\u00a0", "nnbsp": "\u202f", "thin": "\u2009"},
    **{"apostrophe": "’", "zwsp": "\u200b", "lrm": ",\u200e"},
}


@pytest.mark.parametrize("name", TRIALS)
def test_thousands_are_one_number_whatever_groups_them(name: str) -> None:
    group = SEPARATORS[name]
    article = f"widened by 1{group}200 metres at 29{group}000 crowns; 310{group}500 came."

    assert missing("1,200 metres, 29,000 crowns, 310,500", article) == []
    assert missing(article, "1,200 metres, 29000 crowns, 310 500") == []
    assert missing("12,000; 2,900; 310", article) == ["12,000", "2,900", "310"]


def test_a_number_knows_its_kind_value_and_place() -> None:
    text = "Up nearly 3\u200b½ per cent to £1.2bn, 25 basis points above the 21st"

    found = {number.text: number for number in numbers_in(text)}

    assert list(found) == ["3\u200b½ per cent", "1.2bn", "25 basis points", "21st"]
    kinds = [(each.kind, float(each.value), float(each.scale)) for each in found.values()]
    assert kinds == [
        (Kind.PERCENT, 3.5, 1),
        (Kind.PLAIN, 1.2e9, 1e9),
        (Kind.POINTS, 0.25, 0.01),
        (Kind.ORDINAL, 21, 1),
    ]
    assert [each.approximate for each in found.values()] == [True, False, False, False]
    assert all(text[each.start : each.end] == each.text for each in found.values())


@pytest.mark.parametrize("text", ["about 5", "~5", "约5人", "近5万", "5 or so", "5余人", "180余万"])
def test_words_beside_a_number_make_it_approximate(text: str) -> None:
    assert [number.approximate for number in numbers_in(text)] == [True]


def test_a_number_without_such_words_is_exact() -> None:
    assert not any(number.approximate for number in numbers_in("Of 3-5, 5 people and 5万"))


def test_digits_without_end_are_told_apart_by_all_of_them() -> None:
    digits = "12345" * 20_000

    assert missing(digits, digits) == []
    assert missing(digits, digits[:-1] + "6") == [digits]
    assert missing("0" * 100_000 + "7", "7") == []


@pytest.mark.parametrize(
    "unit",
    [
        *("1", "111,", "1.", "1万", "一", "十", "百分之", "one ", "hundred and ", "1,", "1 000 "),
        *("1\u200b", "\u200b", "½", "half a ", "fell -5% ", "minus ", "1-", "12/", "壹拾", "1多"),
        *("three point ", "about 1 ", "march 1 ", "1分之", "a year and a half "),
    ],
)
def test_endless_repetitions_are_read_quickly(unit: str) -> None:
    """Time is linear: a square of these would not end within the suite."""
    assert isinstance(missing(unit * (20_000 // len(unit)), ""), list)


@pytest.mark.parametrize("hyphen", ["\u2010", "\u2011"])
def test_a_hyphen_of_its_own_kind_joins_as_any(hyphen: str) -> None:
    """Word and web pages write the one at which no line breaks."""
    assert missing(f"It hired twenty{hyphen}five people.", "It hired 25 people.") == []
    assert missing("It hired 25 people.", f"It hired twenty{hyphen}five people.") == []
    assert missing(f"It hired twenty{hyphen}five.", "It hired 20, then 5.") != []
