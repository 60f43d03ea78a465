"""Reads what MindSpore's save_checkpoint writes: which tensor lies where in a .ckpt file.

Knows nothing of models, and needs no MindSpore. The file is a protobuf, a list of (name, tensor);
a tensor is its sizes, its type and its bytes, and one of more than 512 MB comes in slices, one
after the other under the same name. Every length is checked before it is used and the numbers are
passed over, so that a file of any size takes little memory.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BufferedReader
from math import prod
from pathlib import Path

import numpy as np

from newsassistant.core.errors import CheckpointError
from newsassistant.model.formats.opening import open_file
from newsassistant.model.formats.stored import (
    ITEM_SIZES,
    READABLE,
    RawArray,
    StoredTensor,
    checked_shape,
    is_plain_name,
)

MAX_ENTRIES = 100_000
MAX_WORD = 2048  # bytes of a name or of a type
_CHECKSUM = 7 + 10  # "crc_num" and a number, at the end of files that were saved with crc_check
_VARINT, _BYTES = 0, 2
_DTYPES: Mapping[str, str] = {
    "Bool": "BOOL",
    "Int8": "I8",
    "UInt8": "U8",
    "Int16": "I16",
    "UInt16": "U16",
    "Float16": "F16",
    "BFloat16": "BF16",
    "Int32": "I32",
    "UInt32": "U32",
    "Float32": "F32",
    "Int64": "I64",
    "UInt64": "U64",
    "Float64": "F64",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SlicedTensor(StoredTensor):
    """A tensor whose bytes lie in several `slices` (offset, bytes) of the file, whole numbers each.

    `map` is a new array, which `StoredTensor.map` never is.
    """

    slices: tuple[tuple[int, int], ...]

    def map(self) -> RawArray:
        """All numbers, copied together; raises CheckpointError as `StoredTensor.map` does."""
        return self._copy(0, prod(self.shape)).reshape(self.shape)

    def rows(self, start: int, stop: int) -> RawArray:
        """New rows start:stop; only these are read."""
        start, stop, _ = slice(start, stop).indices(self.shape[0])
        row = prod(self.shape[1:])
        found = self._copy(start * row, max(start, stop) * row)
        return found.reshape((-1, *self.shape[1:])) if row else self.map()[start:stop]

    def _copy(self, begin: int, end: int) -> RawArray:
        """The numbers begin:end of the tensor in a row."""
        size = ITEM_SIZES[self.dtype]
        found = np.empty(end - begin, dtype=READABLE.get(self.dtype, "u1"))
        first = 0
        for offset, length in self.slices:
            count = length // size
            low, high = max(begin, first), min(end, first + count)
            if low < high:
                place = offset + (low - first) * size
                part = StoredTensor(self.name, self.path, self.dtype, (high - low,), place)
                found[low - begin : high - begin] = part.map()
            first += count
        return found


@dataclass(slots=True)
class _Entry:
    name: str = ""
    kind: str = ""
    sizes: list[int] = field(default_factory=list)
    place: tuple[int, int] | None = None


def read_mindspore(path: Path) -> Mapping[str, StoredTensor]:
    """Name -> place of every tensor in `path`; single numbers and texts are left out.

    Those are counters and notes of a training run. Raises CheckpointError naming the file and
    what is wrong with it. Any thread.
    """
    try:
        with open_file(path) as file:
            scan = _Scan(path, file, os.fstat(file.fileno()).st_size)
            return _tensors(path, scan.entries())
    except OSError as error:
        raise CheckpointError("file-unreadable", path=path, detail=error.strerror) from error


class _Scan:
    """Walks through the messages of one file; remembers places, never numbers."""

    def __init__(self, path: Path, file: BufferedReader, size: int) -> None:
        self._path = path
        self._file = file
        self._size = size

    def entries(self) -> list[_Entry]:
        found: list[_Entry] = []
        if not self._size:
            raise _bad(self._path, "0 bytes")
        while (at := self._file.tell()) < self._size:
            if self._size - at == _CHECKSUM and self._file.peek(7)[:7] == b"crc_num":
                break
            if self._file.peek(1)[:1] != b"\x0a":
                detail = f"no MindSpore checkpoint at byte {at}, or an encrypted one"
                raise _bad(self._path, detail)
            if len(found) == MAX_ENTRIES:
                raise _bad(self._path, f"more than {MAX_ENTRIES} tensors")
            found.append(self._entry())
        return found

    def _entry(self) -> _Entry:
        """One (name, tensor) of the list."""
        entry = _Entry()
        _, begin, end = self._field(self._size)
        self._file.seek(begin)
        while self._file.tell() < end:
            number, low, high = self._field(end)
            if number == 1:
                entry.name = self._word(low, high)
            elif number == 2 and entry.place is None:
                self._tensor(entry, high)
            else:
                raise _bad(self._path, f"{entry.name or 'an entry'} is no plain tensor")
            self._file.seek(high)
        return entry

    def _tensor(self, entry: _Entry, end: int) -> None:
        while (at := self._file.tell()) < end:
            if self._file.peek(1)[:1] == b"\x08" and len(entry.sizes) < 16:
                self._varint(end)
                entry.sizes.append(self._varint(end))
                continue
            number, low, high = self._field(end)
            if number == 2:
                entry.kind = self._word(low, high)
            elif number == 3 and entry.place is None:
                entry.place = (low, high - low)
            else:
                raise _bad(self._path, f"field {number} at byte {at} is not known")
            self._file.seek(high)

    def _field(self, end: int) -> tuple[int, int, int]:
        """Number, begin and end of the bytes of a field, all of it before `end`."""
        at = self._file.tell()
        key = self._varint(end)
        if key & 7 != _BYTES:
            raise _bad(self._path, f"a field of kind {key & 7} at byte {at}")
        length = self._varint(end)
        begin = self._file.tell()
        if length > end - begin:
            raise _bad(self._path, f"{length} bytes at byte {begin}, expected up to {end - begin}")
        return key >> 3, begin, begin + length

    def _varint(self, end: int) -> int:
        value = 0
        for shift in range(0, 63, 7):
            byte = self._file.read(1) if self._file.tell() < end else b""
            if not byte:
                raise _bad(self._path, f"ends within a number at byte {self._file.tell()}")
            value |= (byte[0] & 0x7F) << shift
            if byte[0] < 0x80:
                return value
        raise _bad(self._path, f"a number of more than 9 bytes at byte {self._file.tell()}")

    def _word(self, begin: int, end: int) -> str:
        if end - begin > MAX_WORD:
            raise _bad(self._path, f"a name of {end - begin} bytes")
        self._file.seek(begin)
        try:
            word = self._file.read(end - begin).decode()
        except UnicodeDecodeError as error:
            raise _bad(self._path, f"a name at byte {begin} is no text") from error
        if not is_plain_name(word):
            raise _bad(self._path, f"{word[:80]!r} is no name")
        return word


def _tensors(path: Path, entries: list[_Entry]) -> dict[str, StoredTensor]:
    found: dict[str, StoredTensor] = {}
    slices: list[_Entry] = []
    seen: set[str] = set()
    for entry, after in zip(entries, [*entries[1:], None], strict=True):
        slices.append(entry)
        if after is not None and after.name == entry.name:
            continue
        if entry.name in seen:
            raise _bad(path, f"{entry.name} is there twice")
        seen.add(entry.name)
        if (tensor := _joined(path, slices)) is not None:
            found[entry.name] = tensor
        slices = []
    return found


def _joined(path: Path, slices: list[_Entry]) -> StoredTensor | None:
    """The tensor of all its slices, None for a single number or a text."""
    first = slices[0]
    places = [entry.place for entry in slices if entry.place is not None]
    if not first.name or len(places) != len(slices):
        raise _bad(path, f"{first.name or 'a tensor'} has no name or no numbers")
    if first.kind == "str":
        return None
    dtype = _DTYPES.get(first.kind)
    if dtype is None:
        raise _bad(
            path, f"{first.name} has type {first.kind[:40]!r}, expected Float16, 32, BFloat16"
        )
    shape = checked_shape(first.sizes)
    if shape is None or any(e.sizes != first.sizes or e.kind != first.kind for e in slices):
        raise _bad(path, f"{first.name} has no valid sizes, or slices that do not go together")
    size = ITEM_SIZES[dtype]
    if shape in ((), (0,)) and len(places) == 1 and places[0][1] == size:
        return None
    length = sum(length for _, length in places)
    if length != prod(shape) * size or any(length % size for _, length in places):
        expected = f"expected {prod(shape) * size} for {list(shape)}"
        raise _bad(path, f"{first.name} has {length} bytes, {expected}")
    if len(places) == 1:
        return StoredTensor(first.name, path, dtype, shape, places[0][0])
    return SlicedTensor(first.name, path, dtype, shape, places[0][0], slices=tuple(places))


def _bad(path: Path, detail: str) -> CheckpointError:
    return CheckpointError("checkpoint-invalid", detail=f"{path.name}: {detail}")
