"""What can be read from a Windows program or library: its version, and the libraries that it asks.

Windows' format is "portable executable"; of it only what is needed here is read.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

_FIXED_VERSION = struct.pack("<II", 0xFEEF04BD, 0x00010000)
_OPTIONAL_64 = 0x20B
_IMPORTS, _DELAYED = 1, 13
_AMD64 = 0x8664

Version = tuple[int, int, int, int]


class NotPortableError(ValueError):
    """No 64-bit program or library for Windows."""


def version(data: bytes) -> Version:
    """The file version of a library; raises NotPortableError where there is none."""
    place = data.find(_FIXED_VERSION)
    if place < 0 or len(data) < place + 16:
        raise NotPortableError("no version resource")
    high, low = struct.unpack_from("<II", data, place + 8)
    return (high >> 16, high & 0xFFFF, low >> 16, low & 0xFFFF)


def imports(data: bytes) -> list[str]:
    """The names, in lower case, of the libraries that `data` is linked to, and may link late.

    Raises NotPortableError for what is none of amd64.
    """
    try:
        return sorted({name.lower() for name in _imports(data)})
    except (struct.error, ValueError) as error:
        raise NotPortableError(str(error)) from error


def _imports(data: bytes) -> Iterator[str]:
    (header,) = struct.unpack_from("<I", data, 0x3C)
    signature, machine, sections, size = struct.unpack_from("<4sHH12xH", data, header)
    optional = header + 24
    if signature != b"PE\0\0" or machine != _AMD64:
        raise NotPortableError("no program for amd64")
    if struct.unpack_from("<H", data, optional) != (_OPTIONAL_64,):
        raise NotPortableError("no 64-bit header")
    table = [
        struct.unpack_from("<III", data, optional + size + 40 * number + 12)
        for number in range(sections)
    ]

    def place(address: int) -> int:
        for start, length, offset in table:
            if start <= address < start + length:
                return int(address - start + offset)
        raise NotPortableError(f"no section at {address:#x}")

    # Each kind of entry: its directory, its size, and where in it the name's address is.
    for directory, step, field in ((_IMPORTS, 20, 12), (_DELAYED, 32, 4)):
        (entry,) = struct.unpack_from("<I", data, optional + 112 + 8 * directory)
        if not entry:
            continue
        entry = place(entry)
        while name := struct.unpack_from("<I", data, entry + field)[0]:
            start = place(name)
            yield data[start : data.index(b"\0", start)].decode("ascii")
            entry += step
