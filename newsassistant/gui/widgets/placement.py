"""Where windows lie: whole on their screen, whatever its size, its scale and the frame around them.

All sizes are Qt's own pixels, of which a screen that is scaled has fewer. Main thread.
"""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QDialog, QWidget

FRAME = QMargins(8, 40, 8, 8)  # px, as wide as any desktop draws it; told once a window is shown


def frame_of(window: QWidget) -> QMargins:
    """What the desktop draws around a window: as it is, or before it is shown the widest."""
    outer, inner = window.frameGeometry(), window.geometry()
    if not outer.contains(inner) or outer == inner:  # Qt has not been told yet
        return FRAME
    return QMargins(
        inner.left() - outer.left(),
        inner.top() - outer.top(),
        outer.right() - inner.right(),
        outer.bottom() - inner.bottom(),
    )


def room_for(window: QWidget) -> QRect:
    """What a window may cover of its screen, beside panels and its own frame."""
    return _screen_of(window).marginsRemoved(frame_of(window))


def least_size(window: QWidget, wanted: QSize) -> QSize:
    """`wanted`, or less where the screen has no room for it."""
    return wanted.boundedTo(room_for(window).size())


def size_first(window: QWidget, wanted: QSize) -> None:
    """Give a window that is not shown yet its size; it fills a screen that has no room for it."""
    size = wanted.boundedTo(room_for(window).size())
    window.resize(size)
    _fill(window, size != wanted)


def keep_on_screen(window: QWidget) -> None:
    """Move a window that hangs over its screen, and make it smaller where it must be."""
    fills = window.isMaximized()
    old = window.normalGeometry() if fills else window.geometry()
    inside = within(old, room_for(window))
    if inside != old:
        window.setGeometry(inside)
        _fill(window, fills or inside.size() != old.size())


def within(rect: QRect, room: QRect) -> QRect:
    """`rect` moved into `room`, and cut to its size."""
    size = rect.size().boundedTo(room.size())
    most = QPoint(room.right() + 1 - size.width(), room.bottom() + 1 - size.height())
    x = min(max(rect.x(), room.x()), most.x())
    y = min(max(rect.y(), room.y()), most.y())
    return QRect(QPoint(x, y), size)


def place_over(dialog: QDialog, part: QWidget | None = None) -> None:
    """Lay a dialog over the middle of its window, or of a part of it, at the same place each time.

    Qt alone forgets the frame at the second opening, and the dialog wanders down.
    """
    parent = dialog.parentWidget()
    if parent is None:
        return
    window, room = parent.window(), room_for(dialog)
    dialog.setMinimumSize(dialog.minimumSize().boundedTo(room.size()))
    if not dialog.testAttribute(Qt.WidgetAttribute.WA_Resized):
        dialog.resize(_natural_size(dialog))
    place = QRect(QPoint(), dialog.size())
    if part is None:
        place.moveCenter(window.geometry().center())
    else:
        place.moveCenter(part.mapToGlobal(part.rect().center()))
    dialog.setGeometry(within(place, room))


def _natural_size(dialog: QDialog) -> QSize:
    """What it needs, lines wrapped; Qt's own `adjustSize` ends at two thirds of a screen."""
    dialog.ensurePolished()
    size, layout = dialog.sizeHint().expandedTo(dialog.minimumSize()), dialog.layout()
    if layout is not None and layout.hasHeightForWidth():
        size.setHeight(layout.totalHeightForWidth(size.width()))
    return size


def _screen_of(window: QWidget) -> QRect:
    parent = window.parentWidget()
    return (window if parent is None else parent.window()).screen().availableGeometry()


def _fill(window: QWidget, filled: bool) -> None:
    state = window.windowState() & ~Qt.WindowState.WindowMaximized
    window.setWindowState(state | Qt.WindowState.WindowMaximized if filled else state)
