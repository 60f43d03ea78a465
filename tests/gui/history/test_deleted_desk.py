"""Recently deleted, in the whole window."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton

from newsassistant.core.errors import StoreError
from newsassistant.gui.history.deleted_dialog import DeletedDialog
from tests.gui.pages import WIND, MainPage
from tests.unit.store.remains import found_in, secret


def deleted(page: MainPage, text: str) -> int:
    """The number of a conversation about `text`, which is deleted."""
    page.paste(text)
    page.summarize()
    number = page.program.service.conversation_id
    assert number is not None
    page.action("delete").trigger()
    return number


def opened(page: MainPage) -> DeletedDialog:
    page.click("deleted_button")
    dialog = page.program.history_desk.deleted.dialog
    assert dialog is not None
    return dialog


def press(dialog: DeletedDialog, name: str) -> None:
    button = dialog.findChild(QPushButton, name)
    assert button is not None
    button.click()


def test_the_last_deletion_stands_first(page: MainPage) -> None:
    first, second = deleted(page, WIND), deleted(page, WIND + " More.")
    dialog = opened(page)
    names = [row.objectName() for row in dialog._shown]
    assert names == [f"row_{second}", f"row_{first}"]


def test_enter_erases_nothing_at_first(page: MainPage) -> None:
    deleted(page, WIND)

    dialog = opened(page)

    assert dialog.focusWidget() is dialog.close_button


def test_one_is_restored_and_open(page: MainPage) -> None:
    number = deleted(page, WIND)
    dialog = opened(page)
    press(dialog, f"restore_{number}")
    assert page.program.service.conversation_id == number
    assert not dialog.isVisible()
    assert page.program.history_desk.deleted.last() is None
    assert opened(page).row(number) is None


def test_erasing_one_is_asked_and_reaches_every_file(page: MainPage) -> None:
    kept = deleted(page, WIND)
    number = deleted(page, secret())
    dialog = opened(page)
    home = page.program.paths.data.parent
    press(dialog, f"erase_{number}")
    assert found_in(home) != []
    page.dialogs.agree = True
    press(dialog, f"erase_{number}")
    assert found_in(home) == []
    assert dialog.row(number) is None
    assert dialog.row(kept) is not None
    assert page.program.history_desk.deleted.last() == kept


def test_all_of_them_are_erased(page: MainPage) -> None:
    deleted(page, WIND)
    deleted(page, secret())
    page.dialogs.agree = True
    dialog = opened(page)
    dialog.import_button.click()
    assert "2 conversations" in str(page.dialogs.asked[-1])
    assert found_in(page.program.paths.data.parent) == []
    assert page.program.history.deleted() == []
    assert not page.action("undo_delete").isEnabled()


def test_an_erasure_that_fails_is_told_in_the_list(
    page: MainPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = deleted(page, WIND)
    dialog = opened(page)

    def full(*_: object) -> None:
        raise StoreError("store-unwritable", path="h", detail="disk full")

    page.dialogs.agree = True
    monkeypatch.setattr(page.program.history, "erase", full)
    press(dialog, f"erase_{number}")
    assert "disk full" in dialog.error.text()
    assert dialog.row(number) is not None

    monkeypatch.setattr(page.program.history, "deleted", full)
    assert "disk full" in opened(page).error.text()


def test_one_that_was_erased_meanwhile_is_offered_no_more(page: MainPage) -> None:
    number = deleted(page, WIND)
    page.program.history.erase(number)
    page.action("undo_delete").trigger()
    assert not page.action("undo_delete").isEnabled()
