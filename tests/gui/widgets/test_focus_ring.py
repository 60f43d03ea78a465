"""The focus ring: for keys, not for clicks, and where the widget is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.focus_ring import MARGIN, FocusRing


class Form(QWidget):
    """Some widgets to walk through with Tab."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second = QPushButton("One"), QPushButton("Two")
        self.field, self.text = QLineEdit(), QTextEdit()
        self.text.setTabChangesFocus(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        for widget in (self.first, self.second, self.field, self.text):
            column.addWidget(widget)

    def ring(self) -> QWidget | None:
        rings = [w for w in self.findChildren(QWidget, "focus_ring") if w.isVisible()]
        return rings[0] if rings else None


@pytest.fixture
def form(theme: Theme, qtbot: QtBot) -> Form:
    form = Form()
    qtbot.addWidget(form)
    form.show()
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow)
    form.text.setFocus()
    return form


@pytest.fixture
def focus(theme: Theme, form: Form) -> FocusRing:
    return FocusRing(theme, form)


def test_tab_moves_the_ring(form: Form, focus: FocusRing, qtbot: QtBot) -> None:
    form.first.setFocus(Qt.FocusReason.TabFocusReason)
    ring = form.ring()
    assert ring is not None
    assert ring.geometry() == form.first.geometry().adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)

    QTest.keyClick(form.first, Qt.Key.Key_Tab)

    assert focus.target is form.second
    ring = form.ring()
    assert ring is not None
    assert ring.geometry().contains(form.second.geometry())


def test_the_ring_is_painted_in_the_accent(form: Form, focus: FocusRing, theme: Theme) -> None:
    form.first.setFocus(Qt.FocusReason.TabFocusReason)
    ring = form.ring()
    assert ring is not None

    image = ring.grab().toImage()

    assert image.pixelColor(image.width() // 2, 1) == theme.colour("accent")


def test_the_ring_follows_a_widget_that_moves(form: Form, focus: FocusRing) -> None:
    form.first.setFocus(Qt.FocusReason.TabFocusReason)

    form.first.move(form.first.x() + 5, form.first.y() + 7)
    form.first.resize(60, 40)

    ring = form.ring()
    assert ring is not None
    assert ring.geometry().center() == form.first.geometry().center()

    form.first.hide()
    assert focus.target is not form.first


def test_the_ring_is_whole_again_when_its_parent_grows(form: Form, focus: FocusRing) -> None:
    layout = form.layout()
    assert layout is not None
    layout.setEnabled(False)
    form.first.setGeometry(20, form.height() - 31, 100, 30)  # no room below the button
    form.first.setFocus(Qt.FocusReason.TabFocusReason)
    ring = form.ring()
    assert ring is not None
    assert ring.geometry().bottom() < form.first.geometry().bottom() + MARGIN

    form.resize(form.width(), form.height() + 50)

    assert ring.geometry() == form.first.geometry().adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)


def test_a_click_shows_no_ring(
    form: Form, focus: FocusRing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "newsassistant.gui.widgets.focus_ring.QGuiApplication.mouseButtons",
        lambda: Qt.MouseButton.LeftButton,
    )

    form.second.setFocus(Qt.FocusReason.MouseFocusReason)

    assert form.ring() is None


def test_a_field_shows_its_own_border(form: Form, focus: FocusRing) -> None:
    form.field.setFocus(Qt.FocusReason.TabFocusReason)

    assert form.ring() is None


def test_a_text_that_is_focused_by_the_program_has_no_ring(form: Form, focus: FocusRing) -> None:
    form.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange, False)
    form.text.setFocus()
    assert form.ring() is None


def test_a_widget_may_vanish_with_its_ring(form: Form, focus: FocusRing, qtbot: QtBot) -> None:
    form.first.setFocus(Qt.FocusReason.TabFocusReason)

    form.first.setParent(None)
    form.first.deleteLater()
    form.second.setFocus(Qt.FocusReason.TabFocusReason)

    assert focus.target is form.second
