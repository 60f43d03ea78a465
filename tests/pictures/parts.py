"""Where the named parts of a window are: to tell what differs, and to compare without its font."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from tests.pictures.compare import Region

GIVE_WAY = {"speed_label", "status_label"}  # where others need the room
Place = tuple[int, int, int, int]  # x, y, width, height in px of the picture


def places(window: QWidget) -> dict[str, Place]:
    """The parts with a name of which something is seen; of several of one name the first."""
    ratio = window.devicePixelRatio()
    found: dict[str, Place] = {}
    for name, part in _named(window):
        corner = part.mapTo(window, QPoint())
        numbers = (corner.x(), corner.y(), part.width(), part.height())
        x, y, width, height = (round(ratio * number) for number in numbers)
        found[name] = min(found.get(name, (x, y, width, height)), (x, y, width, height))
    return found


def fixed(window: QWidget) -> set[str]:
    """The names of those that are shown, and where, whatever the letters: they do not scroll."""
    return {name for name, part in _named(window) if not _scrolls(part, window)} - GIVE_WAY


def part_at(parts: Mapping[str, Place], region: Region) -> str:
    """The name of the smallest part that holds the middle of the region, "" if none does."""
    x, y = region.x + region.width // 2, region.y + region.height // 2
    around = [
        (width * height, name)
        for name, (left, top, width, height) in parts.items()
        if left <= x < left + width and top <= y < top + height
    ]
    return min(around)[1] if around else ""


def rearranged(one: Mapping[str, Place], other: Mapping[str, Place]) -> list[str]:
    """What is shown in only one, and what has changed sides; other letters only push a part."""
    gone = [f"{name} is not shown" for name in sorted(one.keys() - other.keys())]
    new = [f"{name} is new" for name in sorted(other.keys() - one.keys())]
    swapped = [
        f"{a} and {b} have changed sides"
        for a, b in combinations(sorted(one.keys() & other.keys()), 2)
        if any(_side(one[a], one[b], axis) * _side(other[a], other[b], axis) < 0 for axis in (0, 1))
    ]
    return [*gone, *new, *swapped]


# --- inside ---------------------------------------------------------------------------------------


def _named(window: QWidget) -> Iterator[tuple[str, QWidget]]:
    for part in window.findChildren(QWidget):
        name = part.objectName()
        ours = name and not name.startswith("qt_") and not part.isWindow()
        if ours and part.isVisibleTo(window) and not part.visibleRegion().isEmpty():
            yield name, part


def _scrolls(part: QWidget, window: QWidget) -> bool:
    parent = part.parentWidget()
    while parent is not None and parent is not window:
        if isinstance(parent, QAbstractScrollArea):
            return True
        parent = parent.parentWidget()
    return False


def _side(one: Place, other: Place, axis: int) -> int:
    """-1 if one lies before the other on an axis, 1 behind it; 0 if neither or not side by side."""
    across = 1 - axis
    apart = one[across] + one[across + 2] <= other[across]
    apart = apart or other[across] + other[across + 2] <= one[across]
    if apart:
        return 0
    if one[axis] + one[axis + 2] <= other[axis]:
        return -1
    return int(other[axis] + other[axis + 2] <= one[axis])
