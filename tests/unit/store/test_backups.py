"""Copies of the history are listed, kept for days, and put back without losing the present one."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from newsassistant.core.errors import StoreError
from newsassistant.store import backups as store_backups
from newsassistant.store import db
from newsassistant.store.backups import find_backup, list_backups
from newsassistant.store.history import History
from newsassistant.store.schema import MIGRATIONS
from tests.hostile import place_strange_files
from tests.unit.store.full import full_disk

DAY = 24 * 3600.0


def new(history: History, title: str) -> int:
    return history.create(title, None, preset="", model="", prefix="").id


def titles(history: History) -> list[str]:
    return [conversation.title for conversation in history.conversations()]


@pytest.fixture
def saved(history: History, path: Path, backups: Path) -> Path:
    """A copy from the time when there were two conversations; now there are three."""
    new(history, "first")
    history.add_message(new(history, "second"), "user", "a question of yesterday")
    copy = backups / "history-20260101.sqlite3"
    db.copy_to(path, copy)
    new(history, "third")
    return copy


# --- the list ------------------------------------------------------------------------------------


def test_the_list_names_what_is_damaged(
    saved: Path, history: History, path: Path, backups: Path
) -> None:
    history.delete(1)
    db.copy_to(path, backups / "history-v1-20260102-030405.sqlite3")
    (backups / "history-20260103.sqlite3").write_bytes(b"broken" * 999)
    (backups / "notes.txt").write_text("not a copy")
    found = list_backups(backups)
    assert [(b.name, b.kind, b.conversations) for b in found] == [
        ("20260103", "daily", None),
        ("v1-20260102-030405", "update", 2),
        ("20260101", "daily", 2),
    ]
    assert found[1].made_at == datetime(2026, 1, 2, 3, 4, 5).timestamp()
    assert found[2].size == saved.stat().st_size


def test_no_folder_no_backups(tmp_path: Path) -> None:
    assert list_backups(tmp_path / "absent") == []


def test_what_is_no_history_cannot_be_put_back(backups: Path) -> None:
    backups.mkdir(parents=True)
    other = backups / "history-20260101.sqlite3"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE conversations (id INTEGER)")
    (found,) = list_backups(backups)
    assert found.conversations is None
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreError) as caught:
        store_backups.count(other)
    assert caught.value.code == "store-too-new"


def test_strange_files_are_no_backups_and_are_not_waited_for(backups: Path) -> None:
    backups.mkdir(parents=True)
    for kind in place_strange_files(backups, "history-20260101.sqlite3"):
        found = list_backups(backups)
        assert all(b.conversations is None for b in found), kind


def test_a_copy_is_found_by_name(saved: Path, backups: Path) -> None:
    (backups / "history-20260103.sqlite3").write_bytes(b"broken" * 999)
    assert find_backup(backups, "20260101").path == saved
    assert find_backup(backups, saved.name).path == saved
    assert find_backup(backups, "latest").path == saved
    with pytest.raises(StoreError) as caught:
        find_backup(backups, "20250101")
    assert caught.value.code == "backup-missing"


# --- how long they are kept ----------------------------------------------------------------------


def make(path: Path, days: float, *, named: bool = True) -> Path:
    """A copy of an age; with `named` its name tells it too."""
    then = time.time() - days * DAY
    if named:
        day = time.strftime("%Y%m%d", time.localtime(then))
        path = path.with_name(path.name.replace("DAY", day))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"")
    os.utime(path, (then, then))
    return path


def test_copies_are_kept_for_days_not_in_number(path: Path, backups: Path) -> None:
    daily = [make(backups / "history-DAY.sqlite3", days) for days in (0, 1, 2, 5, 6, 9, 90, 400)]
    update = [make(backups / "history-v1-DAY-120000.sqlite3", days) for days in (20, 40)]
    replaced = [make(backups / "history-replaced-DAY-120000.sqlite3", d) for d in (20, 40)]
    damaged = [make(path.with_name("history.sqlite3.damaged-DAY-120000"), d) for d in (20, 40)]
    log = make(path.with_name("history.sqlite3.damaged-DAY-120000-wal"), 40)
    store_backups.expire(path, backups, now=time.time())
    left = {p for p in [*daily, *update, *replaced, *damaged, log] if p.exists()}
    assert left == {*daily[:5], update[0], replaced[0], damaged[0]}


def test_the_last_copy_stays_whatever_its_age(path: Path, backups: Path) -> None:
    old, older = (
        make(backups / "history-DAY.sqlite3", 90),
        make(backups / "history-DAY.sqlite3", 200),
    )
    store_backups.expire(path, backups, now=time.time())
    assert old.exists()
    assert not older.exists()


def test_a_copy_of_a_wrong_clock_does_not_stay_for_ever(path: Path, backups: Path) -> None:
    future = make(backups / "history-20990101.sqlite3", 20, named=False)
    touched = make(backups / "history-20200101.sqlite3", 0, named=False)
    nonsense = make(backups / "history-99999999.sqlite3", 50, named=False)
    today = make(backups / "history-DAY.sqlite3", 0)
    store_backups.expire(path, backups, now=time.time())
    assert [p for p in (future, touched, nonsense, today) if p.exists()] == [today]


# --- putting back --------------------------------------------------------------------------------


def test_a_copy_is_put_back_and_the_present_one_kept(
    saved: Path, history: History, backups: Path
) -> None:
    kept = history.put_back(saved)
    assert titles(history) == ["second", "first"]
    assert [c.title for c in history.conversations("yesterday")] == ["second"]  # the index too
    assert kept is not None
    assert kept.parent == backups
    assert find_backup(backups, kept.name).conversations == 3
    assert new(history, "fourth") > 0
    assert history.put_back(kept) != kept
    assert titles(history) == ["third", "second", "first"]
    assert saved.exists()


def test_a_damaged_history_is_kept_beside(
    saved: Path, history: History, path: Path, backups: Path
) -> None:
    history.close()
    path.write_bytes(b"broken" * 999)
    path.with_name(path.name + "-wal").write_bytes(b"an old log")
    kept = store_backups.put_back(saved, path, backups)
    assert kept is not None
    assert kept.parent == path.parent
    assert kept.read_bytes() == b"broken" * 999
    assert kept.with_name(kept.name + "-wal").read_bytes() == b"an old log"
    assert not path.with_name(path.name + "-wal").exists()
    with closing(History(path, backups=backups)) as again:
        assert titles(again) == ["second", "first"]


def test_two_in_one_second_do_not_overwrite_each_other(
    saved: Path, history: History, backups: Path
) -> None:
    kept = {history.put_back(saved) for _ in range(3)}
    assert find_backup(backups, "latest").kind == "daily"
    assert len(kept) == 3
    assert all(path is not None and path.exists() for path in kept)


def test_an_unusable_copy_is_refused_and_the_history_goes_on(
    saved: Path, history: History, backups: Path
) -> None:
    bad = backups / "history-20260105.sqlite3"
    bad.write_bytes(b"broken" * 999)
    for copy, code in ((bad, "store-damaged"), (backups / "absent", "backup-missing")):
        with pytest.raises(StoreError) as caught:
            history.put_back(copy)
        assert caught.value.code == code
    assert titles(history) == ["third", "second", "first"]
    assert new(history, "fourth") > 0


def test_a_history_that_is_open_elsewhere_is_not_replaced(
    saved: Path, history: History, path: Path, backups: Path
) -> None:
    with closing(History(path, backups=backups)) as other:
        with pytest.raises(StoreError) as caught:
            history.put_back(saved)
        assert caught.value.code == "store-in-use"
        assert titles(other) == titles(history) == ["third", "second", "first"]
        new(other, "from the other one")
    assert "from the other one" in titles(history)
    history.put_back(saved)
    assert titles(history) == ["second", "first"]


def test_what_was_erased_does_not_come_back(
    saved: Path, history: History, backups: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("newsassistant.store.backups.erase", lambda *_: [saved])  # out of reach
        assert history.erase(1).unreached == (saved,)
    history.put_back(saved)
    assert titles(history) == ["second"]


def test_a_full_disk_leaves_the_history_as_it_was(
    saved: Path, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(db, "copy_to", full)
        with pytest.raises(StoreError) as caught:
            history.put_back(saved)
    assert caught.value.code == "store-full"
    assert titles(history) == ["third", "second", "first"]


@pytest.mark.skipif(os.name != "posix", reason="a limit for files")
@pytest.mark.parametrize("room", [8_192, 60_000, 70_000, 90_000, 120_000])
def test_no_room_on_the_way_leaves_a_history_to_go_on_with(
    saved: Path, history: History, room: int
) -> None:
    before = titles(history)
    done = False
    with full_disk(room), contextlib.suppress(StoreError):
        history.put_back(saved)
        done = True
    assert titles(history) == (["second", "first"] if done else before)
    assert new(history, "goes on") > 0


def test_starting_empty_keeps_the_damaged_one(
    history: History, path: Path, backups: Path, reopen: Callable[[], History]
) -> None:
    history.close()
    path.write_bytes(b"broken" * 999)
    kept = store_backups.start_empty(path, backups)
    assert kept is not None
    assert kept.read_bytes() == b"broken" * 999
    assert not path.exists()
    assert titles(reopen()) == []


def test_an_old_copy_with_its_index_is_put_back_too(
    history: History, path: Path, backups: Path
) -> None:
    new(history, "an old conversation")
    db.empty_log(history._db)
    backups.mkdir(exist_ok=True)
    old = backups / "history-20260101.sqlite3"
    shutil.copy(path, old)
    history.rename(1, "renamed")
    history.put_back(old)
    assert [c.title for c in history.conversations("old conversation")] == ["an old conversation"]


def damage_of_schema(raw: bytes) -> Iterator[bytes]:
    """`raw` with one byte of its schema's text changed into one that begins no UTF-8."""
    for match in re.finditer(rb"CREATE [ -~\n]{20,}", raw):
        for place in range(match.start(), match.end(), 11):
            yield raw[:place] + b"\xdf" + raw[place + 1 :]


def test_a_copy_whose_tables_are_not_known_is_erased_from(
    saved: Path, history: History, path: Path, backups: Path
) -> None:
    """SQLite's words of such a file quote it, and Python cannot read what they quote."""
    whole = saved.read_bytes()
    damaged = list(damage_of_schema(whole))
    assert len(damaged) > 30
    for content in damaged:
        saved.write_bytes(content)
        list_backups(backups)
        assert history.erase(new(history, "secret")).unreached == ()
        with contextlib.suppress(StoreError):
            store_backups.count(saved)
        saved.unlink(missing_ok=True)


def test_a_history_whose_tables_are_not_known_is_put_aside(
    saved: Path, history: History, path: Path, backups: Path
) -> None:
    history.close()
    whole = path.read_bytes()
    for content in list(damage_of_schema(whole))[::3]:
        path.write_bytes(content)
        with contextlib.suppress(StoreError), closing(History(path, backups=backups)) as found:
            found.conversations()  # the byte was of no weight, or the damage is named
        store_backups.put_back(saved, path, backups)
        with closing(History(path, backups=backups)) as again:
            assert titles(again) == ["second", "first"]


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS) + 1))
def test_a_copy_that_lost_the_name_of_a_column_is_refused(tmp_path: Path, version: int) -> None:
    """A flipped bit of the schema harms no page: SQLite finds nothing wrong with it."""
    path = tmp_path / "history-20260101.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as copy:
        db.migrate(copy, MIGRATIONS[:version])
    assert store_backups.count(path) == 0
    raw = path.read_bytes()
    path.write_bytes(raw.replace(b"article_language TEXT", b"article_lbnguage TEXT"))

    with pytest.raises(StoreError, match="article_language") as caught:
        store_backups.count(path)
    assert caught.value.code == "store-damaged"
