"""Two versions side by side: states, steps, swapping, words."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from newsassistant.core.errors import InputError
from newsassistant.evidence.versions import compare
from newsassistant.gui.facts.versions_dialog import VersionsDialog
from newsassistant.gui.look.i18n import Translations
from newsassistant.gui.look.theme import Theme
from tests.gui.room import cut_parts, settle
from tests.gui.tab_order import stops_of_tab

OLD = "The mayor came. It cost £5m to build. Rain fell on the crowd."
NEW = "The mayor came. It cost £6m to build. Snow came from Paris."
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def dialog(theme: Theme, qtbot: QtBot) -> VersionsDialog:
    dialog = VersionsDialog(theme)
    qtbot.addWidget(dialog)
    dialog.set_article(OLD, "old.docx")
    dialog.show()
    return dialog


@pytest.fixture
def compared(dialog: VersionsDialog, qtbot: QtBot) -> VersionsDialog:
    dialog.sides[1].view.setPlainText(NEW)
    dialog.buttons["compare"].click()
    dialog.set_versions(compare(OLD, NEW, "en"))
    return dialog


def _marked(dialog: VersionsDialog, side: int) -> list[str]:
    return [mark.cursor.selectedText() for mark in dialog.sides[side].view.extraSelections()]


def test_first_the_other_version_is_wanted(dialog: VersionsDialog, qtbot: QtBot) -> None:
    shown = [name for name, button in dialog.buttons.items() if button.isVisible()]

    assert shown == ["previous", "next", "open", "swap", "close", "compare"]
    assert not dialog.buttons["compare"].isEnabled()
    assert dialog.sides[0].view.isReadOnly()
    assert "Paste the other version" in dialog.summary.text()
    dialog.sides[1].view.setPlainText(NEW)
    with qtbot.waitSignal(dialog.compare_requested) as asked:
        QTest.keyClick(dialog.sides[1].view, Qt.Key.Key_Return, CTRL)
    assert asked.args == [OLD, NEW]
    assert "being compared" in dialog.summary.text()


def test_changes_are_marked_in_both_texts_and_counted(compared: VersionsDialog) -> None:
    assert compared.summary.text() == (
        "1 sentence new, 1 changed, 1 removed; 1 number and 1 name new; 1 number gone."
    )
    assert {"Rain fell on the crowd.", "5m"} <= set(_marked(compared, 0))
    assert {"Snow came from Paris.", "6m", "Paris"} <= set(_marked(compared, 1))
    assert all(side.view.isReadOnly() for side in compared.sides)


def test_keys_go_from_change_to_change_and_round(compared: VersionsDialog) -> None:
    assert compared.count.text() == "Change 1 of 3"
    QTest.keyClick(compared.sides[0].view, Qt.Key.Key_F8)
    assert compared.count.text() == "Change 2 of 3"
    assert "Rain fell on the crowd." in _marked(compared, 0)[-2:]
    QTest.keyClick(compared, Qt.Key.Key_F8)
    QTest.keyClick(compared, Qt.Key.Key_F8)
    assert compared.count.text() == "Change 1 of 3"
    QTest.keyClick(compared, Qt.Key.Key_F8, SHIFT)
    assert compared.count.text() == "Change 3 of 3"


def test_the_older_version_can_be_the_newer_one(compared: VersionsDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(compared.compare_requested) as asked:
        compared.buttons["swap"].click()

    assert asked.args == [NEW, OLD]
    compared.set_versions(compare(NEW, OLD, "en"))
    assert compared.sides[1].text() == OLD
    assert compared.sides[1].origin.text().startswith("The article on the desk")


def test_what_is_pasted_survives_a_swap(dialog: VersionsDialog) -> None:
    dialog.sides[1].view.setPlainText(NEW)
    dialog.buttons["swap"].click()

    assert [side.text() for side in dialog.sides] == [NEW, OLD]
    assert not dialog.sides[0].view.isReadOnly()
    assert dialog.buttons["compare"].isEnabled()


def test_a_file_is_compared_at_once(dialog: VersionsDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.compare_requested) as asked:
        dialog.set_other(NEW, "new.docx")

    assert asked.args == [OLD, NEW]
    assert dialog.sides[1].origin.text() == "new.docx"


def test_another_version_starts_anew(compared: VersionsDialog) -> None:
    compared.buttons["again"].click()

    assert compared.sides[1].text() == ""
    assert not compared.sides[1].view.isReadOnly()
    assert _marked(compared, 0) == []
    assert compared.count.text() == ""


def test_the_same_text_has_nothing_to_copy(dialog: VersionsDialog) -> None:
    dialog.set_other(OLD, "")
    dialog.set_versions(compare(OLD, OLD, "en"))

    assert "same sentences" in dialog.summary.text()
    enabled = [n for n in ("copy", "ask", "next", "previous") if dialog.buttons[n].isEnabled()]
    assert enabled == []


def test_what_was_left_out_is_said(dialog: VersionsDialog) -> None:
    long = "The river rose again in the night. " * 1600
    dialog.set_other(long, "")
    dialog.set_versions(compare(OLD, long, "en"))

    assert "50,000 characters" in dialog.summary.text()


def test_an_error_ends_the_waiting(dialog: VersionsDialog) -> None:
    dialog.set_other(NEW, "")
    dialog.set_error(InputError("article-empty"))

    assert dialog.error.isVisible()
    assert dialog.buttons["compare"].isEnabled()


def test_it_forgets_both_texts(compared: VersionsDialog) -> None:
    compared.forget()

    assert [side.text() for side in compared.sides] == ["", ""]
    assert "Paste" in compared.summary.text()


@pytest.mark.parametrize("stage", ["dialog", "compared"])
def test_keys_reach_everything_and_nothing_is_cut(
    stage: str, request: pytest.FixtureRequest
) -> None:
    dialog: VersionsDialog = request.getfixturevalue(stage)
    translations = Translations()
    for language in ("en", "zh"):
        translations.use(language)
        dialog.retranslate()
        settle()
        assert cut_parts(dialog) == []
    translations.use("en")
    dialog.retranslate()
    stops = stops_of_tab(dialog, dialog.buttons["close"])
    wanted = [b for b in dialog.buttons.values() if b.isVisible() and b.isEnabled()]
    assert {*wanted, *(side.view for side in dialog.sides)} <= set(stops)
    for button in dialog.buttons.values():
        assert button.toolTip()
        assert button.accessibleName()
