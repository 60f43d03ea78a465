"""Reads the X window dump that Xvfb keeps of its screen."""

from __future__ import annotations

import struct

from PySide6.QtGui import QImage

_FIELDS = 25  # unsigned 32 bit, big endian
_HEADER_SIZE, _WIDTH, _HEIGHT, _LINE_BYTES, _COLOURS = 0, 4, 5, 12, 19
_COLOUR_BYTES = 12


def read_xwd(dump: bytes) -> QImage:
    """The picture of a dump with 24 bits in 4 bytes a pixel, little endian."""
    fields = struct.unpack_from(f">{_FIELDS}I", dump)
    start = fields[_HEADER_SIZE] + fields[_COLOURS] * _COLOUR_BYTES
    width, height, line = fields[_WIDTH], fields[_HEIGHT], fields[_LINE_BYTES]
    pixels = dump[start : start + height * line]
    # The copy owns its pixels; the first image would read freed memory.
    return QImage(pixels, width, height, line, QImage.Format.Format_RGB32).copy()
