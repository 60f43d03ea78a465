"""One thing that a date or time of day says, with its place."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Field(StrEnum):
    """What a piece of a date says.

    The value of a `DAY` is month * 100 + day; month 0 where it is not said (3日). That of a `TIME`
    is in minutes after midnight.
    """

    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    WEEKDAY = "weekday"
    DECADE = "decade"
    CENTURY = "century"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that a date says at [start:end], places in the text that was given.

    `sure` is False for digits that may count something ("1984").
    """

    start: int
    end: int
    field: Field
    value: int
    sure: bool = True
