"""Reading programs for Windows: one that is made here, byte by byte."""

from __future__ import annotations

import struct

import pytest

from installer.windows import pe

SECTION = 0x1000
HEADER = 0x40
OPTIONAL = HEADER + 24
OPTIONAL_SIZE = 112 + 16 * 8
DATA = OPTIONAL + OPTIONAL_SIZE + 40


def library(linked: list[str], delayed: list[str]) -> bytes:
    """A 64-bit library with one section, which holds the tables of what it is linked to."""
    tables = bytearray(1024)
    names = bytearray()

    def name(text: str) -> int:
        place = SECTION + 1024 + len(names)
        names.extend(text.encode() + b"\0")
        return place

    for number, text in enumerate(linked):
        struct.pack_into("<I", tables, 20 * number + 12, name(text))
    for number, text in enumerate(delayed):
        struct.pack_into("<I", tables, 512 + 32 * number + 4, name(text))
    body = bytes(tables + names)
    head = bytearray(DATA)
    struct.pack_into("<I", head, 0x3C, HEADER)
    struct.pack_into("<4sHH12xH", head, HEADER, b"PE\0\0", 0x8664, 1, OPTIONAL_SIZE)
    struct.pack_into("<H", head, OPTIONAL, 0x20B)
    struct.pack_into("<I", head, OPTIONAL + 112 + 8, SECTION)
    if delayed:
        struct.pack_into("<I", head, OPTIONAL + 112 + 8 * 13, SECTION + 512)
    row = OPTIONAL + OPTIONAL_SIZE + 12
    struct.pack_into("<III", head, row, SECTION, len(body), DATA)
    return bytes(head) + body


def version_resource(*parts: int) -> bytes:
    high, low = parts[0] << 16 | parts[1], parts[2] << 16 | parts[3]
    return struct.pack("<IIII", 0xFEEF04BD, 0x00010000, high, low)


def test_what_a_library_asks_for() -> None:
    data = library(["KERNEL32.dll", "MSVCP140.dll"], ["Qt6Svg.dll"])

    assert pe.imports(data) == ["kernel32.dll", "msvcp140.dll", "qt6svg.dll"]


def test_the_version_of_a_library() -> None:
    assert pe.version(b"junk" + version_resource(3, 13, 2150, 1013)) == (3, 13, 2150, 1013)


@pytest.mark.parametrize("data", [b"", b"MZ", b"\x7fELF" * 40, library(["a.dll"], [])[:-9]])
def test_what_is_no_library_is_refused(data: bytes) -> None:
    with pytest.raises(pe.NotPortableError):
        pe.imports(data)


def test_32_bit_is_refused() -> None:
    data = bytearray(library(["a.dll"], []))
    struct.pack_into("<H", data, HEADER + 4, 0x14C)

    with pytest.raises(pe.NotPortableError, match="amd64"):
        pe.imports(bytes(data))


def test_without_a_version() -> None:
    with pytest.raises(pe.NotPortableError, match="version"):
        pe.version(b"nothing here")
