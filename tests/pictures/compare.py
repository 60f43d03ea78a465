"""What differs between two pictures of the window, leaving out how edges are smoothed.

A pixel differs if its colour is none that half a pixel's shift of its neighbourhood, and a share
of the contrast there, could make of the other picture. So another gamma, hinting or rounding
passes; a line that moved by a pixel, another shade of a surface and another letter do not (one
that differs in a dot alone does).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

LEVELS = 4  # of 256, where a surface is even
SHARE = 0.27  # of the contrast around a pixel: what an edge shifted by 0.3 px takes
CELL = 8  # px: differences in neighbouring cells are one region
LEAST = 6  # differing px that make a region
DIMMED = 0.25  # what is left of the contrast in a picture of differences
RED = (220, 0, 60)

Pixels = NDArray[np.uint8]  # (height, width, 3)
Marks = NDArray[np.bool_]  # (height, width)
Values = NDArray[np.floating]  # as pixels


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle that holds `count` differing pixels; px of the picture."""

    x: int
    y: int
    width: int
    height: int
    count: int

    def __str__(self) -> str:
        return f"x {self.x}, y {self.y}, {self.width} x {self.height} ({self.count} px differ)"


def pixels(image: QImage) -> Pixels:
    """The colours of an image; what is transparent is shown on black."""
    flat = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(flat.constBits(), np.uint8).reshape(flat.height(), flat.bytesPerLine())
    return rows[:, : 3 * flat.width()].reshape(flat.height(), flat.width(), 3).copy()


def image(colours: Pixels) -> QImage:
    """The image of `pixels`."""
    height, width, _ = colours.shape
    data = np.ascontiguousarray(colours).tobytes()
    return QImage(data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def differing(one: Pixels, other: Pixels) -> Marks:
    """The pixels that differ; ValueError for pictures of two sizes."""
    if one.shape != other.shape:
        raise ValueError(f"{one.shape} and {other.shape}")
    values = one.astype(np.float32), other.astype(np.float32)
    around = _around(values[0]), _around(values[1])
    contrast = np.maximum(around[0].contrast, around[1].contrast)
    return np.logical_or(
        _outside(values[0], around[1], contrast), _outside(values[1], around[0], contrast)
    )


def regions(marks: Marks) -> list[Region]:
    """Where the marked pixels are, the largest first; a few of them alone are none."""
    found = [_region(marks, cells) for cells in _groups(_cells(marks))]
    return sorted((each for each in found if each.count >= LEAST), key=lambda each: -each.count)


def marked(colours: Pixels, marks: Marks) -> Pixels:
    """The picture paled, with what differs in red."""
    pale = (255 - DIMMED * (255 - colours.astype(np.float32))).astype(np.uint8)
    pale[marks] = RED
    return pale


# --- inside ---------------------------------------------------------------------------------------


def _outside(seen: Values, wanted: _Around, contrast: Values) -> Marks:
    """The pixels of `seen` that smoothing the other picture otherwise could not have made."""
    room = LEVELS + SHARE * contrast
    outside = (seen < wanted.low - room) | (seen > wanted.high + room)
    return np.asarray(outside.any(axis=2), np.bool_)


@dataclass(frozen=True, slots=True)
class _Around:
    """Of each channel of each pixel: what half a pixel's shift could make, and the contrast."""

    low: Values
    high: Values
    contrast: Values


def _around(value: Values) -> _Around:
    height, width, _ = value.shape
    edged = np.pad(value, ((1, 1), (1, 1), (0, 0)), mode="edge")
    darkest, lightest = value, value
    for down in range(3):
        for right in range(3):
            beside = edged[down : down + height, right : right + width]
            darkest, lightest = np.minimum(darkest, beside), np.maximum(lightest, beside)
    return _Around((value + darkest) / 2, (value + lightest) / 2, lightest - darkest)


def _cells(marks: Marks) -> set[tuple[int, int]]:
    """The (row, column) of the cells that hold a mark."""
    rows, columns = np.nonzero(marks)
    return set(zip((rows // CELL).tolist(), (columns // CELL).tolist(), strict=True))


def _groups(cells: set[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Cells that touch, corners included."""
    left = set(cells)
    while left:
        group = [left.pop()]
        for row, column in group:  # grows while it is read
            near = {(row + i, column + j) for i in (-1, 0, 1) for j in (-1, 0, 1)} & left
            left -= near
            group += near
        yield group


def _region(marks: Marks, cells: list[tuple[int, int]]) -> Region:
    inside = np.zeros_like(marks)
    for row, column in cells:
        place = np.s_[row * CELL : (row + 1) * CELL, column * CELL : (column + 1) * CELL]
        inside[place] = marks[place]
    rows, columns = np.nonzero(inside)
    x, y = int(columns.min()), int(rows.min())
    return Region(x, y, int(columns.max()) - x + 1, int(rows.max()) - y + 1, len(rows))
