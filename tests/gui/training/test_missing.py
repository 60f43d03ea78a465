"""What is missing for training, and the command that installs it."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from newsassistant.gui.look.theme import Theme
from newsassistant.gui.training.missing import MissingCard


def test_the_command_can_be_copied(theme: Theme, qtbot: QtBot) -> None:
    card = MissingCard(theme)
    qtbot.addWidget(card)
    assert card.isHidden()
    card.set_missing("torch", "make train-setup")

    assert "torch is not installed" in card.label.text()
    assert card.command_edit.isReadOnly()
    card.copy_button.click()
    assert QGuiApplication.clipboard().text() == "make train-setup"
    card.set_missing("", "")
    assert card.isHidden()


def test_it_can_be_looked_for_again(theme: Theme, qtbot: QtBot) -> None:
    card = MissingCard(theme)
    qtbot.addWidget(card)
    with qtbot.waitSignal(card.retry_requested):
        card.retry_button.click()
