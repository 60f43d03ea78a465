"""The directory of a zip archive whose entries are stored as they are, for mapping into memory.

Knows nothing of PyTorch. It never unpacks: compressed or encrypted entries are refused. Written
out because `zipfile` reads a directory of any size; the layout is PKWARE's APPNOTE 6.3.10.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from newsassistant.core.errors import CheckpointError
from newsassistant.model.formats.opening import open_file

MAX_ENTRIES = 100_000
MAX_DIRECTORY = 32 << 20
END_RECORD = struct.Struct("<4s4H2LH")
END64_LOCATOR = struct.Struct("<4sLQL")
END64_RECORD = struct.Struct("<4sQ2H2L4Q")
ENTRY = struct.Struct("<4s6H3L5H2L")
LOCAL = struct.Struct("<4s5H3L2H")
LONGEST_COMMENT = 0xFFFF
ENCRYPTED = 0x1 | 0x40 | 0x2000
IN_ZIP64 = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Entry:
    """One stored file: its bytes are `size` bytes from `offset` of the archive."""

    offset: int
    size: int


@dataclass(frozen=True, slots=True)
class _Listed:
    """An entry as the central directory has it; `header` is where its local header starts."""

    name: bytes
    size: int
    header: int


def read_directory(path: Path) -> Mapping[str, Entry]:
    """Name -> place of every entry, each checked against its local header; any thread.

    Raises CheckpointError for what is not a zip, for entries that are compressed, encrypted,
    there twice, overlapping or outside the file, and for names that lead out of a folder.
    """
    try:
        with open_file(path) as file:
            size = file.seek(0, 2)
            return _entries(path, file, size)
    except OSError as error:
        raise CheckpointError("file-unreadable", path=path, detail=error.strerror) from error
    except struct.error as error:
        raise _bad(path, "the zip directory is cut off") from error


def _entries(path: Path, file: BinaryIO, size: int) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    end = 0
    listed = sorted(_directory(path, file, size), key=lambda entry: entry.header)
    for entry in listed:
        name = _checked_name(path, entry.name)
        offset = _data_offset(path, file, entry)
        if name in found:
            raise _bad(path, f"{name} is there twice")
        if entry.header < end or offset + entry.size > size:
            raise _bad(path, f"{name} lies outside the file or over another entry")
        end = offset + entry.size
        found[name] = Entry(offset, entry.size)
    return found


def _directory(path: Path, file: BinaryIO, size: int) -> Iterator[_Listed]:
    count, length, start = _end_record(path, file, size)
    if count > MAX_ENTRIES or length > MAX_DIRECTORY or start + length > size:
        raise _bad(path, f"a zip directory of {count} entries and {length} bytes at {start}")
    file.seek(start)
    table = file.read(length)
    position = 0
    for _ in range(count):
        fields = ENTRY.unpack_from(table, position)
        signature, flags, method = fields[0], fields[3], fields[4]
        packed, unpacked, name_size, extra_size, comment_size = fields[8:13]
        name_at = position + ENTRY.size
        extra_at = name_at + name_size
        position = extra_at + extra_size + comment_size
        if signature != b"PK\x01\x02" or position > length:
            raise _bad(path, "the zip directory is damaged")
        name = table[name_at:extra_at]
        extra = table[extra_at : extra_at + extra_size]
        unpacked, packed, header = _wide(extra, (unpacked, packed, fields[16]))
        if flags & ENCRYPTED or method != 0 or packed != unpacked:
            raise _bad(path, f"{name[:80]!r} is compressed or encrypted, expected stored")
        yield _Listed(name, unpacked, header)


def _end_record(path: Path, file: BinaryIO, size: int) -> tuple[int, int, int]:
    """Number of entries, bytes and offset of the central directory."""
    tail_size = min(size, END_RECORD.size + LONGEST_COMMENT)
    file.seek(size - tail_size)
    tail = file.read(tail_size)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0:
        raise _bad(path, "no zip directory; the file is cut off or of another format")
    _, disk, _, _, count, length, start, _ = END_RECORD.unpack_from(tail, at)
    if disk not in (0, 0xFFFF):
        raise _bad(path, "a part of a split zip archive")
    if IN_ZIP64 not in (length, start) and count != 0xFFFF:
        return count, length, start
    locator_at = size - tail_size + at - END64_LOCATOR.size
    if locator_at < 0:
        raise _bad(path, "no zip64 locator")
    signature, _, record_at, _ = _unpack_at(file, END64_LOCATOR, locator_at)
    if signature != b"PK\x06\x07" or record_at > size:
        raise _bad(path, "no zip64 locator")
    record = _unpack_at(file, END64_RECORD, record_at)
    if record[0] != b"PK\x06\x06":
        raise _bad(path, "no zip64 record")
    return record[7], record[8], record[9]


def _unpack_at(file: BinaryIO, layout: struct.Struct, offset: int) -> tuple[Any, ...]:
    file.seek(offset)
    return layout.unpack(file.read(layout.size))


def _wide(extra: bytes, narrow: tuple[int, int, int]) -> tuple[int, int, int]:
    """Size, packed size and header offset, taken from the zip64 field where they say so."""
    values = list(narrow)
    wanted = [index for index, value in enumerate(values) if value == IN_ZIP64]
    position = 0
    while wanted and position + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, position)
        if kind == 1:
            for place, index in enumerate(wanted):
                (values[index],) = struct.unpack_from("<Q", extra, position + 4 + 8 * place)
            break
        position += 4 + length
    return values[0], values[1], values[2]


def _data_offset(path: Path, file: BinaryIO, entry: _Listed) -> int:
    """Where the bytes of an entry start, behind a local header that says the same as the list."""
    fields = _unpack_at(file, LOCAL, min(entry.header, 1 << 62))
    name_size, extra_size = int(fields[9]), int(fields[10])
    if fields[0] != b"PK\x03\x04" or fields[3] != 0 or file.read(name_size) != entry.name:
        raise _bad(path, f"the local header of {entry.name[:80]!r} says something else")
    return entry.header + LOCAL.size + name_size + extra_size


def _checked_name(path: Path, name: bytes) -> str:
    try:
        text = name.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _bad(path, f"an entry is named {name[:80]!r}") from error
    parts = text.split("/")
    if not text.isprintable() or "\\" in text or ":" in text or {"", ".", ".."} & set(parts):
        raise _bad(path, f"an entry is named {text[:80]!r}")
    return text


def _bad(path: Path, detail: str) -> CheckpointError:
    return CheckpointError("checkpoint-invalid", detail=f"{path.name}: {detail}")
