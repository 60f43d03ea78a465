"""Amounts without a figure: dozens, hundreds of thousands, 数百, 上万, 近百."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from newsassistant.text.numbers.numerals import scale_of

_ENGLISH = {
    "dozens": (24, 120),
    "scores of": (40, 200),
    "tens of thousands": (20_000, 120_000),
    "hundreds of thousands": (200_000, 1_200_000),
    "tens of millions": (20_000_000, 120_000_000),
    "hundreds of millions": (200_000_000, 1_200_000_000),
    "hundreds": (200, 2_000),
    "thousands": (2_000, 200_000),
    "millions": (2_000_000, 200_000_000),
    "billions": (2 * 10**9, 2 * 10**11),
}
_WORDS = re.compile(
    r"(?<!of )\b(" + "|".join(sorted(_ENGLISH, key=len, reverse=True)) + ")"
    r"\b(?! of (?:thousands|millions))",
    re.I,
)
_CHINESE = re.compile(
    "(好几|数|數|几|幾|上|近)([十百千万萬亿億]{1,2})(?![一二三四五六七八九十百千]|分之|余)"
)
_BEFORE = frozenset("一二三四五六七八九两廿0123456789十百千万以第")


@dataclass(frozen=True, slots=True)
class Vague:
    """An amount of `low` to `high` at [start:end]."""

    start: int
    end: int
    low: Fraction
    high: Fraction
    reached: bool = False  # 上万: ten thousand at least


def vague_amounts(text: str) -> Iterator[Vague]:
    """The vague amounts of a text; linear time."""
    for match in _WORDS.finditer(text):
        low, high = _ENGLISH[match[1].lower()]
        yield Vague(*match.span(), Fraction(low), Fraction(high))
    for match in _CHINESE.finditer(text):
        if text[match.start() - 1 : match.start()] in _BEFORE:
            continue
        base = Fraction(scale_of(match[2]))
        if base < 100 and match[1] in ("上", "近"):
            continue
        if match[1] == "近":
            yield Vague(*match.span(), base * 4 / 5, base)
        else:
            yield Vague(*match.span(), base, base * 10, match[1] == "上")
