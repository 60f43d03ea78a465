"""Erasing erases: from the tables, the index, the log and every copy, also after a kill."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from newsassistant.core.errors import StoreError
from newsassistant.core.types import Article, Origin
from newsassistant.store import copies as store_copies
from newsassistant.store import db
from newsassistant.store.history import History
from newsassistant.store.rows import digest_of
from tests.hostile import place_strange_files
from tests.unit.store.full import full_disk
from tests.unit.store.remains import found_in, secret, terms

if TYPE_CHECKING:
    from tests.unit.store.conftest import Clock

DAY = 24 * 3600.0
TEXT = secret()


def fill(history: History) -> tuple[int, int]:
    """A conversation with the secret everywhere, streamed and asked again, and an innocent one."""
    kept = history.create("kept", Article("An innocent article.", "", "en", "k"), preset="",
                          model="", prefix="").id  # fmt: skip
    article = Article(
        TEXT, TEXT[:40], "en", digest_of(TEXT), Origin("opened", 1.7e9, f"/tmp/{TEXT[:20]}.txt")
    )
    number = history.create(TEXT[:60], article, preset="", model="", prefix="").id
    history.add_message(number, "user", TEXT[:300])
    for again in range(2):
        answer = history.add_message(number, "assistant", "", status="running")
        for end in range(100, 900, 100):
            history.update_message(answer.id, content=TEXT[again:end], status="running")
        history.update_message(answer.id, content=TEXT, status="done", error=TEXT[:50])
        if again:
            history.delete_message(answer.id)
        else:
            history.edit_answer(answer.id, TEXT[::-1])
    history.rename(number, TEXT[:80])
    history.add_message(kept, "user", "An innocent question.")
    return number, kept


def test_the_secret_is_found_before_it_is_erased(history: History, path: Path) -> None:
    fill(history)
    db.empty_log(history._db)
    found = found_in(path.parent)
    assert any("trigram" in place for place in found)
    assert any("quokka" in place for place in found)


def test_what_was_only_deleted_is_still_in_the_index(history: History, path: Path) -> None:
    number, _ = fill(history)
    with history._writing():  # as the program did before
        history._db.execute("DELETE FROM conversations WHERE id = ?", (number,))
    db.empty_log(history._db)
    assert any("trigram" in place for place in found_in(path.parent))


def test_erasing_reaches_every_file_while_it_is_open(history: History, path: Path) -> None:
    number, kept = fill(history)
    erased = history.erase(number)
    assert (erased.count, erased.unreached) == (1, ())
    assert [digest for digest, _ in erased.digests] == [digest_of(TEXT)]
    assert found_in(path.parent) == []
    assert [c.id for c in history.conversations("innocent")] == [kept]
    assert history.conversations(TEXT[:20]) == []
    with pytest.raises(StoreError):
        history.restore(number)


def test_the_index_still_finds_everything_else(history: History) -> None:
    number, kept = fill(history)
    history.erase(number)
    found = set(terms(history._db, "messages_search_data"))
    assert {"inn", "noc", "que"} <= found
    history._db.execute(
        "INSERT INTO messages_search (messages_search, rank) VALUES ('integrity-check', 1)"
    )
    assert history.messages(kept)[0].content == "An innocent question."


def test_the_purge_reaches_every_file(history: History, path: Path, clock: Clock) -> None:
    number, _ = fill(history)
    history.delete(number)
    clock.now += DAY
    assert history.purge_deleted(DAY + 1).count == 0
    assert found_in(path.parent) != []
    clock.now += 2
    assert history.purge_deleted(DAY + 1).count == 1
    assert found_in(path.parent) == []
    assert history._db.execute("SELECT COUNT(*) FROM conversations").fetchone() == (1,)


def test_an_unknown_one_is_named(history: History) -> None:
    for number in (99, -1, 2**70):
        with pytest.raises(StoreError):
            history.erase(number)


def make_copies(history: History, path: Path, backups: Path) -> list[Path]:
    """As the program makes them, and as its last version did: with the index."""
    backups.mkdir(exist_ok=True)
    made = [
        backups / "history-20231113.sqlite3",
        backups / "history-v1-20231101-120000.sqlite3",
        backups / "history-replaced-20231114-120000.sqlite3",
        path.with_name("history.sqlite3.damaged-20231114-100000"),
    ]
    for copy in made:
        if "replaced" in copy.name:
            db.copy_to(path, copy)
        else:
            with closing(sqlite3.connect(copy)) as target:
                history._db.backup(target)
                target.execute("PRAGMA journal_mode = DELETE")
        os.utime(copy, (1_700_000_000, 1_700_000_000))
    return made


def test_erasing_reaches_every_copy(history: History, path: Path, backups: Path) -> None:
    number, kept = fill(history)
    made = make_copies(history, path, backups)
    assert {place.split(":")[0] for place in found_in(path.parent)} >= {p.name for p in made}
    assert history.erase(number).unreached == ()
    assert found_in(path.parent) == []
    for copy in made:
        assert copy.stat().st_mtime == 1_700_000_000
        with closing(sqlite3.connect(copy)) as connection:
            assert connection.execute("SELECT id FROM conversations").fetchall() == [(kept,)]
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_what_an_older_version_left_in_the_index_of_a_copy_goes_too(
    history: History, path: Path, backups: Path
) -> None:
    number, kept = fill(history)
    with history._writing():
        history._db.execute("DELETE FROM conversations WHERE id = ?", (number,))
    make_copies(history, path, backups)
    history.delete(kept)
    history.purge_deleted(0)
    assert found_in(path.parent) == []


def test_the_same_number_in_another_history_is_another_conversation(
    history: History, path: Path, backups: Path, clock: Clock
) -> None:
    number, _ = fill(history)
    (copy,) = make_copies(history, path, backups)[2:3]
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute("UPDATE conversations SET created_at = 5 WHERE id = ?", (number,))
    history.erase(number)
    with closing(sqlite3.connect(copy)) as connection:
        assert (number,) in connection.execute("SELECT id FROM conversations").fetchall()


def test_a_damaged_copy_that_may_hold_it_is_removed_and_an_older_one_kept(
    history: History, path: Path, backups: Path, clock: Clock
) -> None:
    number, _ = fill(history)
    backups.mkdir(exist_ok=True)
    (old, new) = (backups / "history-20231101.sqlite3", backups / "history-20231115.sqlite3")
    beside = path.with_name("history.sqlite3.damaged-20231115-100000")
    for copy, age in ((old, -DAY), (new, 10), (beside, 20)):
        copy.write_bytes(b"no database " * 500 + TEXT.encode() * (copy is not old))
        os.utime(copy, (clock.now + age, clock.now + age))
    assert history.erase(number).unreached == ()
    assert found_in(path.parent) == []
    assert old.exists()
    assert not new.exists()
    assert not beside.exists()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs POSIX rights")
def test_a_copy_out_of_reach_is_told_and_tried_again(
    history: History, path: Path, backups: Path
) -> None:
    number, _ = fill(history)
    make_copies(history, path, backups)
    backups.chmod(0o500)
    try:
        erased = history.erase(number)
        assert erased.count == 1
        assert {copy.parent for copy in erased.unreached} == {backups}
    finally:
        backups.chmod(0o700)
    assert {place.split(":")[0] for place in found_in(path.parent)} == {
        copy.name for copy in erased.unreached
    }
    assert history.conversations() != []
    assert history.purge_deleted(DAY).unreached == ()
    assert found_in(path.parent) == []


def test_a_locked_copy_is_told_and_tried_again(
    history: History, path: Path, backups: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (db, store_copies):
        monkeypatch.setattr(module, "BUSY_TIMEOUT_S", 0.001)
    number, _ = fill(history)
    (copy, *_) = make_copies(history, path, backups)
    with closing(sqlite3.connect(copy, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        erased = history.erase(number)
    assert erased.unreached == (copy,)
    with pytest.raises(StoreError):
        history.restore(number)
    assert history.purge_deleted(DAY).unreached == ()
    assert found_in(path.parent) == []


def test_a_half_written_copy_of_a_killed_process_is_removed(
    history: History, path: Path, backups: Path
) -> None:
    number, _ = fill(history)
    backups.mkdir(exist_ok=True)
    (backups / "history-20231115.sqlite3.part").write_text(TEXT, "utf-8")
    path.with_name("history.sqlite3.part").write_text(TEXT, "utf-8")
    history.erase(number)
    assert found_in(path.parent) == []


@pytest.mark.skipif(os.name != "posix", reason="a limit for files")
def test_nothing_is_erased_where_there_is_no_room(history: History, path: Path) -> None:
    number, _ = fill(history)
    db.empty_log(history._db)
    with full_disk(), pytest.raises(StoreError) as caught:
        history.erase(number)
    assert caught.value.code == "store-unwritable"
    assert history.get(number).title == TEXT[:80]
    assert history.article(number) is not None
    history.erase(number)
    assert found_in(path.parent) == []


CHILD = """
import sys, time
from pathlib import Path
from newsassistant.store.history import History
history = History(Path(sys.argv[1]), backups=Path(sys.argv[2]))
history.erase(int(sys.argv[3]))
print("erased", flush=True)
time.sleep(60)
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_it_is_gone_after_a_kill(history: History, path: Path, backups: Path) -> None:
    number, kept = fill(history)
    make_copies(history, path, backups)
    history.close()
    command = [sys.executable, "-c", CHILD, str(path), str(backups), str(number)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[3]) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"erased\n"
        child.send_signal(signal.SIGKILL)
        child.wait()
    assert found_in(path.parent) == []
    with closing(History(path, backups=backups)) as again:
        assert [c.id for c in again.conversations()] == [kept]


def test_a_kill_in_between_is_finished_at_the_next_purge(
    history: History, path: Path, backups: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, _ = fill(history)
    make_copies(history, path, backups)

    def killed(*_: object) -> list[Path]:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("newsassistant.store.backups.erase", killed)
        with pytest.raises(KeyboardInterrupt):
            history.erase(number)
    history.close()
    with closing(History(path, backups=backups)) as again:
        assert again.purge_deleted(DAY).count == 0
        assert found_in(path.parent) == []


def test_a_damaged_index_does_not_keep_it_from_being_erased(
    history: History, path: Path, reopen: Callable[[], History]
) -> None:
    number, _ = fill(history)
    history._db.execute("UPDATE messages_search_data SET block = x'00ff00ff' WHERE id > 10")
    history.erase(number)
    assert found_in(path.parent) == []
    assert reopen().conversations("innocent") != []


def test_tending_takes_the_remains_of_replaced_answers(history: History, path: Path) -> None:
    number, _ = fill(history)
    for message in history.messages(number):
        history.delete_message(message.id)
    history.tend(DAY)
    left = set(terms(history._db, "messages_search_data"))
    assert left != set()
    assert not any("龘" in term for term in left)


def test_tending_makes_todays_copy_and_ends_old_ones(
    history: History, path: Path, backups: Path
) -> None:
    fill(history)
    backups.mkdir(exist_ok=True)
    now = time.time()
    for days in (8, 90, 200, 400):
        name = time.strftime("history-%Y%m%d.sqlite3", time.localtime(now - days * DAY))
        shutil.copy2(path, backups / name)
    history.tend(DAY)
    assert list(backups.iterdir()) == [db.daily_copy(backups)]


def test_strange_files_among_the_copies_are_in_nobodys_way(
    history: History, path: Path, backups: Path
) -> None:
    backups.mkdir(exist_ok=True)
    for kind in place_strange_files(backups, "history-20231115.sqlite3"):
        number, _ = fill(history)
        assert history.erase(number).unreached == (), kind
        if kind == "huge":  # it may have held the text, and could not be written anew
            (backups / "history-20231115.sqlite3").touch()


def test_a_link_to_another_place_is_told(history: History, backups: Path, tmp_path: Path) -> None:
    number, _ = fill(history)
    backups.mkdir(exist_ok=True)
    (tmp_path / "elsewhere").write_bytes(b"x")
    link = backups / "history-20231115.sqlite3"
    link.symlink_to(tmp_path / "elsewhere")
    assert history.erase(number).unreached == (link,)
