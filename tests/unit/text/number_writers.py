"""Writes one value in many spellings, independently of the reader that is tested with them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    "nineteen",
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
HAN = "零一二三四五六七八九"
CHEQUE = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
WIDE = str.maketrans("0123456789,.%", "０１２３４５６７８９，．％")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
SEPARATORS = {
    **{"comma": ",", "space": " ", "no-break": "\u00a0", "narrow": "\u202f", "thin": "\u2009"},
    **{"figure": "\u2007", "apostrophe": "'", "curly": "’", "invisible": "\u200b", "dot": "."},
    "comma and mark": ",\u200e",
}
# Spellings that may be another number as well: what they support is checked for less.
DOUBTFUL = ("space", "dot", "myriads", "german")


@dataclass(frozen=True, slots=True)
class Spelling:
    """A value written down: `sort` names the habit."""

    sort: str
    text: str


def words(value: int) -> str:
    """English words for 0 <= value < 10**12."""
    for scale, name in ((10**9, "billion"), (10**6, "million"), (1000, "thousand")):
        if value >= scale:
            rest = value % scale
            joint = " and " if 0 < rest < 100 else " "
            return f"{words(value // scale)} {name}" + (joint + words(rest) if rest else "")
    if value >= 100:
        rest = value % 100
        return f"{ONES[value // 100]} hundred" + (f" and {words(rest)}" if rest else "")
    if value >= 20:
        return TENS[value // 10 - 2] + (f"-{ONES[value % 10]}" if value % 10 else "")
    return ONES[value]


def han(value: int) -> str:
    """Chinese numerals for 0 <= value < 10**12."""
    for scale, name in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if value >= scale:
            rest = value % scale
            gap = "零" if 0 < rest < scale // 10 else ""
            return han(value // scale) + name + gap + (han(rest) if rest else "")
    return HAN[value]


def indian(value: int) -> str:
    """Groups of two in front of the last three digits."""
    head, tail = str(value)[:-3], str(value)[-3:]
    groups = [head[max(0, end - 2) : end] for end in range(len(head), 0, -2)]
    return ",".join([*reversed(groups), tail])


def myriads(value: int) -> str:
    """Groups of four."""
    digits = str(value)
    groups = [digits[max(0, end - 4) : end] for end in range(len(digits), 0, -4)]
    return ",".join(reversed(groups))


def _short(value: int, scale: int) -> str | None:
    """The value in units of `scale` where three decimals hold it."""
    if value < scale or value * 1000 % scale:
        return None
    text = str(Decimal(value) / scale)
    return text.rstrip("0").rstrip(".") if "." in text else text


def counts(value: int) -> Iterator[Spelling]:
    """A whole number, 2 <= value < 10**12, in every habit."""
    grouped = f"{value:,}"
    yield Spelling("plain", str(value))
    yield Spelling("arabic", str(value).translate(ARABIC))
    yield Spelling("wide", grouped.translate(WIDE))
    yield Spelling("words", words(value))
    if value >= 10:  # one character alone is often part of a word, and is not asked about
        yield Spelling("han", han(value))
    if value >= 1000:
        for sort, separator in SEPARATORS.items():
            yield Spelling(sort, grouped.replace(",", separator))
    if value >= 10**5:
        yield Spelling("indian", indian(value))
        yield Spelling("myriads", myriads(value))
        yield Spelling("decimals", f"{grouped.replace(',', '.')},00")
    if value >= 10:
        yield Spelling("cheque", f"{han(value).translate(CHEQUE)}元")
    for scale, names in ((10**6, "million m bn"), (10**9, "billion bn")):
        if short := _short(value, scale):
            yield Spelling(names.split()[0], f"{short} {names.split()[0]}")
            yield Spelling("suffix", f"£{short}{'m' if scale == 10**6 else 'bn'}")
            unit = "Millionen" if scale == 10**6 else "Mrd. Euro"
            yield Spelling("german", f"{short.replace('.', ',')} {unit}")
    for scale, name in ((10**4, "万"), (10**8, "亿")):
        if short := _short(value, scale):
            yield Spelling(name, short + name)


def _spoken(tenths: int) -> str:
    whole, tenth = divmod(tenths, 10)
    return words(whole) + (f" point {ONES[tenth]}" if tenth else "")


def shares(tenths: int) -> Iterator[Spelling]:
    """Tenths of a per cent, 1 <= tenths < 1000, in every habit."""
    short = f"{tenths / 10:g}"
    whole, tenth = divmod(tenths, 10)
    yield from (Spelling(unit, short + unit) for unit in ("%", " %", " per cent", " percent"))
    yield Spelling("wide", f"{short}%".translate(WIDE))
    yield Spelling("german", f"{short.replace('.', ',')} Prozent")
    yield Spelling("spoken", f"{_spoken(tenths)} per cent")
    yield Spelling("百分之", f"百分之{short}")
    yield Spelling("千分之", f"千分之{tenths}")
    yield Spelling("han", f"百分之{han(whole)}" + (f"点{HAN[tenth]}" if tenth else ""))
    if tenth == 5:
        yield Spelling("half", f"{whole or ''}½ per cent")
    if tenths % 10 == 0 and whole >= 10:
        tail = HAN[whole % 10] if whole % 10 else ""
        yield Spelling("成", f"{HAN[whole // 10]}成{tail}，")


def points(tenths: int) -> Iterator[Spelling]:
    """Tenths of a percentage point in every habit."""
    short = f"{tenths / 10:g}"
    for unit in (" percentage points", " percentage point", "pp", "个百分点", " %-points"):
        yield Spelling(unit, short + unit)
    yield Spelling("basis points", f"{tenths * 10} basis points")
    yield Spelling("基点", f"{tenths * 10}个基点")
    yield Spelling("german", f"{short.replace('.', ',')} Prozentpunkte")


def some_count(chance: random.Random) -> int:
    """A count as news has them: of any size, often round."""
    digits = chance.randint(1, 12)
    value = chance.randint(10 ** (digits - 1), 10**digits - 1)
    kept = chance.choice((1, 2, 3, 4, 12))
    step = 10 ** max(0, digits - kept)
    return int(max(2, value // step * step))


def wrong(chance: random.Random, value: int, limit: int) -> int:
    """Another value as a model errs: a digit more or less, exchanged, off by one."""
    digits = list(str(value))
    place = chance.randrange(len(digits))
    exchanged = digits.copy()
    exchanged[place], exchanged[-1] = exchanged[-1], exchanged[place]
    replaced = digits.copy()
    replaced[place] = str((int(digits[place]) + chance.randint(1, 9)) % 10)
    found = [value * 10, value // 10, value + 1, value - 1, int("".join(exchanged))]
    found += [int("".join(replaced)), value * 100, value // 100]
    right = [each for each in found if each != value and 2 <= each < limit]
    return int(chance.choice(right))
