"""Where the named parts of a window are: what moved is told by name, and without its font too."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from tests.pictures.compare import Region

Place = tuple[int, int, int, int]  # x, y, width, height in px of the picture
FAR = 1 / 16  # of the picture's longer side: as far as other letters may push a part


def places(window: QWidget) -> dict[str, Place]:
    """The parts with a name that are shown; of two of one name the upper."""
    ratio = window.devicePixelRatio()
    found: dict[str, Place] = {}
    for part in window.findChildren(QWidget):
        name = part.objectName()
        if not name or name.startswith("qt_") or part.isWindow() or not part.isVisibleTo(window):
            continue
        corner = part.mapTo(window, QPoint())
        numbers = (corner.x(), corner.y(), part.width(), part.height())
        x, y, width, height = (round(ratio * number) for number in numbers)
        if width and height:
            found[name] = min(found.get(name, (x, y, width, height)), (x, y, width, height))
    return found


def part_at(parts: Mapping[str, Place], region: Region) -> str:
    """The name of the smallest part that holds the middle of the region, "" if none does."""
    x, y = region.x + region.width // 2, region.y + region.height // 2
    around = [
        (width * height, name)
        for name, (left, top, width, height) in parts.items()
        if left <= x < left + width and top <= y < top + height
    ]
    return min(around)[1] if around else ""


def moved(one: Mapping[str, Place], other: Mapping[str, Place], side: int) -> list[str]:
    """What is shown in only one, or lies elsewhere than other letters could push it.

    `side` is the length of the picture's longer side.
    """
    gone = [f"{name} is not shown" for name in sorted(one.keys() - other.keys())]
    new = [f"{name} is new" for name in sorted(other.keys() - one.keys())]
    far = FAR * side
    away = [
        f"{name} lies at {other[name][:2]}, not {one[name][:2]}"
        for name in sorted(one.keys() & other.keys())
        if any(abs(a - b) > far for a, b in zip(one[name][:2], other[name][:2], strict=True))
    ]
    return [*gone, *new, *away]
