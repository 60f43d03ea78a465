"""An article, read once."""

from __future__ import annotations

from fractions import Fraction

from newsassistant.evidence.check import check
from newsassistant.evidence.index import LONGEST, Index
from newsassistant.evidence.reading.quantities import MOST
from newsassistant.evidence.reading.said import Field
from newsassistant.text.numbers.quantities import Kind, Reading

TEXT = (
    "On 3 May 2015 he ran 5 miles in a week, said the NHS. It didn't rain; dozens came on the M1."
)


def test_it_holds_what_the_article_says_by_value() -> None:
    index = Index.of(TEXT, "en")

    assert Reading(Fraction(5)) in index.known
    assert Reading(Fraction(3)) not in index.known  # the 3 of a date counts nothing
    assert 503 in index.fields[Field.DAY]
    assert ("seconds", Fraction(604_800)) in index.single
    assert "m1" in index.codes
    assert Fraction(24) in index.vague
    assert "nhs" in index.acronyms
    assert "didnotrain" in index.spelled_out.text


def test_values_between_two() -> None:
    index = Index.of("10, 20 and 30 cars", "en")
    found = index.between(Fraction(15), Fraction(30), Kind.PLAIN)

    assert [each.number.text for each in found] == ["20", "30"]


def test_one_value_keeps_its_different_units_only() -> None:
    index = Index.of("5 miles, 5 miles, 5 men, " * 50, "en")

    assert len(index.known[Reading(Fraction(5))]) == 2


def test_numbers_are_read_to_a_limit_and_none_is_then_missing() -> None:
    index = Index.of("1 " * (MOST + 5), "en")

    assert len(index.quantities) == MOST
    assert not index.counted
    assert check(index, "It cost 77 pounds.") == []
    assert Index.of("1 " * 10, "en").counted


def test_a_book_is_read_to_a_limit() -> None:
    assert len(Index.of("a " * LONGEST, "en").text) == LONGEST
