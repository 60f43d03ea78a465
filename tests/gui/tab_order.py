"""Where Tab goes, found by pressing it.

Not by `nextInFocusChain`: PySide takes what it returns for a child of the widget that was asked,
and a later test crashes.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget


def stops_of_tab(window: QWidget, first: QWidget) -> list[QWidget]:
    """What Tab reaches, from `first` round to it; shows the window."""
    window.show()
    window.activateWindow()
    QApplication.processEvents()  # what came into a layout is shown
    first.setFocus()
    found: list[QWidget] = []
    at: QWidget | None = first
    while at is not None and at not in found:
        found.append(at)
        QTest.keyClick(at, Qt.Key.Key_Tab)
        at = window.focusWidget()
    return found
