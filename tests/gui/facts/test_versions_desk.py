"""Two versions over the whole window: pasted, from a file, copied, put to the model."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from newsassistant.gui.facts.versions_dialog import VersionsDialog
from tests.gui.pages import MainPage

OLD = "Bridge opens\n\nThe mayor came. It cost £5m to build. Rain fell on the crowd."
NEW = "Bridge opens\n\nThe mayor came. It cost £6m to build. Snow came from Paris."
LONG_MS = 30_000  # the first check reads the word lists


def opened(page: MainPage) -> VersionsDialog:
    """Choose it in the menu, with an article on the desk."""
    page.paste(OLD)
    page.action("versions").trigger()
    dialog = page.window.findChild(VersionsDialog, "versions_dialog")
    assert isinstance(dialog, VersionsDialog)
    return dialog


def wait_compared(page: MainPage, dialog: VersionsDialog) -> None:
    """Wait until the changes are shown."""
    page.qtbot.waitUntil(lambda: bool(dialog.count.text()), timeout=LONG_MS)


def test_a_pasted_version_is_compared(page: MainPage) -> None:
    dialog = opened(page)
    dialog.sides[1].view.setPlainText(NEW)
    dialog.buttons["compare"].click()
    wait_compared(page, dialog)

    assert dialog.summary.text().startswith("1 sentence new, 1 changed, 1 removed")


def test_the_key_of_the_marks_goes_to_the_next_change(page: MainPage) -> None:
    dialog = opened(page)
    dialog.sides[1].view.setPlainText(NEW)
    dialog.buttons["compare"].click()
    wait_compared(page, dialog)
    QTest.keyClick(dialog, Qt.Key.Key_F8)

    assert dialog.count.text() == "Change 2 of 3"


def test_a_version_from_a_file_is_compared_and_copied(page: MainPage, tmp_path: Path) -> None:
    page.dialogs.file = tmp_path / "new.txt"
    page.dialogs.file.write_text(NEW, encoding="utf-8")
    dialog = opened(page)
    dialog.buttons["open"].click()
    wait_compared(page, dialog)
    dialog.buttons["copy"].click()

    assert dialog.sides[1].origin.text() == "new.txt"
    assert "Changed: It cost £5m to build. → It cost £6m to build." in page.clipboard()
    assert "copied" in dialog.summary.text()


def test_a_file_that_cannot_be_read_is_said(page: MainPage, tmp_path: Path) -> None:
    page.dialogs.file = tmp_path / "gone.docx"
    dialog = opened(page)
    dialog.buttons["open"].click()
    page.qtbot.waitUntil(lambda: dialog.error.isVisible(), timeout=LONG_MS)

    assert dialog.sides[1].text() == ""


def test_the_model_is_asked_only_by_the_user(page: MainPage) -> None:
    dialog = opened(page)
    dialog.sides[1].view.setPlainText(NEW)
    dialog.buttons["compare"].click()
    wait_compared(page, dialog)
    page.type_question("First this.")
    dialog.buttons["ask"].click()

    question = page.window.composer.text()
    assert question.startswith("First this.\n\nBelow is what changed")
    assert "New: Snow came from Paris." in question
    assert not dialog.isVisible()
    assert page.answers() == []


def test_another_article_begins_a_new_comparison(page: MainPage) -> None:
    dialog = opened(page)
    dialog.sides[1].view.setPlainText(NEW)
    dialog.reject()
    page.action("versions").trigger()
    assert dialog.sides[1].text() == NEW  # what was pasted is there again
    dialog.reject()
    page.paste(NEW)
    page.action("versions").trigger()
    assert [side.text() for side in dialog.sides] == [NEW, ""]


def test_who_leaves_a_private_window_leaves_no_version(page: MainPage) -> None:
    page.action("new_private").trigger()
    dialog = opened(page)
    dialog.sides[1].view.setPlainText(NEW)
    dialog.buttons["compare"].click()
    page.program.private.forget()
    page.qtbot.waitUntil(lambda: not page.program.checks.is_busy(), timeout=LONG_MS)

    assert not dialog.isVisible()
    assert [side.text() for side in dialog.sides] == ["", ""]
