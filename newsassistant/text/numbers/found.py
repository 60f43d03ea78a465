"""A number while it is being read, in the places of the folded text.

`text.numbers` makes a `Number` of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from newsassistant.text.numbers.quantities import Kind, Reading
from newsassistant.text.numbers.units import (
    is_approximate,
    is_below_zero,
    is_falling,
    kind_behind,
    may_be_points,
    sign_before,
)


@dataclass(frozen=True, slots=True)
class Found:
    """A number at [start:end] whose `values` hold `scale` already, the likeliest first.

    `more`: readings beside those of `values` and `kind`. `prefixed` where the kind stands before
    the number (百分之五) and goes on with the end of a range. `long`: digits of the kind LONG.
    """

    start: int
    end: int
    values: tuple[Fraction, ...]
    scale: Fraction = Fraction(1)
    kind: Kind = Kind.PLAIN
    more: tuple[Reading, ...] = ()
    stated: bool = True
    approximate: bool = False
    ordinal: bool = False
    prefixed: bool = False
    parts: tuple[Found, ...] = ()
    long: str = ""

    def readings(self) -> Iterator[Reading]:
        """All ways to understand it."""
        for value in self.values:
            yield Reading(value, self.kind, self.long)
        yield from self.more

    def times(self, factor: Fraction | int) -> Found:
        """Multiplied by what stands behind it."""
        if factor == 1:
            return self
        values = tuple(value * factor for value in self.values)
        return replace(self, values=values, scale=self.scale * factor)

    def shared_with(self, other: Found) -> Found:
        """This end of a range with the scale and kind that only the other end shows as well."""
        scale = other.scale if self.scale == 1 else Fraction(1)
        shared = tuple(Reading(value * scale, other.kind) for value in self.values)
        return replace(self, more=(*self.more, *shared))


def finish(found: Found, text: str) -> Found:
    """Take in what may stand beside every number: kind, minus, falling, "about"."""
    kind, factor, end = kind_behind(text, found.end)
    if kind is not Kind.PLAIN and found.kind is Kind.PLAIN:
        found = replace(found.times(factor), kind=kind, end=end, stated=True)
    elif found.kind is Kind.PLAIN and may_be_points(text, found.end):
        points = tuple(Reading(value, Kind.POINTS) for value in found.values)
        found = replace(found, more=(*found.more, *points))
    found = _last_part(_signed(found, text))
    if not found.approximate and is_approximate(text, found.start, found.end):
        return replace(found, approximate=True)
    return found


def _signed(found: Found, text: str) -> Found:
    """With its minus; a fall by 5 % may be written -5 % elsewhere."""
    start, doubtful = sign_before(text, found.start, found.end)
    doubtful = doubtful and found.kind is Kind.PLAIN
    negative = tuple(-value for value in found.values)
    if start < found.start:
        values = (*negative, *found.values) if doubtful else negative
        more = found.more if doubtful else tuple(r._replace(value=-r.value) for r in found.more)
        return replace(found, start=start, values=values, more=more)
    if is_below_zero(text, found.end):
        return replace(found, values=negative)
    if is_falling(text, found.start, found.end):
        fallen = tuple(Reading(value, found.kind) for value in negative)
        return replace(found, more=(*found.more, *fallen))
    return found


def _last_part(found: Found) -> Found:
    """With scale and kind given to the last of its parts too."""
    if not found.parts or (found.scale == 1 and found.kind is Kind.PLAIN):
        return found
    last = replace(found.parts[-1].times(found.scale), kind=found.kind, end=found.end)
    return replace(found, parts=(*found.parts[:-1], last))
