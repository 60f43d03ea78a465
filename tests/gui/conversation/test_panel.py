"""The conversation column's header."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from newsassistant.gui.conversation.panel import ConversationPanel
from newsassistant.gui.look.theme import Theme


def test_a_long_title_is_cut_and_told_in_full(theme: Theme, qtbot: QtBot) -> None:
    panel = ConversationPanel(theme)
    qtbot.addWidget(panel)
    panel.resize(320, 600)
    panel.show()
    title = "Government puts £1.2bn into offshore wind to cut bills"

    panel.set_title(title)

    assert panel.title.shown_text().endswith("…")
    assert panel.title.toolTip() == panel.title.text() == title


def test_a_title_is_never_markup(theme: Theme, qtbot: QtBot) -> None:
    panel = ConversationPanel(theme)
    qtbot.addWidget(panel)

    panel.set_title("<img src='file:///etc/passwd'>")

    assert panel.title.textFormat() is Qt.TextFormat.PlainText
    assert panel.title.text().startswith("<img")


def test_compare_says_why_it_cannot_be_pressed(theme: Theme, qtbot: QtBot) -> None:
    panel = ConversationPanel(theme)
    qtbot.addWidget(panel)

    panel.set_can_compare(False, "Open an article first")
    assert not panel.compare_button.isEnabled()
    assert panel.compare_button.toolTip() == "Open an article first"

    panel.set_can_compare(True, "Compare two styles")
    assert panel.compare_button.isEnabled()


def test_a_new_conversation_has_a_name(theme: Theme, qtbot: QtBot) -> None:
    panel = ConversationPanel(theme)
    qtbot.addWidget(panel)

    panel.set_title("")

    assert panel.title.text() == "New conversation"
