"""Speaks a short sentence through the screen reader.

Knows nothing of what happened; without a reader it does nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from newsassistant.core.errors import NewsAssistantError


def announce(widget: QWidget, sentence: str) -> None:
    """Ask the screen reader to say `sentence` when it is idle; main thread."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, sentence))


def attempt(call: Callable[[], object], on_error: Callable[[NewsAssistantError], object]) -> bool:
    """True if `call` went well; its error goes to `on_error` otherwise."""
    try:
        call()
    except NewsAssistantError as error:
        on_error(error)
        return False
    return True
