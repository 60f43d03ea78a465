"""Columns of text for a terminal, where Chinese characters are two columns wide."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from newsassistant.core.plain import plain

GAP = "  "
LONGEST_CELL = 2000


def width(text: str) -> int:
    """Columns that `text` takes in a terminal."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def table(rows: Sequence[Sequence[str]]) -> str:
    """The rows, all of the same length, with their columns below each other.

    A cell may come from outside: each is told on one line, in characters that can be seen.
    """
    shown = [[plain(cell, longest=LONGEST_CELL) for cell in row] for row in rows]
    widths = [max(map(width, column)) for column in zip(*shown, strict=True)]
    lines = (
        GAP.join(cell + " " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=True))
        for row in shown
    )
    return "".join(f"{line.rstrip()}\n" for line in lines)
