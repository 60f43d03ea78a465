"""What stands beside a number: multipliers, percent and points, signs, "about", 余."""

from __future__ import annotations

import re
from fractions import Fraction

from newsassistant.text.numbers.numerals import SCALES
from newsassistant.text.numbers.quantities import Kind

_WORDS = {
    **SCALES,
    "hundred": 100,
    "dozen": 12,
    **dict.fromkeys(("bn", "mrd"), 10**9),
    **dict.fromkeys(("mn", "mln", "mio"), 10**6),
    **dict.fromkeys(("tn", "trn"), 10**12),
    **dict.fromkeys(("tsd", "tausend", "mille", "mil", "mila"), 10**3),
    **dict.fromkeys(("millionen", "millions", "millones", "milioni"), 10**6),
    **dict.fromkeys(("milliarden", "milliarde", "milliards", "milliard", "miliardi"), 10**9),
    **{"billions": 10**9, "billionen": 10**12, "billones": 10**12, "trillions": 10**12},
    **{"crores": 10**7, "lakhs": 10**5},
}
_ALL = "|".join(sorted(_WORDS, key=len, reverse=True))
_SUFFIX = re.compile(rf"[ -]?({_ALL})\b", re.I | re.A)
_CONTINENTAL = re.compile(
    r"[ -]?(?:mill?i(?:one|ard|oni)|mio|mrd|mil[ah]|tausend|tsd|billion(?:en|es)"
    r"|prozent|promille|pour cent|por ciento|basispunkt)",
    re.I | re.A,
)
_CHINESE_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "萬": 10**4}
_CHINESE_UNITS |= {"亿": 10**8, "億": 10**8, "兆": 10**12}

_KINDS = (
    (
        r"%[- ]?points?\b|per(?:[ -]?cent|centage)[ -]points?\b|pct\.? (?:points?|pts)\b"
        r"|(?-i:pp|ppts?|pps)\b|个?個?百分点|个?個?百分點|prozentpunkten?\b",
        Kind.POINTS,
        1,
    ),
    (
        r"basis[ -]points?\b|(?-i:bps?)\b|(?<=[0-9])BPs?\b|个?個?基点|basispunkten?\b",
        Kind.POINTS,
        100,
    ),
    (r"%|per[ -]?cents?\b|pct\b|(?-i:pc)\b|prozent\b|pour cent\b|por ciento\b", Kind.PERCENT, 1),
    (r"‰|per mill?e?\b|promille\b", Kind.PERCENT, 10),
)
_KIND = re.compile(
    r"[ -]?(?:" + "|".join(f"({pattern})" for pattern, _, _ in _KINDS) + ")",
    re.I | re.A,
)
_POINTS = re.compile(r"[ -]points?\b|个点", re.I | re.A)
_MINUS = re.compile(
    r"(?:(?:^|[\s(\[“\"'‘（:：,，;；。、~])(?<![\d%°℃][ ])(?P<hyphen>[-–])[£$€¥￥]?"
    r"|(?<![\d.,)%])(?P<sign>−)[ ]?[£$€¥￥]?"
    r"|(?:^|[^\d\s%])[ ]?(?P<word>\b(?:minus|negative) )[£$€¥￥]?"
    r"|(?P<chinese>零下|(?<![胜勝\d])[负負]))\Z",
    re.I | re.A,
)
_BELOW = re.compile(
    r"(?:°|º|℃|℉| ?degrees?)(?: ?(?:C|F|Celsius|Fahrenheit|centigrade)\b)?"
    r" below\b(?! average| normal| the)",
    re.I | re.A,
)
_DEGREES = re.compile(r" ?(?:°|º|℃|℉|%|degrees?\b|per ?cent\b|度|摄氏)|C\b|F\b", re.I | re.A)
_FALLING = re.compile(
    r"fell|fall|down|drop|declin|decreas|\blow|loss|los[te]|losing|shr[aiu]n|contract|slump|slid"
    r"|plung|reduc|\bcut|deficit|negative|weak|跌|降|减|減|负|負|亏|虧|缩|縮|下滑|损失|损",
    re.I | re.A,
)
_FALLS = (
    *("fell", "fall", "down", "drop", "declin", "decreas", "low", "los", "shr", "contract"),
    *("slump", "slid", "plung", "reduc", "cut", "deficit", "negative", "weak"),
    *"跌降减減负負亏虧缩縮损",
    "下滑",
)
"""Of each way to say so a piece in small letters."""

_ABOUT_BEFORE = re.compile(
    r"(?:\b(?:about|around|some|nearly|almost|roughly|approximately|approx\.?|circa|ca\.|c\."
    r"|over|more than|less than|fewer than|under|at least|up to|close to|just over|just under"
    r"|an estimated|as many as)\s+(?:an?\s+)?|(?<!\d)[~≈])[£$€¥￥]?\Z"
    r"|(?:约|約|近|逾|超|超过|超過|大约|大約|将近|近乎|不到|不足|至少|最多|多达)\Z",
    re.I | re.A,
)
_ABOUT_AFTER = re.compile(r"(?:-odd\b|-plus\b|\+| or so\b|ish\b|余|餘|左右|上下|多)", re.I | re.A)
# The last character of all that is looked for before a number: most have none of these.
_BEFORE_MINUS = frozenset("-–−$£€¥￥ \u00a0下负負")
_BEFORE_ABOUT = frozenset(" \n\t~≈$£€¥￥约約近逾超过過到足少多乎")
_REACH = 24  # characters looked at before a number; the longest phrase has fewer


def multiplier(text: str, end: int) -> tuple[int, int]:
    """The multipliers behind a number ("hundred thousand", bn) and where they end; 1 if none."""
    scale = 1
    for _ in range(3):
        suffix = _SUFFIX.match(text, end)
        if suffix is None:
            break
        scale *= _WORDS[suffix[1].lower()]
        end = suffix.end()
    return scale, end


def is_continental(text: str, end: int) -> bool:
    """True before a unit of a language that writes 1.200 for twelve hundred."""
    return _CONTINENTAL.match(text, end) is not None


def kind_behind(text: str, end: int) -> tuple[Kind, Fraction, int]:
    """Percent or points behind a number: the kind, its factor (1/100 of basis points), the end."""
    match = _KIND.match(text, end)
    if match is None or match.lastindex is None:
        return Kind.PLAIN, Fraction(1), end
    _, kind, divisor = _KINDS[match.lastindex - 1]
    return kind, Fraction(1, divisor), match.end()


def may_be_points(text: str, end: int) -> bool:
    """True before " points", which in a poll are percentage points."""
    return _POINTS.match(text, end) is not None


def sign_before(text: str, start: int, end: int) -> tuple[int, bool]:
    """Where a number's minus begins, and whether it may also be a dash; `start` if it has none.

    A hyphen is a minus for sure before degrees and per cent only; after a digit it is a range.
    """
    if text[start - 1 : start] not in _BEFORE_MINUS or _is_apart(text, start):
        return start, False
    match = _MINUS.search(text, max(0, start - _REACH), start)
    if match is None:
        return start, False
    name = match.lastgroup or "sign"
    return match.start(name), name == "hyphen" and not _DEGREES.match(text, end)


def _is_apart(text: str, start: int) -> bool:
    """True where a space and a digit stand before a number: no word or sign belongs to it."""
    return start > 1 and text[start - 1] == " " and text[start - 2].isdigit()


def is_below_zero(text: str, end: int) -> bool:
    """True before "degrees below zero"."""
    return _BELOW.match(text, end) is not None


def is_falling(text: str, start: int, end: int) -> bool:
    """True where the words around speak of a fall: "fell 5 %" and -5 % are one."""
    near = text[max(0, start - 40) : end + 12].lower()
    if not any(map(near.__contains__, _FALLS)):  # a tenth of the time of the pattern
        return False
    return _FALLING.search(text, max(0, start - 40), min(len(text), end + 12)) is not None


def is_approximate(text: str, start: int, end: int) -> bool:
    """True where the words beside a number keep it but make it vague."""
    if _ABOUT_AFTER.match(text, end):
        return True
    near = text[start - 1 : start] in _BEFORE_ABOUT and not _is_apart(text, start)
    return near and _ABOUT_BEFORE.search(text, max(0, start - _REACH), start) is not None
