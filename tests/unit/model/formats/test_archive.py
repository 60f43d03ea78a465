"""The zip directory: entries where they lie, and no archive that plays tricks."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from pathlib import Path

import pytest

from newsassistant.core.errors import CheckpointError
from newsassistant.model.formats.archive import (
    END64_LOCATOR,
    END64_RECORD,
    END_RECORD,
    read_directory,
)
from tests.unit.model.forge import write


def zipped(*entries: tuple[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile warns of an entry that is there twice
        with zipfile.ZipFile(out, "w", method) as archive:
            for name, data in entries:
                archive.writestr(name, data)
    return out.getvalue()


def refused(tmp_path: Path, data: bytes) -> str:
    with pytest.raises(CheckpointError) as caught:
        read_directory(write(tmp_path / "bad.bin", data))
    assert "bad.bin" in str(caught.value)
    return str(caught.value)


def test_entries_are_where_the_directory_says(tmp_path: Path) -> None:
    data = zipped(("a/data.pkl", b"first"), ("a/data/0", b""), ("a/data/文", b"third"))

    found = read_directory(write(tmp_path / "m", data))

    contents = {name: data[e.offset : e.offset + e.size] for name, e in found.items()}
    assert contents == {"a/data.pkl": b"first", "a/data/0": b"", "a/data/文": b"third"}


def test_a_zip64_archive_is_read(tmp_path: Path) -> None:
    data = zipped(("a/data.pkl", b"first"), ("b", b"second"))
    end = data.rindex(b"PK\x05\x06")
    count, length, start = END_RECORD.unpack_from(data, end)[4:7]
    record = END64_RECORD.pack(b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, length, start)
    locator = END64_LOCATOR.pack(b"PK\x06\x07", 0, end, 1)
    narrow = END_RECORD.pack(b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)

    found = read_directory(write(tmp_path / "m", data[:end] + record + locator + narrow))

    assert sorted(found) == ["a/data.pkl", "b"]


def test_zip64_sizes_of_an_entry_are_read(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, archive.open("a", "w", force_zip64=True) as entry:
        entry.write(b"12345")
    data = bytearray(out.getvalue())
    at = data.rindex(b"PK\x01\x02")
    struct.pack_into("<LL", data, at + 20, 0xFFFFFFFF, 0xFFFFFFFF)
    extra = struct.pack("<HHQQ", 1, 16, 5, 5)
    name_end = at + 46 + 1
    old_extra = struct.unpack_from("<H", data, at + 30)[0]
    data[name_end : name_end + old_extra] = extra
    struct.pack_into("<H", data, at + 30, len(extra))
    end = data.rindex(b"PK\x05\x06")
    struct.pack_into("<L", data, end + 12, end - at)

    found = read_directory(write(tmp_path / "m", bytes(data)))

    assert data[found["a"].offset : found["a"].offset + found["a"].size] == b"12345"


def test_a_zip_bomb_is_refused_unread(tmp_path: Path) -> None:
    bomb = zipped(("a/data.pkl", bytes(50_000_000)), method=zipfile.ZIP_DEFLATED)

    assert "compressed" in refused(tmp_path, bomb)


@pytest.mark.parametrize(
    "name", ["../a", "/a", "a/../../b", "a\\b", "C:/a", "a//b", "./a", "a/\x1b[2J", "a/"]
)
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    assert "named" in refused(tmp_path, zipped((name, b"x")))


def test_an_entry_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    assert "twice" in refused(tmp_path, zipped(("a", b"x"), ("a", b"y")))


def test_entries_over_each_other_are_refused(tmp_path: Path) -> None:
    data = bytearray(zipped(("a", b"x" * 40), ("a", b"y" * 40)))
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 4)
    data[second + 42 : second + 46] = data[first + 42 : first + 46]

    refused(tmp_path, bytes(data))


@pytest.mark.parametrize("flag", [0x1, 0x40, 0x2000])
def test_an_encrypted_entry_is_refused(tmp_path: Path, flag: int) -> None:
    data = bytearray(zipped(("a", b"x")))
    struct.pack_into("<H", data, data.index(b"PK\x01\x02") + 8, flag)

    assert "encrypted" in refused(tmp_path, bytes(data))


@pytest.mark.parametrize("size", [220, 0x7FFFFFFF, 0xFFFFFFFE])
def test_an_entry_larger_than_the_file_is_refused(tmp_path: Path, size: int) -> None:
    data = bytearray(zipped(("a", b"x")))
    struct.pack_into("<LL", data, data.index(b"PK\x01\x02") + 20, size, size)

    refused(tmp_path, bytes(data))


@pytest.mark.parametrize(
    ("offset", "form", "value"),
    [(8, "<H", 60_000), (10, "<H", 60_000), (12, "<L", 0x7FFFFFFF), (16, "<L", 0x7FFFFFFF)],
)
def test_a_directory_larger_than_the_file_is_refused(
    tmp_path: Path, offset: int, form: str, value: int
) -> None:
    data = bytearray(zipped(("a", b"x")))
    struct.pack_into(form, data, data.rindex(b"PK\x05\x06") + offset, value)
    if offset == 8:
        struct.pack_into("<H", data, data.rindex(b"PK\x05\x06") + 10, value)

    refused(tmp_path, bytes(data))


def test_a_local_header_that_says_something_else_is_refused(tmp_path: Path) -> None:
    data = zipped(("a/data.pkl", b"x"))

    assert "local header" in refused(tmp_path, data.replace(b"a/data.pkl", b"b/data.pkl", 1))


@pytest.mark.parametrize(
    "data", [b"", b"PK", b"PK\x05\x06", b"PK\x05\x06" + b"\xff" * 18, b"x" * 99]
)
def test_what_is_no_zip_is_refused(tmp_path: Path, data: bytes) -> None:
    refused(tmp_path, data)


def test_every_truncation_is_an_error(tmp_path: Path) -> None:
    whole = zipped(("a/data.pkl", b"first"), ("b", b"second"))

    for size in range(len(whole)):
        refused(tmp_path, whole[:size])
