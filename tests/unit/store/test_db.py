"""Opening the file: every old version is taken along, a newer or damaged one is left as it is."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from newsassistant.core.errors import StoreError
from newsassistant.store import db

ONE = ("CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT)",)
TWO = (
    "ALTER TABLE notes ADD COLUMN words INTEGER",
    "UPDATE notes SET words = length(body) - length(replace(body, ' ', '')) + 1",
)
THREE = ("CREATE INDEX by_words ON notes (words)", "DELETE FROM notes WHERE body = ''")
ALL = (ONE, TWO, THREE)


@pytest.fixture
def opened(path: Path, backups: Path) -> Callable[..., sqlite3.Connection]:
    def open_it(migrations: object = ALL, **options: bool) -> sqlite3.Connection:
        return db.open_database(path, migrations, backups=backups, **options)  # type: ignore[arg-type]

    return open_it


Open = Callable[..., sqlite3.Connection]


def at_version_1(opened: Open) -> None:
    with closing(opened([ONE])) as connection:
        connection.execute("INSERT INTO notes (body) VALUES ('two words'), ('')")


def names(folder: Path) -> list[str]:
    return sorted(os.listdir(folder)) if folder.exists() else []


def bodies(connection: sqlite3.Connection) -> list[object]:
    return [body for (body,) in connection.execute("SELECT body FROM notes ORDER BY id")]


# --- a new file ----------------------------------------------------------------------------------


def test_a_new_file_gets_the_newest_schema_and_no_backup(opened: Open, backups: Path) -> None:
    with closing(opened()) as connection:
        assert db.user_version(connection) == 3
    assert names(backups) == []


def test_the_pragmas_that_keep_chats_safe(opened: Open) -> None:
    with closing(opened()) as connection:
        pragmas = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete")
        values = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in pragmas]
    assert values == ["wal", 2, 1, 5000, 1]


@pytest.mark.skipif(os.name != "posix", reason="POSIX file modes")
def test_only_the_user_may_read_the_file(opened: Open, path: Path, backups: Path) -> None:
    opened([ONE]).close()
    with closing(opened([ONE])) as connection:
        connection.execute("INSERT INTO notes (body) VALUES ('private')")
        files = [*path.parent.glob("history.sqlite3*"), *backups.iterdir()]
        assert len(files) == 4  # the file, its log, the log's index, the backup
        assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


# --- migrations ----------------------------------------------------------------------------------


@pytest.mark.parametrize("start", [1, 2, 3])
def test_every_older_version_is_taken_along(opened: Open, start: int) -> None:
    with closing(opened(ALL[:start])) as connection:
        connection.execute("INSERT INTO notes (body) VALUES ('two words')")
    with closing(opened()) as connection:
        assert db.user_version(connection) == 3
        assert bodies(connection) == ["two words"]


def test_a_copy_is_made_before_a_migration(opened: Open, backups: Path) -> None:
    at_version_1(opened)
    opened().close()
    (before,) = backups.glob("history-v1-*.sqlite3")
    with closing(sqlite3.connect(before)) as copy:
        assert db.user_version(copy) == 1
        assert bodies(copy) == ["two words", ""]


def test_a_failing_step_leaves_the_last_whole_one(opened: Open) -> None:
    at_version_1(opened)
    broken = ("DROP TABLE notes", "INSERT INTO nowhere VALUES (1)")
    with pytest.raises(StoreError, match="nowhere"):
        opened([ONE, TWO, broken])
    with closing(opened([ONE, TWO])) as connection:
        assert db.user_version(connection) == 2
        assert bodies(connection) == ["two words", ""]


def test_no_copy_no_migration(opened: Open, backups: Path) -> None:
    at_version_1(opened)
    backups.write_text("a file where the folder should be")
    with pytest.raises(StoreError) as caught:
        opened()
    assert caught.value.code == "store-unwritable"
    with closing(opened([ONE])) as connection:
        assert bodies(connection) == ["two words", ""]


def test_two_processes_may_migrate_at_once(opened: Open, path: Path) -> None:
    at_version_1(opened)
    with closing(sqlite3.connect(path, isolation_level=None)) as slow:
        assert db.user_version(slow) == 1
        opened().close()

        class Stale:
            """Sees version 1 at first, as a process that was overtaken does."""

            asked = 0

            def execute(self, sql: str) -> sqlite3.Cursor:
                if sql == "PRAGMA user_version":
                    self.asked += 1
                    if self.asked == 1:
                        return slow.execute("SELECT 1")
                return slow.execute(sql)

            in_transaction = False

        db.migrate(Stale(), ALL)  # type: ignore[arg-type]
        assert db.user_version(slow) == 3


# --- refusals ------------------------------------------------------------------------------------


def test_a_newer_file_is_refused_and_untouched(opened: Open, path: Path, backups: Path) -> None:
    opened().close()
    before, listing = path.read_bytes(), names(path.parent)
    with pytest.raises(StoreError) as caught:
        opened(ALL[:2])
    assert caught.value.code == "store-too-new"
    assert (caught.value.params["actual"], caught.value.params["expected"]) == (3, 2)
    assert path.read_bytes() == before
    assert names(path.parent) == listing
    assert names(backups) == []


def test_a_newer_version_in_the_log_only_is_refused_too(
    opened: Open, path: Path, tmp_path: Path
) -> None:
    with closing(opened([ONE])) as connection:
        db.migrate(connection, ALL)
        # As after a power cut: the newest version is in the log, not yet in the file.
        for name in ("history.sqlite3", "history.sqlite3-wal"):
            shutil.copy2(path.with_name(name), tmp_path / name)
    copy = tmp_path / "history.sqlite3"
    assert db._header_version(copy) < 3
    with pytest.raises(StoreError) as caught:
        db.open_database(copy, ALL[:2], backups=tmp_path / "b")
    assert caught.value.code == "store-too-new"


@pytest.mark.parametrize("content", [b"this is not a database" * 50, b"SQLite format 3\x00" * 100])
def test_what_is_no_database_is_kept_and_said(
    opened: Open, path: Path, backups: Path, content: bytes
) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    for _ in range(2):  # a second start does not make a second copy
        with pytest.raises(StoreError) as caught:
            opened()
        assert caught.value.code == "store-damaged"
        assert str(path) in str(caught.value)
        assert str(backups) in str(caught.value)
    (copy,) = path.parent.glob("*.damaged-*")
    assert copy.read_bytes() == content
    assert path.read_bytes() == content


def damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    path.write_bytes(content)


def test_damage_in_the_middle_is_seen_at_open(opened: Open, path: Path, backups: Path) -> None:
    at_version_1(opened)
    opened([ONE]).close()
    good = names(backups)
    damage(path)
    with pytest.raises(StoreError) as caught:
        opened([ONE])
    assert caught.value.code == "store-damaged"
    assert len(list(path.parent.glob("*.damaged-*"))) == 1
    assert names(backups) == good


def test_a_damaged_file_never_replaces_a_backup(opened: Open, path: Path, backups: Path) -> None:
    at_version_1(opened)
    damage(path)
    with pytest.raises(StoreError):
        opened([ONE])
    assert names(backups) == []


def test_a_damaged_file_that_is_written_on_does_not_fill_the_disk(opened: Open, path: Path) -> None:
    path.parent.mkdir()
    for second in range(20):
        path.write_bytes(b"broken" * 999)
        os.utime(path, (second * 60, second * 60))
        with pytest.raises(StoreError):
            opened()
    assert len(list(path.parent.glob("*.damaged-*"))) == db.MOST_DAMAGED


def test_the_log_of_a_damaged_file_is_kept_too(opened: Open, path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"broken" * 999)
    path.with_name(path.name + "-wal").write_bytes(b"log")
    with pytest.raises(StoreError):
        opened()
    (log,) = path.parent.glob("*.damaged-*-wal")
    assert log.read_bytes() == b"log"


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    with pytest.raises(StoreError) as caught:
        db.open_database(tmp_path / "data" / "h.sqlite3", ALL, backups=tmp_path / "b")
    assert caught.value.code == "store-unwritable"


def test_a_library_without_the_index_is_said(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    class Old(sqlite3.Connection):
        def execute(self, sql: str, *values: object) -> sqlite3.Cursor:
            return super().execute(sql.replace("trigram", "no_such"), *values)  # type: ignore[arg-type]

    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *a, **k: connect(*a, factory=Old, **k))
    with pytest.raises(StoreError) as caught:
        opened()
    assert caught.value.code == "store-unsupported"
    assert sqlite3.sqlite_version in str(caught.value)


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("SELECT * FROM missing", "store-damaged"),
        ("INSERT INTO kept VALUES (1), (1)", "store-damaged"),
        ("INSERT INTO kept VALUES (NULL)", "store-damaged"),
        ("SELECT nothing(", "store-damaged"),
        ("SELECT zeroblob(2147483647) || 'x'", "store-damaged"),
        ("SELECT ?", "store-unusable"),
    ],
)
def test_every_failure_of_sqlite_is_ours(path: Path, backups: Path, sql: str, code: str) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE kept (x INTEGER NOT NULL UNIQUE)")
        with pytest.raises(StoreError) as caught, db.translated(path, backups):
            connection.execute(sql)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        OverflowError("Python int too large to convert to SQLite INTEGER"),
        UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"),
        sqlite3.InterfaceError("Cursor needed to be reset"),
        sqlite3.ProgrammingError("Cannot operate on a closed database."),
    ],
)
def test_every_failure_of_python_is_ours(path: Path, backups: Path, error: Exception) -> None:
    with pytest.raises(StoreError) as caught, db.translated(path, backups):
        raise error
    assert caught.value.code == "store-unusable"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_in_the_place_of_the_file_is_not_waited_for(opened: Open, path: Path) -> None:
    path.parent.mkdir()
    os.mkfifo(path)
    with pytest.raises(StoreError) as caught:
        opened()
    assert caught.value.code == "store-damaged"


# --- what a check finds --------------------------------------------------------------------------


def test_one_row_that_breaks_a_rule_does_not_close_the_file(opened: Open, path: Path) -> None:
    strict = ("CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT NOT NULL CHECK (body > ''))",)
    with closing(opened([strict])) as connection:
        connection.execute("INSERT INTO notes (body) VALUES ('whole')")
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("PRAGMA ignore_check_constraints = ON")
        other.execute("INSERT INTO notes (body) VALUES ('')")
    with closing(opened([strict])) as connection:
        assert bodies(connection) == ["whole", ""]


INDEXED = (
    "CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT)",
    "CREATE INDEX by_body ON notes (body)",
)


def test_an_index_that_does_not_fit_is_made_anew(opened: Open, path: Path) -> None:
    with closing(opened([INDEXED])) as connection:
        connection.execute("INSERT INTO notes (body) VALUES ('one'), ('two')")
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("PRAGMA writable_schema = ON")
        where = "FROM sqlite_schema WHERE name = 'by_body'"
        row = other.execute(f"SELECT * {where}").fetchone()
        other.execute(f"DELETE {where}")
    with closing(sqlite3.connect(path)) as other, other:  # which does not know of the index
        other.execute("DELETE FROM notes WHERE body = 'two'")
        other.execute("PRAGMA writable_schema = ON")
        other.execute("INSERT INTO sqlite_schema VALUES (?, ?, ?, ?, ?)", row)
    with closing(opened([INDEXED])) as connection:
        found = connection.execute("SELECT id FROM notes INDEXED BY by_body WHERE body > ''")
        assert found.fetchall() == [(1,)]
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


SEARCHED = (
    "CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT)",
    "CREATE VIRTUAL TABLE found USING fts5(body, content = 'notes', content_rowid = 'id', "
    "tokenize = 'trigram')",
)


def test_an_index_of_texts_that_is_empty_is_filled(opened: Open) -> None:
    with closing(opened([SEARCHED])) as connection:
        connection.execute("INSERT INTO notes (body) VALUES ('by hand')")
    with closing(opened([SEARCHED])) as connection:
        asked = "SELECT rowid FROM found WHERE found MATCH 'hand'"
        assert connection.execute(asked).fetchall() == [(1,)]


def test_the_log_of_a_killed_process_is_emptied_at_open(
    opened: Open, path: Path, tmp_path: Path
) -> None:
    with closing(opened([ONE])) as connection:
        connection.execute("INSERT INTO notes (body) VALUES ('in the log')")
        for name in ("history.sqlite3", "history.sqlite3-wal"):
            shutil.copy2(path.with_name(name), tmp_path / name)
    left = tmp_path / "history.sqlite3"
    assert left.with_name(left.name + "-wal").stat().st_size > 0
    with closing(db.open_database(left, [ONE], backups=tmp_path / "b")) as connection:
        assert left.with_name(left.name + "-wal").stat().st_size == 0
        assert bodies(connection) == ["in the log"]


# --- read-only -----------------------------------------------------------------------------------


def test_read_only_works_where_the_log_cannot_be_made(opened: Open, path: Path) -> None:
    at_version_1(opened)
    # A folder in the place of the log's index stops SQLite as a protected disk does.
    path.with_name(path.name + "-shm").mkdir()
    with closing(db.connect_read_only(path)) as connection:
        assert bodies(connection) == ["two words", ""]


# --- what is in the way --------------------------------------------------------------------------


def refusal(path: Path, error: Exception) -> str:
    with pytest.raises(StoreError) as caught, db.translated(path, path.parent / "b"):
        raise error
    assert str(path) in caught.value.what("en")
    assert caught.value.code in db.UNWRITABLE
    return caught.value.code


def of_sqlite(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("said by SQLite")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (of_sqlite(sqlite3.SQLITE_FULL), "store-full"),
        (OSError(errno.ENOSPC, "x"), "store-full"),
        (OSError(errno.EROFS, "x"), "store-read-only"),
        (OSError(errno.EACCES, "x"), "store-protected"),
        (of_sqlite(sqlite3.SQLITE_READONLY), "store-protected"),
        (of_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT), "store-locked"),
        (of_sqlite(sqlite3.SQLITE_IOERR_READ), "store-unwritable"),
        (OSError(errno.ENOTDIR, "x"), "store-unwritable"),
    ],
)
def test_what_is_in_the_way_is_told_apart(tmp_path: Path, error: Exception, code: str) -> None:
    assert refusal(tmp_path / "h", error) == code


@pytest.mark.skipif(not hasattr(os, "statvfs"), reason="the system cannot tell")
def test_a_disk_that_was_mounted_for_reading_is_told_from_a_protected_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounted = SimpleNamespace(f_flag=os.ST_RDONLY)
    monkeypatch.setattr(db, "_is_full", lambda folder: False)
    monkeypatch.setattr("newsassistant.store.db.os.statvfs", lambda folder: mounted)
    assert refusal(tmp_path / "h", of_sqlite(sqlite3.SQLITE_READONLY)) == "store-read-only"


def test_a_disk_without_any_room_is_full_whatever_sqlite_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = SimpleNamespace(free=100)
    monkeypatch.setattr("newsassistant.store.db.shutil.disk_usage", lambda folder: usage)
    assert refusal(tmp_path / "h", of_sqlite(sqlite3.SQLITE_IOERR)) == "store-full"


def test_a_probe_changes_nothing_and_fails_as_a_write_does(opened: Open, path: Path) -> None:
    at_version_1(opened)
    db.probe(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        assert db.user_version(other) == 1
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            db.probe(path)


# --- copies --------------------------------------------------------------------------------------


def test_one_copy_a_day(opened: Open, backups: Path) -> None:
    at_version_1(opened)
    for _ in range(2):
        opened([ONE]).close()
    assert names(backups) == [f"history-{datetime.now():%Y%m%d}.sqlite3"]


def test_a_copy_is_one_whole_file(opened: Open, path: Path, backups: Path) -> None:
    with closing(opened([ONE])) as connection:
        connection.execute("INSERT INTO notes (body) VALUES ('in the log only')")
        db.copy_to(path, backups / "history-20200101.sqlite3")
    assert names(backups) == ["history-20200101.sqlite3"]
    assert (backups / "history-20200101.sqlite3").read_bytes()[18:20] == b"\1\1"  # needs no log
    with closing(sqlite3.connect(backups / "history-20200101.sqlite3")) as copy:
        assert bodies(copy) == ["in the log only"]
    assert names(backups) == ["history-20200101.sqlite3"]


def test_a_daily_copy_that_fails_does_not_stop_the_start(opened: Open, backups: Path) -> None:
    at_version_1(opened)
    backups.write_text("a file where the folder should be")
    with closing(opened([ONE])) as connection:
        assert bodies(connection) == ["two words", ""]
