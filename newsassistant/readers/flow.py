"""Lines of pages -> paragraphs: what repeats on pages goes, lines of one paragraph are joined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from newsassistant.readers.columns import Line
from newsassistant.text.articles.layout import (
    Words,
    ends_sentence,
    is_item,
    is_parted,
    is_wide,
    join_lines,
)

_EDGE = 4  # lines at the top and at the bottom of a page that may be of its furniture
_MARGIN, _OUTER = 0.12, 0.07  # of a page's height
_NUMBER = re.compile(
    r"(?i)[-–—\s|·•]*(?:page|p\.|seite|página|pagina|página|pág\.|стр\.|第)?\s*\d{1,4}\s*"
    r"(?:(?:of|von|de|di|sur|/|／|\||共)?\s*(?:页|頁)?\s*(?:[/／]?\s*共\s*)?\d{0,4})\s*(?:页|頁)?"
    r"[-–—\s|·•]*|[-–—\s]*[ivxlc]{1,6}[-–—\s]*"
)
_DIGITS = re.compile(r"\d+")
_BULLET = re.compile(r"[•●▪■◦‣○–-]\s|[•●▪■◦‣○]")
_OFTEN = 0.05  # of the lines: so many end in a compound only where a program parts words
_LARGER = 1.13  # than the text: a headline


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of one page in reading order, and the page's height."""

    lines: tuple[Line, ...]
    height: float


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Joined lines; `large` compares its letters with those of most of the text."""

    text: str
    page: int
    large: float
    bold: bool
    cells: bool = False


def paragraphs_of(sheets: Sequence[Sheet]) -> list[Paragraph]:
    """The paragraphs of all pages, without headers, footers and page numbers."""
    kept = _without_furniture(sheets)
    lines = [line for page in kept for line in page]
    if not lines:
        return []
    flow = _Flow(lines)
    words = _words(lines)
    found: list[Paragraph] = []
    place = (-1, 0, 0)  # page, band, column
    for number, page in enumerate(kept):
        for group in flow.groups(page):
            before, place = place, (number, group[0].band, group[0].column)
            if found and before != place and flow.goes_on(found[-1], group, number):
                found[-1] = _longer(found[-1], group, words)
            else:
                found.append(flow.paragraph(group, number, words))
    return found


def _words(lines: Sequence[Line]) -> Words:
    """The words of a text; by how many are parted it is plain whether a program did that."""
    parted = sum(is_parted(before.text, line.text) for before, line in pairwise(lines))
    text = "\n".join(line.text for line in lines)
    return Words(text, hyphenated=parted > _OFTEN * len(lines))


def _longer(before: Paragraph, group: list[Line], words: Words) -> Paragraph:
    text = join_lines([before.text, *(line.text for line in group)], words)
    return Paragraph(text, before.page, before.large, before.bold)


# --- furniture -----------------------------------------------------------------------------------


def _without_furniture(sheets: Sequence[Sheet]) -> list[list[Line]]:
    seen: Counter[tuple[str, int]] = Counter()
    for sheet in sheets:
        seen.update({key for line in _edges(sheet) for key in _keys(line)})
    enough = max(2, -(-len(sheets) // 3))
    kept = []
    for sheet in sheets:
        edges = _edges(sheet)
        gone = {id(line) for line in edges if seen[_keys(line)[0]] >= enough}
        gone |= {id(line) for line in edges if _is_number(line, sheet)}
        gone |= set(map(id, _outside(sheet)))
        kept.append([line for line in sheet.lines if id(line) not in gone])
    return kept


def _outside(sheet: Sheet) -> Iterator[Line]:
    """The first and the last line, where they are smaller than the text and far from it."""
    rows = sorted(sheet.lines, key=lambda line: -line.y)
    if len(rows) < 2 * _EDGE:
        return
    usual = median(line.size for line in rows)
    for line, inner in ((rows[0], rows[1]), (rows[-1], rows[-2])):
        outer = line.y > (1 - _OUTER) * sheet.height or line.y < _OUTER * sheet.height
        if outer and line.size < 0.93 * usual and abs(line.y - inner.y) > 2.2 * usual:
            yield line


def _edges(sheet: Sheet) -> list[Line]:
    """The highest and the lowest lines."""
    ordered = sorted(sheet.lines, key=lambda line: -line.y)
    if len(ordered) <= 2 * _EDGE:
        return ordered
    return ordered[:_EDGE] + ordered[-_EDGE:]


def _keys(line: Line) -> list[tuple[str, int]]:
    """What the same line on another page has too; the second one is for a place that differs."""
    text = _DIGITS.sub("#", "".join(line.text.split())).casefold()
    place = round(line.y / 4)
    return [(text, place), (text, place + 1), (text, place - 1)]


def _is_number(line: Line, sheet: Sheet) -> bool:
    """A page number that stands by itself in a margin."""
    height = sheet.height or 1.0
    outer = line.y > (1 - _MARGIN) * height or line.y < _MARGIN * height
    return outer and len(line.text) <= 24 and _NUMBER.fullmatch(line.text.strip()) is not None


# --- paragraphs ----------------------------------------------------------------------------------


class _Flow:
    """What is usual in a text: the size of its letters, its leading, how paragraphs begin."""

    def __init__(self, lines: Sequence[Line]) -> None:
        sizes: Counter[float] = Counter()
        for line in lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
        self.size = sizes.most_common(1)[0][0]
        body = [line for line in lines if abs(line.size - self.size) <= 0.06 * self.size]
        bold = sum(len(line.text) for line in body if line.bold)
        self._all_bold = 2 * bold > sum(len(line.text) for line in body)
        gaps: Counter[float] = Counter()
        for before, line in pairwise(body):
            gap = before.y - line.y
            if (before.column, before.band) == (line.column, line.band) and 0 < gap < 4 * self.size:
                gaps[round(gap * 2) / 2] += 1
        # The closest that is usual: a text of short paragraphs has as many wide ones.
        often = [gap for gap, count in gaps.items() if count * 5 >= sum(gaps.values())]
        self._leading = min(often, default=1.1 * self.size)

    def groups(self, lines: Sequence[Line]) -> Iterator[list[Line]]:
        """The lines of a page that are one paragraph each."""
        edges = _Edges(lines)
        group: list[Line] = []
        for place, line in enumerate(lines):
            following = lines[place + 1] if place + 1 < len(lines) else None
            if group and self._breaks(group, line, following, edges):
                yield group
                group = []
            group.append(line)
        if group:
            yield group

    def _breaks(self, group: list[Line], line: Line, following: Line | None, edges: _Edges) -> bool:
        before = group[-1]
        if self._is_headline_going_on(before, line):
            return False
        if (before.column, before.band) != (line.column, line.band):
            return True
        if before.cells or line.cells or _BULLET.match(line.text):
            return True
        if abs(before.size - line.size) > 0.12 * min(before.size, line.size):
            return True
        gap = before.y - line.y
        large = self.is_large(line)
        usual = self._leading * max(1.0, line.size / self.size)
        if gap < 0 or gap > (1.35 if large else 1.18) * usual + 0.5:
            return True
        if large:
            return False
        room = edges.had_room(before, line)
        if before.bold != line.bold and (room or ends_sentence(before.text)):
            return True
        begins = _is_begun_as_item(group[0].text)
        if is_item(line.text) and (ends_sentence(before.text) or begins):
            return True
        if line.text[0].islower() and not ends_sentence(before.text):
            return False
        # What goes on under an item is further in than its mark.
        return room or (not begins and edges.is_indented(line, following, before))

    def _is_headline_going_on(self, before: Line, line: Line) -> bool:
        """True for lines of a headline, of which the last may fit into one column."""
        if not (self.is_large(before) and self.is_large(line)) or line.cells:
            return False
        gap = before.y - line.y
        usual = self._leading * line.size / self.size
        close = 0 < gap <= 1.35 * usual + 0.5 and abs(before.size - line.size) <= 0.06 * line.size
        return close and before.left < line.right and line.left < before.right

    def is_large(self, line: Line) -> bool:
        """True for the letters of a headline."""
        return line.size > _LARGER * self.size

    def goes_on(self, before: Paragraph, group: list[Line], page: int) -> bool:
        """True where a paragraph is cut by the end of a column or a page."""
        first = group[0]
        text = before.text
        if before.cells or first.cells or before.bold != first.bold:
            return False
        if abs(before.large - first.size / self.size) > 0.08 or self.is_large(first):
            return False
        if ends_sentence(text) or is_item(first.text) or _BULLET.match(first.text):
            return False
        if text.endswith(("-", ",", "，", "、", "；")) or first.text[:1].islower():
            return page - before.page <= 1
        return len(text) > 60  # half a sentence; what is shorter may be a headline of a part

    def paragraph(self, group: list[Line], page: int, words: Words) -> Paragraph:
        """The lines as one."""
        size = median(line.size for line in group)
        bold = all(line.bold for line in group) and not self._all_bold
        text = join_lines([line.text for line in group], words)
        return Paragraph(text, page, size / self.size, bold, group[0].cells)


def _is_begun_as_item(text: str) -> bool:
    return is_item(text) or _BULLET.match(text) is not None


class _Edges:
    """How far the lines of each column reach, those of each size by themselves."""

    def __init__(self, lines: Sequence[Line]) -> None:
        columns: dict[tuple[int, int], list[Line]] = {}
        for line in lines:
            columns.setdefault(_column(line), []).append(line)
        self._right = {key: max(line.right for line in found) for key, found in columns.items()}
        self._left = {key: _usual_left(found) for key, found in columns.items()}

    def is_indented(self, line: Line, following: Line | None, before: Line) -> bool:
        """True where a line begins further in than those around it."""
        least = 0.5 * line.size
        left = self._left[_column(line)]
        if line.left - left < least or line.left - left > 6 * line.size:
            return False
        if line.left - before.left < least:
            return False  # both are: a list or a quotation, or two short paragraphs
        return following is None or line.left - following.left >= least or following.y > line.y

    def had_room(self, before: Line, line: Line) -> bool:
        """True where the first word of a line would have fitted into the line before."""
        space = self._right[_column(before)] - before.right
        chars = max(1, len(line.text))
        width = (line.right - line.left) / chars
        if is_wide(line.text[0]):
            return space > 2.2 * line.size
        word = len(line.text.split(maxsplit=1)[0]) + 1
        return space > 1.25 * word * width + 0.4 * line.size


def _column(line: Line) -> tuple[int, int]:
    return line.column, round(line.size)


def _usual_left(lines: Sequence[Line]) -> float:
    """Where most lines begin; of two places the one further out."""
    counted = Counter(round(line.left) for line in lines)
    most = max(counted.values())
    return min(place for place, count in counted.items() if count * 3 >= most)
