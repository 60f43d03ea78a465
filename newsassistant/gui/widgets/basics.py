"""Speaks a short sentence through the screen reader.

Knows nothing of what happened; without a reader it does nothing.
"""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, sentence: str) -> None:
    """Ask the screen reader to say `sentence` when it is idle; main thread."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, sentence))
