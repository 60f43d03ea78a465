"""The file of results: one JSON object a line, each on the disk before the next one is made.

Whatever ends the program, every line but the last is whole, and that one is cut off at the next
start. One run at a time has the file. One thread.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from newsassistant.app.batch.outcome import Outcome, outcome_of
from newsassistant.core.errors import InputError
from newsassistant.core.files import open_regular, write_users
from newsassistant.core.only_one import Lock
from newsassistant.core.outside import MissingError, UnfitError, decode_object
from newsassistant.core.umask import users_umask

NAME = "stories.jsonl"
LOCK = ".batch.lock"

_Place = tuple[str, str, str]


class Ledger:
    """A context manager; `folder` is made where there is none.

    Raises InputError: "output-unwritable", "output-busy" where another run has the folder.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / NAME
        self._lock: Lock | None = None
        self._stream: BinaryIO | None = None
        self._made: dict[str, Outcome] = {}
        self._failed: dict[_Place, str] = {}
        self._failed_keys: dict[str, Outcome] = {}
        self._replaced = False  # an error stands before what came of the second attempt

    def __enter__(self) -> Ledger:
        with _writing(self.path):
            if not self.folder.is_dir():
                self.folder.mkdir(parents=True)
                self.folder.chmod(0o777 & ~users_umask())
            self._lock = Lock.take(self.folder / LOCK)
        if self._lock is None:
            raise InputError("output-busy", path=self.folder)
        try:
            with _writing(self.path):
                self._open()
        except BaseException:
            self._lock.release()
            raise
        return self

    def __exit__(self, *reason: object) -> None:
        assert self._stream is not None
        assert self._lock is not None
        try:
            with _writing(self.path):
                self._stream.close()
                self._tidy()
        finally:
            self._lock.release()

    def is_made(self, key: str) -> bool:
        """True for what was answered."""
        return key in self._made

    def has_failed(self, key: str) -> bool:
        """True for what was tried, and has not been answered since."""
        return key in self._failed_keys

    def outcome(self, key: str) -> Outcome | None:
        """What is known of a result, without its text."""
        return self._made.get(key) or self._failed_keys.get(key)

    @property
    def failed(self) -> int:
        """How many have failed and were not answered since."""
        return len(self._failed)

    def add(self, row: Mapping[str, Any]) -> None:
        """Append a row, which is on the disk when this returns; it has at least a `key`."""
        assert self._stream is not None
        self._take(row)
        with _writing(self.path):
            self._stream.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
            self._stream.flush()
            os.fsync(self._stream.fileno())

    def _open(self) -> None:
        """Take in what is there, and cut off what was not finished."""
        try:
            whole = self._load()
        except MissingError:
            write_users(self.path, b"")
            whole = 0
        self._stream = self.path.open("ab")
        self._stream.truncate(whole)  # a line that was being written at the end
        if self._replaced:
            self._stream.close()
            self._tidy()
            self._stream = self.path.open("ab")

    def _load(self) -> int:
        """The length in bytes of the lines that are whole; raises MissingError."""
        whole = 0
        for line in _lines(self.path):
            whole += len(line)
            if (row := _row(line)) is not None:
                self._take(row)
        return whole

    def _take(self, row: Mapping[str, Any]) -> None:
        key, place = str(row.get("key", "")), _place(row)
        if row.get("error") is None:
            self._made[key] = outcome_of(row)
        if (before := self._failed.pop(place, None)) is not None:
            self._failed_keys.pop(before, None)
            self._replaced = True
        if row.get("error") is not None:
            self._failed[place] = key
            self._failed_keys[key] = outcome_of(row)

    def _tidy(self) -> None:
        """Leave out the errors of attempts that were made again."""
        if not self._replaced:
            return
        last = {}
        lines = list(_lines(self.path))
        for number, line in enumerate(lines):
            if (row := _row(line)) is not None:
                last[_place(row)] = number
        kept = []
        for number, line in enumerate(lines):
            row = _row(line)
            if row is None or row.get("error") is None or last[_place(row)] == number:
                kept.append(line)
        write_users(self.path, b"".join(kept))
        self._replaced = False


def text_of(folder: Path, key: str) -> str:
    """The text of a result of a run, "" where there is none; blocks on the disk, any thread."""
    with contextlib.suppress(OSError, MissingError):
        for line in _lines(folder / NAME):
            if key.encode() in line and (row := _row(line)) is not None and row.get("key") == key:
                return str(row.get("text") or "")
    return ""


def _lines(path: Path) -> Iterator[bytes]:
    """The lines of the file that have an end; raises MissingError, OSError."""
    try:
        with open_regular(path) as file:
            for line in file:
                if line.endswith(b"\n"):
                    yield line
    except MissingError:
        raise
    except UnfitError as error:
        raise OSError(str(error)) from error


def _row(line: bytes) -> dict[str, Any] | None:
    """None for a line that somebody has spoilt."""
    try:
        return decode_object(line, where="a result")
    except UnfitError:
        return None


def _place(row: Mapping[str, Any]) -> _Place:
    """Which result it is, whatever came of it."""
    return str(row.get("id")), str(row.get("preset")), str(row.get("style"))


@contextlib.contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        detail = error.strerror or str(error)
        raise InputError("output-unwritable", path=path, detail=detail) from error
