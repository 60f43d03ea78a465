"""Digits with what may stand between them -> values: 29,000, 29 000, 29’000, 12,34,567, 29.000,50.

A spelling that several habits read in different ways has several values, or parts that are numbers
of their own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from newsassistant.text.numbers.folding import NARROW

LONGEST = 40
"""Digits that a quantity has at most, before and behind its point; more are no quantity."""

_GROUPS = 8  # behind the first: 10**27
_APOSTROPHES = "'’‘ʼ′`´"
_SPACES = " " + NARROW
# These may also stand between two numbers.
_LOOSE = (" ", ", ", "，")
_TIGHT = rf"[.,·‧{_APOSTROPHES}]"
CLUSTER = rf"[0-9]+(?:(?:{_TIGHT}|(?:, |[，{_SPACES}])(?=[0-9]{{3}}(?![0-9])))[0-9]+)*"
"""Pattern of digits and separators that `figures` takes apart."""

_TOKEN = re.compile(r"([0-9]+)([^0-9]*)")


@dataclass(frozen=True, slots=True)
class Figure:
    """Digits that are one number at [start:end]: `values` with the likeliest first.

    `parts`: what the same digits are if they are several numbers. `sure` is False where a unit
    behind it makes it one decimal, the smallest of `values` (3,5 %; 8.075 million). `long`: the
    digits, of more than `LONGEST`.
    """

    start: int
    end: int
    values: tuple[Fraction, ...]
    parts: tuple[Figure, ...] = ()
    sure: bool = True
    long: str = ""


class _Token(NamedTuple):
    """Digits and the separator behind them, empty at the end."""

    start: int
    digits: str
    separator: str

    @property
    def end(self) -> int:
        return self.start + len(self.digits)


def figures(cluster: str, offset: int) -> list[Figure]:
    """The numbers of a match of `CLUSTER` that begins at `offset`, in order; linear."""
    tokens = [
        _Token(offset + match.start(), match[1], match[2]) for match in _TOKEN.finditer(cluster)
    ]
    found: list[Figure] = []
    index, chained = 0, ""
    while index < len(tokens):
        token = tokens[index]
        count, figure = 1, _single(token)
        if token.separator and token.separator != chained:
            count, figure = _longest(tokens, index)
        # 1.2.3 and 1,2,3 are lists, versions or dates from their first separator to the last.
        chained = token.separator if count == 1 else ""
        found.append(figure)
        index += count
    return found


def number(digits: str, decimals: str = "") -> Fraction:
    """The value of at most `LONGEST` digits and as many decimals."""
    decimals = decimals[:LONGEST]
    return Fraction(int(digits[:LONGEST] + decimals), 10 ** len(decimals))


def _single(token: _Token) -> Figure:
    bare = token.digits.lstrip("0") if len(token.digits) > LONGEST else token.digits
    long = token.digits if len(bare) > LONGEST else ""
    return Figure(token.start, token.end, (number(bare[:LONGEST] or "0"),), long=long)


def _longest(tokens: list[_Token], index: int) -> tuple[int, Figure]:
    """The number that begins at `tokens[index]` and how many tokens it takes."""
    separator = tokens[index].separator
    if groups := _grouped(tokens, index, separator):
        return _with_groups(tokens, index, groups)
    if separator in (".", ",", "·", "‧") and _is_decimal(tokens, index):
        return 2, _decimal(tokens, index)
    return 1, _single(tokens[index])


def _grouped(tokens: list[_Token], index: int, separator: str) -> int:
    """How many groups follow the first: of three digits, of two (India) or of four (China)."""
    first = tokens[index].digits
    if separator in ("·", "‧") or len(first) > 4 or first.startswith("0"):
        return 0
    sizes: list[int] = []
    for before, token in pairwise(tokens[index : index + _GROUPS + 2]):
        if before.separator != separator:
            break
        sizes.append(len(token.digits))
    if not sizes or len(sizes) > _GROUPS:
        return 0
    thousands = len(first) <= 3 and all(size == 3 for size in sizes)
    lakhs = len(first) <= 2 and len(sizes) > 1 and sizes[-1] == 3 and set(sizes[:-1]) == {2}
    myriads = all(size == 4 for size in sizes)
    if separator == ", " and len(sizes) > 1:
        return 0  # a list
    if thousands or (separator == "," and (lakhs or myriads)):
        return len(sizes)
    return 0


def _with_groups(tokens: list[_Token], index: int, groups: int) -> tuple[int, Figure]:
    """A number in groups, with decimals where they follow."""
    taken = tokens[index : index + groups + 1]
    first, last, separator = taken[0], taken[-1], taken[0].separator
    whole = "".join(token.digits for token in taken)
    count, decimals, end = len(taken), "", last.end
    mark = last.separator
    if mark in (".", ",", "·", "‧") and _is_decimal(tokens, index + groups):
        decimals, end = tokens[index + count].digits, tokens[index + count].end
        count += 1
    values = [number(whole, decimals)]
    if separator == "." and groups == 1 and not decimals:
        values.append(number(first.digits, last.digits))
        if last.digits != "000":  # 29.000 is rather 29,000, and 3.125 rather 3 and an eighth
            values.reverse()
    myriads = len(last.digits) == 4
    if myriads and groups == 1 and not decimals:
        values.append(number(first.digits, last.digits))
    sure = len(values) == 1 or separator != "."
    figure = Figure(first.start, end, tuple(values), sure=sure)
    # A number of its own does not begin with zero: 29 000 is never 29 and 0.
    alone = not any(token.digits.startswith("0") for token in taken[1:])
    if alone and (separator in _LOOSE or myriads):
        parts = [_single(token) for token in taken]
        if decimals:
            parts[-1] = replace(parts[-1], end=end, values=(number(last.digits, decimals),))
        figure = replace(figure, parts=tuple(parts))
    return count, figure


def _is_decimal(tokens: list[_Token], index: int) -> bool:
    """True if the separator behind `tokens[index]` can be a decimal point."""
    token, following = tokens[index], tokens[index + 1]
    if following.separator == token.separator or len(token.digits) > LONGEST:
        return False
    # "In 2012,300 people": four digits and three are two numbers, in every habit.
    return not (token.separator == "," and len(token.digits) > 3 and len(following.digits) == 3)


def _decimal(tokens: list[_Token], index: int) -> Figure:
    whole, decimals = tokens[index], tokens[index + 1]
    value = number(whole.digits, decimals.digits)
    figure = Figure(whole.start, decimals.end, (value,))
    if whole.separator == "," and whole.digits != "0":
        parts = (_single(whole), _single(decimals))
        return replace(figure, parts=parts, sure=False)
    return figure
