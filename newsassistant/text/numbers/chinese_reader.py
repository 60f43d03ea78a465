"""Chinese numerals in a folded text, and what Chinese writes behind a number of any sort.

Vague ones (数十, 十几) are left out, doubtful ones (五六, a single 一) are not stated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from newsassistant.text.numbers.digits import CLUSTER, figures
from newsassistant.text.numbers.found import Found, finish
from newsassistant.text.numbers.numerals import (
    CHINESE,
    CHINESE_DIGITS,
    FORMAL_SCALES,
    chinese,
    scale_of,
)
from newsassistant.text.numbers.quantities import Kind, Reading

_RUN = re.compile(rf"[{CHINESE}]+(?:[点點][{CHINESE_DIGITS}]+)?")
_DIGITS = re.compile(CLUSTER)
_MULTIPLIERS = frozenset("百千万萬亿億兆")
_BASES = {"百": 100, "千": 1000, "万": 10_000, "萬": 10_000}
_MORE_SCALE = re.compile("[余餘多来來]([十百千万萬亿億兆]{1,4})")
_HALF = re.compile(
    "[个個]半|(?:年|岁|歲|天|倍|里|米|斤|尺|小时|小時|度|世纪|世紀|公里|公斤|吨|噸|块|塊)"
    "半(?![年天径徑场場决決岛島数數导導价價路夜百])"
)
_TENTH = {"半": 5, **{char: value for value, char in enumerate("一二三四五六七八九", 1)}}
_TENTHS = re.compile("成([一二三四五六七八九半1-9])?(?![十百千万])")
# Words that 成 begins: before their second character 三成 may be three of something.
_WORDS_WITH = frozenset(
    "员員立为為功本果长長就分份人年群千交绩績型熟名语語都品套效因双雙批败敗婚家才材形行排龙龍片"
)
_NEAR = frozenset("近超逾约約过過")
_HOUR = re.compile("(?:下午|晚上|傍晚|午后|晚间|夜里|晚)\\Z")
# Behind one Chinese digit these make it a count; without them it may be part of any word.
_COUNTED = frozenset(
    "人名个個位天年月日岁歲次家国國件起辆輛架座倍届屆条條项項种種场場张張只艘台套间間所周亩畝吨噸"
    "元块塊米里斤級级層层度小号號支部首本句轮輪批队隊连連战戰冠胜勝负負球局盘盤环環秒点點厘公省市余多"
)


def read_chinese(text: str, start: int, end: int) -> Iterator[Found]:
    """The numbers of a run of numerals at [start:end]."""
    run = text[start:end]
    before, after = text[start - 1 : start], text[end : end + 1]
    if run == "零" and after == "下":  # the minus of what follows
        return
    if run in _BASES and text.startswith("分之", end):
        yield from _read_share(text, start, end, Fraction(_BASES[run]))
        return
    if after in ("几", "幾") or (run[0] == "十" and before in ("几", "幾", "数", "數", "好", "上")):
        return
    value = chinese(run)
    if value is None:
        if before in _NEAR or (len(run) > 1 and before not in ("几", "幾", "数", "數", "好", "上")):
            yield from _bare(run, start)
        yield from _one_by_one(run, start)
        return
    if text.startswith("分之", end):
        yield from _read_share(text, start, end, value)
        return
    score = before == "比" or after == "比"
    stated = len(run) > 1 or (value > 1 and (score or before == "第" or after in _COUNTED))
    found = Found(start, end, (value,), stated=stated, ordinal=before == "第")
    found = with_chinese(found, text)
    yield finish(replace(found, stated=found.stated or found.end > end), text)


def read_formal(text: str, start: int, end: int) -> Iterator[Found]:
    """Numerals of cheques (壹佰贰拾万), with a unit: their digits are surnames as well."""
    run = text[start:end]
    unit = len(run) > 1 and any(char in FORMAL_SCALES for char in run)
    if not (unit or text[end : end + 1] in ("元", "圆", "圓")) or text[start - 1 : start] == "收":
        return
    value = chinese(run)
    if value is not None:
        yield finish(with_chinese(Found(start, end, (value,)), text), text)


def _bare(run: str, start: int) -> Iterator[Found]:
    """近百, 百万: a multiplier for what is about one of it."""
    if len(run) <= 4 and all(char in _MULTIPLIERS for char in run):
        value = Fraction(scale_of(run))
        yield Found(start, start + len(run), (value,), value, stated=False, approximate=True)


def _one_by_one(run: str, start: int) -> Iterator[Found]:
    for offset, char in enumerate(run):
        digit = chinese(char)
        if digit is not None:
            yield Found(start + offset, start + offset + 1, (digit,), stated=False)


def with_chinese(found: Found, text: str) -> Found:
    """With what Chinese writes behind a number: 余万, 个半, 成五, 月, 点."""
    end = found.end
    if scale := _MORE_SCALE.match(text, end):
        factor = scale_of(scale[1])
        return replace(found.times(factor), end=scale.end(), approximate=True)
    if half := _HALF.match(text, end):
        return replace(found, values=(found.values[0] + Fraction(1, 2),), end=half.end())
    if (tenths := _TENTHS.match(text, end)) and found.values[0] <= 10:
        return _tenths(found, text, tenths)
    value = found.values[0]
    if text.startswith("月", end) and 1 <= value <= 12:
        return replace(found, more=(*found.more, Reading(value, Kind.MONTH)))
    if text[end : end + 1] in ("点", "點", "时", "時") and value < 12:
        more = [Reading(value + 12)] if _HOUR.search(text, 0, found.start) else []
        if text.startswith("半", end + 1):
            more.append(Reading(Fraction(30)))
        return replace(found, more=(*found.more, *more))
    return found


def _tenths(found: Found, text: str, match: re.Match[str]) -> Found:
    """三成五 is 35 %; where 成 may begin another word both are possible."""
    digit = match[1]
    extra = (
        Fraction(5) if digit == "半" else (chinese(digit) or Fraction(int(digit))) if digit else 0
    )
    values = tuple(value * 10 + extra for value in found.values)
    after = text[match.end() : match.end() + 1]
    if digit or after not in _WORDS_WITH:
        sure = replace(found, values=values, kind=Kind.PERCENT, end=match.end(), stated=True)
        return replace(sure, scale=Fraction(10))
    shares = tuple(Reading(value, Kind.PERCENT) for value in values)
    return replace(found, more=(*found.more, *shares))


def _read_share(text: str, start: int, end: int, below: Fraction) -> Iterator[Found]:
    """三分之一 at [start:end] and 分之; 百分之, 千分之 and 万分之 are per cent only."""
    above = _core(text, end + len("分之"))
    if above is None or not below:
        return
    value, stop = above
    percent = value / below * 100
    if text[start:end] in _BASES:
        found = Found(start, stop, (percent,), kind=Kind.PERCENT, prefixed=True)
    else:
        more = (Reading(percent, Kind.PERCENT),)
        found = Found(start, stop, (value / below,), more=more)
    yield finish(found, text)


def read_share(found: Found, text: str) -> Iterator[Found]:
    """The fraction whose denominator `found` is, before 分之."""
    yield from _read_share(text, found.start, found.end, found.values[0])


def _core(text: str, place: int) -> tuple[Fraction, int] | None:
    """The number that stands at `place` and where it ends."""
    if match := _RUN.match(text, place):
        value = Fraction(100) if match.group() == "百" else chinese(match.group())
        return None if value is None else (value, match.end())
    if match := _DIGITS.match(text, place):
        first = figures(match.group(), place)[0]
        return first.values[0], first.end
    return None
