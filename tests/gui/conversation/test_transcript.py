"""The scrolling column follows its end only for a reader who is there."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from newsassistant.gui.conversation.transcript import Transcript
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.reading_order import put_in_order
from tests.gui.tab_order import stops_of_tab


def row(height: int) -> QWidget:
    widget = QWidget()
    widget.setFixedHeight(height)
    return widget


@pytest.fixture
def transcript(qtbot: QtBot, theme: Theme) -> Transcript:
    transcript = Transcript(theme)
    qtbot.addWidget(transcript)
    transcript.resize(400, 300)
    transcript.show()
    for _ in range(5):
        transcript.append(row(150))
    qtbot.waitUntil(lambda: transcript.verticalScrollBar().maximum() > 400)
    return transcript


def test_new_rows_are_followed_from_the_bottom(qtbot: QtBot, transcript: Transcript) -> None:
    bar = transcript.verticalScrollBar()
    before = bar.maximum()
    transcript.append(row(200))
    qtbot.waitUntil(lambda: bar.maximum() >= before + 200)
    assert bar.value() == bar.maximum()
    assert transcript.is_following()


def test_a_reader_above_is_left_alone(qtbot: QtBot, transcript: Transcript) -> None:
    bar = transcript.verticalScrollBar()
    bar.setValue(50)
    before = bar.maximum()
    transcript.append(row(200))
    transcript.note_new_text()
    qtbot.waitUntil(lambda: bar.maximum() >= before + 200)
    assert bar.value() == 50
    assert transcript.new_text.isVisible()
    transcript.new_text.click()
    assert bar.value() == bar.maximum()
    assert not transcript.new_text.isVisible()


def test_tab_goes_through_the_messages_from_the_top_down(
    qtbot: QtBot, transcript: Transcript
) -> None:
    def button(name: str) -> QWidget:
        return QPushButton(name)

    transcript.set_earlier(3)
    transcript.append(button("third"))
    transcript.append(button("last"))
    transcript.prepend([button("first"), button("second")])
    put_in_order(transcript)

    earlier = transcript.findChild(QPushButton, "earlier_button")
    assert earlier is not None
    stops = stops_of_tab(transcript, earlier)
    words = [each.text() for each in stops if isinstance(each, QPushButton)]

    start = words.index("Show earlier messages")
    assert words[start + 1 : start + 5] == ["first", "second", "third", "last"]


def test_the_button_is_not_for_readers_at_the_bottom(transcript: Transcript) -> None:
    transcript.follow()
    transcript.note_new_text()
    assert not transcript.new_text.isVisible()


def test_scrolling_down_by_hand_follows_again(transcript: Transcript) -> None:
    bar = transcript.verticalScrollBar()
    bar.setValue(0)
    transcript.note_new_text()
    bar.setValue(bar.maximum())
    assert transcript.is_following()
    assert not transcript.new_text.isVisible()


def test_older_rows_on_top_move_nothing(qtbot: QtBot, transcript: Transcript) -> None:
    bar = transcript.verticalScrollBar()
    bar.setValue(40)
    before = bar.maximum()
    transcript.prepend([row(150), row(150)])
    qtbot.waitUntil(lambda: bar.maximum() >= before + 300)
    assert bar.maximum() - bar.value() == before - 40


def test_earlier_messages_are_asked_for(qtbot: QtBot, transcript: Transcript) -> None:
    button = transcript.findChild(QPushButton, "earlier_button")
    assert button is not None
    transcript.set_earlier(0)
    assert button.isHidden()
    transcript.set_earlier(3)
    assert not button.isHidden()
    with qtbot.waitSignal(transcript.earlier_requested):
        button.click()
