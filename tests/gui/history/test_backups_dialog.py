"""The list of backups by itself: days, numbers, damaged ones, languages."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from newsassistant.gui.history.backups_dialog import BackupsDialog
from newsassistant.gui.look.i18n import Translations
from newsassistant.gui.look.theme import Theme
from newsassistant.store.backups import Backup, Kind


def made(name: str, kind: Kind, conversations: int | None, size: int = 2_340_000) -> Backup:
    when = datetime(2026, 11, 27, 9, 5).timestamp()
    return Backup(Path(f"history-{name}.sqlite3"), kind, when, size, conversations)


DAY = made("20261127", "daily", 1234)
KEPT = made("replaced-20261127-090500", "replaced", 1, size=14_000)
BROKEN = made("20261126", "daily", None)


@pytest.fixture
def dialog(theme: Theme, qtbot: QtBot) -> BackupsDialog:
    dialog = BackupsDialog(theme)
    qtbot.addWidget(dialog)
    dialog.set_backups([DAY, KEPT, BROKEN])
    dialog.show()
    return dialog


def words(dialog: BackupsDialog, name: str) -> str:
    row = dialog.row(name)
    assert row is not None
    return "\n".join(label.text() for label in row.findChildren(QLabel))


def button(dialog: BackupsDialog, name: str) -> QPushButton | None:
    return dialog.findChild(QPushButton, f"restore_{name}")


def test_each_says_its_day_its_number_and_its_kind(dialog: BackupsDialog) -> None:
    assert "2026" in words(dialog, DAY.name)
    assert "1,234 conversations" in words(dialog, DAY.name)
    assert "Made every day · 2.3 MB" in words(dialog, DAY.name)
    assert "1 conversation\n" in words(dialog, KEPT.name)
    assert "Kept when a backup was restored · 14 kB" in words(dialog, KEPT.name)


def test_a_damaged_one_is_named_and_cannot_be_restored(dialog: BackupsDialog) -> None:
    assert "damaged" in words(dialog, BROKEN.name)
    assert button(dialog, BROKEN.name) is None


def test_restoring_is_asked_for_by_name(dialog: BackupsDialog, qtbot: QtBot) -> None:
    wanted = button(dialog, KEPT.name)
    assert wanted is not None
    with qtbot.waitSignal(dialog.restore_requested) as asked:
        wanted.click()
    assert asked.args == [KEPT.name]


def test_buttons_have_a_name_of_their_own(dialog: BackupsDialog) -> None:
    named = [b.accessibleName() for b in dialog.findChildren(QPushButton) if b.accessibleName()]
    restore = [name for name in named if name.startswith("Restore…: ")]
    assert len(restore) == 2
    assert len(set(restore)) == 2


def test_none_is_said(dialog: BackupsDialog) -> None:
    dialog.set_backups([])
    assert any("no backup yet" in label.text() for label in dialog.findChildren(QLabel))


def test_all_words_change_with_the_language(dialog: BackupsDialog, qapp: QApplication) -> None:
    translations = Translations()
    try:
        translations.use("zh")
        QApplication.processEvents()
        assert dialog.heading.text() == "对话备份"
        assert "1,234 个对话" in words(dialog, DAY.name)
        assert "年" in words(dialog, DAY.name)
    finally:
        translations.use("en")
