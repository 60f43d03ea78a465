"""The list of what was deleted."""

from __future__ import annotations

import time

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from newsassistant.gui.history.deleted_dialog import DAY_S, DeletedDialog
from newsassistant.gui.look.theme import Theme
from tests.gui.history.test_model import TODAY, conversation
from tests.gui.room import cut_parts, settle


@pytest.fixture
def dialog(qtbot: QtBot, theme: Theme) -> DeletedDialog:
    dialog = DeletedDialog(theme)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def words(dialog: DeletedDialog, number: int) -> str:
    row = dialog.row(number)
    assert row is not None
    return " ".join(label.text() for label in row.findChildren(QLabel))


def press(dialog: DeletedDialog, name: str) -> None:
    button = dialog.findChild(QPushButton, name)
    assert button is not None
    button.click()


@pytest.mark.parametrize(
    ("days", "left"),
    [(0, "in 30 days"), (-1, "in 30 days"), (1.5, "in 28 days"), (28.5, "tomorrow"), (40, "today")],
)
def test_each_says_how_long_it_can_be_brought_back(
    dialog: DeletedDialog, days: float, left: str
) -> None:
    now = time.time()
    dialog.set_deleted([(conversation(3, TODAY, title="Wind"), now - days * DAY_S)], now=now)
    assert "Wind" in words(dialog, 3)
    assert f"erased {left}" in words(dialog, 3)


def test_each_can_be_restored_or_erased(qtbot: QtBot, dialog: DeletedDialog) -> None:
    dialog.set_deleted(
        [(conversation(3, TODAY), 1.7e9), (conversation(5, TODAY), 1.7e9)], now=1.7e9
    )
    with qtbot.waitSignal(dialog.restore_requested) as restored:
        press(dialog, "restore_5")
    with qtbot.waitSignal(dialog.erase_requested) as erased:
        press(dialog, "erase_3")
    assert (restored.args, erased.args) == ([5], [3])
    with qtbot.waitSignal(dialog.import_requested):
        dialog.import_button.click()


def test_an_empty_list_says_so_and_offers_no_erasure(dialog: DeletedDialog) -> None:
    dialog.set_deleted([], now=0.0)
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    assert "Nothing was deleted." in texts
    assert dialog.import_button.isHidden()


def test_nothing_is_cut(wide_letters: None, qtbot: QtBot) -> None:
    theme = Theme("light")
    dialog = DeletedDialog(theme)
    qtbot.addWidget(dialog)
    dialog.set_deleted([(conversation(3, TODAY, title="Wind " * 40), 1.7e9)], now=1.7e9)
    dialog.show()
    settle()
    assert cut_parts(dialog) == []
    theme.detach()
