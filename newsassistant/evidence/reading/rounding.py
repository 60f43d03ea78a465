"""Numbers that are others, rounded: "nearly 1.2 million" of 1,187,000, 近120万, 超过2200.

What a number may stand for is a range of values around it, told by the word beside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from newsassistant.text.numbers.quantities import Kind, Number

_ABOUT, _BELOW, _ABOVE, _WHOLE = "about", "below", "above", "whole"
_MONEY = r"\s*(?:an?\s+)?(?:US|HK|A|C)?[£$€¥￥]?\Z"
_BEFORE = (
    (
        re.compile(
            r"(?:\b(?:nearly|almost|close to|just under|just short of|(?:slightly |a little )?"
            r"(?:under|below|less than|fewer than)|up to|as (?:many|much) as|approaching|not quite"
            r"|within)|(?:将近|接近|近|不到|不足|近乎|低于|少于|最多))" + _MONEY,
            re.I,
        ),
        _BELOW,
    ),
    (
        re.compile(
            r"(?:\b(?:more than|(?:just |well |slightly )?over|(?:just )?above|at least"
            r"|in excess of|upwards of|exceed(?:s|ed|ing)?|(?:greater|higher) than"
            r"|no (?:less|fewer) than"
            r"|topp(?:ed|ing)|pass(?:ed|ing)|surpass(?:ed|ing|es)|beyond|some)"
            r"|(?:超过|超過|逾|超|多于|高于|大于|至少|不低于|不少于|突破|达到?|过|上))" + _MONEY,
            re.I,
        ),
        _ABOVE,
    ),
    (
        re.compile(
            r"(?:\b(?:about|around|some|roughly|approximately|approx\.?|circa|ca\.|c\.|an estimated"
            r"|estimated|or so|around about|nearly)|[~≈]|(?:大约|大約|约为|约|約|大概|左右|估计))"
            + _MONEY,
            re.I,
        ),
        _ABOUT,
    ),
)
_BEHIND = (
    (re.compile(r"\+|[ -]plus\b|-odd\b| or more\b|余|餘|多(?![边方数])", re.I), _WHOLE),
    (re.compile(r"[%％\w]{0,4}(?:左右|上下)|ish\b| or so\b", re.I), _ABOUT),
)
_MORE_INSIDE = re.compile("[余餘多来來][十百千万萬亿億]+")
_DECIMALS = re.compile(r"[0-9][.·．]([0-9０-９]+)")
_REACH = 28
_DOZEN = 12


@dataclass(frozen=True, slots=True)
class Range:
    """Values from `low` to `high` that a rounded number may stand for.

    They must be finer than it: no multiples of `place`, the number's last.
    """

    low: Fraction
    high: Fraction
    place: Fraction

    def holds(self, value: Fraction) -> bool:
        """True if `value` may have been rounded to the number."""
        return self.low <= value <= self.high and value % self.place != 0


def range_of(text: str, number: Number) -> Range | None:
    """What `number` of `text` may be rounded from; None where it reads as exact."""
    value = abs(number.value)
    words = _words(text, number)
    if not value or number.kind in (Kind.MONTH, Kind.LONG, Kind.ORDINAL):
        return None
    if words:
        place = number.scale if number.scale == _DOZEN else _last_place(value)
        spans = [_range(value, place, word) for word in words]
        span = Range(min(each.low for each in spans), max(each.high for each in spans), place)
    else:
        shown = _shown_place(number)
        if shown is None:
            return None
        half = min(shown / 2, value / 10)
        span = Range(value - half, value + half, shown)
    if number.value < 0:
        return Range(-span.high, -span.low, span.place)
    return span


def _range(value: Fraction, place: Fraction, word: str) -> Range:
    tenth, quarter = value / 10, value / 4
    if word == _BELOW:
        return Range(value - min(place, tenth), value, place)
    if word == _ABOVE:
        return Range(value, value + min(place, quarter), place)
    if word == _WHOLE:
        return Range(value, value + place, place)
    half = min(place / 2, tenth)
    return Range(value - half, value + half, place)


def _words(text: str, number: Number) -> list[str]:
    """Which sorts of words stand beside the number: 约1500多 has two."""
    found = [_WHOLE] if _MORE_INSIDE.search(number.text) else []
    before = text[max(0, number.start - _REACH) : number.start]
    found += [word for pattern, word in _BEHIND if pattern.match(text, number.end)][:1]
    found += [word for pattern, word in _BEFORE if pattern.search(before)][:1]
    return found


def _last_place(value: Fraction) -> Fraction:
    """The power of ten of the last digit that is not zero: 100 of 1,200, 1/10 of 2.5."""
    place = Fraction(1)
    for _ in range(45):
        if value % (place * 10) == 0:
            place *= 10
        elif value % place == 0:
            break
        else:
            place /= 10
    return place


def _shown_place(number: Number) -> Fraction | None:
    """The place of the last digit written, for numbers with decimals or a multiplier."""
    decimals = _DECIMALS.search(number.text)
    if decimals:
        return number.scale / Fraction(10) ** min(len(decimals[1]), 40)
    if number.scale > 1 and number.kind is Kind.PLAIN:
        return number.scale
    return None
