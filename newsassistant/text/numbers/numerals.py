"""Number words -> values: English ("two hundred and five") and Chinese (一百二十, 廿五, 壹佰)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

_ONES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = [f"{stem}teen" for stem in ("thir", "four", "fif", "six", "seven", "eigh", "nine")]
_TEENS = ["ten", "eleven", "twelve", *_TEENS]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_IRREGULAR = {
    "first": "one",
    "second": "two",
    "third": "three",
    "fifth": "five",
    "eighth": "eight",
    "ninth": "nine",
    "twelfth": "twelve",
    "nil": "zero",
    "nought": "zero",
    "fourty": "forty",
}
_CARDINAL = ("nil", "nought", "fourty")
_SCORES = {"threescore": 60, "fourscore": 80}
SCALES = {
    "thousand": 10**3,
    "lakh": 10**5,
    "million": 10**6,
    "crore": 10**7,
    "billion": 10**9,
    "trillion": 10**12,
}
_SMALL: dict[str, tuple[str, int]] = {
    **{word: ("ones", value) for value, word in enumerate(_ONES)},
    **{word: ("teens", value) for value, word in enumerate(_TEENS, 10)},
    **{word: ("tens", value * 10) for value, word in enumerate(_TENS, 2)},
    "hundred": ("hundred", 100),
    "dozen": ("dozen", 12),
    **{word: ("scale", value) for word, value in SCALES.items()},
}


def _vocabulary() -> dict[str, tuple[str, int, bool]]:
    """word -> (kind, value, is an ordinal)."""
    known = {word: (kind, value, False) for word, (kind, value) in _SMALL.items()}
    for word, (kind, value) in _SMALL.items():
        ordinal = word[:-1] + "ieth" if word.endswith("y") else word + "th"
        known.setdefault(ordinal, (kind, value, True))
    for word, cardinal in _IRREGULAR.items():
        known[word] = (*_SMALL[cardinal], word not in _CARDINAL)
    for word, value in _SCORES.items():
        known[word] = ("score", value, False)
    return known


_WORDS = _vocabulary()
_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_LEAD = (
    r"(?:(?:an?[ ])?half[ -](?:an?[ ])?|an?[ ])"
    r"(?=(?:hundred|thousand|million|billion|trillion|lakh|crore|dozen)\b)"
)
_JOINT = r"(?:[ ]and[ ]|[ ]?-[ ]?|[ \n])"
# One run of number words; it may hold several numbers ("one hundred and two hundred").
ENGLISH_RUN = rf"\b(?:{_LEAD})?(?:{_WORD})(?:{_JOINT}(?:{_WORD}))*\b"
_DECIMAL_WORDS = "|".join([*_ONES, "nought", "oh"])
_POINT = re.compile(rf" point((?:[ -](?:{_DECIMAL_WORDS})){{1,40}})\b", re.I | re.A)
_LEADING = re.compile(_LEAD, re.I | re.A)
_TOKEN = re.compile(rf"(?P<joint>and )?(?P<word>(?:{_WORD})\b)", re.I | re.A)


@dataclass(frozen=True, slots=True)
class Spelled:
    """A number in words: where it stands in its run, its value and its last multiplier.

    `vague` ones are part of phrases such as "several hundred"; `ordinal`: "twenty-first".
    """

    start: int
    end: int
    value: Fraction
    scale: int = 1
    vague: bool = False
    ordinal: bool = False


@dataclass(slots=True)
class _Reader:
    """Puts words together for as long as they make one number."""

    total: Fraction = field(default_factory=Fraction)
    current: Fraction = field(default_factory=Fraction)
    last: str = ""
    scale: int = 1
    smallest: int = 10**15
    vague: bool = False
    ordinal: bool = False
    start: int = 0
    end: int = 0

    def takes(self, kind: str, value: int, *, joined: bool, then: str) -> bool:
        """True if the next word goes on with this number; `then` is the kind of the word after."""
        if not self.last:
            return True
        if joined and (self.last not in ("hundred", "scale", "score") or _is_next(self.last, then)):
            return False
        match kind:
            case "ones":
                return value > 0 and self.last in ("tens", "hundred", "scale", "score")
            case "score":
                return False
            case "teens" | "tens":
                return self.last in ("hundred", "scale", "score") or (
                    self._is_century() and not joined
                )
            case "hundred":
                small = 0 < self.current < 20 or (self.current < 100 and self.current % 10 > 0)
                return self.last in ("ones", "teens", "lead") and small
            case "dozen":
                return self.last in ("ones", "teens", "tens", "lead")
        return self.current > 0 and value < self.smallest

    def add(self, kind: str, value: int) -> None:
        """Take the word in."""
        if kind in ("hundred", "dozen", "scale"):
            self.vague = self.vague or not self.last
            self.scale = value
            self.current = (self.current or Fraction(1)) * value
            if kind == "scale":
                self.total, self.current = self.total + self.current, Fraction(0)
                self.smallest = value
        elif kind in ("teens", "tens") and self._is_century():
            self.current = self.current * 100 + value
        else:
            self.current += value
            self.scale = 1
        self.last = kind

    def _is_century(self) -> bool:
        """The first half of a year, as in "nineteen eighty"."""
        return self.last in ("teens", "tens") and not self.total and 10 <= self.current <= 20

    def spelled(self) -> Spelled:
        """What was read."""
        value = self.total + self.current
        return Spelled(self.start, self.end, value, self.scale, self.vague, self.ordinal)


def _is_next(last: str, then: str) -> bool:
    """True in "one hundred and two hundred", where the second half is a number of its own."""
    return last == "hundred" and then == "hundred"


def english(run: str) -> Iterator[Spelled]:
    """The numbers in a run of number words (a match of `ENGLISH_RUN`), in order."""
    reader = _led(run)
    tokens = list(_TOKEN.finditer(run, reader.end))
    for index, token in enumerate(tokens):
        kind, value, ordinal = _WORDS[token["word"].lower()]
        then = _WORDS[tokens[index + 1]["word"].lower()][0] if index + 1 < len(tokens) else ""
        if not reader.takes(kind, value, joined=bool(token["joint"]), then=then):
            yield reader.spelled()
            reader = _Reader()
        if not reader.last:
            reader.start = token.start("word")
        reader.add(kind, value)
        reader.end = token.end()
        reader.ordinal = ordinal
        if ordinal:
            yield reader.spelled()
            reader = _Reader()
    if reader.last:
        yield reader.spelled()


def _led(run: str) -> _Reader:
    """A reader that has taken in "a" or "half a" where the run begins with it."""
    lead = _LEADING.match(run)
    if lead is None:
        return _Reader()
    half = lead.group().lower().startswith("half")
    return _Reader(current=Fraction(1, 2 if half else 1), last="lead", end=lead.end())


def decimals(text: str, end: int) -> tuple[int, str]:
    """Where " point two five" behind a number in words ends, and its digits; `end`, "" if none."""
    match = _POINT.match(text, end)
    if match is None:
        return end, ""
    words = match[1].lower().replace("-", " ").split()
    return match.end(), "".join(str(_ONES.index(w)) if w in _ONES else "0" for w in words)


_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")}
_DIGITS |= {"〇": 0, "○": 0, "两": 2, "兩": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
_TENS_IN_ONE = {"廿": "二十", "卅": "三十", "卌": "四十"}
# The numerals of cheques, one for one; half of them are also surnames and parts of other words.
_FORMAL = str.maketrans(
    "壹壱贰貳弍叁參叄弎肆伍陆陸柒捌玖拾佰仟", "一一二二二三三三三四五六六七八九十百千"
)
CHINESE_DIGITS = "".join(_DIGITS)
CHINESE_SCALES = "".join(_UNITS) + "".join(_MYRIADS)
CHINESE = CHINESE_DIGITS + CHINESE_SCALES + "".join(_TENS_IN_ONE)
FORMAL_SCALES = "拾佰仟" + "".join(_MYRIADS)
FORMAL = "".join(map(chr, _FORMAL)) + "零〇" + "".join(_MYRIADS)
_LONGEST = 40


def scale_of(units: str) -> int:
    """The product of multipliers such as 万亿."""
    product = 1
    for char in units:
        product *= _UNITS.get(char) or _MYRIADS[char]
    return product


def chinese(run: str) -> Fraction | None:
    """The value of a run of Chinese numerals, with 点 for the decimal point.

    None where it is no one number: 五六 (five or six), 十三五 (a plan), 百万 (vague).
    """
    if len(run) > 2 * _LONGEST:
        return None
    whole, _, places = run.translate(_FORMAL).replace("點", "点").partition("点")
    for char, tens in _TENS_IN_ONE.items():
        whole = whole.replace(char, tens)
    value = _whole(whole)
    if value is None or not all(char in _DIGITS for char in places):
        return None
    digits = "".join(str(_DIGITS[char]) for char in places)
    return value + (Fraction(int(digits), 10 ** len(digits)) if digits else 0)


def _whole(run: str) -> Fraction | None:
    if not run or len(run) > _LONGEST:
        return None
    if all(char in _DIGITS for char in run):
        if len(run) > 1 and ("两" in run or "兩" in run):  # 三三两两: by twos and threes
            return None
        spelled_out = len(run) != 2 or _DIGITS[run[0]] == 0 or _DIGITS[run[1]] == 0
        return Fraction(int("".join(str(_DIGITS[char]) for char in run))) if spelled_out else None
    if run[0] not in _DIGITS and run[0] != "十":
        return None
    return _sections(run)


def _sections(run: str) -> Fraction | None:
    """Sections of up to 9999, each followed by its power of ten thousand."""
    total, section, digit, unit, largest = 0, 0, -1, 1, 1
    for char in run:
        if char in _DIGITS:
            if digit > 0:  # two digits in a row: "三四十", not a number
                return None
            digit = _DIGITS[char]
            unit = 1 if digit == 0 else unit
        elif char in _UNITS:
            unit = _UNITS[char]
            section += (1 if digit < 0 else digit) * unit
            digit = -1
        else:
            unit, section, digit = _MYRIADS[char], section + max(digit, 0), -1
            # 万亿 multiplies all that stands before it, the 万 of 一亿两千万 only the 两千.
            total = (total + section) * unit if unit > largest else total + section * unit
            section, largest = 0, max(largest, unit)
    # 一百二 is 120: a last digit without zero before it counts tenths of the last unit.
    return Fraction(total + section + max(digit, 0) * max(1, unit // 10))
