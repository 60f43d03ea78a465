"""English dates and times in a folded text: 26 and 27 April, 2012-13, the 1990s, 7.30pm."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from newsassistant.evidence.reading.lists import words
from newsassistant.evidence.reading.said import Field, Said

_NAMES = "january february march april may june july august september october november december"
_MONTHS = {name: number for number, name in enumerate(_NAMES.split(), 1)}
_MONTHS |= {name[:3]: number for name, number in list(_MONTHS.items())} | {"sept": 9}
_FULL = "january|february|march|april|june|july|august|september|october|november|december"


def _mon(group: str) -> str:
    """A month by name, as the group `group` of a pattern."""
    return (
        rf"(?P<{group}>{_FULL}|may\b\.?"
        r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)(?![a-z])"
    )


_DAY = r"(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?"
_NO_MONTH = rf"(?! (?:{_FULL}|may )|[0-9])"
_JOINT = r"(?:, ?| ?(?:and|or|to|-|–|—|/|&) ?|, and )"
_YEAR = r"(?:1[0-9]{3}|20[0-9]{2})"
_FREE = r"(?<![\w.,:/$£€-])"
_NO_YEAR = (
    r"(?! ?(?:people|men|women|miles?|km|kilomet|met[re]|feet|pounds?|dollars?|euros?|tons?|tonnes"
    r"|per ?cent|%|million|billion|times|jobs|homes|members|votes|kg|mph|hours|pupils|students"
    r"|acres|cases|points|seats|troops|workers|runs|GMT|BST|EST|EDT|local time)"
    r"|[0-9]|[\u4e00-\u9fff]|[.,:][0-9]|-(?:year|mile|page|strong|foot)|[a-z])"
)
_ENGLISH = re.compile(
    r"(?<![A-Za-z])(?=[0-9'’jfmasondtweJFMASONDTWE])(?:"
    # 3 April 2015; 26 and 27 April; 8 November-9
    rf"(?P<dm>{_FREE}(?P<d>{_DAY}(?:{_JOINT}{_DAY}){{0,6}})(?: of)?[ -]{_mon('m')}"
    rf"(?:[-–](?P<d5>{_DAY})(?![0-9]))?(?:,? ?(?P<y>{_YEAR}|['’][0-9]{{2}})(?![0-9]))?)"
    # April 3, 2015; April 26 and 27; 26 and April 27
    rf"|(?P<md>(?:{_FREE}(?P<d6>{_DAY})(?: and | or | to | ?[-–] ?))?\b{_mon('m2')} "
    rf"(?P<d2>{_DAY}{_NO_MONTH}(?:{_JOINT}{_DAY}{_NO_MONTH}){{0,6}})"
    rf"(?![0-9]|:[0-9]|[.,][0-9]{{3}}| ?(?:%|per ?cent|million|billion))"
    rf"(?:,? ?(?P<y2>{_YEAR})(?![0-9]))?)"
    rf"|(?P<my>\b{_mon('m3')},? (?P<y3>{_YEAR}|['’][0-9]{{2}})(?![0-9]))"
    rf"|(?P<mo>\b{_mon('m4')})"
    r"|(?P<wd>\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?s?\b)"
    r"|(?P<decade>(?<![0-9])(?:(?:1[0-9]|20)[0-9]0|(?<!\w)['’]?[2-9]0)['’]?s\b)"
    r"|(?P<century>\b(?:[0-9]{1,2}(?:st|nd|rd|th)|[a-z]+(?:st|nd|rd|th)|first|second|third)"
    r"(?= to | and | or |[ -](?:early |late |mid-?)?century\b|[ -]centuries\b)"
    r"(?:[ -]century)?)"
    r"|(?P<iso>(?<![0-9./-])[0-9]{4}[-/.][01]?[0-9][-/.][0-3]?[0-9](?![0-9]|[-/.][0-9]))"
    r"|(?P<slash>(?<![0-9./-])[0-3]?[0-9]/[0-3]?[0-9]/(?:[0-9]{4}|[0-9]{2})(?![0-9/]))"
    r"|(?P<ap>(?<![0-9.:,])(?P<h>[01]?[0-9])(?:[:.](?P<mi>[0-5][0-9]))? ?(?P<half>[ap])\.?m\b\.?)"
    r"|(?P<clock>(?<![0-9.:,])(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?![0-9:.]))"
    r"|(?P<zone>(?<![0-9.:,])(?:[01][0-9]|2[0-3]):?[0-5][0-9]"
    r"(?= (?:GMT|BST|EST|EDT|CET|PT|ET|local)))"
    r"|(?P<noon>\b(?:noon|midday|midnight)\b)"
    # 2015; 2012-13
    r"|(?P<year>(?<![\w.,:/$£€¥%\u4e00-\u9fff-])"
    rf"{_YEAR}(?:(?:[-–/]| [-–] )(?:{_YEAR}|[0-9]{{2}}))?{_NO_YEAR}))",
    re.I | re.A,
)
_NAME_BEHIND = re.compile(" [A-Z][a-z]")
_SMALL_MONTHS = words("june july january february april august september october november december")
_DOUBTFUL = words("may march mar jan dec sep")
_FIRST_NAMES = words("june april august")
_BEFORE_MAY = re.compile(
    r"(?:\b(?:in|of|since|by|until|till|last|next|this|early|late|mid|from|to|and|or|between|during"
    r"|before|after|through|every|each|for|on|past)[ -]|[,(] ?)\Z",
    re.I,
)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SMALL_DAYS = words("tues thurs")
_ORDINALS = {
    **{f"{name}": number for number, name in enumerate(("first", "second", "third"), 1)},
    **{"fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10},
    **{"eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15},
    **{"sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20},
}
_WORD_DECADES = re.compile(
    r"\b(?:nineteen[- ])?(twen|thir|for|fif|six|seven|eigh|nine)ties\b", re.I
)
_WORD_TENS = ("twen", "thir", "for", "fif", "six", "seven", "eigh", "nine")
_DIGITS = re.compile("[0-9]{1,4}")


def english_dates(text: str) -> Iterator[Said]:
    """What the English dates of a folded text say; linear time."""
    for match in _ENGLISH.finditer(text):
        sort = next(key for key in _READERS if match[key] is not None)
        yield from _READERS[sort](match)
    yield from _word_decades(text)


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
    if word[0].islower() and word not in _SMALL_MONTHS:
        return
    name = word.lower().rstrip(".")
    doubtful = name in _DOUBTFUL or (
        name in _FIRST_NAMES and _NAME_BEHIND.match(match.string, match.end())
    )
    if doubtful and not _BEFORE_MAY.search(match.string, max(0, start - 12), start):
        return
    yield Said(*match.span("m4"), Field.MONTH, _month(word))


def _read_weekday(match: re.Match[str]) -> Iterator[Said]:
    """Thursday, Thu.; "sun", "sat", "wed" and "mon" are other words where small."""
    word = match.group()
    whole = word.lower().rstrip("s").endswith("day")
    short = word[0].islower() or word.endswith("s")
    if not whole and short and word.lower() not in _SMALL_DAYS:
        return
    yield Said(*match.span(), Field.WEEKDAY, _WEEKDAYS.index(word.lower()[:3]))


def _read_decade(match: re.Match[str]) -> Iterator[Said]:
    """The 1990s, '90s; "2010's record" may be of a year."""
    digits = "".join(filter(str.isdigit, match.group()))
    value = int(digits)
    of_year = len(digits) == 4 and not match.group()[4:5].isalpha()
    decade = value % 100 if len(digits) == 2 else value
    yield Said(*match.span(), Field.DECADE, decade, sure=not of_year)
    if of_year:
        yield Said(*match.span(), Field.YEAR, value)


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
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    yield Said(*match.span(), Field.TIME, minutes, sure=":" in match.group())


def _read_noon(match: re.Match[str]) -> Iterator[Said]:
    yield Said(*match.span(), Field.TIME, 0 if match.group().lower() == "midnight" else 720)


def _read_year(match: re.Match[str]) -> Iterator[Said]:
    first, *second = _DIGITS.finditer(match.group())
    start = match.start()
    year = int(first.group())
    yield Said(start + first.start(), start + first.end(), Field.YEAR, year, sure=year >= 1900)
    if second:
        end = second[0]
        value = int(end.group())
        if value < 100:
            value += year // 100 * 100 + (100 if value < year % 100 else 0)
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


def _days(match: re.Match[str], group: str, month: int, start: int, end: int) -> Iterator[Said]:
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
