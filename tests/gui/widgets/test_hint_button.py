"""The button that shows its shortcut."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.hint_button import HintButton


def test_the_hint_has_room_of_its_own(qtbot: QtBot, theme: Theme) -> None:
    button = HintButton(theme)
    qtbot.addWidget(button)
    button.setText("Stop")
    alone = button.sizeHint().width()
    button.set_hint("Esc")
    assert button.hint() == "Esc"
    assert button.sizeHint().width() > alone


def test_the_hint_gives_way_where_there_is_no_room(qtbot: QtBot, theme: Theme) -> None:
    button = HintButton(theme)
    qtbot.addWidget(button)
    button.setText("Stop")
    button.set_hint("Esc")
    button.resize(button.minimumSizeHint().width(), 32)
    with_hint = button.grab().toImage()
    button.set_hint("")
    assert button.grab().toImage() == with_hint


def test_the_hint_is_painted_at_the_right_edge(qtbot: QtBot, theme: Theme) -> None:
    button = HintButton(theme)
    qtbot.addWidget(button)
    button.setText("New article")
    button.resize(220, 32)
    without = button.grab().toImage()
    button.set_hint("Ctrl N")
    with_hint = button.grab().toImage()
    right = range(with_hint.width() - 60, with_hint.width() - 12)
    middle = with_hint.height() // 2
    rows = range(middle - 5, middle + 5)
    assert any(with_hint.pixel(x, y) != without.pixel(x, y) for x in right for y in rows)
