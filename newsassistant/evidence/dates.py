"""Dates and times of day in a text, English and Chinese: what each says, piece by piece.

"26 and 27 April 2015" says two days of a month and a year, 4月3日 one day, "Thursday" a weekday.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from newsassistant.text.numbers.folding import Folded
from newsassistant.text.numbers.numerals import chinese


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


_NAMES = "january february march april may june july august september october november december"
_MONTHS = {name: number for number, name in enumerate(_NAMES.split(), 1)}
_MONTHS |= {name[:3]: number for name, number in list(_MONTHS.items())} | {"sept": 9}
_FULL = "january|february|march|april|june|july|august|september|october|november|december"
_MON = (
    rf"(?P<m>{_FULL}|may\b\.?|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)(?![a-z])"
)
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?"
_DAYS = rf"(?P<d>{_DAY}(?:(?:, ?| ?(?:and|or|to|-|–|—|/|&) ?|, and ){_DAY}){{0,6}})"
_NO_MONTH = rf"(?! (?:{_FULL}|may )|[0-9])"
_YEAR = r"(?:1[0-9]{3}|20[0-9]{2})"
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_UNITS_BEHIND = (
    r"(?! ?(?:people|men|women|miles?|km|kilomet|met[re]|feet|pounds?|dollars?|euros?|tons?|tonnes"
    r"|per ?cent|%|million|billion|times|jobs|homes|members|votes|kg|mph|hours|pupils|students"
    r"|acres|cases|points|seats|troops|workers|runs|GMT|BST|EST|EDT|local time))"
)
_ENGLISH = re.compile(
    r"(?<![A-Za-z])(?=[0-9'’jfmasondtweJFMASONDTWE])(?:"
    rf"(?P<dm>(?<![\w.,:/$£€-]){_DAYS}(?: of)?[ -]{_MON}(?:[-–](?P<d5>{_DAY})(?![0-9]))?(?:,? ?(?P<y>{_YEAR}|['’][0-9]{{2}})(?![0-9]))?)"
    rf"|(?P<md>(?:(?<![\w.,:/$£€-])(?P<d6>{_DAY})(?: and | or | to | ?[-–] ?))?"
    rf"\b{_MON.replace('?P<m>', '?P<m2>')} {_DAYS.replace('?P<d>', '?P<d2>').replace(_DAY, _DAY + _NO_MONTH)}"
    rf"(?![0-9]|:[0-9]|[.,][0-9]{{3}}| ?(?:%|per ?cent|million|billion))"
    rf"(?:,? ?(?P<y2>{_YEAR})(?![0-9]))?)"
    rf"|(?P<my>\b{_MON.replace('?P<m>', '?P<m3>')},? (?P<y3>{_YEAR}|['’][0-9]{{2}})(?![0-9]))"
    rf"|(?P<mo>\b{_MON.replace('?P<m>', '?P<m4>')})"
    r"|(?P<wd>\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?s?\b)"
    rf"|(?P<decade>(?<![0-9])(?:{_YEAR[:-1]})|(?<![\w])['’]?[2-9]0)['’]?s\b)"
    r"|(?P<century>\b(?:[0-9]{1,2}(?:st|nd|rd|th)|[a-z]+(?:st|nd|rd|th)|first|second|third)"
    r"(?= to | and | or |[ -](?:early |late |mid-?)?century\b|[ -]centuries\b)"
    r"(?:[ -]century)?)"
    r"|(?P<iso>(?<![0-9./-])[0-9]{4}[-/.][01]?[0-9][-/.][0-3]?[0-9](?![0-9]|[-/.][0-9]))"
    r"|(?P<slash>(?<![0-9./-])[0-3]?[0-9]/[0-3]?[0-9]/(?:[0-9]{4}|[0-9]{2})(?![0-9/]))"
    r"|(?P<ap>(?<![0-9.:,])(?P<h>[01]?[0-9])(?:[:.](?P<mi>[0-5][0-9]))? ?(?P<half>[ap])\.?m\b\.?)"
    r"|(?P<clock>(?<![0-9.:,])(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?![0-9:.]))"
    r"|(?P<zone>(?<![0-9.:,])(?:[01][0-9]|2[0-3]):?[0-5][0-9](?= (?:GMT|BST|EST|EDT|CET|PT|ET|local)))"
    r"|(?P<noon>\b(?:noon|midday|midnight)\b)"
    rf"|(?P<year>(?<![\w.,:/$£€¥%-]){_YEAR}(?:(?:[-–/]| [-–] )(?:{_YEAR}|[0-9]{{2}}))?(?![0-9]|[\u4e00-\u9fff]|[.,:][0-9]|-(?:year|mile|page|strong|foot)|[a-z]){_UNITS_BEHIND}))",
    re.I | re.A,
)
_CN = "[〇零一二三四五六七八九十廿]"
_D = rf"(?:[0-9]{{1,2}}|{_CN}{{1,3}})"
_CHINESE = re.compile(
    rf"(?P<y>(?<![0-9.])(?:(?:1[0-9]|20)[0-9]{{2}}|[0-9]{{2}}|[一二][〇○零一二三四五六七八九]{{3}})(?=年(?!级|級|代|龄|多|来|前|后|間|间|以|内|之|的|[^0-9月]?(?:时间|历史)))|(?<![0-9.])(?:(?:1[0-9]|20)[0-9]{{2}}|[一二][〇○零一二三四五六七八九]{{3}})(?=年))年"
    rf"|(?<![0-9.])(?P<m>{_D})月(?:(?P<d>{_D}(?:[、至到和,，~—–-]{{1,2}}{_D}){{0,6}})[日号號]?)?(?![0-9])"
    rf"|(?<![0-9.])(?P<d2>{_D}(?:[、至到和~—–-]{{1,2}}{_D}){{0,6}})(?:日(?![元均益前常游报報渐趨趋程军軍本方]|子)|号(?=[上下晚早中凌，,在、]))"
    r"|(?P<wd>(?:星期|礼拜|禮拜|周|週)[一二三四五六日天](?![年期岁刊]))"
    rf"|(?P<century>(?<![0-9])(?:[0-9]{{1,2}}|{_CN}{{1,3}})世[纪紀])"
    rf"|(?P<decade>(?<![0-9])(?:(?:1[0-9]|20)?[0-9]0|[一二三四五六七八九]十)年代)"
    rf"|(?P<clock>(?<![0-9])(?P<h>[0-9]{{1,2}}|{_CN}{{1,3}})(?:[时時](?!间|間|候|期|代|常|速|任|装|尚)|[点點](?=[整半许許左钟鐘，。、 ]|[0-9]{{1,2}}分|[0-9一二三四五六七八九十]{{1,3}}分))(?:(?P<mi>[0-9]{{1,2}}|{_CN}{{1,3}})分|(?P<half>半))?)",
)
_BEFORE_MAY = re.compile(
    r"(?:\b(?:in|of|since|by|until|till|last|next|this|early|late|mid|from|to|and|or|between|during"
    r"|before|after|through|every|each|for|on|for|past|until)[ -]|[,(] ?)\Z",
    re.I,
)
_EVENING = re.compile("(?:下午|晚上?|傍晚|午后|夜里|当晚|今晚|昨晚)\\Z")
_ORDINALS = {
    **{f"{name}": number for number, name in enumerate(("first", "second", "third"), 1)},
    **{"fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10},
    **{"eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15},
    **{"sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20},
}
_WORD_DECADES = re.compile(r"\b(?:nineteen[- ])?(twen|thir|for|fif|six|seven|eigh|nine)ties\b", re.I)
_WORD_TENS = ("twen", "thir", "for", "fif", "six", "seven", "eigh", "nine")
_DIGITS = re.compile("[0-9]{1,4}")


def dates(folded: Folded) -> list[Said]:
    """What the dates of a text say, in order of their places; linear time."""
    found = [*_english(folded.text), *_word_decades(folded.text), *_chinese(folded.text)]
    placed = []
    for said in sorted(found, key=lambda each: (each.start, each.end)):
        start, end = folded.span(said.start, said.end)
        placed.append(Said(start, end, said.field, said.value, said.sure))
    return placed


def _english(text: str) -> Iterator[Said]:
    for match in _ENGLISH.finditer(text):
        sort = next(key for key in _READERS if match[key] is not None)
        yield from _READERS[sort](match)


def _read_day_month(match: re.Match[str]) -> Iterator[Said]:
    month = _month(match["m"])
    yield from _days(match, "d", month, match.start("d"), match.end("m"))
    yield from _one_day(match, "d5", month)
    yield from _year(match, "y")


def _read_month_day(match: re.Match[str]) -> Iterator[Said]:
    month = _month(match["m2"])
    yield from _one_day(match, "d6", month)
    yield from _days(match, "d2", month, match.start("m2"), match.end("d2"))
    yield from _year(match, "y2")


def _read_month_year(match: re.Match[str]) -> Iterator[Said]:
    yield Said(*match.span("m3"), Field.MONTH, _month(match["m3"]))
    yield from _year(match, "y3")


def _read_month(match: re.Match[str]) -> Iterator[Said]:
    """A month alone: "may" and "march" are words, "Mar" and "Jan" names as well."""
    word, start = match["m4"], match.start()
    if word[0].islower() and (len(word) < 5 or word == "march"):
        if word not in ("june", "july"):
            return
    doubtful = word.lower().rstrip(".") in ("may", "march", "mar", "jan", "dec", "sep", "june", "april", "august")
    if doubtful and not _BEFORE_MAY.search(match.string, max(0, start - 12), start):
        return
    yield Said(*match.span("m4"), Field.MONTH, _month(word))


def _read_weekday(match: re.Match[str]) -> Iterator[Said]:
    """Thursday, Thu.; "sun", "sat", "wed" and "mon" are other words where small."""
    word = match.group()
    if not word.lower().rstrip("s").endswith("day") and (word[0].islower() or word.endswith("s")):
        if word.lower() not in ("tues", "thurs"):
            return
    if word in ("Sun", "Sat", "Wed", "Mon", "Fri") and match.string[match.end() :][:1].isalpha():
        return
    yield Said(*match.span(), Field.WEEKDAY, _WEEKDAYS.index(word.lower()[:3]))


def _read_decade(match: re.Match[str]) -> Iterator[Said]:
    digits = "".join(filter(str.isdigit, match.group()))
    value = int(digits)
    yield Said(*match.span(), Field.DECADE, value % 100 if len(digits) == 2 else value)


def _word_decades(text: str) -> Iterator[Said]:
    for match in _WORD_DECADES.finditer(text):
        tens = _WORD_TENS.index(match[1].lower()) + 2
        yield Said(*match.span(), Field.DECADE, tens * 10)


def _read_century(match: re.Match[str]) -> Iterator[Said]:
    text = match.string
    if "centur" not in text[match.start() : match.end() + 24].lower():
        return
    word = re.split("[ -]", match.group().lower())[0]
    digits = "".join(filter(str.isdigit, word))
    value = int(digits) if digits else _ORDINALS.get(word)
    if value:
        yield Said(*match.span(), Field.CENTURY, value)


def _read_iso(match: re.Match[str]) -> Iterator[Said]:
    year, month, day = (int(each) for each in _DIGITS.findall(match.group()))
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return
    yield Said(match.start(), match.start() + 4, Field.YEAR, year)
    yield Said(match.start() + 5, match.end(), Field.DAY, month * 100 + day)


def _read_slash(match: re.Match[str]) -> Iterator[Said]:
    """3/4/2015 is a day of April or of March."""
    first, second, year = (int(each) for each in _DIGITS.findall(match.group()))
    end = match.start() + match.group().rindex("/")
    for month, day in ((second, first), (first, second)):
        if 1 <= month <= 12 and 1 <= day <= 31:
            yield Said(match.start(), end, Field.DAY, month * 100 + day, sure=False)
    yield Said(end + 1, match.end(), Field.YEAR, year if year > 99 else 2000 + year)


def _read_half_day(match: re.Match[str]) -> Iterator[Said]:
    hour = int(match["h"])
    if 1 <= hour <= 12:
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
        yield Said(*match.span(), Field.TIME, hour * 60 + int(match["mi"] or 0))


def _read_clock(match: re.Match[str]) -> Iterator[Said]:
    digits = match.group().replace(":", "").rjust(4, "0")
    yield Said(*match.span(), Field.TIME, int(digits[:2]) * 60 + int(digits[2:]))


def _read_noon(match: re.Match[str]) -> Iterator[Said]:
    yield Said(*match.span(), Field.TIME, 0 if match.group().lower() == "midnight" else 720)


def _read_year(match: re.Match[str]) -> Iterator[Said]:
    first, *second = _DIGITS.finditer(match.group())
    start = match.start()
    year = int(first.group())
    yield Said(start + first.start(), start + first.end(), Field.YEAR, year, sure=1900 <= year)
    if second:
        end = second[0]
        value = int(end.group())
        value = value if value > 99 else year // 100 * 100 + value + (100 if value < year % 100 else 0)
        yield Said(start + end.start(), start + end.end(), Field.YEAR, value)


_READERS: dict[str, Callable[[re.Match[str]], Iterator[Said]]] = {
    "dm": _read_day_month,
    "md": _read_month_day,
    "my": _read_month_year,
    "mo": _read_month,
    "wd": _read_weekday,
    "decade": _read_decade,
    "century": _read_century,
    "iso": _read_iso,
    "slash": _read_slash,
    "ap": _read_half_day,
    "clock": _read_clock,
    "zone": _read_clock,
    "noon": _read_noon,
    "year": _read_year,
}


def _month(word: str) -> int:
    return _MONTHS[word.lower().rstrip(".")]


def _days(
    match: re.Match[str], group: str, month: int, start: int, end: int
) -> Iterator[Said]:
    """One `Said` a day: a list of days is read one by one, the first with its month."""
    days = list(_DIGITS.finditer(match[group]))
    at = match.start(group)
    for number, day in enumerate(days):
        value = month * 100 + int(day.group())
        if len(days) == 1:
            yield Said(start, end, Field.DAY, value)
        else:
            first, last = at + day.start(), at + day.end()
            yield Said(
                start if number == 0 else first,
                end if number == len(days) - 1 else last,
                Field.DAY,
                value,
            )


def _one_day(match: re.Match[str], group: str, month: int) -> Iterator[Said]:
    """The other day of "8 November-9" and "26 and April 27"."""
    if match[group]:
        digits = "".join(filter(str.isdigit, match[group]))
        yield Said(*match.span(group), Field.DAY, month * 100 + int(digits))


def _year(match: re.Match[str], group: str) -> Iterator[Said]:
    if match[group]:
        digits = "".join(filter(str.isdigit, match[group]))
        value = int(digits) if len(digits) == 4 else _short_year(int(digits))
        yield Said(*match.span(group), Field.YEAR, value)


def _short_year(value: int) -> int:
    return 1900 + value if value > 40 else 2000 + value


def _chinese(text: str) -> Iterator[Said]:
    month = 0
    for match in _CHINESE.finditer(text):
        if match["y"]:
            yield from _chinese_year(match)
        elif match["m"]:
            month = _value(match["m"])
            if not 1 <= month <= 12:
                continue
            if match["d"]:
                yield from _chinese_days(match, "d", month)
            else:
                yield Said(*match.span(), Field.MONTH, month)
        elif match["d2"]:
            yield from _chinese_days(match, "d2", 0)
        elif match["wd"]:
            day = "一二三四五六日".find(match.group()[-1].replace("天", "日"))
            yield Said(*match.span(), Field.WEEKDAY, day)
        elif match["century"]:
            yield Said(*match.span(), Field.CENTURY, _value(match.group()[:-2]))
        elif match["decade"]:
            yield Said(*match.span(), Field.DECADE, _value(match.group()[:-2]))
        else:
            yield from _chinese_clock(match)


def _chinese_year(match: re.Match[str]) -> Iterator[Said]:
    digits = match["y"]
    value = _value(digits)
    if len(digits) == 2:
        # 09年 is a year, 30年 is mostly a span of time.
        if not 0 <= value <= 29 or (digits[0] != "0" and match.string[match.end() : match.end() + 1] not in "0123456789春夏秋冬初末底"):
            return
        value += 2000
    yield Said(*match.span("y"), Field.YEAR, value)


def _chinese_days(match: re.Match[str], group: str, month: int) -> Iterator[Said]:
    pieces = list(re.finditer(_D, match[group]))
    at = match.start(group)
    for number, piece in enumerate(pieces):
        day = _value(piece.group())
        if not 1 <= day <= 31:
            continue
        first, last = at + piece.start(), at + piece.end()
        yield Said(
            match.start() if number == 0 else first,
            match.end() if number == len(pieces) - 1 else last,
            Field.DAY,
            month * 100 + day,
        )


def _chinese_clock(match: re.Match[str]) -> Iterator[Said]:
    hour, minute = _value(match["h"]), _value(match["mi"]) if match["mi"] else 0
    minute = 30 if match["half"] else minute
    if not (0 <= hour <= 24 and 0 <= minute < 60):
        return
    start = match.start()
    evening = hour < 12 and _EVENING.search(match.string, max(0, start - 2), start)
    yield Said(*match.span(), Field.TIME, (hour + (12 if evening else 0)) % 24 * 60 + minute)


def _value(digits: str) -> int:
    if digits.isdigit() and digits.isascii():
        return int(digits)
    value = chinese(digits)
    return -1 if value is None else int(value)
