"""Reads articles and their summaries, or conversations, from a data file, row by row."""

from __future__ import annotations

import errno
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from newsassistant.core.errors import InputError, TrainError
from newsassistant.core.files import read_bytes
from newsassistant.core.outside import MissingError, UnfitError, contained
from newsassistant.core.plain import plain
from newsassistant.core.types import Message
from newsassistant.text.articles.article import clean
from newsassistant.text.articles.encodings import Decoded, decode
from newsassistant.text.datasets.conversations import Columns, Conversation, Turns, conversation_of
from newsassistant.text.datasets.records import BadRow, Record, records_of, records_of_cells
from newsassistant.text.datasets.workbook import cells_of, is_workbook

MAX_BYTES = 256 << 20
MOST_ROWS = 1_000_000
PROMPT_COLUMN, RESPONSE_COLUMN = "content", "summary"
EXCEL = "Excel"
"""What stands in the place of an encoding where the file is a workbook."""
_NAMES_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Pair:
    """One row: the text, its summary, all summaries (that one first), earlier turns.

    `line` counts from 1 and is where the row begins; `history` holds (question, answer), `system`
    what stands in front of all. `asks`: the text holds its own request.
    """

    line: int
    content: str
    summary: str
    references: tuple[str, ...]
    history: Turns = ()
    system: str = ""
    asks: bool = False

    def earlier(self) -> tuple[Message, ...]:
        """What stands in front of the text: the system turn, then questions and answers."""
        turns = [Message("system", self.system)] if self.system.strip() else []
        for question, answer in self.history:
            turns += [Message("user", question), Message("assistant", answer)]
        return tuple(turns)


@dataclass(frozen=True, slots=True)
class Pairs:
    """The usable rows of a file, and the lines of those that are not.

    `empty`: content or summary has no visible text; `missing`: one of the columns is not there;
    `bad`: what cannot be read, and why. `schemas` counts the rows of each form that was recognised.
    `encoding` is what the file was read in, or EXCEL; `certain` is False where it may be another.
    """

    rows: tuple[Pair, ...]
    empty: tuple[int, ...] = ()
    missing: tuple[int, ...] = ()
    bad: tuple[BadRow, ...] = ()
    schemas: tuple[tuple[str, int], ...] = ()
    encoding: str = "utf-8"
    certain: bool = True


def read_pairs(
    path: Path, *, prompt_column: str, response_column: str, history_column: str | None = None
) -> Pairs:
    """Read a whole data file of up to 256 MB, in any encoding, container and schema that is known.

    Of an Excel workbook the first sheet is read.

    With the usual names of the columns other schemas are recognised by their keys; with other
    names those alone count. A row that cannot be used is listed, and the rest is read.
    Raises InputError where it cannot be opened, TrainError("data-invalid") with the first bad row
    if there is none to use, ("data-column") for a column that no row has, ("data-empty"),
    ("data-workbook"). Any thread; blocks on the disk.
    """
    automatic = (prompt_column, response_column) == (PROMPT_COLUMN, RESPONSE_COLUMN)
    columns = Columns(prompt_column, response_column, history_column, automatic)
    raw = _read(path)
    gathered = _Gathered(columns, path)
    if is_workbook(raw):
        return gathered.of(_rows_of_workbook(path, raw), Decoded("", EXCEL, True, 0))
    decoded = _decoded(path, raw)
    return gathered.of(records_of(decoded.text), decoded)


def first_row(raw: bytes) -> dict[str, object]:
    """The first row in the beginning of a data file; {} where there is none. Any thread."""
    try:
        text = decode(raw).text
    except UnfitError:
        return {}
    return _values(next(records_of(text), None))


def first_row_of_workbook(path: Path) -> dict[str, object]:
    """The same of a workbook, which is opened as a whole; raises like `read_pairs`."""
    with _opening_workbook(path):
        return _values(next(records_of_cells(cells_of(_read(path))), None))


def _values(row: Record | BadRow | None) -> dict[str, object]:
    return row.value if isinstance(row, Record) and isinstance(row.value, dict) else {}


def _read(path: Path) -> bytes:
    """All of a data file; raises InputError, TrainError("data-empty")."""
    try:
        raw = read_bytes(path, MAX_BYTES)
    except MissingError as error:
        raise InputError("file-not-found", path=path) from error
    except UnfitError as error:
        detail = str(error).removeprefix(plain(path.name)).lstrip(": ")
        if path.is_dir():
            detail = os.strerror(errno.EISDIR)
        raise InputError("file-unreadable", path=path, detail=detail) from error
    if not raw.strip():
        raise TrainError("data-empty", path=path)
    return raw


def _decoded(path: Path, raw: bytes) -> Decoded:
    try:
        return decode(raw)
    except UnfitError as error:
        raise _invalid(path, BadRow(1, str(error))) from error


def _rows_of_workbook(path: Path, raw: bytes) -> list[Record | BadRow]:
    """All of them; raises TrainError("data-workbook")."""
    with _opening_workbook(path):
        return list(records_of_cells(cells_of(raw)))


def _opening_workbook(path: Path) -> AbstractContextManager[None]:
    """Whatever the library raises for a damaged one becomes TrainError("data-workbook")."""
    return contained(lambda clause: TrainError("data-workbook", path=path, detail=clause))


class _Gathered:
    """Sorts rows into those of use and those of none."""

    def __init__(self, columns: Columns, path: Path) -> None:
        self._columns, self._path = columns, path
        self._rows: list[Pair] = []
        self._empty: list[int] = []
        self._missing: list[int] = []
        self._bad: list[BadRow] = []
        self._schemas: Counter[str] = Counter()
        self._seen: dict[str, None] = {}

    def of(self, rows: Iterable[Record | BadRow], decoded: Decoded) -> Pairs:
        """Take all rows of a file; raises TrainError."""
        for row in _limited(rows):
            if isinstance(row, BadRow):
                if row.ends:
                    raise _invalid(self._path, row)
                self._bad.append(row)
            else:
                self._take(row, damaged=decoded.damaged > 0)
        self._check()
        return Pairs(
            tuple(self._rows),
            tuple(self._empty),
            tuple(self._missing),
            tuple(self._bad),
            tuple(self._schemas.most_common()),
            decoded.encoding,
            decoded.certain,
        )

    def _take(self, record: Record, *, damaged: bool) -> None:
        line, value = record.line, record.value
        if not isinstance(value, dict):
            self._bad.append(BadRow(line, "the row is no JSON object"))
            return
        self._seen.update(dict.fromkeys(value))
        try:
            found = conversation_of(value, self._columns)
            if found is not None and damaged and _is_damaged(found):
                raise UnfitError("it holds characters that cannot be read")
        except UnfitError as error:
            self._bad.append(BadRow(line, str(error)))
            return
        if found is None:
            self._missing.append(line)
        elif _is_visible(found.content) and _is_visible(found.summary):
            self._schemas[found.schema] += 1
            self._rows.append(_pair(line, found))
        else:
            self._empty.append(line)

    def _check(self) -> None:
        """Raise TrainError unless every column stands somewhere and a row can be used."""
        if not self._rows and self._bad:
            raise _invalid(self._path, self._bad[0])
        columns = self._columns
        wanted = [columns.history]
        if not self._rows and not self._empty:
            wanted = [columns.prompt, columns.response, columns.history]
        for column in filter(None, wanted if self._seen else ()):
            if column.strip().casefold() not in {name.strip().casefold() for name in self._seen}:
                found = ", ".join(
                    plain(name, longest=40) for name in list(self._seen)[:_NAMES_SHOWN]
                )
                raise TrainError("data-column", path=self._path, column=column, columns=found)
        if not self._rows:
            raise TrainError("data-empty", path=self._path)


def _pair(line: int, found: Conversation) -> Pair:
    return Pair(
        line,
        found.content,
        found.summary,
        found.references,
        found.history,
        found.system,
        found.asks,
    )


def _limited(rows: Iterable[Record | BadRow]) -> Iterator[Record | BadRow]:
    for number, row in enumerate(rows):
        if number == MOST_ROWS:
            yield BadRow(row.line, f"more than {MOST_ROWS} rows", ends=True)
            return
        yield row


def _is_visible(text: str) -> bool:
    """True if something is left of a text once it is cleaned."""
    return any(char.isalnum() for char in text) or bool(clean(text))


def _is_damaged(found: Conversation) -> bool:
    return "\ufffd" in found.content or "\ufffd" in found.summary


def _invalid(path: Path, row: BadRow) -> TrainError:
    return TrainError("data-invalid", path=path, line=row.line, detail=row.detail)
