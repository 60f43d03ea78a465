"""Fixtures of the window's tests: a theme, a window on the scripted engine, and two guards."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from newsassistant.gui.theme import Theme


@pytest.fixture(autouse=True)
def no_thread_stays() -> Iterator[None]:
    """Fails a test that leaves a thread behind."""
    before = set(threading.enumerate())
    yield
    left = [thread.name for thread in threading.enumerate() if thread not in before]
    assert left == [], f"threads left running: {left}"


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """A light theme at 100 %; the system's scheme is light before and after."""
    QGuiApplication.styleHints().setColorScheme(Qt.ColorScheme.Light)
    theme = Theme("light")
    yield theme
    theme.detach()
    QGuiApplication.styleHints().setColorScheme(Qt.ColorScheme.Light)
