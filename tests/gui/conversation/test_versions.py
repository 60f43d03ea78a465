"""The arrows of a card: shown where there is a choice, by mouse, keys and words."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from newsassistant.gui.conversation.versions import VersionSwitch
from newsassistant.gui.look.theme import Theme


def made(qtbot: QtBot, theme: Theme) -> tuple[QPushButton, VersionSwitch]:
    card = QPushButton()  # something that can have the focus
    qtbot.addWidget(card)
    card.resize(300, 60)
    switch = VersionSwitch(theme, card, of_answer=True)
    card.show()
    card.activateWindow()
    qtbot.waitUntil(card.isActiveWindow)
    return card, switch


def button(card: QWidget, name: str) -> QPushButton:
    found = card.findChild(QPushButton, name)
    assert found is not None
    return found


def test_one_version_needs_no_arrows(qtbot: QtBot, theme: Theme) -> None:
    card, switch = made(qtbot, theme)
    switch.set_versions(4, (4,))
    assert switch.isHidden()
    assert switch.words() == ""
    switch.take_focus(forward=True)  # there is nothing to take it
    assert card.findChildren(QPushButton) == []


def test_arrows_end_at_the_first_and_the_last(qtbot: QtBot, theme: Theme) -> None:
    card, switch = made(qtbot, theme)
    asked: list[tuple[int, bool]] = []
    switch.chosen.connect(lambda number, forward: asked.append((number, forward)))
    switch.set_versions(4, (4, 7, 9))
    assert switch.words() == "Version 1 of 3"
    back, forward = button(card, "version_back_button"), button(card, "version_next_button")
    assert not back.isEnabled()
    assert forward.accessibleName() == "Answer after this one, Version 1 of 3"
    QTest.mouseClick(forward, Qt.MouseButton.LeftButton)
    switch.step(-1)
    assert asked == [(7, True)]

    switch.set_versions(9, (4, 7, 9))
    assert not forward.isEnabled()
    switch.take_focus(forward=True)
    assert back.hasFocus()  # the other one could not be pressed
    switch.set_versions(4, (4,))
    assert switch.isHidden()


def test_keys_work_everywhere_in_the_card(qtbot: QtBot, theme: Theme) -> None:
    card, switch = made(qtbot, theme)
    switch.set_versions(7, (4, 7, 9))
    card.setFocus()
    alt = Qt.KeyboardModifier.AltModifier
    with qtbot.waitSignal(switch.chosen) as chosen:
        QTest.keyClick(card, Qt.Key.Key_Left, alt)
    assert chosen.args == [4, False]
    with qtbot.waitSignal(switch.chosen) as chosen:
        QTest.keyClick(card, Qt.Key.Key_Right, alt)
    assert chosen.args == [9, True]
