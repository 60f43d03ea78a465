"""One line for a widget: making, restyling, dropping, speaking."""

from __future__ import annotations

import contextlib

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFont, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLineEdit,
    QProgressBar,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

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


def test_restyle_sets_the_property(qtbot: QtBot) -> None:
    bar = QProgressBar()
    qtbot.addWidget(bar)
    module.restyle(bar, "state", "warning")
    assert bar.property("state") == "warning"


def test_a_label_has_its_role(qtbot: QtBot) -> None:
    label = module.make_label("muted", "a <b>", wraps=True)
    qtbot.addWidget(label)

    assert (label.text(), label.property("role"), label.wordWrap()) == ("a <b>", "muted", True)
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_enter_presses_the_button_that_has_the_focus_and_no_other(qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    button = module.make_button("go", "primary")
    line = QLineEdit()
    column = QVBoxLayout(dialog)
    column.addWidget(line)
    column.addWidget(button)
    pressed: list[bool] = []
    button.clicked.connect(lambda: pressed.append(True))
    dialog.show()
    QTest.keyClick(line, Qt.Key.Key_Return)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert pressed == []
    QTest.keyClick(button, Qt.Key.Key_Return)
    QTest.keyClick(button, Qt.Key.Key_Enter)

    QTest.keyClick(button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert len(pressed) == 2
    assert (button.objectName(), button.property("role")) == ("go", "primary")


def test_a_line_is_what_the_style_sheet_calls_one(qtbot: QtBot) -> None:
    line = module.make_line()
    qtbot.addWidget(line)
    assert line.property("role") == "line"


def test_what_is_discarded_is_gone_at_once_and_deleted_later(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    part = QWidget(window)
    module.discard(part)

    assert window.children() == []
    assert part.isHidden()
    QCoreApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))
    assert not isValid(part)


def test_what_is_selected_is_plain_text(qtbot: QtBot) -> None:
    edit = QTextEdit()
    qtbot.addWidget(edit)
    edit.setHtml("<b>one</b>-two three")
    edit.selectAll()

    data = module.selected_text(edit, without="-")
    assert data.text() == "onetwo three"
    assert not data.hasHtml()
    assert module.selected_text(edit).text() == "one-two three"


@pytest.mark.parametrize("spacing", [0.0, 0.07, 0.13, 0.21, 0.29, 0.37, 0.43])
def test_a_text_with_the_room_that_it_asks_for_is_shown_whole(qtbot: QtBot, spacing: float) -> None:
    font = QFont()
    font.setPixelSize(13)
    font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, spacing)
    metrics = QFontMetrics(font)
    for text in ("One line", "3 bullets", "150 words", "Headline", "一句话", "标题"):
        room = metrics.horizontalAdvance(text)
        assert module.elided(metrics, text, room) == text
        assert module.elided(metrics, text, room - 2) != text
        assert module.elided(metrics, text, -5) == ""


def test_the_mouse_is_itself_again_after_a_failure(qapp: QApplication) -> None:
    with contextlib.suppress(ValueError), module.busy_mouse():
        assert QApplication.overrideCursor() is not None
        raise ValueError
    assert QApplication.overrideCursor() is None


def test_what_was_shown_in_a_widget_has_its_place_at_once(qtbot: QtBot) -> None:
    window, inner, line = QWidget(), QWidget(), QLineEdit()
    qtbot.addWidget(window)
    for outer, part in ((window, inner), (inner, line)):
        QVBoxLayout(outer).addWidget(part)
    line.hide()
    window.resize(400, 300)
    window.show()
    line.show()

    module.lay_out(inner)

    assert line.width() > 300
