"""Sentences for the screen reader."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from newsassistant.gui.widgets import basics as module


def test_the_sentence_reaches_the_accessibility_layer(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    class Recorder(QAccessible):
        @staticmethod
        def updateAccessibility(event: object) -> None:
            assert isinstance(event, QAccessibleAnnouncementEvent)
            said.append(event.message())

    monkeypatch.setattr(module, "QAccessible", Recorder)
    widget = QWidget()
    qtbot.addWidget(widget)
    module.announce(widget, "The answer is ready")
    assert said == ["The answer is ready"]
