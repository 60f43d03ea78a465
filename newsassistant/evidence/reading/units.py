"""What a number counts: money, lengths, times, ages; English and Chinese.

A unit is told by what stands right beside the number. "Pounds" may be money or weight, so that a
number may have several units.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from newsassistant.text.numbers.quantities import Number


class Unit(NamedTuple):
    """`factor` times a number of this unit is one of the `measure`'s base."""

    measure: str
    factor: Fraction = Fraction(1)


AGE = "age"
MONTHS, SECONDS = "months", "seconds"
STRICT = frozenset((AGE, MONTHS, SECONDS))
"""Measures that the article must state: "five years" are not supported by a bare five."""


COUNTERS = frozenset(("people", "characters", "points", "pictures", "degree"))
"""Measures that are left out as often as not: 三人 and 三 are one."""

_YEAR, _MONTH = Unit(MONTHS, Fraction(12)), Unit(MONTHS)
_HOUR, _MINUTE, _SECOND = Unit(SECONDS, Fraction(3600)), Unit(SECONDS, Fraction(60)), Unit(SECONDS)
_DAY, _WEEK = Unit(SECONDS, Fraction(86400)), Unit(SECONDS, Fraction(604800))


def _unit(measure: str, factor: str = "1") -> tuple[Unit, ...]:
    return (Unit(measure, Fraction(factor)),)


_POUND = (Unit("pound"), Unit("gram", Fraction("453.6")))
_ENGLISH: dict[str, tuple[Unit, ...]] = {
    "seconds?|secs?": (_SECOND,),
    "minutes?|mins?": (_MINUTE,),
    "hours?|hrs?": (_HOUR,),
    "days?|nights?": (_DAY,),
    "weeks?": (_WEEK,),
    "fortnights?": (Unit(SECONDS, Fraction(14 * 86400)),),
    "months?": (_MONTH,),
    "years?|yrs?": (_YEAR,),
    "decades?": (Unit(MONTHS, Fraction(120)),),
    "centur(?:y|ies)": (Unit(MONTHS, Fraction(1200)),),
    "kilomet(?:re|er)s?|kms?|k": _unit("metre", "1000"),
    "met(?:re|er)s?|m": _unit("metre"),
    "centimet(?:re|er)s?|cms?": _unit("metre", "0.01"),
    "millimet(?:re|er)s?|mms?": _unit("metre", "0.001"),
    "nautical miles?": _unit("metre", "1852"),
    "miles?|mi": _unit("metre", "1609.344"),
    "yards?|yds?": _unit("metre", "0.9144"),
    "feet|foot|ft": _unit("metre", "0.3048"),
    "inch(?:es)?": _unit("metre", "0.0254"),
    "kilo(?:gramme|gram)?s?|kgs?": _unit("gram", "1000"),
    "gram(?:me)?s?|g": _unit("gram"),
    "milligram(?:me)?s?|mgs?": _unit("gram", "0.001"),
    "tonnes?|metric tons?": _unit("gram", "1000000"),
    "tons?": (Unit("gram", Fraction(1_000_000)), Unit("gram", Fraction(907_185))),
    "lbs?": _unit("gram", "453.6"),
    "pounds?(?: sterling)?|quid": _POUND,
    "ounces?|oz": _unit("gram", "28.35"),
    "stones?|st": _unit("gram", "6350"),
    "(?:square|sq) (?:kilomet(?:re|er)s?|km)|km2|sq ?km": _unit("square metre", "1000000"),
    "(?:square|sq) (?:met(?:re|er)s?|m)|m2|sq ?m": _unit("square metre"),
    "(?:square|sq) miles?": _unit("square metre", "2589988"),
    "(?:square|sq)[ -](?:feet|foot|ft)|sq ?ft": _unit("square metre", "0.0929"),
    "hectares?|ha": _unit("square metre", "10000"),
    "acres?": _unit("square metre", "4046.86"),
    "lit(?:re|er)s?": _unit("litre"),
    "gallons?": (Unit("gallon"),),
    "barrels?": (Unit("barrel"),),
    "mph|miles (?:per|an) hour|mp/h": _unit("speed", "1.609344"),
    "km/h|kph|kmh|(?:kilomet(?:re|er)s|kms?) (?:per|an) hour": _unit("speed"),
    "(?:us |american |canadian |australian )?dollars?": _unit("dollar"),
    "cents?": (Unit("dollar", Fraction("0.01")), Unit("euro", Fraction("0.01"))),
    "pence|pennies": _unit("pound", "0.01"),
    "euros?": _unit("euro"),
    "yen": _unit("yen"),
    "yuan|renminbi|rmb": _unit("yuan"),
    "(?:indian |pakistani )?rupees?": _unit("rupee"),
    "roubles?|rubles?": _unit("rouble"),
    "won": _unit("won"),
    "rand": _unit("rand"),
    "francs?": _unit("franc"),
    "watts?|w": _unit("watt"),
    "kilowatts?|kw": _unit("watt", "1000"),
    "megawatts?|mw": _unit("watt", "1000000"),
    "gigawatts?|gw": _unit("watt", "1000000000"),
}
_CHINESE: dict[str, tuple[Unit, ...]] = {
    "秒钟?": (_SECOND,),
    "分钟|分鐘": (_MINUTE,),
    "个?半?小时|个?小時|个?钟头": (_HOUR,),
    "天|昼夜": (_DAY,),
    "周(?![岁年六日一二三四五边])|个?星期|个?礼拜": (_WEEK,),
    "个月|個月|个多月": (_MONTH,),
    "年(?![级級代第])|周年|载(?=[，。、])": (_YEAR,),
    "个?世纪": (Unit(MONTHS, Fraction(1200)),),
    "公里|千米": _unit("metre", "1000"),
    "米": _unit("metre"),
    "厘米|公分": _unit("metre", "0.01"),
    "毫米": _unit("metre", "0.001"),
    "英里": _unit("metre", "1609.344"),
    "海里": _unit("metre", "1852"),
    "英尺": _unit("metre", "0.3048"),
    "英寸": _unit("metre", "0.0254"),
    "吨|噸": _unit("gram", "1000000"),
    "公斤|千克": _unit("gram", "1000"),
    "斤": _unit("gram", "500"),
    "克(?![拉服])": _unit("gram"),
    "毫克": _unit("gram", "0.001"),
    "磅": _unit("gram", "453.6"),
    "平方公里|平方千米": _unit("square metre", "1000000"),
    "平方米|平米|㎡": _unit("square metre"),
    "公顷": _unit("square metre", "10000"),
    "亩|畝": _unit("square metre", "666.6667"),
    "英亩": _unit("square metre", "4046.86"),
    "立方米": _unit("litre", "1000"),
    "升(?![至到级])": _unit("litre"),
    "毫升": _unit("litre", "0.001"),
    "美元|美金|澳元|加元|新元": _unit("dollar"),
    "港元|港币|港幣": _unit("hong kong dollar"),
    "新台币|新臺幣": _unit("taiwan dollar"),
    "元(?!旦|宵|首|件|素|老|月|帅|凶)|人民币|块钱|元人民币": _unit("yuan"),
    "欧元|歐元": _unit("euro"),
    "英镑|英鎊": _unit("pound"),
    "日元|日圆|日圓": _unit("yen"),
    "韩元": _unit("won"),
    "卢布": _unit("rouble"),
    "卢比": _unit("rupee"),
    "摄氏度|℃|°C|度(?![假过数])": _unit("degree"),
    "名(?![单列次义额称气誉叫为字])|位(?![于列置居次])|人(?![次均民])": _unit("people"),
    "字(?!节)": _unit("characters"),
    "分(?![钟鐘之别析享公布会校店成工为部歧行支])": _unit("points"),
    "幅(?!度)": _unit("pictures"),
    "千瓦": _unit("watt", "1000"),
    "兆瓦": _unit("watt", "1000000"),
}


def _joined(table: dict[str, tuple[Unit, ...]]) -> tuple[str, list[tuple[Unit, ...]]]:
    names = sorted(table, key=len, reverse=True)
    return "|".join(f"({name})" for name in names), [table[name] for name in names]


_EN_PATTERN, _EN_UNITS = _joined(_ENGLISH)
_ZH_PATTERN, _ZH_UNITS = _joined(_CHINESE)
_OTHER_WORD = (
    r"(?:(?:more|full|consecutive|straight|long|calendar|successive|working|whole|further"
    r"|additional|extra|or so|or more|short|solid|odd)[ -])?"
)
_EN_BEHIND = re.compile(rf"[ -]{{0,3}}{_OTHER_WORD}(?:{_EN_PATTERN})(?![a-z0-9])", re.I | re.A)
_ZH_LONGEST_FIRST = re.compile(rf"[ ]?(?:[个個]?[多余餘来來]|左右|几)?(?:{_ZH_PATTERN})")
_AGE_BEHIND = re.compile(
    r"[ -]{0,3}(?:(years?|months?|weeks?|days?)[ -]{1,3}(?:old|of age)\b|[余多]?[周週]?[岁歲])",
    re.I | re.A,
)
_AGE_BEFORE = re.compile(
    r"\b(?:ages?:?|aged|aged between|ages? of|turn(?:s|ed|ing)?) ?\Z", re.I | re.A
)
_BARE_AGE = re.compile(
    r"(?:[,，(（] ?|\b(?:both|now|only|just|is|was|at|were|are|then|am|still|aged?|age of) )\Z",
    re.I,
)
_BARE_AGE_END = re.compile(r"[,，.;)）]")
_SIGNS = {"£": "pound", "$": "dollar", "€": "euro", "¥": "yuan", "￥": "yuan"}
_DOLLARS = {"HK": "hong kong dollar", "NT": "taiwan dollar"}
_SIGN = re.compile(r"(HK|NT)?([£$€¥￥]) ?[-−]?\Z")
_PENCE = re.compile(r"p\b")
_HALF_UNIT: dict[str, tuple[Unit, ...]] = {
    "年": (_YEAR,),
    "天": (_DAY,),
    "时": (_HOUR,),
    "月": (_MONTH,),
}
_HALF_UNIT |= {"里": _unit("metre", "1000")}
_HINTS = {"decade": _unit(MONTHS, "12"), "century": _unit(MONTHS, "12"), "fortnight": (_DAY,)}


def units_of(text: str, number: Number) -> tuple[Unit, ...]:
    """What `number` of `text` counts; empty where nothing beside it says so."""
    if hint := _HINTS.get(number.text.lower()):
        return hint
    end = number.end
    if age := _age(text, number):
        return age
    before = text[max(0, number.start - 5) : number.start]
    if sign := _SIGN.search(before):
        return _unit(_DOLLARS.get(sign[1] or "", _SIGNS[sign[2]]))
    if number.text[:1] in "-−" and (sign := _SIGN.search(number.text[:2])):
        return _unit(_SIGNS[sign[2]])
    if number.text.endswith("半") and (half := _HALF_UNIT.get(number.text[-2:-1])):
        return half
    behind = text[end : end + 4].lstrip(" -")[:1]
    if not behind or behind.isdigit():
        return ()
    if _PENCE.match(text, end):
        return _unit("pound", "0.01")
    for pattern, units in ((_EN_BEHIND, _EN_UNITS), (_ZH_LONGEST_FIRST, _ZH_UNITS)):
        match = pattern.match(text, end)
        if match and match.lastindex:
            return units[match.lastindex - 1]
    return ()


def _age(text: str, number: Number) -> tuple[Unit, ...]:
    if match := _AGE_BEHIND.match(text, number.end):
        name = (match[1] or "year").lower().rstrip("s")
        return {
            "year": (Unit(AGE, Fraction(12)),),
            "month": (Unit(AGE),),
            "week": (Unit(AGE, Fraction(7, 30)),),
            "day": (Unit(AGE, Fraction(1, 30)),),
        }[name]
    if _AGE_BEFORE.search(text, max(0, number.start - 16), number.start):
        return (Unit(AGE, Fraction(12)),)
    return ()


def may_be_age(text: str, number: Number) -> bool:
    """True for ", 39," and "(39)" where people are named."""
    return (
        1 <= number.value <= 120
        and number.text.isdigit()
        and _BARE_AGE.search(text, max(0, number.start - 8), number.start) is not None
        and _BARE_AGE_END.match(text, number.end) is not None
    )
