"""Numbers with what they count."""

from __future__ import annotations

from fractions import Fraction

from newsassistant.evidence.reading.codes import codes
from newsassistant.evidence.reading.dates import dates
from newsassistant.evidence.reading.quantities import loose_readings, markers, quantities
from newsassistant.text.numbers.folding import fold


def told(text: str) -> list[str]:
    said = dates(fold(text))
    return [each.number.text for each in quantities(text, said, codes(text))]


def test_numbers_of_dates_and_codes_are_none() -> None:
    assert told("On 3 May 2015 the M1 had 40 cars.") == ["40"]


def test_a_year_that_may_count_is_one_in_an_article_and_none_in_an_answer() -> None:
    text = "in 1853 then"
    said = dates(fold(text))

    assert len(quantities(text, said)) == 1
    assert quantities(text, said, asked=True) == []


def test_a_list_shares_its_unit() -> None:
    found = quantities("2 or 3 miles, £4-5")

    assert [[unit.measure for unit in each.units] for each in found] == [
        ["metre"],
        ["metre"],
        ["pound"],
        ["pound"],
    ]


def test_amounts_are_in_the_base_of_the_measure() -> None:
    (found,) = quantities("2 km")

    assert set(found.amounts()) == {("metre", Fraction(2000))}


def test_digits_that_were_torn_apart() -> None:
    values = {reading.value for reading in loose_readings("$ 53, 193, 914 and 98. 7 per cent")}

    assert values == {53_193_914, Fraction(987, 10)}


def test_the_signs_of_a_list_count_from_one() -> None:
    text = "1. One\n2) Two\n9) Nine"

    assert [text[start:end].strip() for start, end in markers(text)] == ["1.", "2)"]
