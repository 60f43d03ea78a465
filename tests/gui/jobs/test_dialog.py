"""The dialog of jobs: its list, its buttons, its keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from newsassistant.gui.jobs.dialog import JobsDialog
from newsassistant.gui.look.i18n import Translations
from newsassistant.gui.look.theme import Theme
from newsassistant.text.prompts.presets import SHIPPED, Preset
from tests.gui.inert import rich_texts
from tests.gui.tab_order import stops_of_tab

JOBS = tuple(SHIPPED.values())


@pytest.fixture
def dialog(theme: Theme, qtbot: QtBot) -> JobsDialog:
    dialog = JobsDialog(theme)
    qtbot.addWidget(dialog)
    dialog.set_jobs(JOBS, ("headline",), "headline")
    dialog.set_job(SHIPPED["headline"], (), {})
    dialog.show()
    return dialog


def test_all_jobs_are_listed_with_their_keys(dialog: JobsDialog) -> None:
    words = [dialog.list.item(row).text() for row in range(dialog.list.count())]
    assert words[0] == "1   One line"
    assert words[3] == "4   Headline *"
    item = dialog.list.item(3)
    assert item.data(Qt.ItemDataRole.AccessibleTextRole) == "Headline, not saved"
    assert dialog.list.currentRow() == 3
    dialog.set_jobs([Preset(f"own-{n}", "x", name="N") for n in range(11)], (), "own-0")
    assert dialog.list.item(9).text() == "–   N"


def test_choosing_a_row_tells_which(dialog: JobsDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.chosen) as signal:
        dialog.list.setCurrentRow(1)
    assert signal.args == ["three-bullets"]


@pytest.mark.parametrize(
    ("key", "alt", "action"),
    [
        (Qt.Key.Key_Up, True, "up"),
        (Qt.Key.Key_Down, True, "down"),
        (Qt.Key.Key_Delete, False, "delete"),
    ],
)
def test_keys_of_the_list(
    dialog: JobsDialog, qtbot: QtBot, key: Qt.Key, alt: bool, action: str
) -> None:
    held = Qt.KeyboardModifier.AltModifier if alt else Qt.KeyboardModifier.NoModifier
    with qtbot.waitSignal(dialog.acted) as signal:
        QTest.keyClick(dialog.list, key, held)
    assert signal.args == [action]


def test_what_is_not_possible_is_off(dialog: JobsDialog, qtbot: QtBot) -> None:
    dialog.set_jobs(JOBS[:1], (), JOBS[0].id)
    off = [name for name, tool in dialog.tools.items() if not tool.isEnabled()]
    assert off == ["up", "down", "delete"]
    assert not dialog.buttons["save"].isEnabled()
    with qtbot.assertNotEmitted(dialog.acted):
        QTest.keyClick(dialog.list, Qt.Key.Key_Delete)


def test_escape_asks_before_it_closes(dialog: JobsDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.acted) as signal:
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert signal.args == ["close"]
    assert dialog.isVisible()
    with qtbot.waitSignal(dialog.acted):
        dialog.close()
    assert dialog.isVisible()


def test_tab_reaches_everything(dialog: JobsDialog) -> None:
    names = {part.objectName() for part in stops_of_tab(dialog, dialog.list)}
    assert {f"job_{name}_edit" for name in dialog.form.fields} <= names
    assert {"jobs_list", "job_save_button", "job_new_button", "job_import_button"} <= names


def test_every_button_has_a_name_and_a_tip(dialog: JobsDialog) -> None:
    for button in (*dialog.tools.values(), *dialog.buttons.values()):
        assert button.accessibleName() or button.text()
        assert button.toolTip()
    filled = [b for b in dialog.findChildren(QPushButton) if b.property("role") == "primary"]
    assert filled == [dialog.buttons["save"]]


def test_texts_of_others_are_only_words(dialog: JobsDialog) -> None:
    job = Preset("own-1", "<img src=x> " * 900, name="<b>B</b>")
    dialog.set_jobs([job, JOBS[0]], (), job.id)
    dialog.set_job(job, (), {"x": "<i>"})
    assert rich_texts(dialog) == []


def test_it_speaks_chinese(dialog: JobsDialog) -> None:
    translations = Translations()
    translations.use("zh")
    QApplication.processEvents()
    try:
        assert dialog.heading.text() == "任务"
        assert dialog.buttons["save"].text() == "保存"
    finally:
        translations.use("en")
        QApplication.processEvents()
