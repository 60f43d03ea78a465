"""What a number takes in from beside it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from newsassistant.text.numbers.found import Found, finish
from newsassistant.text.numbers.quantities import Kind, Reading


def finished(text: str, digits: str = "5") -> Found:
    """The first `digits` of `text`, with what stands beside them."""
    start = text.index(digits)
    return finish(Found(start, start + len(digits), (Fraction(digits),)), text)


@pytest.mark.parametrize(
    ("text", "values", "kind"),
    [
        ("5 %", [5], Kind.PERCENT),
        ("5pp", [5], Kind.POINTS),
        ("5 basis points", [Fraction(1, 20)], Kind.POINTS),
        ("-5 people", [-5, 5], Kind.PLAIN),
        ("-5%", [-5], Kind.PERCENT),
        ("−5", [-5], Kind.PLAIN),
        ("5 degrees below zero", [-5], Kind.PLAIN),
        ("3-5%", [5], Kind.PERCENT),
    ],
)
def test_signs_and_kinds(text: str, values: list[Fraction], kind: Kind) -> None:
    found = finished(text)

    assert (list(found.values), found.kind) == (values, kind)


def test_a_fall_may_be_written_with_a_minus() -> None:
    assert Reading(Fraction(-5), Kind.PERCENT) in set(finished("it fell 5%").readings())
    assert Reading(Fraction(-5), Kind.PERCENT) not in set(finished("it grew 5%").readings())


def test_the_last_part_has_the_scale_of_the_whole() -> None:
    parts = (Found(0, 2, (Fraction(15),)), Found(3, 6, (Fraction(200),)))
    whole = Found(0, 6, (Fraction(15_200),), parts=parts)

    found = finish(whole, "15 200 %")

    assert [part.kind for part in found.parts] == [Kind.PLAIN, Kind.PERCENT]
    assert found.parts[-1].end == found.end == 8


def test_the_end_of_a_range_gives_scale_and_kind() -> None:
    first = Found(0, 1, (Fraction(2),))
    second = Found(5, 14, (Fraction(3 * 10**6),), scale=Fraction(10**6))

    assert Reading(Fraction(2 * 10**6)) in first.shared_with(second).more
