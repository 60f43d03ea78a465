"""The conversation column's header."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from newsassistant.gui.conversation_panel import ConversationPanel, ElidedLabel
from newsassistant.gui.theme import Theme


def test_a_long_title_is_cut_and_told_in_full(theme: Theme, qtbot: QtBot) -> None:
    label = ElidedLabel()
    qtbot.addWidget(label)
    label.resize(120, 20)
    label.show()
    title = "Government puts £1.2bn into offshore wind to cut bills"

    label.set_full_text(title)

    assert label.text().endswith("…")
    assert len(label.text()) < len(title)
    assert label.toolTip() == title
    assert label.full_text() == title

    label.resize(900, 20)
    assert label.text() == title


def test_a_title_is_never_markup(theme: Theme, qtbot: QtBot) -> None:
    panel = ConversationPanel(theme)
    qtbot.addWidget(panel)

    panel.set_title("<img src='file:///etc/passwd'>")

    assert panel.title.textFormat() is Qt.TextFormat.PlainText
    assert panel.title.full_text().startswith("<img")


def test_a_new_conversation_has_a_name(theme: Theme, qtbot: QtBot) -> None:
    panel = ConversationPanel(theme)
    qtbot.addWidget(panel)

    panel.set_title("")

    assert panel.title.full_text() == "New conversation"
