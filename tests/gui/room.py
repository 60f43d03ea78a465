"""Whether all words of a window have the room that they need, whatever the fonts of the machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from PySide6.QtCore import QPoint
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLabel,
    QWidget,
)

from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.elided_label import ElidedLabel

ROUNDING = 2  # px between the lines of a label that take nothing from its letters


def settle() -> None:
    """Let layouts end that begin others: a bar that folds makes its neighbours move."""
    for _ in range(3):
        QApplication.processEvents()


@contextmanager
def wide_fonts(percentage: int) -> Iterator[None]:
    """Themes that are made meanwhile have space between the letters, wider than any face."""
    narrow, before = Theme.font, QApplication.font()

    def font(self: Theme, role: str) -> QFont:
        wide = narrow(self, role)
        wide.setLetterSpacing(QFont.SpacingType.PercentageSpacing, percentage)
        return wide

    with patch.object(Theme, "font", font):
        yield
    QApplication.setFont(before)  # a new font begins as the application's, spacing and all


def cut_parts(window: QWidget) -> list[str]:
    """What is shown and has less room than its words need, or hangs over its parent's edge."""
    shown = [part for part in window.findChildren(QWidget) if part.isVisibleTo(window)]
    parts = [part for part in shown if not part.isWindow() and not _is_inside_field(part)]
    return [_name(part) for part in parts if _is_squeezed(part) or _hangs_over(part)]


def _is_inside_field(part: QWidget) -> bool:
    """Qt's own parts of fields and lists."""
    return (part.objectName() or "").startswith("qt_")


def _is_squeezed(part: QWidget) -> bool:
    if isinstance(part, QLabel) and not part.text():
        return False
    if isinstance(part, QLabel) and part.wordWrap():
        return part.height() + ROUNDING < part.heightForWidth(part.width())
    if isinstance(part, QLabel) and not isinstance(part, ElidedLabel):
        return part.width() < part.sizeHint().width() or part.height() < part.sizeHint().height()
    if isinstance(part, QAbstractButton | QComboBox | ElidedLabel):
        needed = part.minimumSizeHint()
        text = part.fontMetrics().height() if part.minimumSizeHint().height() else 0
        return part.width() < needed.width() or part.height() < text
    return False


def _hangs_over(part: QWidget) -> bool:
    parent = part.parentWidget()
    if parent is None or not (part.width() and part.height()):
        return False
    scrolls = isinstance(parent.parentWidget(), QAbstractScrollArea)
    corner = part.mapTo(parent, QPoint(part.width(), part.height()))
    start = part.mapTo(parent, QPoint(0, 0))
    too_wide = start.x() < 0 or corner.x() > parent.width()
    too_high = start.y() < 0 or corner.y() > parent.height()
    return too_wide or (too_high and not scrolls)


def _name(part: QWidget) -> str:
    text = part.text() if isinstance(part, QLabel | QAbstractButton) else ""
    needed, size = part.minimumSizeHint(), part.size()
    name = part.objectName() or type(part).__name__
    return (
        f"{name} {text!r}: {size.width()} x {size.height()} px,"
        f" needs {needed.width()} x {needed.height()}"
    )
