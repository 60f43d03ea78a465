"""A copy holds every row, no index of texts, and nothing of what was deleted."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from newsassistant.store import copies

SCHEMA = (
    "CREATE TABLE notes (id INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT NOT NULL "
    "CHECK (body > ''))",
    "CREATE INDEX by_body ON notes (body)",
    "CREATE VIRTUAL TABLE notes_search USING fts5(body, content = 'notes', content_rowid = 'id', "
    "tokenize = 'trigram')",
    "CREATE TRIGGER added AFTER INSERT ON notes BEGIN "
    "INSERT INTO notes_search (rowid, body) VALUES (new.id, new.body); END",
    "PRAGMA user_version = 5",
    "PRAGMA journal_mode = WAL",
)


@pytest.fixture
def source(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(tmp_path / "source.sqlite3", isolation_level=None)) as made:
        for statement in SCHEMA:
            made.execute(statement)
        made.execute("INSERT INTO notes (body) VALUES ('first note'), ('a deleted secret')")
        yield made


def copy(folder: Path, edit: copies.Edit | None = None) -> Path:
    target = folder / "copy.sqlite3"
    with copies.new_copy(folder / "source.sqlite3", target, edit=edit) as part:
        part.replace(target)
    return target


def test_a_copy_has_the_rows_and_the_rules_but_no_index(
    source: sqlite3.Connection, tmp_path: Path
) -> None:
    with closing(copies.connect(copy(tmp_path).as_uri())) as made:
        assert made.execute("SELECT * FROM notes").fetchall() == [
            (1, "first note"),
            (2, "a deleted secret"),
        ]
        assert made.execute("PRAGMA user_version").fetchone() == (5,)
        assert made.execute("SELECT * FROM sqlite_sequence").fetchall() == [("notes", 2)]
        assert not copies.has_index(made)
        assert copies.empty_indexes(made) == ["notes_search"]
        copies.command(made, "notes_search", "rebuild")
        assert copies.has_index(made)
        assert copies.empty_indexes(made) == []
        made.execute("INSERT INTO notes (body) VALUES ('third note')")
        asked = "SELECT rowid FROM notes_search WHERE notes_search MATCH 'note'"
        assert made.execute(asked).fetchall() == [(1,), (3,)]
        with pytest.raises(sqlite3.IntegrityError):
            made.execute("INSERT INTO notes (body) VALUES ('')")
    assert copies.has_index(source)


def test_what_is_deleted_on_the_way_is_in_no_byte_of_it(
    source: sqlite3.Connection, tmp_path: Path
) -> None:
    def edit(made: sqlite3.Connection) -> None:
        made.execute("DELETE FROM notes WHERE id = 2")

    assert b"secret" not in copy(tmp_path, edit).read_bytes()
    assert not (tmp_path / "copy.sqlite3.part").exists()


def test_a_row_that_breaks_a_rule_comes_along(source: sqlite3.Connection, tmp_path: Path) -> None:
    source.execute("PRAGMA ignore_check_constraints = ON")
    source.execute("INSERT INTO notes (body) VALUES ('')")
    source.execute("UPDATE notes SET body = CAST(x'ff41' AS TEXT) WHERE id = 1")
    with closing(copies.connect(copy(tmp_path).as_uri())) as made:
        found = [body for (body,) in made.execute("SELECT body FROM notes ORDER BY id")]
    assert found == ["�A", "a deleted secret", ""]


def test_a_source_that_is_no_database_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "source.sqlite3").write_bytes(b"no database" * 100)
    with pytest.raises(sqlite3.DatabaseError):
        copy(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["source.sqlite3"]


def test_a_missing_source_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        copy(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_source_whose_log_cannot_be_shared_is_read(
    source: sqlite3.Connection, tmp_path: Path
) -> None:
    source.close()
    (tmp_path / "source.sqlite3-shm").mkdir()
    with closing(copies.connect(copy(tmp_path).as_uri())) as made:
        assert made.execute("SELECT COUNT(*) FROM notes").fetchone() == (2,)
