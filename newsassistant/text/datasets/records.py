"""The text of a data file -> its rows: JSON lines, objects over several lines, an array, a table.

A row that cannot be read is named with its place, and the rest is read.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from newsassistant.core.outside import UnfitError, strict_decoder
from newsassistant.core.plain import plain, shown

LONGEST_FIELD = 8 << 20  # characters of a cell in a table
DELIMITERS = ",\t;|"
_HEAD = 1 << 16
_MOST_INDENT = 1000
_MOST_COMMAS = 100  # that are one too many, in one row
_LONGEST_MENDED = 4 << 20
_VISIBLE = re.compile(r"\S")
_ROW_START = re.compile(r"^([ \t]*)\{", re.MULTILINE)
_BETWEEN = re.compile(r"[\s,]*")
# {"version": "1.0", "data": [{...
_WRAPPED = re.compile(
    r"\s*\{\s*"
    r'(?:"[^"\\]{1,100}"\s*:\s*(?:"[^"\\]{0,1000}"|[-+.\deE]{1,30}|null|true|false)\s*,\s*){0,50}'
    r'"(?:data|rows|records|examples|items|train)"\s*:\s*\[\s*(?=\{)'
)
_SEPARATOR_LINE = re.compile(r"\ufeff?sep=(.)\s*")
_NO_TABLE = "it is neither JSON nor a table with a line of column names"
_NO_NAMES = "the first row of the sheet does not name two columns"


@dataclass(frozen=True, slots=True)
class Record:
    """One row as it stands; `line` counts from 1 and is where it begins."""

    line: int
    value: Any


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be used, where and why; `ends`: nothing behind it could be told apart."""

    line: int
    detail: str
    ends: bool = False


def records_of(text: str) -> Iterator[Record | BadRow]:
    """The rows of a text, whatever holds them; any thread, linear in time.

    A text that begins with "[" is an array, so is an object that holds one as its "data". One with
    a "{" at the start of one of its first lines holds objects one behind the other, any other is a
    table with a header: CSV, or with tabs, semicolons or bars.
    """
    first = _VISIBLE.search(text)
    if first is None:
        return
    if first.group() == "[":
        yield from _Objects(text, first.end(), array=True).rows()
    elif (wrapped := _WRAPPED.match(text)) is not None:
        yield from _Objects(text, wrapped.end(), array=True, wrapped=True).rows()
    elif _ROW_START.search(text, 0, _HEAD):
        yield from _Objects(text, first.start(), array=False).rows()
    else:
        yield from _Table(text).rows()


def records_of_cells(rows: Iterable[tuple[int, list[str]]]) -> Iterator[Record | BadRow]:
    """The rows of a sheet, (number, cells) each, of which the first names the columns.

    A sheet has no ends of rows: cells that are missing are empty.
    """
    names: list[str] | None = None
    for line, cells in rows:
        if names is None:
            names = [cell.strip() for cell in cells]
            if (bad := _bad_header(line, names, _NO_NAMES)) is not None:
                yield bad
                return
        elif any(cells):
            row = dict(zip_longest(names, cells[: len(names)], fillvalue=""))
            yield Record(line, {name: cell for name, cell in row.items() if name})


def _bad_header(line: int, names: Sequence[str], no_names: str) -> BadRow | None:
    """What keeps a row from naming the columns, `no_names` for one without two names."""
    if len([name for name in names if name]) < 2:
        return BadRow(line, no_names, ends=True)
    twice = [name for name in names if name and names.count(name) > 1]
    if twice:
        return BadRow(line, f"the column {shown(twice[0])} is there twice", ends=True)
    return None


# --- JSON ----------------------------------------------------------------------------------------


class _Work:
    """What may be read in vain: a few times the text, so that no file costs its square."""

    def __init__(self, characters: int) -> None:
        self._left = 4 * characters + 1_000_000

    def waste(self, characters: int) -> bool:
        """Count; False once it is too much."""
        self._left -= characters
        return self._left > 0


class _Objects:
    """Values one behind the other; commas between them may be there, be missing or be too many."""

    def __init__(self, text: str, start: int, *, array: bool, wrapped: bool = False) -> None:
        self._text, self._at, self._array, self._wrapped = text, start, array, wrapped
        self._line, self._counted = 1, 0
        self._end = len(text.rstrip())
        self._strict = strict_decoder()
        # Finds the end of a value that is well formed and still not to be taken.
        self._lenient = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)
        self._indents: set[int] = set()
        self._work = _Work(len(text))

    def rows(self) -> Iterator[Record | BadRow]:
        """Every value, or what is wrong with it."""
        while not self._at_end():
            if self._array and self._text[self._at] == "]":
                yield from self._behind()
                return
            self._note_indent()
            row = self._value()
            yield row
            if isinstance(row, BadRow) and row.ends:
                return
        if self._array:
            yield BadRow(self._line_at(self._end), "the array has no end: the file was cut")

    def _at_end(self) -> bool:
        """Go to the next value."""
        gap = _BETWEEN.match(self._text, self._at)
        self._at = gap.end() if gap is not None else self._at
        return self._at >= len(self._text)

    def _behind(self) -> Iterator[BadRow]:
        self._at += 1
        if not self._wrapped and not self._at_end():
            found = shown(self._text[self._at : self._at + 20])
            yield BadRow(self._line_at(self._at), f"{found} behind the end of the array")

    def _value(self) -> Record | BadRow:
        start = self._at
        line = self._line_at(start)
        try:
            value, self._at = self._strict.raw_decode(self._text, start)
        except json.JSONDecodeError as error:
            mended = self._without_commas(start, error.pos - start)
            if mended is None:
                return self._broken(line, error)
            value, self._at = mended
        except RecursionError:
            return self._go_on(BadRow(line, "nested too deeply"), start, cost=10_000)
        except UnfitError as error:
            return self._refused(BadRow(line, plain(error)))
        return Record(line, value)

    def _without_commas(self, start: int, place: int) -> tuple[Any, int] | None:
        """The value and its end if all that is wrong are commas in front of a closing bracket."""
        text = self._text[start : start + 2 * place + 64]
        for _ in range(_MOST_COMMAS):
            comma = len(text[:place].rstrip()) - 1
            if text[place : place + 1] not in ("}", "]") or text[comma] != ",":
                break
            text = f"{text[:comma]} {text[comma + 1 :]}"
            try:
                while True:
                    try:
                        value, end = self._strict.raw_decode(text)
                    except json.JSONDecodeError as error:
                        place = error.pos
                        more = self._more(start, text, error)
                        if not more:
                            break
                        text += more
                    else:
                        return value, start + end
            except (RecursionError, UnfitError):
                break
        self._work.waste(len(text))
        return None

    def _more(self, start: int, text: str, error: json.JSONDecodeError) -> str:
        """As much again as `text` if it ended too early, up to some megabytes."""
        cut = error.pos >= len(text) - 5 or error.msg.startswith("Unterminated string")
        if not cut or len(text) > _LONGEST_MENDED:
            return ""
        return self._text[start + len(text) : start + 2 * len(text)]

    def _refused(self, row: BadRow) -> BadRow:
        """Pass over a value that is JSON, but not to be taken."""
        start = self._at
        try:
            _, self._at = self._lenient.raw_decode(self._text, start)
        except json.JSONDecodeError as error:
            return self._broken(row.line, error)
        except RecursionError:
            return self._go_on(row, start, cost=10_000)
        return row

    def _broken(self, line: int, error: json.JSONDecodeError) -> BadRow:
        found = line + self._text.count("\n", self._at, error.pos)
        column = error.pos - self._text.rfind("\n", 0, error.pos)
        begins = "" if found == line else f" (the row begins in line {line})"
        row = BadRow(found, f"{error.msg}, character {column}{begins}")
        cut = error.pos >= self._end or error.msg.startswith("Unterminated string")
        return self._go_on(row, error.pos, cost=error.pos - self._at, cut=cut)

    def _go_on(self, row: BadRow, place: int, *, cost: int, cut: bool = False) -> BadRow:
        """Go to the next line that begins as rows of this file do."""
        start, rest = self._at, self._text.find("\n", self._at)
        self._at = len(self._text)
        if not self._work.waste(cost):
            return BadRow(row.line, row.detail, ends=True)
        for match in _ROW_START.finditer(self._text, rest) if rest >= 0 else ():
            if len(match[1]) in (self._indents or {0}):
                self._at = match.end() - 1
                return row
        # In an array more rows may stand on the same line, and where they begin is not to be told.
        lost = self._array and not cut and self._text.find("{", max(place, start + 1)) >= 0
        if self._array:
            self._array = False  # its end was looked for in vain
        return BadRow(row.line, row.detail, ends=lost)

    def _note_indent(self) -> None:
        """Remember how far rows are from the left where they begin a line."""
        begin = self._text.rfind("\n", max(0, self._at - _MOST_INDENT), self._at) + 1
        indented = begin > 0 or self._at < _MOST_INDENT
        if indented and self._text[self._at] == "{" and not self._text[begin : self._at].strip():
            self._indents.add(self._at - begin)

    def _line_at(self, place: int) -> int:
        """The line of a place that is never before the last one that was asked for."""
        self._line += self._text.count("\n", self._counted, place)
        self._counted = place
        return self._line


# --- tables --------------------------------------------------------------------------------------


class _Table:
    """A header and rows of cells, quoted or not."""

    def __init__(self, text: str) -> None:
        csv.field_size_limit(max(csv.field_size_limit(), LONGEST_FIELD))
        self._lines = io.StringIO(text, newline="").readlines()
        self._work = _Work(len(text))
        self._fed = 0

    def rows(self) -> Iterator[Record | BadRow]:
        """Every row as an object of its cells, or what is wrong with it."""
        at = next(index for index, line in enumerate(self._lines) if line.strip())
        told = _SEPARATOR_LINE.fullmatch(self._lines[at])
        if told is not None and at + 1 < len(self._lines):  # as Excel writes it
            at += 1
        header = self._lines[at]
        delimiter = told[1] if told is not None else max(DELIMITERS, key=header.count)
        names = self._names(header, delimiter)
        if (bad := _bad_header(at + 1, names, _NO_TABLE)) is not None:
            yield bad
            return
        yield from self._body(at + 1, names, delimiter)

    def _names(self, header: str, delimiter: str) -> list[str]:
        try:
            cells = next(
                csv.reader([header], delimiter=delimiter, strict=True, skipinitialspace=True), []
            )
        except csv.Error:
            cells = header.split(delimiter)
        return [cell.strip().strip("\ufeff") for cell in cells[:1000]]

    def _body(self, at: int, names: list[str], delimiter: str) -> Iterator[Record | BadRow]:
        while at < len(self._lines):
            reader = csv.reader(
                self._from(at), delimiter=delimiter, strict=True, skipinitialspace=True
            )
            begin, taken = at, self._fed
            try:
                for cells in reader:
                    row = self._row(begin + 1, names, cells)
                    if row is not None:
                        yield row
                    begin, taken = at + reader.line_num, self._fed
                return
            except csv.Error as error:
                # A quote that is never closed takes all the rest: go on with the next line.
                yield self._split(begin, names, delimiter, error)
                at = begin + 1
                if not self._work.waste(self._fed - taken):
                    yield BadRow(at, "too many rows that cannot be read", ends=True)
                    return

    def _from(self, at: int) -> Iterator[str]:
        for index in range(at, len(self._lines)):
            self._fed += len(self._lines[index])
            yield self._lines[index]

    def _row(self, line: int, names: list[str], cells: list[str]) -> Record | BadRow | None:
        if not any(cell.strip() for cell in cells):
            return None
        if len(cells) != len(names):
            return BadRow(line, f"{len(cells)} cells, expected {len(names)}")
        return Record(line, {name: cell for name, cell in zip(names, cells, strict=True) if name})

    def _split(
        self, at: int, names: list[str], delimiter: str, error: csv.Error
    ) -> Record | BadRow:
        """A line with a quote that is none; tabs part cells all the same."""
        cells = self._lines[at].rstrip("\r\n").split("\t")
        if delimiter == "\t" and len(cells) == len(names):
            return Record(at + 1, dict(zip(names, cells, strict=True)))
        return BadRow(at + 1, plain(error))
