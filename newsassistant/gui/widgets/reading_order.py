"""Screen readers and Tab go through a window as the eye does: as its layouts place the parts.

Left to itself Qt reads children in stacking order, which a splitter turns round, and Tab reaches
them in the order in which they were made. Neither `nextInFocusChain` nor `focusProxy` is asked:
PySide takes what they return for a child of the one that was asked, and both end together.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLayout, QMainWindow, QSplitter, QSplitterHandle, QWidget


def put_in_order(part: QWidget) -> None:
    """Put what is in `part` in reading order, and Tab's way through its whole window with it.

    To be called when parts came or moved, which is not seen: nothing that overlaps changes places.
    """
    _stack(part)
    _lead_tab(part.window())


def _stack(part: QWidget) -> None:
    children = _children(part)
    seen = _as_seen(part, children)
    wanted = [*seen, *(child for child in children if child not in seen)]
    if wanted != children:
        for child in wanted:
            child.raise_()
    for child in wanted:
        _stack(child)


def _children(part: QWidget) -> list[QWidget]:
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    return [child for child in part.findChildren(QWidget, options=direct) if not child.isWindow()]


def _as_seen(part: QWidget, children: Sequence[QWidget]) -> list[QWidget]:
    """The children that a layout or a splitter places, in its order."""
    if isinstance(part, QSplitter):
        parts = [child for child in children if not isinstance(child, QSplitterHandle)]
        return sorted((child for child in parts if part.indexOf(child) >= 0), key=part.indexOf)
    layout = part.layout()
    if layout is None or isinstance(part, QMainWindow):
        return []
    return list(_placed(layout, children))


def _placed(layout: QLayout, children: Sequence[QWidget]) -> Iterator[QWidget]:
    """Those of the children that are in the layout or in one inside it."""
    found: list[tuple[tuple[int, int], QWidget | QLayout]] = []
    for child in children:
        if (at := layout.indexOf(child)) >= 0:
            found.append((_cell(layout, at), child))
    for inner in layout.children():
        if isinstance(inner, QLayout):
            found.append((_cell(layout, layout.indexOf(inner)), inner))
    for _, each in sorted(found, key=lambda pair: pair[0]):
        if isinstance(each, QLayout):
            yield from _placed(each, children)
        else:
            yield each


def _cell(layout: QLayout, index: int) -> tuple[int, int]:
    """A place in the order of reading: of a grid row by row."""
    if not isinstance(layout, QGridLayout):
        return 0, index
    place: tuple[int, int, int, int] = layout.getItemPosition(index)  # type: ignore[assignment]
    return place[:2]


def _lead_tab(window: QWidget) -> None:
    for before, after in itertools.pairwise(_stops(window)):
        QWidget.setTabOrder(before, after)


def _stops(part: QWidget) -> Iterator[QWidget]:
    """What can have the focus, shown or not."""
    if part.focusPolicy() != Qt.FocusPolicy.NoFocus:
        yield part
    for child in _children(part):
        yield from _stops(child)
