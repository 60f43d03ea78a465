"""Where numbers stand in a folded text, and how each sort of spelling is read.

Each reader looks at a bounded piece of the text, so that all of it takes linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from newsassistant.text.numbers.chinese_reader import read_chinese, read_formal
from newsassistant.text.numbers.digit_reader import VULGAR, read_digits, vulgar
from newsassistant.text.numbers.digits import CLUSTER, number
from newsassistant.text.numbers.found import Found, finish
from newsassistant.text.numbers.numerals import (
    CHINESE,
    CHINESE_DIGITS,
    ENGLISH_RUN,
    FORMAL,
    SCALES,
    Spelled,
    decimals,
    english,
)
from newsassistant.text.numbers.quantities import Kind, Reading

_DATE = (
    r"(?<![0-9.,/-])(?:[0-9]{4}(?P<y>[-/.‐‑–])[0-9]{1,2}(?P=y)[0-9]{1,2}"
    r"|[0-9]{1,2}(?P<d>[-/.‐‑–])[0-9]{1,2}(?P=d)(?:[0-9]{4}|[0-9]{2}))(?![0-9]|[-/.,][0-9])"
)
_SLASH = r"(?<![0-9.,/⁄-])[0-9]{1,2}[/⁄][0-9]{1,2}(?![0-9.,/⁄-]|:[0-9])"
_NAMES = "third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth|twentieth|hundredth"
_SCALE = "hundred|thousand|million|billion|trillion"
_MEASURES = (
    "years?|months?|weeks?|days?|hours?|minutes?|centur(?:y|ies)|decades?|miles?|kilomet(?:re|er)s?"
    "|met(?:re|er)s?|tons?|tonnes?|pounds?|dollars?|euros?|(?:percentage )?points?|times|acres?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_HINTS = {
    **dict.fromkeys(("twice", "both", "couple", "pair", "duo", "double", "doubled", "doubles"), 2),
    **dict.fromkeys(("trio", "triple", "tripled", "triples"), 3),
    **{"thrice": 3, "quadruple": 4, "quadrupled": 4, "twofold": 2, "threefold": 3, "fourfold": 4},
    **{"fivefold": 5, "sixfold": 6, "tenfold": 10, "hundredfold": 100},
    **{"twenties": 1920, "thirties": 1930, "forties": 1940, "fifties": 1950, "sixties": 1960},
    **{"seventies": 1970, "eighties": 1980, "nineties": 1990},
    **{"once": 1, "decade": 10, "century": 100, "fortnight": 14, "俩": 2, "仨": 3},
}
SCAN = re.compile(
    rf"(?P<date>{_DATE})|(?P<slash>{_SLASH})|(?P<digits>{CLUSTER})|(?P<vulgar>[{VULGAR}])"
    rf"|(?P<most>一半|半数|半數|半(?=年|天|小时|小時|个|個|场|場|价|價))|(?P<cjk>[{CHINESE}]+(?:[点點][{CHINESE_DIGITS}]+)?)|(?P<formal>[{FORMAL}]+)"
    rf"|(?P<over>\b(?:an?|one) (?:{_MEASURES}) and a (?:half|quarter)\b)"
    rf"|(?P<words>{ENGLISH_RUN})"
    rf"|(?P<part>\b(?:an? )?(?:half|halves|quarters?)\b|\ban? (?:{_NAMES})\b)"
    rf"|\b(?P<month>{_MONTH})\b|(?P<hint>\b(?:{'|'.join(_HINTS)})\b|[俩仨])",
    re.I | re.A,
)
"""Everything that a number may begin with."""

_PARTS = {
    "half": 2,
    "halves": 2,
    "半": 2,
    "一半": 2,
    "半数": 2,
    "半數": 2,
    "third": 3,
    "quarter": 4,
}
_PARTS |= {"fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10}
_PARTS |= {"twentieth": 20, "hundredth": 100}
_PART = re.compile(rf"([ -])(halves|(?:{_NAMES})s?)\b", re.I | re.A)
_OF_SCALE = re.compile(rf" (?:of )?an? ({_SCALE})\b|[ -]({_SCALE})\b", re.I | re.A)
_AND_PART = re.compile(
    rf"[ -]and[ -](an?|one|two|three)[ -](half|halves|(?:{_NAMES})s?)(?:[ -]({_SCALE}))?\b",
    re.I | re.A,
)
_OF_ONE = re.compile(r" (?:of )?(?:an?|one|1)(?= per ?cent| pct\b)", re.I | re.A)
_QUESTIONABLE = ("first", "second", "one")
_NEAR_DAY = re.compile(r"[0-9](?:st|nd|rd|th)?(?: of)?[ -]?\Z", re.I | re.A)
_DAY = re.compile(r"\.?[ -][0-9]{1,4}\b", re.A)


def read(match: re.Match[str]) -> Iterator[Found]:
    """The numbers of one match of `SCAN`, which may take in what stands behind it."""
    text = match.string
    match match.lastgroup:
        case "date":
            yield from _read_date(match)
        case "slash":
            yield from _read_slash(match)
        case "digits":
            yield from read_digits(text, *match.span())
        case "vulgar":
            yield from _read_share(text, *match.span(), vulgar(match.group()), stated=True)
        case "formal":
            yield from read_formal(text, *match.span())
        case "cjk":
            yield from read_chinese(text, *match.span())
        case "over":
            extra = Fraction(1, 4 if match.group().lower().endswith("quarter") else 2)
            yield finish(Found(*match.span(), (1 + extra,)), text)
        case "words":
            yield from _read_words(match)
        case "part" | "most":
            name = match.group().lower().split(" ")[-1]
            yield from _read_share(text, *match.span(), Fraction(1, _below(name)), stated=False)
        case "month":
            yield from _read_month(match)
        case _:
            value = Fraction(_HINTS[match.group().lower()])
            yield Found(*match.span(), (value,), stated=False)


def _below(name: str) -> int:
    return _PARTS.get(name) or _PARTS[name.rstrip("s")]


def _scale(name: str) -> int:
    return SCALES.get(name.lower(), 100)


def _read_date(match: re.Match[str]) -> Iterator[Found]:
    """Year, month and day are three numbers; no minus, no range, no share."""
    pieces = list(re.finditer("[0-9]+", match.group()))
    for index, piece in enumerate(pieces):
        value = Fraction(int(piece.group()))
        start, end = match.start() + piece.start(), match.start() + piece.end()
        more: tuple[Reading, ...] = ()
        if 1 <= value <= 12 and (index == 1 or (index == 0 and end - start < 3)):
            more = (Reading(value, Kind.MONTH),)
        elif index == 2 and end - start == 2:
            more = (Reading(2000 + value), Reading(1900 + value))
        yield Found(start, end, (value,), more=more)


def _read_slash(match: re.Match[str]) -> Iterator[Found]:
    """3/4 is three quarters, 3 and 4, or a day and a month."""
    parts = []
    for piece in re.finditer("[0-9]+", match.group()):
        value = Fraction(int(piece.group()))
        month = (Reading(value, Kind.MONTH),) if 1 <= value <= 12 else ()
        start = match.start() + piece.start()
        parts.append(Found(start, start + len(piece.group()), (value,), more=month))
    above, below = parts[0].values[0], parts[1].values[0]
    if not 0 < above < below:
        yield parts[0]
        yield finish(parts[1], match.string)
        return
    for share in _read_share(match.string, *match.span(), above / below, stated=True):
        yield replace(share, parts=() if "⁄" in match.group() else tuple(parts))


def _read_share(
    text: str, start: int, end: int, share: Fraction, *, stated: bool
) -> Iterator[Found]:
    """A part of one: of a hundred too, or "of a million"."""
    if scale := _OF_SCALE.match(text, end):
        value = share * _scale(scale[1] or scale[2])
        yield finish(Found(start, scale.end(), (value,), scale=value / share), text)
        return
    if unit := _OF_ONE.match(text, end):  # half a percentage point
        end = unit.end()
    found = finish(Found(start, end, (share,), stated=stated), text)
    if found.kind is Kind.PLAIN:
        found = replace(found, more=(*found.more, Reading(share * 100, Kind.PERCENT)))
    yield found


def _read_words(match: re.Match[str]) -> Iterator[Found]:
    """English words; a fraction may take in the next ones of the run."""
    text, offset = match.string, match.start()
    taken = 0
    for spelled in english(match.group()):
        if spelled.vague or offset + spelled.start < taken:
            continue
        for found in _read_spelled(text, offset, spelled):
            yield found
            taken = found.end


def _read_spelled(text: str, offset: int, spelled: Spelled) -> Iterator[Found]:
    """One number in words; "first", "second" and "one" are often none."""
    start, end = offset + spelled.start, offset + spelled.end
    value, scale = spelled.value, Fraction(spelled.scale)
    if part := _PART.match(text, end):
        yield from _read_part(text, start, value, part)
        return
    if extra := _AND_PART.match(text, end):
        yield finish(_with_part(start, value, scale, extra), text)
        return
    end, places = decimals(text, end)
    if places and spelled.scale == 1:
        value = number(str(int(value)), places)
        if behind := _OF_SCALE.match(text, end):
            scale = Fraction(_scale(behind[1] or behind[2]))
            value, end = value * scale, behind.end()
    stated = text[start:end].lower() not in _QUESTIONABLE
    found = Found(start, end, (value,), scale, stated=stated, ordinal=spelled.ordinal)
    yield finish(found, text)


def _read_part(text: str, start: int, count: Fraction, part: re.Match[str]) -> Iterator[Found]:
    """Two thirds, one-quarter; "two third places" are two."""
    name = part[2].lower()
    if not (name.endswith("s") or count == 1 or part[1] == "-"):
        yield finish(Found(start, part.start(), (count,)), text)
        return
    for found in _read_share(text, start, part.end(), count / _below(name), stated=True):
        plain = () if name.endswith("s") else (Reading(count),)
        yield replace(found, more=(*found.more, *plain))


def _with_part(start: int, value: Fraction, scale: Fraction, extra: re.Match[str]) -> Found:
    """Two and a half million; "a million and a half" is a half of a million more."""
    share = Fraction({"two": 2, "three": 3}.get(extra[1].lower(), 1), _below(extra[2].lower()))
    if extra[3]:
        factor = Fraction(_scale(extra[3]))
        return Found(start, extra.end(), ((value + share) * factor,), factor)
    values = (value + share * scale, value + share) if scale > 1 else (value + share,)
    return Found(start, extra.end(), values, scale)


def _read_month(match: re.Match[str]) -> Iterator[Found]:
    """A month by name, beside the day or year that makes it one."""
    text, (start, end) = match.string, match.span()
    if _DAY.match(text, end) or _NEAR_DAY.search(text, max(0, start - 8), start):
        month = _MONTHS.index(match.group().lower()[:3]) + 1
        yield Found(start, end, (Fraction(month),), kind=Kind.MONTH, stated=False)
