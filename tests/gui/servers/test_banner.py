"""The line above a conversation that leaves this computer."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from newsassistant.gui.look.theme import Theme
from newsassistant.gui.servers.banner import PlaceBanner


def test_it_is_there_while_there_is_something_to_say(theme: Theme, parent: QWidget) -> None:
    banner = PlaceBanner(theme, parent)
    assert banner.isHidden()
    banner.show_place("leaves", "desk.example")
    assert banner.isVisible()
    assert banner.accessibleName() == banner.label.text() == banner.words()
    assert not banner.new_button.isVisible()
    banner.show_place("", "")
    assert banner.isHidden()


def test_a_way_out_is_offered_where_nothing_can_be_asked(
    theme: Theme, parent: QWidget, qtbot: QtBot
) -> None:
    banner = PlaceBanner(theme, parent)
    for where in ("left", "stays"):
        banner.show_place(where, "desk.example")
        assert banner.new_button.isVisible()
        with qtbot.waitSignal(banner.new_requested):
            banner.new_button.click()
