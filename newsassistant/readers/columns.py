"""Pieces of lines on a page -> lines in the order in which they are read, over columns.

A page is cut at the gaps between its columns; a line that runs over a gap separates what is above
it from what is below.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from newsassistant.readers.pages import Piece
from newsassistant.text.articles.layout import is_wide

MOST_COLUMNS = 6
OVER = -1
"""The column of a line that runs over a gap."""
_LEAST_LINES = 4  # on both sides of a gap
_LEAST_CHARS = 14  # in a line of a column, on average; a Chinese character counts as two
_GAP = 0.6  # of a line's height, at least between columns
_LARGE = 1.13  # than most of a page: a headline
_CELL = " | "
_CELLS = 1.6  # of a line's height: a gap between cells of a table


@dataclass(frozen=True, slots=True)
class Line:
    """A whole line in its column (or `OVER`); `band` counts parts of the page read as one.

    `cells` is true where wide gaps part it, as in a row of a table.
    """

    text: str
    left: float
    right: float
    y: float
    size: float
    bold: bool
    cells: bool = False
    column: int = 0
    band: int = 0


def gaps_of(pieces: Sequence[Piece]) -> tuple[float, ...]:
    """The places between the columns of a page, from left to right; empty where there is one."""
    return tuple(sorted(_gaps(list(pieces), MOST_COLUMNS)))


def fits(pieces: Sequence[Piece], gaps: Sequence[float]) -> bool:
    """True where the gaps of another page are empty here too but for a few lines over them."""
    over = sum(_column_of(piece, gaps) is None for piece in pieces)
    return any(_column_of(piece, gaps) for piece in pieces) and over * 5 <= len(pieces)


def lines_of(pieces: Sequence[Piece], gaps: Sequence[float]) -> list[Line]:
    """The lines of a page in reading order, column by column between its gaps."""
    large = _LARGE * median(piece.size for piece in pieces) if pieces else 0.0
    lines: list[Line] = []
    waiting: list[list[Piece]] = [[] for _ in range(len(gaps) + 1)]
    band = 0
    over: Piece | None = None  # of the last line that ran over a gap
    for row in _rows(pieces):
        spanning = [piece for piece in row if _column_of(piece, gaps) is None]
        if gaps and (spanning or (over is not None and _goes_on(over, row, large))):
            lines += _band(waiting, band)
            waiting = [[] for _ in waiting]
            lines += [_line(row, OVER, band + 1)]
            band += 2
            over = row[0]
            continue
        over = None
        for piece in row:
            waiting[_column_of(piece, gaps) or 0].append(piece)
    return _without_spread(lines + list(_band(waiting, band)))


def _goes_on(over: Piece, row: list[Piece], large: float) -> bool:
    """True for the last line of a headline over columns, which is short."""
    close = 0 < over.y - row[0].y < 1.6 * over.size
    return close and over.size > large and abs(row[0].size - over.size) < 0.06 * over.size


def _without_spread(lines: list[Line]) -> list[Line]:
    """A line of text whose words were spread to fill its column has no cells."""
    rights = Counter((line.column, round(line.right / 2)) for line in lines)
    found: list[Line] = []
    for place, line in enumerate(lines):
        if line.cells:
            beside = [*lines[max(0, place - 1) : place], *lines[place + 1 : place + 2]]
            alone = not any(other.cells for other in beside)
            fills = rights[line.column, round(line.right / 2)] > 2
            starts = any(abs(other.left - line.left) < 2 for other in beside)
            if alone and fills and starts:
                line = replace(line, text=line.text.replace(_CELL, " "), cells=False)
        found.append(line)
    return found


def _band(waiting: list[list[Piece]], band: int) -> Iterator[Line]:
    for column, pieces in enumerate(waiting):
        for row in _rows(pieces):
            yield _line(row, column, band)


def _rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces on one base line, from left to right; rows from top to bottom."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: (-piece.y, piece.left)):
        if rows:
            first = rows[-1][0]
            close = 0.35 * min(first.size, piece.size)
            if abs(first.y - piece.y) <= close or _is_raised(rows[-1], piece):
                rows[-1].append(piece)
                continue
        rows.append([piece])
    return [sorted(row, key=lambda piece: piece.left) for row in rows]


def _is_raised(row: list[Piece], piece: Piece) -> bool:
    """True for a sign that stands higher or lower in its line."""
    large = max(each.size for each in row)
    small = min(piece.size, large) < 0.8 * max(piece.size, large)
    near = any(-1 < piece.left - each.right < 0.5 * large for each in row) or any(
        -1 < each.left - piece.right < 0.5 * large for each in row
    )
    return small and near and abs(row[0].y - piece.y) < 0.6 * max(large, piece.size)


def _column_of(piece: Piece, gaps: Sequence[float]) -> int | None:
    """Which column a piece is in, None for one that runs over a gap."""
    slack = 0.3 * piece.size
    for column, gap in enumerate(gaps):
        if piece.right <= gap + slack:
            return column
        if piece.left < gap - slack:
            return None
    return len(gaps)


def _line(row: list[Piece], column: int, band: int) -> Line:
    text, cells = row[0].text, False
    for before, piece in pairwise(row):
        gap = piece.left - before.right
        size = max(before.size, piece.size)
        if gap > _CELLS * size:
            text, cells = f"{text}{_CELL}{piece.text}", True
        elif gap > 0.15 * size and not (is_wide(text[-1]) and is_wide(piece.text[0])):
            text = f"{text} {piece.text}"
        else:
            text += piece.text
    main = max(row, key=lambda piece: len(piece.text))
    return Line(
        text=text,
        left=row[0].left,
        right=max(piece.right for piece in row),
        y=main.y,
        size=main.size,
        bold=all(piece.bold for piece in row),
        cells=cells,
        column=column,
        band=band,
    )


def _gaps(pieces: list[Piece], most: int) -> list[float]:
    """The places between columns, found one by one."""
    if most <= 1 or len(pieces) < 2 * _LEAST_LINES:
        return []
    gap = _best_gap(pieces) or _gap_of_short_end(pieces)
    if gap is None:
        return []
    left = [piece for piece in pieces if piece.right <= gap + 0.3 * piece.size]
    right = [piece for piece in pieces if piece.left >= gap - 0.3 * piece.size]
    return [gap, *_gaps(left, most // 2), *_gaps(right, most // 2)]


def _best_gap(pieces: list[Piece]) -> float | None:
    """Where the most lines begin that stand beside other lines."""
    starts = sorted({round(piece.left) for piece in pieces})[:400]
    best, found = 0, None
    for start in starts:
        right = [piece for piece in pieces if piece.left >= start - 1]
        beginning = sum(abs(piece.left - start) <= 2 for piece in right)
        if beginning < _LEAST_LINES - 1:
            continue
        left = [piece for piece in pieces if piece.right <= start - _GAP * piece.size]
        over = len(pieces) - len(left) - len(right)
        lines = min(_lines_beside(left, right), _lines_beside(right, left))
        likely = lines >= _LEAST_LINES and over <= len(left) + len(right) and lines - over > best
        if likely and _is_prose(left) and _is_prose(right):
            best = lines - over
            found = (max(piece.right for piece in left) + start) / 2
    return found


def _gap_of_short_end(pieces: list[Piece]) -> float | None:
    """Where a text ends with a few lines at the top of its last column."""
    size = median(piece.size for piece in pieces)
    text = [piece for piece in pieces if abs(piece.size - size) <= 0.06 * size]
    top = max(piece.y for piece in text)
    for start in sorted({piece.left for piece in text if top - piece.y < 0.5 * size}):
        right = [piece for piece in text if piece.left >= start - 1]
        left = [piece for piece in text if piece.right <= start - _GAP * size]
        short = len(_rows(right)) < _LEAST_LINES and top - max(each.y for each in right) < size
        whole = len(left) + len(right) == len(text) and len(_rows(left)) >= 2 * _LEAST_LINES
        if short and whole and _is_prose(left) and _is_prose(right):
            return (max(piece.right for piece in left) + start) / 2
    return None


def _lines_beside(pieces: list[Piece], others: list[Piece]) -> int:
    """How many lines stand at the height of the others."""
    if not others:
        return 0
    top, bottom = max(piece.y for piece in others), min(piece.y for piece in others)
    return len({round(piece.y / 3) for piece in pieces if bottom - 20 <= piece.y <= top + 20})


def _is_prose(pieces: list[Piece]) -> bool:
    rows = _rows(pieces)
    chars = sum(1 + is_wide(char) for row in rows for piece in row for char in piece.text)
    return chars >= _LEAST_CHARS * len(rows)
