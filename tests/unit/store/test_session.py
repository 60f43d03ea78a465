"""A window's history on a disk that is full, protected or locked, and on its way back."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from newsassistant.core.errors import StoreError
from newsassistant.store import db
from newsassistant.store.history import History
from newsassistant.store.session import SessionHistory
from tests.unit.store.conftest import Clock
from tests.unit.store.full import full_disk

Open = Callable[[], SessionHistory]


@pytest.fixture
def session(path: Path, backups: Path, clock: Clock) -> Iterator[Open]:
    """Opens a window's history of the path."""
    opened: list[SessionHistory] = []

    def open_it() -> SessionHistory:
        opened.append(SessionHistory(path, backups=backups, clock=clock))
        return opened[-1]

    yield open_it
    for history in opened:
        history.close()


@pytest.fixture
def protected(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """Takes the right to write files away, and gives it back."""
    really = os.open

    def refuse(path: str, flags: int, *args: int) -> int:
        if flags & os.O_RDWR:
            raise PermissionError(13, "Permission denied")
        return really(path, flags, *args)

    def protect(is_protected: bool) -> None:
        monkeypatch.setattr("newsassistant.store.db.os.open", refuse if is_protected else really)

    return protect


def new(history: History, title: str = "A title") -> int:
    number = history.create(title, None, preset="", model="", prefix="").id
    history.add_message(number, "user", "Why?")
    return number


def test_where_all_is_well_it_is_a_history_like_any_other(session: Open, path: Path) -> None:
    history = session()
    new(history)
    assert (history.refusal, history.has_unsaved()) == (None, False)
    assert not history.conversations()[0].unsaved
    assert history.carry_over(now=True) is None
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("SELECT COUNT(*) FROM messages").fetchone() == (1,)


def test_a_protected_file_is_read_and_what_is_new_stays_in_memory(
    session: Open, history: History, path: Path, protected: Callable[[bool], None]
) -> None:
    old = new(history, "old")
    history.close()
    before = path.read_bytes()
    protected(True)

    opened = session()
    assert opened.refusal is not None
    assert opened.refusal.code == "store-protected"
    assert not opened.hides_earlier
    assert not opened.has_unsaved()
    answered = new(opened, "new")
    assert [(c.id, c.unsaved) for c in opened.conversations()] == [(answered, True), (old, False)]
    assert [c.id for c in opened.conversations("new")] == [answered]
    opened.add_message(old, "user", "And?")
    assert all(c.unsaved for c in opened.conversations())
    assert path.read_bytes() == before


def test_once_the_file_can_be_written_it_gets_all_that_is_new(
    session: Open, reopen: Callable[[], History], protected: Callable[[bool], None]
) -> None:
    old = new(reopen(), "old")
    protected(True)
    opened = session()
    opened.rename(old, "renamed")
    number = new(opened, "new")
    assert opened.carry_over(now=True) is None
    protected(False)

    assert opened.carry_over(now=True) == {}
    assert (opened.refusal, opened.has_unsaved()) == (None, False)
    opened.add_message(number, "assistant", "Because.", status="done")
    again = reopen()
    assert {c.title for c in again.conversations()} == {"renamed", "new"}
    assert [m.content for m in again.messages(number)] == ["Why?", "Because."]


def test_an_edit_that_waited_for_the_file_keeps_both_texts(
    session: Open, reopen: Callable[[], History], protected: Callable[[bool], None]
) -> None:
    first = reopen()
    old = new(first, "old")
    answer = first.add_message(old, "assistant", "Because.", status="done")
    protected(True)
    opened = session()
    opened.edit_answer(answer.id, "Because it is.")
    protected(False)
    assert opened.carry_over(now=True) == {}
    edited = reopen().messages(old)[1]
    assert (edited.content, edited.written) == ("Because it is.", "Because.")


def test_it_is_not_tried_again_at_once(
    session: Open, protected: Callable[[bool], None], path: Path
) -> None:
    protected(True)
    opened = session()
    protected(False)
    assert opened.carry_over() is None
    assert not path.exists()


def test_closing_is_a_last_attempt(
    session: Open, reopen: Callable[[], History], protected: Callable[[bool], None]
) -> None:
    protected(True)
    opened = session()
    new(opened, "new")
    protected(False)
    opened.close()
    assert [c.title for c in reopen().conversations()] == ["new"]


@pytest.mark.skipif(os.name != "posix", reason="needs the system's own limits")
def test_a_disk_that_fills_up_in_the_middle_keeps_nobody_from_working(
    session: Open, reopen: Callable[[], History]
) -> None:
    opened = session()
    old = new(opened, "before")
    with full_disk():
        number = new(opened, "during " + "x" * 100_000)
        opened.update_message(opened.messages(old)[0].id, content="Why not?", status="sent")
        assert opened.refusal is not None
        assert opened.has_unsaved()
        assert opened.carry_over(now=True) is None
        assert len(opened.messages(number)) == 1
    assert opened.carry_over(now=True) == {}
    again = reopen()
    assert [m.content for m in again.messages(old)] == ["Why not?"]
    assert again.get(number).title.startswith("during")


def test_sqlite_says_that_the_disk_is_full(session: Open) -> None:
    opened = session()
    opened._db.execute("PRAGMA max_page_count = 1")
    new(opened, "x" * 1_000_000)
    assert opened.refusal is not None
    assert opened.refusal.code == "store-full"


def test_another_program_that_locks_the_file_is_named_and_the_rest_is_read(
    session: Open, history: History, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "BUSY_TIMEOUT_S", 0.001)
    new(history, "old")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        opened = session()
        assert opened.refusal is not None
        assert opened.refusal.code == "store-locked"
        assert [c.title for c in opened.conversations()] == ["old"]
        new(opened, "new")
        assert opened.carry_over(now=True) is None
        other.execute("ROLLBACK")
    assert opened.carry_over(now=True) == {}
    assert len(history.conversations()) == 2


def test_a_file_that_cannot_even_be_read_hides_what_is_in_it_until_then(
    session: Open, history: History, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "BUSY_TIMEOUT_S", 0.001)
    new(history, "old")
    history.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN IMMEDIATE")
        opened = session()
        assert opened.hides_earlier
        mine = new(opened, "mine")
        assert [c.id for c in opened.conversations()] == [mine]
    moved = opened.carry_over(now=True)
    assert moved is not None
    assert not opened.hides_earlier
    assert [m.content for m in opened.messages(moved[mine])] == ["Why?"]
    assert {c.title for c in opened.conversations()} == {"old", "mine"}


def test_a_folder_that_cannot_be_made_hides_nothing(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    path = tmp_path / "data" / "history.sqlite3"
    with closing(SessionHistory(path, backups=tmp_path / "b")) as opened:
        assert opened.refusal is not None
        assert not opened.hides_earlier
        assert new(opened) == 1


def test_what_needs_the_file_is_refused_without_it(
    session: Open, protected: Callable[[bool], None], tmp_path: Path
) -> None:
    protected(True)
    opened = session()
    number = new(opened)
    calls: tuple[Callable[[], object], ...] = (
        lambda: opened.erase(number),
        lambda: opened.tend(0.0),
        lambda: opened.put_back(tmp_path / "b"),
    )
    for call in calls:
        with pytest.raises(StoreError) as caught:
            call()
        assert caught.value.code == "store-protected"
    opened.delete(number)
    assert opened.conversations() == []


def test_a_damaged_file_is_no_reason_to_hide_it(session: Open, path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(b"broken" * 999)
    with pytest.raises(StoreError) as caught:
        session()
    assert caught.value.code == "store-damaged"
