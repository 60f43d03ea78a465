"""The line above the question box."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from newsassistant.gui.conversation.waiting_bar import Turn, WaitingBar
from newsassistant.gui.look.theme import Theme
from tests.gui.room import cut_parts, settle


def bar_in(parent: QWidget, theme: Theme, width: int = 420) -> WaitingBar:
    bar = WaitingBar(theme, parent)
    bar.setFixedWidth(width)
    return bar


def shown(bar: WaitingBar) -> list[str]:
    buttons = (bar.first_button, bar.withdraw_button, bar.answer_button)
    return [button.objectName() for button in buttons if not button.isHidden()]


def test_it_is_hidden_until_something_waits(parent: QWidget, theme: Theme) -> None:
    bar = bar_in(parent, theme)
    assert bar.isHidden()
    bar.set_turn(Turn("Yours is next."))
    assert not bar.isHidden()
    assert bar.label.text() == "Yours is next."
    bar.set_turn(None)
    assert bar.isHidden()
    assert bar.turn() is None


def test_only_what_can_be_done_is_offered(parent: QWidget, theme: Theme) -> None:
    bar = bar_in(parent, theme)
    bar.set_turn(Turn("Next."))
    assert shown(bar) == ["withdraw_button"]
    bar.set_turn(Turn("Later.", ahead=2))
    assert shown(bar) == ["put_first_button", "withdraw_button"]
    bar.set_turn(Turn("Alone.", waits=False))
    assert shown(bar) == ["answer_button"]


def test_each_button_asks_for_what_it_says(parent: QWidget, theme: Theme, qtbot: QtBot) -> None:
    bar = bar_in(parent, theme)
    bar.set_turn(Turn("Later.", ahead=2))
    with qtbot.waitSignal(bar.first_requested):
        QTest.mouseClick(bar.first_button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(bar.withdrawn):
        QTest.keyClick(bar.withdraw_button, Qt.Key.Key_Space)
    bar.set_turn(Turn("Alone.", waits=False))
    with qtbot.waitSignal(bar.answer_requested):
        bar.answer_button.click()


def test_the_words_wrap_in_a_narrow_column(parent: QWidget, theme: Theme) -> None:
    parent.resize(500, 300)
    bar = bar_in(parent, theme, 320)
    bar.set_turn(
        Turn("Answering “Government puts £1.2bn into off…”; waiting before yours: 12.", ahead=12)
    )
    bar.show()
    bar.setFixedHeight(
        bar.sizeHint().height() if not bar.hasHeightForWidth() else bar.heightForWidth(320)
    )
    settle()
    assert cut_parts(bar) == []
