"""The numbers of a text, and those of a summary that its article does not have.

Knows nothing of what a number counts, and does not calculate: "about 1,200" is not supported by
1,198. One value in another form is the same number ("£1.2bn", "1,200 million", 12亿).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from newsassistant.text.numerals import (
    CHINESE,
    CHINESE_DIGITS,
    CHINESE_SCALES,
    ENGLISH_RUN,
    SCALES,
    chinese,
    english,
    scale_of,
)


class Reading(NamedTuple):
    """One way to understand a number; 5 % is (5, True)."""

    value: Fraction
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it stands at `text[start:end]` and the values it may have.

    `stated` is False where the words may be no number at all ("first", "one", 五六): such a number
    supports others and is not asked about itself.
    """

    text: str
    start: int
    end: int
    readings: frozenset[Reading]
    stated: bool = True


@dataclass(frozen=True, slots=True)
class _Found:
    """A number being read: `value` holds `scale` already."""

    start: int
    end: int
    value: Fraction
    scale: int = 1
    percent: bool = False
    more: tuple[Reading, ...] = ()
    stated: bool = True


# Full-width forms, one for one, so that places in the text stay what they are.
_FOLD = str.maketrans("０１２３４５６７８９．％－～〜", "0123456789.%-~~")
_LONGEST = 60  # digits of a number that are looked at
# Groups are bounded: without a bound, endless ones that fail at their end cost quadratic time.
_PLAIN = r"(?:\d{1,3}(?:,\d{3}){1,8}(?![\d,]\d)|\d+)(?:\.\d+(?!\d|\.\d))?"
_MULTIPLIERS = "".join(CHINESE_SCALES)
_MIXED = rf"{_PLAIN} ?[{_MULTIPLIERS}]+(?:\d+ ?[{_MULTIPLIERS}]+)*"
_CJK = rf"[{CHINESE}]+(?:[点點][{CHINESE_DIGITS}]+)?"
_EITHER = rf"(?:{_MIXED}|{_PLAIN}|{_CJK})"
_SCAN = re.compile(
    rf"(?P<parts>(?P<whole>百|千)分之(?P<share>{_EITHER}))"
    rf"|(?P<fraction>(?P<below>{_EITHER})分之(?P<above>{_EITHER}))"
    rf"|(?P<mixed>{_MIXED})"
    rf"|(?P<plain>{_PLAIN})"
    rf"|(?P<cjk>{_CJK})"
    rf"|(?P<words>{ENGLISH_RUN})"
    r"|\b(?P<hint>half|quarter|twice|double[ds]?|both|couple|pair|duo|trio|triple[ds]?|once|decade"
    r"|century|fortnight)\b|(?P<half>一半|半数)",
    re.IGNORECASE,
)
_HINTS = {
    "half": (Reading(Fraction(50), True), Reading(Fraction(1, 2))),
    "quarter": (Reading(Fraction(25), True), Reading(Fraction(1, 4))),
    **dict.fromkeys(("twice", "both", "couple", "pair", "duo"), (Reading(Fraction(2)),)),
    **dict.fromkeys(("double", "doubled", "doubles"), (Reading(Fraction(2)),)),
    **dict.fromkeys(("trio", "triple", "tripled", "triples"), (Reading(Fraction(3)),)),
    "once": (Reading(Fraction(1)),),
    "decade": (Reading(Fraction(10)),),
    "century": (Reading(Fraction(100)),),
    "fortnight": (Reading(Fraction(14)), Reading(Fraction(2))),
}
_PERCENT = re.compile(r"[ -]?(?:%|per[ -]?cents?\b|pct\b|percentage points?\b|个?百分点)", re.I)
_ABBREVIATED = {"bn": 10**9, "mn": 10**6, "mln": 10**6, "tn": 10**12, "trn": 10**12}
_LETTERS = {"k": 10**3, "m": 10**6, "b": 10**9}
_SUFFIX = re.compile(
    r"[ -]?(hundred|thousand|million|billion|trillion|lakh|crore|dozen|bn|mn|mln|tn|trn)\b", re.I
)
_LETTER = re.compile(r" ?([kmb])\b", re.I)
_CURRENCY = re.compile(r"(?:[£$€¥￥]|USD|EUR|GBP|CNY|RMB) ?\Z")
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b", re.I)
_CLOCK = re.compile(r"(?::\d\d)? ?([ap])\.?m\b", re.I)
_DECADE = re.compile(r"'?s\b")
_THOUSAND_UNIT = re.compile("[米克瓦卡伏赫帕焦字]")
_HALF = re.compile(r" and a half(?: (thousand|million|billion|trillion))?\b", re.I)
_PARTS = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "tenth": 10}
_PART = re.compile(r"[ -](halves|third|quarter|fifth|sixth|tenth)s?\b", re.I)
_RANGE = re.compile(r" ?(?:--?|~|–|—|to|and|or|至|到|、|/) ?[£$€¥]?", re.I)
_MIXED_PART = re.compile(rf"({_PLAIN}) ?([{_MULTIPLIERS}]+)")
# Behind one Chinese digit these make it a count; without them it may be part of any word.
_COUNTED = frozenset(
    "人名个個位天年月日岁歲次家国國件起辆輛架座倍届屆条條项項种種场場张張只艘台套间間所周亩畝吨噸"
    "元块塊米里斤级級层層度小号號支部首本句轮輪批队隊连連战戰冠胜勝负負球局盘盤环環秒点點厘公省市"
)
_QUESTIONABLE = ("first", "second", "one")


def numbers_in(text: str) -> list[Number]:
    """All numbers of an English or Chinese text, in order; linear time, any thread."""
    folded = text.translate(_FOLD)
    found = [each for match in _SCAN.finditer(folded) for each in _read(match)]
    return [
        Number(
            text[each.start : each.end],
            each.start,
            each.end,
            frozenset((Reading(each.value, each.percent), *each.more)),
            each.stated,
        )
        for each in _join_ranges(found, folded)
    ]


def unsupported_numbers(summary: str, article: str) -> list[str]:
    """The numbers of `summary`, as written there, whose value is nowhere in `article`.

    Each value once, in order. Percentages are supported by percentages only. Any thread.
    """
    known = set(_readings_of(article))
    missing: list[str] = []
    for number in numbers_in(summary):
        if number.stated and not number.readings & known:
            missing.append(number.text)
            known |= number.readings
    return missing


@lru_cache(maxsize=2)  # several summaries of one article follow each other
def _readings_of(article: str) -> frozenset[Reading]:
    return frozenset(reading for number in numbers_in(article) for reading in number.readings)


def _read(match: re.Match[str]) -> Iterator[_Found]:
    """The numbers of one match: several where words or Chinese digits follow each other."""
    start, end = match.span()
    match match.lastgroup:
        case "parts":
            value = _value(match["share"])
            if value is not None:
                share = value if match["whole"] == "百" else value / 10
                yield _Found(start, end, share, percent=True)
        case "fraction":
            yield from _read_fraction(match)
        case "mixed":
            yield from _read_mixed(match)
        case "plain":
            yield _read_plain(match)
        case "cjk":
            yield from _read_chinese(match)
        case "words":
            yield from _read_words(match)
        case _:
            readings = _HINTS[(match["hint"] or "half").lower()]
            yield _Found(start, end, readings[0].value, more=readings, stated=False)


def _value(text: str) -> Fraction | None:
    """The value of a match of `_EITHER`."""
    if parts := list(_MIXED_PART.finditer(text)):
        return sum((_digits(part[1]) * scale_of(part[2]) for part in parts), Fraction(0))
    return _digits(text) if text[0].isascii() else chinese(text)


def _digits(text: str) -> Fraction:
    whole, _, decimals = text.replace(",", "").partition(".")
    decimals = decimals[:_LONGEST]
    return Fraction(int(whole[:_LONGEST] + decimals), 10 ** len(decimals))


def _read_fraction(match: re.Match[str]) -> Iterator[_Found]:
    below, above = _value(match["below"]), _value(match["above"])
    if below and above is not None:
        percent = Reading(above / below * 100, True)
        yield _Found(*match.span(), above / below, more=(percent,))


def _read_mixed(match: re.Match[str]) -> Iterator[_Found]:
    """Digits with Chinese multipliers: 1.2亿, 1亿2000万, 5千."""
    text, end = match.group(), match.end()
    parts = list(_MIXED_PART.finditer(text))
    value = sum((_digits(part[1]) * scale_of(part[2]) for part in parts), Fraction(0))
    more: tuple[Reading, ...] = ()
    if parts[-1][2] in ("千", "百") and _THOUSAND_UNIT.match(match.string, end):
        more = (Reading(_digits(parts[-1][1])),)  # 5千米 are kilometres
    end, percent = _percent(match.string, end)
    yield _Found(match.start(), end, value, scale_of(parts[-1][2]), percent, more)


def _read_plain(match: re.Match[str]) -> _Found:
    """Digits with what stands behind them: multiplier, ordinal, time of day, percent."""
    text, start, end = match.string, match.start(), match.end()
    value, scale = _digits(match.group()), 1
    while suffix := _SUFFIX.match(text, end):
        scale *= _multiplier(suffix[1].lower())
        end = suffix.end()
    more: list[Reading] = []
    if scale == 1 and (letter := _LETTER.match(text, end)):
        factor = _LETTERS[letter[1].lower()]
        if _CURRENCY.search(text, max(0, start - 5), start):
            scale, end = factor, letter.end()
        elif letter.start(1) == end:  # metres or millions
            end = letter.end()
            more.append(Reading(value * factor))
    if ordinal := _ORDINAL.match(text, end):
        end = ordinal.end()
    elif _DECADE.match(text, end) and 20 <= value <= 90 and value % 10 == 0:
        more.append(Reading(value + 1900))
    elif clock := _CLOCK.match(text, end):  # the minutes behind a colon are read on their own
        more += _clock(match.group(), afternoon=clock[1].lower() == "p")
    elif text[end : end + 1] == "成":
        more.append(Reading(value * 10, True))
    end, percent = _percent(text, end)
    return _Found(start, end, value * scale, scale, percent, tuple(more))


def _multiplier(word: str) -> int:
    return _ABBREVIATED.get(word) or SCALES.get(word) or (100 if word == "hundred" else 12)


def _clock(digits: str, *, afternoon: bool) -> Iterator[Reading]:
    """7.30pm holds 7, 19 and 30, as it may be written 7:30 or 19:30 elsewhere."""
    hours, _, minutes = digits.partition(".")
    hour = _digits(hours)
    yield Reading(hour)
    if afternoon:
        yield Reading(hour + 12)
    if minutes:
        yield Reading(_digits(minutes))


def _percent(text: str, end: int) -> tuple[int, bool]:
    """Where the number ends with its percent sign, and whether it has one."""
    sign = _PERCENT.match(text, end)
    return (sign.end(), True) if sign else (end, False)


def _read_chinese(match: re.Match[str]) -> Iterator[_Found]:
    """Chinese numerals; vague ones (数十, 十几) are left out, doubtful ones are not stated."""
    text, (start, end), run = match.string, match.span(), match.group()
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    if after in ("几", "幾") or (run[0] == "十" and before in ("几", "幾", "数", "數", "好", "上")):
        return
    value = chinese(run)
    if value is None:
        for offset, char in enumerate(run):
            digit = chinese(char)
            if digit is not None:
                yield _Found(start + offset, start + offset + 1, digit, stated=False)
        return
    end, percent = _percent(text, end)
    counted = after in _COUNTED or before == "第"
    stated = percent or len(run) > 1 or (value > 1 and counted)
    more = (Reading(value * 10, True),) if after == "成" else ()
    yield _Found(start, end, value, percent=percent, more=more, stated=stated)


def _read_words(match: re.Match[str]) -> Iterator[_Found]:
    """English words; "first", "second" and "one" are often no numbers."""
    text, offset = match.string, match.start()
    for spelled in english(match.group()):
        if spelled.vague:
            continue
        start, end = offset + spelled.start, offset + spelled.end
        stated = text[start:end].lower() not in _QUESTIONABLE
        value = spelled.value
        more: tuple[Reading, ...] = ()
        if part := _PART.match(text, end):
            share = value / _PARTS[part[1].lower()]
            end, more = part.end(), (Reading(share), Reading(share * 100, True))
        elif half := _HALF.match(text, end):
            factor = SCALES[half[1].lower()] if half[1] else 1
            end, more = half.end(), (Reading((value + Fraction(1, 2)) * factor),)
        end, percent = _percent(text, end)
        yield _Found(start, end, value, spelled.scale, percent, more, stated)


def _join_ranges(found: list[_Found], text: str) -> list[_Found]:
    """Give both ends of a range what is written once: "2 to 3 million", "5-7%", "2012-13"."""
    for index in range(len(found) - 2, -1, -1):
        first, second = found[index], found[index + 1]
        gap = text[first.end : second.start]
        if len(gap) > 6 or not _RANGE.fullmatch(gap):
            continue
        if (second.percent and not first.percent) or second.scale > first.scale == 1:
            scale = second.scale if first.scale == 1 else 1
            shared = Reading(first.value * scale, second.percent)
            found[index] = replace(first, more=(*first.more, shared))
        elif gap.strip(" ") in ("-", "--", "–", "/") and _is_short_year(first, second):
            year = Reading(first.value // 100 * 100 + second.value)
            found[index + 1] = replace(second, more=(*second.more, year))
    return found


def _is_short_year(first: _Found, second: _Found) -> bool:
    return 1000 <= first.value < 3000 and second.end - second.start == 2
