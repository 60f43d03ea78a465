"""Chinese dates and times in a folded text: 2016年5月3日, 16、17日, 周三, 下午3点半."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsassistant.evidence.reading.said import Field, Said
from newsassistant.text.numbers.numerals import chinese

_CN = "[〇零一二三四五六七八九十廿]"
_D = rf"(?:[0-9]{{1,2}}|{_CN}{{1,3}})"
_JOINT = "[、至到和~—–-]{1,2}"
_YEAR = "(?:(?:1[0-9]|20)[0-9]{2}|[一二][〇○零一二三四五六七八九]{3})"
_NO_DAY = "元均"
_CHINESE = re.compile(
    rf"(?P<y>(?<![0-9.]){_YEAR}(?=年)|(?<![0-9.])[0-9]{{2}}(?=年[^代级級龄多来前后間间以内之的]))年"
    rf"|(?<![0-9.])(?P<m>{_D})月(?:(?P<d>{_D}(?:{_JOINT}{_D}){{0,6}})[日号號]?)?(?![0-9])"
    rf"|(?<![0-9.])(?P<d2>{_D}(?:{_JOINT}{_D}){{0,6}})"
    rf"(?:日(?![{_NO_DAY}]|子)|号(?=[上下晚早中凌，,在、]))"
    r"|(?P<wd>(?:星期|礼拜|禮拜|周|週)[一二三四五六日天](?![年期岁刊]))"
    rf"|(?P<century>(?<![0-9]){_D}世[纪紀])"
    rf"|(?P<decade>(?<![0-9])(?:(?:1[0-9]|20)?[0-9]0|[一二三四五六七八九]十)年代"
    r"|(?<![0-9.])[05-9]0后(?![0-9]))"
    rf"|(?P<clock>(?<![0-9])(?P<h>{_D})"
    r"(?:[时時](?![间間候期代常速任装尚])"
    r"|[点點](?=[整半许許左钟鐘，。、 ]|[0-9一二三四五六七八九十]{1,3}分))"
    rf"(?:(?P<mi>{_D})分|(?P<half>半))?)"
)
_EVENING = re.compile("(?:下午|晚上?|傍晚|午后|夜里|当晚|今晚|昨晚)\\Z")
_SHORT_YEAR_BEHIND = "0123456789春夏秋冬初末底"


def chinese_dates(text: str) -> Iterator[Said]:
    """What the Chinese dates of a folded text say; linear time."""
    month = 0
    for match in _CHINESE.finditer(text):
        if match["y"]:
            yield from _chinese_year(match)
        elif match["m"]:
            month = _value(match["m"])
            if month < 0 and not match["d"] and len(match["m"]) == 2:
                yield from _two_months(match)
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
            yield Said(*match.span(), Field.DECADE, _value(match.group().rstrip("年代后")))
        else:
            yield from _chinese_clock(match)


def _chinese_year(match: re.Match[str]) -> Iterator[Said]:
    digits = match["y"]
    value = _value(digits)
    if len(digits) == 2:
        # 09年 is a year, 30年 is mostly a span of time.
        behind = match.string[match.end() : match.end() + 1]
        if not 0 <= value <= 29 or (digits[0] != "0" and behind not in _SHORT_YEAR_BEHIND):
            return
        value += 2000
    yield Said(*match.span("y"), Field.YEAR, value)


def _two_months(match: re.Match[str]) -> Iterator[Said]:
    """三四月份: two months in a row."""
    start = match.start("m")
    for offset, char in enumerate(match["m"]):
        if 1 <= _value(char) <= 12:
            yield Said(start + offset, start + offset + 1, Field.MONTH, _value(char))


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
