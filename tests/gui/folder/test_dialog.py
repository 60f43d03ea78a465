"""The page: what is chosen, then how far it is."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from newsassistant.gui.folder.dialog import FolderDialog
from newsassistant.gui.look.theme import Theme


def test_start_belongs_to_the_choice(theme: Theme, qtbot: QtBot) -> None:
    dialog = FolderDialog(theme)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.setup.isVisible()
    assert dialog.start_button.isVisible()
    dialog.show_run()
    assert dialog.run.isVisible()
    assert not dialog.start_button.isVisible()
    dialog.show_setup()
    assert dialog.start_button.isVisible()
