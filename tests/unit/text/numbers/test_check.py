"""Numbers of a text, and those of a summary that have no support."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsassistant.text.numbers.check import Kind, numbers_in, unsupported_numbers


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


@pytest.mark.parametrize(
    ("summary", "article"),
    [
        ("£1.2bn", "1,200 million pounds"),
        ("1.2 billion", "£1.2bn"),
        ("twenty-one people", "21 people"),
        ("a dozen eggs", "12 eggs"),
        ("up 5%", "an increase of five per cent"),
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
        ("一百二十人", "120人"),
        ("5‰", "千分之5"),
        ("0.5 percentage points", "half a percentage point"),
        ("0.5%", ".5 per cent"),
        ("0.5个百分点", "50BP"),
        ("2400", "twenty-four hundred"),
        ("the 1980s", "the eighties"),
        ("10 times", "tenfold"),
        ("£1.5m", "£1½m"),
        ("100人", "近百人"),
        ("1 million", "超百万人"),
        ("30%", "近三成受访者"),
        ("0.75%", "three-quarters of 1 percent"),
        ("0.25%", "a quarter of one per cent"),
        ("1.5 million", "one-and-a-half million"),
        ("2.5 years", "a two-and-a-half-year term"),
        ("0.5小时", "半小时"),
        ("30%", "三至五成"),
        ("$1.2bn", "$1.2-1.5bn"),
        ("29,000", "29.000 Menschen"),
        ("29", "29.000 seconds"),
        ("29,000.50", "29.000,50"),
        ("1,200 million", "1.200 Millionen"),
        ("3.5 million", "3,5 Millionen"),
        ("3.5 billion euros", "3,5 Mrd. €"),
        ("1,234,567", "12,34,567"),
        ("123,456", "12,3456"),
        ("15,200", "15 200"),
        ("15 and 200", "15 200"),
        ("3,800", "3, 800 people"),
        ("1 and 2", "items 1,2"),
        ("1.5", "1½"),
        ("2.25%", "2¼ per cent"),
        ("1½", "1 1/2"),
        ("¾", "three quarters"),
        ("250,000", "a quarter of a million"),
        ("750,000", "three quarters of a million"),
        ("1.5 million", "a million and a half"),
        ("1.5 years", "a year and a half"),
        ("87", "fourscore and seven"),
        ("3.5%", "three point five per cent"),
        ("29,000", "twenty-nine thousand"),
        ("120万", "壹佰贰拾万元整"),
        ("25", "廿五"),
        ("31", "卅一日"),
        ("35%", "三成五"),
        ("30%", "3成"),
        ("85 per cent", "八成五"),
        ("3.5 years", "三年半"),
        ("1.5小时", "一个半小时"),
        ("1.8 million", "180余万"),
        ("22 million", "2200多万"),
        ("200,000", "二十多万"),
        ("3.5%", "百分之三点五"),
        ("0.05%", "万分之五"),
        ("100%", "百分之百"),
        ("60%", "百分之五十至六十"),
        ("0.25 percentage points", "25 basis points"),
        ("3 percentage points", "三个百分点"),
        ("3 percentage points", "a 3-point lead"),
        ("20 percentage points", "10 to 20 percentage points"),
        ("-5 °C", "−5 degrees"),
        ("minus five degrees", "零下5度"),
        ("-5 °C", "five degrees Celsius below zero"),
        ("fell 5%", "a change of -5%"),
        ("down by 5%", "增长率为-5%"),
        ("1.2 × 10⁶", "1.2 million"),
        ("3-1", "3比1"),
        ("三比二", "3:2"),
        ("2024-11-28", "November 28, 2024"),
        ("11月28日", "28 November"),
        ("28/11/24", "28 November 2024"),
        ("15:00", "下午3点"),
        ("19:00", "7pm"),
        ("1st", "第一名"),
        ("3rd", "第3"),
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
        ("5 percent", "5 percentage points", ["5 percent"]),
        ("3个百分点", "3%", ["3个百分点"]),
        ("3 basis points", "3 percentage points", ["3 basis points"]),
        ("29,000", "2,900", ["29,000"]),
        ("29 km", "29,000 km", ["29"]),
        ("29 km", "29 000 km", ["29"]),
        ("5%", "3,5 Prozent", ["5%"]),
        ("8.075 billion", "8.075 million", ["8.075 billion"]),
        ("-5%", "5%", ["-5%"]),
        ("5 degrees", "minus five degrees", ["5"]),
        ("−5", "5", ["−5"]),
        ("50", "the first half", ["50"]),
        ("25 years", "a quarter of them", ["25"]),
        ("2 years", "two and a half years", ["2"]),
        ("3 metres", "14 March", ["3"]),
        ("180人", "180余万人", ["180"]),
        ("15 300 people", "15 people", ["300"]),
        ("1,201", "1 200", ["1,201"]),
        ("3 people", "三成五", ["3"]),
        ("3 people", "三成受访者", ["3"]),
        ("5 per cent", ".5 per cent", ["5 per cent"]),
        ("1 million", "数百万人", ["1 million"]),
        ("6 people", "the mainland: 大陆", ["6"]),
        ("2011", "on 2009-11-28", ["2011"]),
    ],
)
def test_what_is_not_there_is_reported(summary: str, article: str, expected: list[str]) -> None:
    assert unsupported_numbers(summary, article) == expected


@given(st.text(alphabet="0123456789,. -%abst百万亿十一二两点分之mk$\nthousand ", max_size=60))
def test_every_text_supports_itself(text: str) -> None:
    assert unsupported_numbers(text, text) == []


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

    assert unsupported_numbers(text, text) == []
    assert [text[number.start : number.end] for number in numbers] == [n.text for n in numbers]
    assert all(a.end <= b.start for a, b in itertools.pairwise(numbers))


@given(st.text(max_size=80))
def test_numbers_stand_in_order_where_they_say(text: str) -> None:
    numbers = numbers_in(text)

    assert [text[number.start : number.end] for number in numbers] == [n.text for n in numbers]
    assert all(a.end <= b.start for a, b in itertools.pairwise(numbers))


@given(st.integers(0, 10**12))
def test_thousands_separators_do_not_matter(value: int) -> None:
    assert unsupported_numbers(f"{value:,}", f"It was {value} then") == []
    assert unsupported_numbers(str(value), f"It was {value:,}.") == []


TRIALS = ("comma", "nbsp", "nnbsp", "thin", "apostrophe", "zwsp", "lrm")
SEPARATORS = {
    **{"comma": ",", "nbsp": "\u00a0", "nnbsp": "\u202f", "thin": "\u2009"},
    **{"apostrophe": "’", "zwsp": "\u200b", "lrm": ",\u200e"},
}


@pytest.mark.parametrize("name", TRIALS)
def test_thousands_are_one_number_whatever_groups_them(name: str) -> None:
    group = SEPARATORS[name]
    article = f"widened by 1{group}200 metres at 29{group}000 crowns; 310{group}500 came."

    assert unsupported_numbers("1,200 metres, 29,000 crowns, 310,500", article) == []
    assert unsupported_numbers(article, "1,200 metres, 29000 crowns, 310 500") == []
    assert unsupported_numbers("12,000; 2,900; 310", article) == ["12,000", "2,900", "310"]


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

    assert unsupported_numbers(digits, digits) == []
    assert unsupported_numbers(digits, digits[:-1] + "6") == [digits]
    assert unsupported_numbers("0" * 100_000 + "7", "7") == []


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
    assert isinstance(unsupported_numbers(unit * (20_000 // len(unit)), ""), list)


@pytest.mark.parametrize("hyphen", ["\u2010", "\u2011"])
def test_a_hyphen_of_its_own_kind_joins_as_any(hyphen: str) -> None:
    """Word and web pages write the one at which no line breaks."""
    assert unsupported_numbers(f"It hired twenty{hyphen}five people.", "It hired 25 people.") == []
    assert unsupported_numbers("It hired 25 people.", f"It hired twenty{hyphen}five people.") == []
    assert unsupported_numbers(f"It hired twenty{hyphen}five.", "It hired 20, then 5.") != []
