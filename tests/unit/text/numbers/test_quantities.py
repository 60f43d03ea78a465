"""Numbers as values: what supports them."""

from __future__ import annotations

from fractions import Fraction

from newsassistant.text.numbers.quantities import Kind, Number, Reading


def made(text: str, *values: int, parts: tuple[Number, ...] = ()) -> Number:
    """A plain number with these values."""
    readings = frozenset(Reading(Fraction(value)) for value in values)
    return Number(text, 0, len(text), readings, Fraction(values[0]), parts=parts)


def test_one_reading_is_enough() -> None:
    number = made("29.000", 29_000, 29)

    assert number.unsupported({Reading(Fraction(29))}) == ()
    assert number.unsupported({Reading(Fraction(29_000))}) == ()
    assert number.unsupported({Reading(Fraction(290))}) == (number,)


def test_parts_support_the_whole_together_only() -> None:
    fifteen, hundreds = made("15", 15), made("200", 200)
    number = made("15 200", 15_200, parts=(fifteen, hundreds))

    assert number.unsupported({Reading(Fraction(15)), Reading(Fraction(200))}) == ()
    assert number.unsupported({Reading(Fraction(15))}) == (hundreds,)
    assert number.unsupported(set()) == (number,)
    assert {reading.value for reading in number.all_readings()} == {15_200, 15, 200}


def test_kinds_are_apart() -> None:
    number = Number("3%", 0, 2, frozenset({Reading(Fraction(3), Kind.PERCENT)}), Fraction(3))

    assert number.unsupported({Reading(Fraction(3)), Reading(Fraction(3), Kind.POINTS)})
