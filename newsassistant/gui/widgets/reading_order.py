"""Screen readers and Tab go through a window as the eye does: as its layouts place the parts.

Left to itself Qt reads children in stacking order, which a splitter turns round, and Tab reaches
them in the order in which they were made.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLayout, QMainWindow, QSplitter, QWidget


def put_in_order(part: QWidget) -> None:
    """Put what is in `part` in reading order, and Tab's way through its whole window with it.

    To be called when parts came or moved, which is not seen: nothing that overlaps changes places.
    """
    _stack(part)
    _lead_tab(part.window())


def _stack(part: QWidget) -> None:
    children = _children(part)
    seen = _as_seen(part)
    wanted = [*seen, *(child for child in children if child not in seen)]
    if wanted != children:
        for child in wanted:
            child.raise_()
    for child in wanted:
        _stack(child)


def _children(part: QWidget) -> list[QWidget]:
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    return [child for child in part.findChildren(QWidget, options=direct) if not child.isWindow()]


def _as_seen(part: QWidget) -> list[QWidget]:
    """The children that a layout or a splitter places, in its order."""
    if isinstance(part, QSplitter):
        widgets = (part.widget(index) for index in range(part.count()))
        return [widget for widget in widgets if widget is not None]
    layout = part.layout()
    if layout is None or isinstance(part, QMainWindow):
        return []
    return [child for child in _placed(layout) if child.parentWidget() is part]


def _placed(layout: QLayout) -> Iterator[QWidget]:
    indices = list(range(layout.count()))
    if isinstance(layout, QGridLayout):
        indices.sort(key=lambda index: _cell(layout, index))
    for index in indices:
        item = layout.itemAt(index)
        widget, inner = (item.widget(), item.layout()) if item is not None else (None, None)
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _placed(inner)


def _cell(grid: QGridLayout, index: int) -> tuple[int, int]:
    place: tuple[int, int, int, int] = grid.getItemPosition(index)  # type: ignore[assignment]
    return place[:2]


def _lead_tab(window: QWidget) -> None:
    wanted = list(_stops(window))
    places = set(wanted)
    if [stop for stop in _ring(window) if stop in places] != wanted:
        for before, after in itertools.pairwise(wanted):
            QWidget.setTabOrder(before, after)


def _ring(window: QWidget) -> Iterator[QWidget]:
    """Where Tab goes from the window until it is there again, and what it passes."""
    yield window
    at = window.nextInFocusChain()
    while at is not None and at is not window:
        yield at
        at = at.nextInFocusChain()


def _stops(part: QWidget) -> Iterator[QWidget]:
    """What can have the focus, shown or not, but for what hands it on to one of its own parts."""
    if part.focusPolicy() != Qt.FocusPolicy.NoFocus and part.focusProxy() is None:
        yield part
    for child in _children(part):
        yield from _stops(child)
