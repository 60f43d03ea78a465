"""What a number of a text is: its value, its kind, its place, and how sure the reading is."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple


class Kind(StrEnum):
    """What a value counts in; only values of one kind can be the same number.

    `PERCENT`: shares of a hundred (per cent, 成, per mille as tenths). `POINTS`: percentage
    points (basis points as hundredths). `MONTH`: the month of a date, by name or by number.
    `LONG`: digits in a row that are no quantity (more than forty). `ORDINAL` is the kind of a
    `Number` only: its readings are plain, as "21st of March" and "21 March" are one.
    """

    PLAIN = "plain"
    PERCENT = "percent"
    POINTS = "points"
    ORDINAL = "ordinal"
    MONTH = "month"
    LONG = "long"


class Reading(NamedTuple):
    """One way to understand a number: 5 % is (5, PERCENT), -2 degrees (-2, PLAIN).

    `digits`: of the kind `LONG` all of them, else empty.
    """

    value: Fraction
    kind: Kind = Kind.PLAIN
    digits: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it stands at `text[start:end]`, places in the text that was given.

    `readings`: all values that it may have, multipliers and signs included; "29.000" may be 29 or
    29,000. `value` and `kind`: the likeliest. `scale`: its last multiplier (10**6 of "2 million";
    a hundredth of basis points), 1 without one. `parts`: the numbers that the same characters may
    be one by one ("15 200": 15 and 200); empty where there is no doubt.

    `approximate` where the words next to it say so ("nearly", 近, 余). `stated` is False where the
    words may be no number at all ("first", "one", 五六): such a number supports others and is not
    asked about itself.
    """

    text: str
    start: int
    end: int
    readings: frozenset[Reading]
    value: Fraction
    kind: Kind = Kind.PLAIN
    scale: Fraction = field(default=Fraction(1))
    approximate: bool = False
    stated: bool = True
    parts: tuple[Number, ...] = ()

    def all_readings(self) -> Iterator[Reading]:
        """Its readings and those of its parts: what it supports elsewhere."""
        yield from self.readings
        for part in self.parts:
            yield from part.readings

    def unsupported(self, known: Set[Reading]) -> tuple[Number, ...]:
        """What of it is not among `known`: nothing, the number itself, or some of its parts."""
        if self.readings & known:
            return ()
        missing = tuple(part for part in self.parts if not part.readings & known)
        return missing if len(missing) < len(self.parts) else (self,)
