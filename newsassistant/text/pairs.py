"""Reads articles and their summaries from JSON lines or a JSON array, row by row.

Knows nothing of prompts, models or what the pairs are for; it changes no text.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import Any

from newsassistant.core.errors import InputError, TrainError

REFERENCES_COLUMN = "references"
_BOM = b"\xef\xbb\xbf"
_BLOCK = 1 << 16
_SURROGATES = re.compile("[\ud800-\udfff]")
_NOT_UTF8 = "it is no UTF-8 text"
_SPACE = " \t\r\n"

Turns = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """One row: the text, its summary, all summaries (that one first), earlier turns.

    `line` counts from 1 and is where the row begins; `history` holds (question, answer).
    """

    line: int
    content: str
    summary: str
    references: tuple[str, ...]
    history: Turns = ()


@dataclass(frozen=True, slots=True)
class Pairs:
    """The usable rows of a file, and the lines of those that are not.

    `empty`: content or summary has no visible text; `missing`: one of the columns is not there.
    """

    rows: tuple[Pair, ...]
    empty: tuple[int, ...] = ()
    missing: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Columns:
    prompt: str
    response: str
    history: str | None


def read_pairs(
    path: Path, *, prompt_column: str, response_column: str, history_column: str | None = None
) -> Pairs:
    """Read a whole data file; the raw text is never in memory at once.

    Raises InputError where it cannot be opened, TrainError("data-invalid") for the first line that
    is no UTF-8, no JSON or no such row, ("data-column") for a column that no row has,
    ("data-empty") without a usable row. Any thread; blocks on the disk.
    """
    columns = _Columns(prompt_column, response_column, history_column)
    try:
        with path.open("rb") as stream:
            return _gather(_objects(stream, path), columns, path)
    except FileNotFoundError as error:
        raise InputError("file-not-found", path=path) from error
    except OSError as error:
        raise InputError("file-unreadable", path=path, detail=error.strerror) from error


def _gather(objects: Iterable[tuple[int, Any]], columns: _Columns, path: Path) -> Pairs:
    rows: list[Pair] = []
    empty: list[int] = []
    missing: list[int] = []
    seen: dict[str, None] = {}
    for line, value in objects:
        if not isinstance(value, dict):
            raise _invalid(path, line, "the row is no JSON object")
        seen.update(dict.fromkeys(value))
        if columns.prompt not in value or columns.response not in value:
            missing.append(line)
            continue
        pair = _pair(value, columns, path, line)
        if pair.content.strip() and pair.summary.strip():
            rows.append(pair)
        else:
            empty.append(line)
    _check(rows, seen, columns, path)
    return Pairs(tuple(rows), tuple(empty), tuple(missing))


def _check(rows: list[Pair], seen: dict[str, None], columns: _Columns, path: Path) -> None:
    """Raise TrainError unless every column stands somewhere and a row can be used."""
    if seen:
        for column in filter(None, (columns.prompt, columns.response, columns.history)):
            if column not in seen:
                found = ", ".join(list(seen)[:12])
                raise TrainError("data-column", path=path, column=column, columns=found)
    if not rows:
        raise TrainError("data-empty", path=path)


def _pair(row: dict[str, Any], columns: _Columns, path: Path, line: int) -> Pair:
    content = _text(row[columns.prompt], columns.prompt, path, line)
    summary = _text(row[columns.response], columns.response, path, line)
    others = row.get(REFERENCES_COLUMN)
    if not isinstance(others, list):
        others = []
    texts = [_text(other, REFERENCES_COLUMN, path, line) for other in others]
    references = dict.fromkeys([summary, *(text for text in texts if text.strip())])
    history: Turns = ()
    if columns.history is not None:
        history = _history(row.get(columns.history), columns.history, path, line)
    return Pair(line, content, summary, tuple(references), history)


def _text(value: object, column: str, path: Path, line: int) -> str:
    """A text without lone surrogates, which no tokenizer takes; null is empty."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _invalid(path, line, f'"{column}" is {_kind(value)}, not text')
    return _SURROGATES.sub("\ufffd", value)


def _history(value: object, column: str, path: Path, line: int) -> Turns:
    """[[question, answer], ...] as in the official multi-turn example."""
    if value is None:
        return ()
    if not isinstance(value, list) or not all(
        isinstance(turn, list) and len(turn) == 2 for turn in value
    ):
        raise _invalid(path, line, f'"{column}" is no list of [question, answer]')
    return tuple(
        (_text(question, column, path, line), _text(answer, column, path, line))
        for question, answer in value
    )


def _kind(value: object) -> str:
    return {bool: "a truth value", list: "a list", dict: "an object"}.get(type(value), "a number")


def _objects(stream: BufferedReader, path: Path) -> Iterator[tuple[int, Any]]:
    """(line, value) of each row; a file that begins with "[" is an array, any other JSON lines."""
    if stream.peek().removeprefix(_BOM).lstrip()[:1] == b"[":
        yield from _Array(_blocks(stream, path), path).values()
        return
    # Not by str.splitlines: Unicode's other line breaks may stand inside of texts.
    for number, data in enumerate(stream, 1):
        try:
            text = data.removeprefix(_BOM if number == 1 else b"").decode("utf-8")
        except UnicodeDecodeError as error:
            raise _invalid(path, number, _NOT_UTF8) from error
        if text.strip():
            yield number, _parsed(text, number, path)


def _blocks(stream: BufferedReader, path: Path) -> Iterator[str]:
    decoder, line = codecs.getincrementaldecoder("utf-8-sig")(), 1
    while True:
        data = stream.read(_BLOCK)
        try:
            text = decoder.decode(data, final=not data)
        except UnicodeDecodeError as error:
            line += error.object.count(b"\n", 0, error.start)
            raise _invalid(path, line, _NOT_UTF8) from error
        line += text.count("\n")
        yield text
        if not data:
            return


def _parsed(text: str, line: int, path: Path) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise _invalid(path, line, f"{error.msg}, character {error.colno}") from error
    except (ValueError, RecursionError) as error:  # a number of 5000 digits; 1000 brackets
        raise _invalid(path, line, "the JSON cannot be read") from error


class _Array:
    """The elements of a JSON array, each read as soon as it is there."""

    def __init__(self, blocks: Iterator[str], path: Path) -> None:
        self._blocks, self._path = blocks, path
        self._text, self._place, self._line = "", 0, 1
        self._decoder = json.JSONDecoder()

    def values(self) -> Iterator[tuple[int, Any]]:
        """(line, value) to the closing bracket, behind which nothing may follow."""
        self._take("[")
        first = True
        while self._next() != "]":
            if not first:
                self._take(",")
                self._next()
            yield self._line, self._value()
            first = False
        self._take("]")
        if rest := self._next():
            raise _invalid(self._path, self._line, f"{rest!r} behind the end of the array")

    def _next(self) -> str:
        """Go to the next character that is no space; "" at the end of the file."""
        while True:
            while self._place < len(self._text):
                char = self._text[self._place]
                if char not in _SPACE:
                    return char
                self._line += char == "\n"
                self._place += 1
            if not self._more(1):
                return ""

    def _more(self, characters: int) -> bool:
        """Read at least as many characters on; False at the end of the file."""
        parts = [self._text[self._place :]]
        size = 0
        for text in self._blocks:
            parts.append(text)
            size += len(text)
            if size >= characters:
                break
        self._text, self._place = "".join(parts), 0
        return size > 0

    def _take(self, char: str) -> None:
        if self._next() != char:
            found = self._text[self._place : self._place + 1] or "the end of the file"
            raise _invalid(self._path, self._line, f"expected {char!r}, found {found!r}")
        self._place += 1

    def _value(self) -> Any:
        """One element; more is read, twice as much each time, for as long as it is not whole."""
        wanted = _BLOCK
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._place)
            except json.JSONDecodeError as error:
                if self._more(wanted):
                    wanted *= 2
                    continue
                line = self._line + self._text.count("\n", self._place, error.pos)
                raise _invalid(self._path, line, error.msg) from error
            except (ValueError, RecursionError) as error:
                raise _invalid(self._path, self._line, "the JSON cannot be read") from error
            self._line += self._text.count("\n", self._place, end)
            self._place = end
            return value


def _invalid(path: Path, line: int, detail: str) -> TrainError:
    return TrainError("data-invalid", path=path, line=line, detail=detail)
