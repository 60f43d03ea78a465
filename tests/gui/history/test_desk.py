"""Erasing for good and backups in the whole window."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from newsassistant.core.errors import StoreError
from newsassistant.core.types import Usage
from newsassistant.engine.fake import FakeEngine
from newsassistant.gui.history.backups_dialog import BackupsDialog
from newsassistant.gui.history.model import SECOND_LINE_ROLE
from newsassistant.store import db
from newsassistant.store.history import History, StoredMessage
from tests.gui.pages import PORT, WIND, MainPage
from tests.unit.store.remains import found_in, secret

Start = Callable[..., MainPage]


def backups(page: MainPage) -> BackupsDialog:
    dialog = page.program.history_desk.dialog
    assert dialog is not None
    return dialog


def restore(page: MainPage, name: str) -> None:
    button = backups(page).findChild(QPushButton, f"restore_{name}")
    assert button is not None
    button.click()


# --- pinned --------------------------------------------------------------------------------------


def rows(page: MainPage) -> list[str]:
    model = page.window.history.model()
    return [str(model.index(row).data()) for row in range(model.rowCount())]


def test_a_key_pins_the_open_conversation_and_takes_that_back(page: MainPage) -> None:
    page.summarized(PORT)
    page.action("new_chat").trigger()
    page.summarized(WIND)
    page.program.presenter.open_conversation(page.conversations()[-1].id)
    wind, port = (conversation.title for conversation in page.conversations())
    page.keys(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier)
    assert rows(page) == ["Pinned", port, "Today", wind]
    assert page.window.status.status_label.text() == f"Pinned: “{port}”"
    page.action("pin").trigger()
    assert rows(page) == ["Today", wind, port]


def test_in_the_list_the_key_pins_the_row_that_it_is_on(page: MainPage) -> None:
    page.summarized(PORT)
    page.action("new_chat").trigger()
    page.summarized(WIND)
    panel = page.window.history
    panel.focus_list()
    QTest.keyClick(panel.list, Qt.Key.Key_Down)
    page.action("pin").trigger()
    assert [item.pinned for item in page.conversations()] == [True, False]
    assert rows(page)[1] == page.conversations()[0].title
    assert panel.chosen() == page.conversations()[0].id  # the keys went with it


def test_a_deleted_one_with_versions_and_a_pin_comes_back_whole(page: MainPage) -> None:
    number = page.summarized(WIND)
    page.action("regenerate").trigger()
    page.wait_idle()
    page.action("pin").trigger()
    shown = page.transcript()
    page.action("delete").trigger()
    assert page.conversations() == []
    page.action("undo_delete").trigger()
    assert page.conversations()[0].pinned
    assert page.transcript() == shown
    assert len(page.program.history.messages(number)[1].versions) == 2


# --- erasing --------------------------------------------------------------------------------------


def test_erasing_is_asked_and_reaches_every_file(page: MainPage) -> None:
    kept = page.summarized(WIND)
    page.action("new_chat").trigger()
    page.summarized(secret())
    page.program.draft.save()
    home = page.program.paths.data.parent
    db.copy_to(page.program.paths.history, page.program.paths.backups / "history-20260101.sqlite3")
    page.action("erase").trigger()
    ((name, words),) = page.dialogs.asked
    assert (name, "all backups" in str(words), "[Erase]" in str(words)) == ("ask", True, True)
    assert found_in(home) != []

    page.dialogs.agree = True
    page.action("erase").trigger()

    assert found_in(home) == []
    assert [c.id for c in page.conversations()] == [kept]
    assert page.article_text() == ""
    assert page.transcript() == ""


def test_it_is_reached_by_keys_in_the_list(page: MainPage) -> None:
    page.summarized(WIND)
    page.dialogs.agree = True
    page.window.history.list.setFocus()
    QTest.keyClick(page.window.history.list, Qt.Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier)
    assert page.conversations() == []


def test_another_conversation_than_the_open_one_is_erased(page: MainPage) -> None:
    first = page.summarized(WIND)
    page.action("new_chat").trigger()
    second = page.summarized(PORT)
    page.dialogs.agree = True
    page.window.history.erase_requested.emit(first)
    assert page.program.service.conversation_id == second
    assert page.article_text() != ""
    assert [c.id for c in page.conversations()] == [second]


def test_erasing_ends_the_answer_that_runs_in_it(start: Start) -> None:
    page = start(FakeEngine([f"{secret()} " * 20], delay_s=0.01))
    page.paste(WIND)
    page.click("summarize_button")
    page.wait_answering()
    page.dialogs.agree = True
    page.action("erase").trigger()
    page.wait_idle()
    assert page.conversations() == []
    assert found_in(page.program.paths.data.parent) == []
    assert not page.window.chat.empty_state().error.isVisible()


def test_what_could_not_be_reached_is_told(page: MainPage, monkeypatch: pytest.MonkeyPatch) -> None:
    page.summarized(WIND)
    left = page.program.paths.backups / "history-20260101.sqlite3"
    monkeypatch.setattr("newsassistant.store.backups.erase", lambda *_: [left])
    page.dialogs.agree = True
    page.action("erase").trigger()
    assert page.dialogs.names() == ["ask", "tell"]
    assert left.name in str(page.dialogs.asked[-1])


def test_an_erasure_that_fails_is_told_and_changes_nothing(page: MainPage) -> None:
    number = page.summarized(WIND)
    page.program.history._db.execute("PRAGMA query_only = ON")
    page.dialogs.agree = True
    page.action("erase").trigger()
    page.program.history._db.execute("PRAGMA query_only = OFF")
    assert page.program.service.conversation_id == number
    assert "no permission" in page.window.chat._notice.text()  # type: ignore[union-attr]


# --- backups --------------------------------------------------------------------------------------


@pytest.fixture
def saved(page: MainPage) -> str:
    """The name of a backup with one conversation; there are two now."""
    page.summarized(WIND)
    paths = page.program.paths
    db.copy_to(paths.history, paths.backups / "history-20260101.sqlite3")
    page.action("new_chat").trigger()
    page.summarized(PORT)
    return "20260101"


def test_a_backup_is_restored_and_the_window_goes_on(page: MainPage, saved: str) -> None:
    page.program.history_desk.show_backups()
    page.dialogs.agree = True
    restore(page, saved)
    assert "are kept" in str(page.dialogs.asked[-1])
    assert [c.title for c in page.conversations()] == [WIND.split("\n")[0]]
    assert page.program.service.conversation_id is None
    assert page.window.history.model().rowCount() == 2  # a day and its conversation
    assert "history-replaced-" in backups(page).note.text()
    page.summarized(PORT)
    assert len(page.conversations()) == 2


def test_nothing_is_restored_while_an_answer_runs(start: Start) -> None:
    page = start(FakeEngine(delay_s=0.02))
    page.summarized(WIND)
    paths = page.program.paths
    db.copy_to(paths.history, paths.backups / "history-20260101.sqlite3")
    page.click("summarize_button")
    page.wait_answering()
    page.program.history_desk.show_backups()
    page.dialogs.agree = True
    restore(page, "20260101")
    assert backups(page).error.isVisible()
    page.action("stop").trigger()
    page.wait_idle()


def test_a_backup_that_has_gone_is_said(page: MainPage, saved: str) -> None:
    page.program.history_desk.show_backups()
    (page.program.paths.backups / f"history-{saved}.sqlite3").unlink()
    restore(page, saved)
    assert saved in backups(page).error.text()
    assert len(page.conversations()) == 2


def test_damage_while_it_runs_offers_the_backups_once(page: MainPage, saved: str) -> None:
    damaged = StoreError("store-damaged", path="h", detail="x", backups="b")
    for _ in range(2):
        page.program.show_error(damaged)
    assert page.dialogs.names() == ["backups"]
    assert "Backups…" in damaged.text()


def test_the_folder_of_the_backups_is_opened(
    page: MainPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(page.program.history_desk, "_open_folder", opened.append)
    page.program.history_desk.show_backups()
    backups(page).import_button.click()
    assert opened == [page.program.paths.backups]


# --- rows that are damaged ------------------------------------------------------------------------


def test_a_damaged_row_hides_no_other_and_is_named(start: Start, tmp_path: Path) -> None:
    page = start()
    first = page.summarized(WIND)
    page.action("new_chat").trigger()
    second = page.summarized(PORT)
    with sqlite3.connect(page.program.paths.history) as other:
        other.execute(
            "UPDATE conversations SET title = x'', updated_at = 1e300 WHERE id = ?", (first,)
        )
        other.execute("PRAGMA ignore_check_constraints = ON")
        other.execute(
            "UPDATE messages SET content = 7.5, usage = '[' WHERE conversation_id = ?", (first,)
        )
        other.execute("UPDATE messages SET content = x'ff' WHERE conversation_id = ?", (first,))
    other.close()
    page.action("new_chat").trigger()
    page.program.presenter.on_conversations()
    shown = [c.id for c in page.conversations()]
    assert sorted(shown) == [first, second]
    model = page.window.history.model()
    titles = [model.data(model.index(row)) for row in range(model.rowCount())]
    assert "Damaged conversation" in titles
    page.program.presenter.open_conversation(first)
    assert page.window.chat._notice is not None
    assert "damaged" in page.window.chat._notice.text()


# --- answers that are not saved -------------------------------------------------------------------


def test_an_answer_that_is_not_saved_says_so_until_it_is(
    page: MainPage, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    def full(*_: object, **__: object) -> StoredMessage:
        raise StoreError("store-unwritable", path="h", detail="database or disk is full")

    page.paste(WIND)
    with monkeypatch.context() as patch:
        patch.setattr(History, "update_message", full)
        page.summarize()
        card = page.window.chat.card(page.message_ids()[-1])
        assert "not saved yet" in card.error.text()  # type: ignore[union-attr]
        assert card.error.isVisible()  # type: ignore[union-attr]
        page.window.close()
        assert page.dialogs.names() == ["ask"]
        assert "not saved" in str(page.dialogs.asked[-1])
        assert not page.program.shutdown.has_begun()
    page.program.service.tick()
    assert not card.error.isVisible()  # type: ignore[union-attr]
    assert page.answers()[-1] != ""
    stored = page.program.history.messages(page.conversations()[0].id)[-1]
    assert (stored.status, isinstance(stored.usage, Usage)) == ("done", True)


def lock(page: MainPage) -> sqlite3.Connection:
    """Another program takes the history of the window and keeps it."""
    page.program.history._db.execute("PRAGMA busy_timeout = 1")
    other = sqlite3.connect(page.program.paths.history, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    return other


def second_lines(page: MainPage) -> list[str]:
    model = page.window.history.model()
    rows = [model.index(row).data(SECOND_LINE_ROLE) for row in range(model.rowCount())]
    return [words for words in rows if words]


def test_a_locked_history_is_told_and_the_summary_is_made_all_the_same(page: MainPage) -> None:
    desk, bar = page.program.history_desk, page.window.unsaved.bar
    with closing(lock(page)):
        page.paste(WIND)
        page.summarize()
        desk.look_at_file()
        assert bar.isVisible()
        assert "another program" in bar.label.text()
        assert page.answers()[-1] != ""
        assert second_lines(page)[0].startswith("Not saved")
        page.window.close()
        assert page.dialogs.names() == ["ask"]
        assert not page.program.shutdown.has_begun()
    bar.undo_button.click()
    assert bar.isHidden()
    assert not second_lines(page)[0].startswith("Not saved")
    stored = page.program.history.messages(page.conversations()[0].id)[-1]
    assert (stored.status, stored.content) == ("done", page.answers()[-1])


def test_a_cause_that_was_closed_is_not_shown_again(page: MainPage) -> None:
    desk, bar = page.program.history_desk, page.window.unsaved.bar
    with closing(lock(page)):
        page.paste(WIND)
        page.summarize()
        desk.look_at_file()
        bar.close_button.click()
        desk.tick()
        assert bar.isHidden()
