"""The notice: says what happened and takes it back once."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.notice_bar import NoticeBar
from tests.gui.room import settle


@pytest.fixture
def bar(theme: Theme, qtbot: QtBot) -> NoticeBar:
    bar = NoticeBar(theme)
    qtbot.addWidget(bar)
    return bar


def test_it_is_hidden_until_there_is_something_to_say(bar: NoticeBar) -> None:
    assert bar.isHidden()


def test_its_button_takes_back_and_hides(bar: NoticeBar, qtbot: QtBot) -> None:
    calls: list[str] = []
    bar.show_notice("Put aside: <b>Wind</b>", lambda: calls.append("back"))
    assert bar.label.text() == "Put aside: <b>Wind</b>"
    assert bar.label.textFormat() is Qt.TextFormat.PlainText

    QTest.mouseClick(bar.undo_button, Qt.MouseButton.LeftButton)

    assert calls == ["back"]
    assert bar.isHidden()


def test_closing_takes_nothing_back(bar: NoticeBar, qtbot: QtBot) -> None:
    calls: list[str] = []
    bar.show_notice("Put aside", lambda: calls.append("back"))

    QTest.mouseClick(bar.close_button, Qt.MouseButton.LeftButton)

    assert calls == []
    assert bar.isHidden()


def test_what_cannot_be_taken_back_has_no_button(bar: NoticeBar) -> None:
    bar.show_notice("The style is gone")
    assert bar.undo_button.isHidden()

    bar.show_notice("Put aside", lambda: None)

    assert not bar.undo_button.isHidden()


def test_a_wide_button_leaves_the_line_to_the_sentence(bar: NoticeBar) -> None:
    bar.show_notice("Put aside: a long headline of an article", lambda: None)
    bar.show()
    bar.resize(900, 80)
    settle()
    beside = bar.undo_button.y() < bar.label.geometry().bottom()
    bar.resize(bar.minimumSizeHint().width(), 200)
    settle()

    assert beside
    assert bar.undo_button.y() > bar.label.geometry().bottom()
    assert bar.rect().contains(bar.undo_button.geometry())
