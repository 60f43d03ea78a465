"""A sentence and its button: shown, folded, pressed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.offer_line import OfferLine

WORDS = "The starter model reads English only; for Chinese get ChatGLM3-6B."


@pytest.fixture
def line(theme: Theme, parent: QWidget, qtbot: QtBot) -> OfferLine:
    line = OfferLine(theme, "warning", "offer", (16, 8), parent)
    column = QVBoxLayout(parent)
    column.addWidget(line)
    column.addStretch(1)
    parent.resize(600, 200)
    return line


def test_it_says_nothing_until_it_is_told(line: OfferLine) -> None:
    assert line.isHidden()
    assert line.text() == ""

    line.show_offer(WORDS, "Models…")
    assert line.text() == WORDS
    assert line.button.text() == "Models…"
    line.show_offer("", "")

    assert line.isHidden()


def test_the_button_is_reached_by_keys_and_says_what_it_is_for(
    line: OfferLine, qtbot: QtBot
) -> None:
    line.show_offer(WORDS, "Models…", "Opens the models")
    assert line.button.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert line.button.accessibleDescription() == WORDS
    assert "Opens the models" in line.button.toolTip()

    with qtbot.waitSignal(line.taken):
        QTest.keyClick(line.button, Qt.Key.Key_Space)


def test_the_button_goes_below_in_a_narrow_column(
    line: OfferLine, parent: QWidget, qtbot: QtBot
) -> None:
    line.show_offer(WORDS, "Get a better model…")
    qtbot.waitUntil(lambda: line.button.x() > line.label.x())
    beside = line.button.geometry()
    assert beside.left() >= line.label.geometry().right()

    parent.resize(line.button.sizeHint().width() + 60, 300)
    qtbot.waitUntil(lambda: line.button.y() >= line.label.geometry().bottom())

    assert line.rect().contains(line.button.geometry())
    assert line.label.height() >= line.label.heightForWidth(line.label.width())


def test_it_is_read_out_once(line: OfferLine, monkeypatch: pytest.MonkeyPatch) -> None:
    spoken: list[str] = []
    monkeypatch.setattr(
        "newsassistant.gui.widgets.offer_line.announce", lambda widget, words: spoken.append(words)
    )
    line.show_offer(WORDS, "Models…", aloud=True)
    line.show_offer(WORDS, "Models…", aloud=True)
    line.show_offer("Something else.", "Models…")

    assert spoken == [WORDS]


def test_it_may_have_no_button(line: OfferLine) -> None:
    line.show_offer(WORDS, "")
    assert line.text() == WORDS
    assert line.button.isHidden()
    line.show_offer(WORDS, "Models…")
    assert not line.button.isHidden()
