"""A line that gives way: all of it where there is room, an ellipsis where there is not."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.elided_label import ElidedLabel

TEXT = "opened government-wind-and-water-2026.txt"


@pytest.fixture
def label(theme: Theme, qtbot: QtBot) -> ElidedLabel:
    label = ElidedLabel()
    label.setProperty("role", "chip")
    qtbot.addWidget(label)
    label.set_full_text(TEXT)
    label.show()
    return label


def test_with_room_it_is_drawn_as_any_label(label: ElidedLabel, qtbot: QtBot) -> None:
    plain = QLabel(TEXT)
    plain.setProperty("role", "chip")
    qtbot.addWidget(plain)
    plain.show()
    for part in (plain, label):
        part.resize(label.sizeHint())
    QApplication.processEvents()

    assert label.shown_text() == TEXT
    assert label.grab().toImage() == plain.grab().toImage()


def test_without_room_it_ends_in_an_ellipsis_inside_its_frame(label: ElidedLabel) -> None:
    label.resize(120, label.height())
    shown = label.shown_text()

    assert shown.endswith("…")
    assert TEXT.startswith(shown[:-1])
    assert label.fontMetrics().horizontalAdvance(shown) <= 120 - 18
    assert label.toolTip() == label.accessibleName() == label.text() == TEXT
    assert label.minimumSizeHint().width() < 120


def test_a_larger_type_elides_again(label: ElidedLabel, theme: Theme) -> None:
    label.resize(label.sizeHint())
    theme.set_zoom(2.0)
    QApplication.processEvents()

    assert label.shown_text().endswith("…")


def test_it_is_never_markup(label: ElidedLabel) -> None:
    label.set_full_text("<b>Bold</b>")
    label.resize(label.sizeHint())

    assert label.shown_text() == "<b>Bold</b>"
