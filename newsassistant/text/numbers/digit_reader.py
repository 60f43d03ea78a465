"""Numbers in digits with what stands behind them: 1½, 3.5bn, 1亿2000万, 5k, 21st, 7.30pm, 10⁶."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from newsassistant.text.numbers.chinese_reader import read_share, with_chinese
from newsassistant.text.numbers.digits import Figure, figures, number
from newsassistant.text.numbers.found import Found, finish
from newsassistant.text.numbers.numerals import scale_of
from newsassistant.text.numbers.quantities import Kind, Reading
from newsassistant.text.numbers.units import is_continental, multiplier

VULGAR = "¼-¾⅐-⅞"
"""Characters that are fractions, as a class of a pattern."""

_VULGAR = re.compile(rf"[ -]?([{VULGAR}])")
_SLASHED = re.compile(r"[ -]([1-9])[/⁄]([1-9][0-9]?)(?![0-9/.,])")
_AND_PART = re.compile(r"[ -]and[ -](an?|one|three)[ -](half|quarters?|third)\b", re.I | re.A)
_PARTS = re.compile(r"[ -](thirds|quarters|fifths|tenths)\b", re.I | re.A)
_SCALED = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,12})?) ?([百千万萬亿億兆]{1,4})")
_SCALE = re.compile(r"([百千]|[百千]?[万萬亿億兆]{1,2})| ([万萬亿億兆]{1,2})")
_LETTERS = {"k": 10**3, "m": 10**6, "b": 10**9}
_LETTER = re.compile(r" ?([kmb])\b", re.I | re.A)
_CURRENCY = re.compile(r"(?:[£$€¥￥]|USD|EUR|GBP|CNY|RMB) ?\Z")
_CURRENCY_BEHIND = re.compile(
    r" ?(?:[£$€¥￥]|euros?\b|pounds?\b|dollars?\b|USD|EUR|GBP|CNY|RMB)", re.A
)
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b", re.I | re.A)
_CLOCK = re.compile(r"(?::[0-9]{2})? ?([ap])\.?m\b", re.I | re.A)
_POINT = re.compile(r"(?:^|[\s(£$€¥-])\.\Z", re.A)  # .5
_ONE_COMMA = re.compile("[0-9]{1,3},[0-9]{3}")
_TIME = re.compile(r"(1?[0-9])(?:\.([0-5][0-9]))?")
_DECADE = re.compile(r"['’]?s\b", re.A)
_THOUSAND_UNIT = re.compile("[米克瓦卡伏赫帕焦字]")
_EXPONENTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_POWER = re.compile(r" ?[×x*] ?10(?:\^(-?[0-9]{1,2})|(⁻?[⁰¹²³⁴-⁹]{1,2}))(?![0-9⁰-⁹])")
_EXPONENT = re.compile("[⁰¹²³⁴-⁹]{1,2}")


def vulgar(char: str) -> Fraction:
    """The value of ½ and its like."""
    return Fraction(unicodedata.numeric(char)).limit_denominator(100)


def read_digits(text: str, start: int, end: int) -> Iterator[Found]:
    """The numbers of a cluster of digits at [start:end]; the last takes in what follows it."""
    if _POINT.search(text, max(0, start - 2), start) and text[start:end].isdigit():
        yield from _read_last(text, Figure(start - 1, end, (number("0", text[start:end]),)))
        return
    *firsts, last = figures(text[start:end], start)
    for figure in firsts:
        yield finish(_plain(figure), text)
    yield from _read_last(text, last)


def _plain(figure: Figure) -> Found:
    parts = tuple(_plain(part) for part in figure.parts)
    kind = Kind.LONG if figure.long else Kind.PLAIN
    return Found(figure.start, figure.end, figure.values, kind=kind, parts=parts, long=figure.long)


def _read_last(text: str, figure: Figure) -> Iterator[Found]:
    found = _plain(figure)
    if figure.long:
        yield found
        return
    if text.startswith("分之", found.end):
        yield from read_share(found, text)
        return
    for reader in (_with_fraction, _with_power, _with_scale, _with_letter):
        changed = reader(found, text)
        if changed is not None:
            found = changed
            break
    else:
        found = with_chinese(_with_word(found, text), text)
    found = finish(_ordinal(found, text), text)
    yield _by_unit(found, figure, text)


def _by_unit(found: Found, figure: Figure, text: str) -> Found:
    """3,5 % is no list, 8.075 million no thousands; "3,276 Mrd." and "1.200 Mrd." are German."""
    if found.scale == 1 and found.kind is Kind.PLAIN:
        return found
    continental = is_continental(text, figure.end)
    if continental and _ONE_COMMA.fullmatch(text, figure.start, figure.end):
        return replace(found, values=(found.values[0] / 1000, *found.values))
    if figure.sure:
        return found
    kept = found.values if continental else (min(found.values, key=abs),)
    return replace(found, values=kept, parts=())


def _with_fraction(found: Found, text: str) -> Found | None:
    """1½, 1 1/2, "2 and a half million"."""
    if match := _VULGAR.match(text, found.end):
        mixed = _plus(found, vulgar(match[1]), match.end())
        return _with_letter(mixed, text) or _scaled(mixed, text)
    if (match := _SLASHED.match(text, found.end)) and int(match[1]) < int(match[2]):
        return _scaled(_plus(found, Fraction(int(match[1]), int(match[2])), match.end()), text)
    if match := _AND_PART.match(text, found.end):
        below = {"half": 2, "third": 3}.get(match[2].lower(), 4)
        share = Fraction(3 if match[1].lower() == "three" else 1, below)
        end = match.end(2)
        return _scaled(_plus(found, share, end), text)
    if match := _PARTS.match(text, found.end):
        below = {"thirds": 3, "quarters": 4, "fifths": 5, "tenths": 10}[match[1].lower()]
        shares = tuple(value / below for value in found.values)
        more = tuple(Reading(share * 100, Kind.PERCENT) for share in shares)
        return replace(found, values=shares, end=match.end(), more=more)
    return None


def _plus(found: Found, share: Fraction, end: int) -> Found:
    values = tuple(value + share for value in found.values)
    return replace(found, values=values, end=end, parts=())


def _scaled(found: Found, text: str) -> Found:
    scale, end = multiplier(text, found.end)
    return found if end == found.end else replace(found.times(scale), end=end)


def _with_power(found: Found, text: str) -> Found | None:
    """1.2 × 10⁶; a raised figure behind 10 alone may also point to a note."""
    if match := _POWER.match(text, found.end):
        exponent = int(match[1] or match[2].translate(_EXPONENTS))
        return replace(found.times(Fraction(10) ** exponent), end=match.end())
    if found.values == (Fraction(10),) and (match := _EXPONENT.match(text, found.end)):
        power = Reading(Fraction(10) ** int(match.group().translate(_EXPONENTS)))
        return replace(found, more=(power,))
    return None


def _with_scale(found: Found, text: str) -> Found | None:
    """Digits with Chinese multipliers: 1.2亿, 1亿2000万, 5千, 180余万."""
    match = _SCALE.match(text, found.end)
    if match is None:
        return None
    units = match[1] or match[2]
    if units in ("千", "百") and _THOUSAND_UNIT.match(text, match.end()):
        more = tuple(Reading(value) for value in found.values)  # 5千米 are kilometres
        return replace(found.times(scale_of(units)), end=match.end(), more=more)
    scale = Fraction(scale_of(units))
    found = replace(found.times(scale), end=match.end())
    for _ in range(4):
        part = _SCALED.match(text, found.end)
        if part is None or scale_of(part[2]) >= scale:
            break
        scale = Fraction(scale_of(part[2]))
        whole, _, places = part[1].partition(".")
        values = tuple(value + number(whole, places) * scale for value in found.values)
        found = replace(found, values=values, scale=scale, end=part.end())
    return with_chinese(found, text)


def _with_letter(found: Found, text: str) -> Found | None:
    """£5m are millions; 5m may be metres."""
    match = _LETTER.match(text, found.end)
    if match is None:
        return None
    factor = _LETTERS[match[1].lower()]
    before = _CURRENCY.search(text, max(0, found.start - 5), found.start)
    if before or _CURRENCY_BEHIND.match(text, match.end()):
        return replace(found.times(factor), end=match.end())
    if match.start(1) > found.end:
        return None
    more = tuple(Reading(value * factor) for value in found.values)
    return replace(found, end=match.end(), more=(*found.more, *more))


def _with_word(found: Found, text: str) -> Found:
    """Multipliers in words, and the minutes of a full hour, which nobody has to write."""
    found = _scaled(found, text)
    if text[found.start : found.end] == "00" and re.match("[0-9]:", text[found.start - 2 :][:2]):
        return replace(found, stated=False)
    return found


def _ordinal(found: Found, text: str) -> Found:
    """What makes digits more than a count: 21st, 第3, the '90s, 7.30pm."""
    value, end = found.values[0], found.end
    if ordinal := _ORDINAL.match(text, end):
        return replace(found, end=ordinal.end(), ordinal=True)
    if text[found.start - 1 : found.start] == "第":
        return replace(found, ordinal=True)
    if _DECADE.match(text, end) and 20 <= value <= 90 and value % 10 == 0:
        return replace(found, more=(*found.more, Reading(value + 1900)))
    if found.scale == 1 and (clock := _CLOCK.match(text, end)):
        more = _clock(text[found.start : end], afternoon=clock[1].lower() == "p")
        return replace(found, more=(*found.more, *more))
    return found


def _clock(digits: str, *, afternoon: bool) -> Iterator[Reading]:
    """7.30pm holds 7, 19 and 30, as it may be written 7:30 or 19:30 elsewhere."""
    time = _TIME.fullmatch(digits)
    if time is None:
        return
    hour = Fraction(int(time[1]))
    yield Reading(hour)
    if afternoon:
        yield Reading(hour + 12)
    if time[2]:
        yield Reading(Fraction(int(time[2])))
