"""The released schemas: a step that was shipped never changes, and the index follows its table."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from newsassistant.store import db
from newsassistant.store.schema import MIGRATIONS

# What version 1 wrote into sqlite_schema, frozen here: files of it are on users' disks.
V1_COLUMNS = {
    "conversations": [
        ("id", "INTEGER", 0),
        ("title", "TEXT", 1),
        ("preset", "TEXT", 1),
        ("model", "TEXT", 1),
        ("prefix", "TEXT", 1),
        ("article_title", "TEXT", 0),
        ("article_text", "TEXT", 0),
        ("article_language", "TEXT", 0),
        ("article_digest", "TEXT", 0),
        ("article_source", "TEXT", 0),
        ("created_at", "REAL", 1),
        ("updated_at", "REAL", 1),
        ("deleted_at", "REAL", 0),
    ],
    "messages": [
        ("id", "INTEGER", 0),
        ("conversation_id", "INTEGER", 1),
        ("role", "TEXT", 1),
        ("content", "TEXT", 1),
        ("created_at", "REAL", 1),
        ("updated_at", "REAL", 1),
        ("status", "TEXT", 1),
        ("preset", "TEXT", 1),
        ("model", "TEXT", 1),
        ("prefix", "TEXT", 1),
        ("article_chars", "INTEGER", 0),
        ("usage", "TEXT", 0),
        ("error", "TEXT", 1),
    ],
}


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        db.migrate(connection, MIGRATIONS)
        yield connection


# SHA-256 of all statements of a step, spaces folded: an edit of a released step fails here.
DIGESTS = (
    "76cd8f79362e4bb060f21a82a124bbbd2487d0de765e3448d086d983b265d89b",
    "f66558f0c7284b69c9ddca90c6d1effd56b3fcf7bbeee060ef9617ff4e17d701",
    "a7743af00b607ed049a14151a1cba9994e945f389ddfa1d54a9cff061039af70",
    "2c604cee6749b352a587554e734cc3c00b40c6362d58804d0109687169e71d2a",
    "01d16bf87c98629d922dec1e9116219fe61664e46cea73acafab4295294c03f8",
    "4a74f42fefe6ce9702afbd298b9a350eb5ca31ba841df1a4078f4a4a6dda6cde",
)


def consistent(connection: sqlite3.Connection) -> bool:
    """True if both indexes hold exactly their tables' text; the check raises otherwise."""
    for index in ("conversations_search", "messages_search"):
        connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
    return True


def fill(connection: sqlite3.Connection) -> None:
    connection.execute(
        "INSERT INTO conversations (id, title, preset, model, prefix, article_text, created_at, "
        "updated_at) VALUES (1, '标题', '', '', '', 'the article', 0, 0), "
        "(2, 'without', '', '', '', NULL, 0, 0)"
    )
    connection.execute(
        "INSERT INTO messages (id, conversation_id, role, content, created_at, updated_at, status, "
        "preset, model, prefix, error) VALUES (1, 1, 'user', 'question', 0, 0, 'sent', '', '', '', "
        "''), (2, 1, 'assistant', '', 0, 0, 'running', '', '', '', '')"
    )


@pytest.mark.parametrize("table", ["conversations", "messages"])
def test_version_1_is_as_released(table: str) -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        db.migrate(connection, MIGRATIONS[:1])
        rows = connection.execute(f"PRAGMA table_info({table})").fetchall()
    assert [(name, kind, required) for _, name, kind, required, _, _ in rows] == V1_COLUMNS[table]


@pytest.mark.parametrize("step", range(len(MIGRATIONS)))
def test_the_statements_of_a_version_are_as_released(step: int) -> None:
    statements = "\n".join(" ".join(statement.split()) for statement in MIGRATIONS[step])
    assert hashlib.sha256(statements.encode()).hexdigest() == DIGESTS[step]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE messages SET content = '答案是四十二' WHERE id = 2",
        "UPDATE messages SET status = 'done' WHERE id = 2",
        "DELETE FROM messages WHERE id = 1",
        "UPDATE conversations SET title = 'another' WHERE id = 1",
        "UPDATE conversations SET article_text = 'now with one' WHERE id = 2",
        "UPDATE conversations SET updated_at = 9, deleted_at = 9",
        "DELETE FROM conversations WHERE id = 1",
    ],
)
def test_the_index_follows_every_change(connection: sqlite3.Connection, change: str) -> None:
    fill(connection)
    assert consistent(connection)
    connection.execute(change)
    assert consistent(connection)


def test_an_index_out_of_step_is_seen_by_the_check(connection: sqlite3.Connection) -> None:
    fill(connection)
    connection.execute("DROP TRIGGER messages_search_delete")
    connection.execute("DELETE FROM messages WHERE id = 1")
    with pytest.raises(sqlite3.DatabaseError):
        consistent(connection)


def test_deleting_a_conversation_deletes_its_messages(connection: sqlite3.Connection) -> None:
    fill(connection)
    connection.execute("DELETE FROM conversations WHERE id = 1")
    assert connection.execute("SELECT COUNT(*) FROM messages").fetchone() == (0,)


@pytest.mark.parametrize(
    "assignment", ["role = 'robot'", "status = 'odd'", "conversation_id = 9", "content = NULL"]
)
def test_rows_that_make_no_sense_are_refused(
    connection: sqlite3.Connection, assignment: str
) -> None:
    fill(connection)
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(f"UPDATE messages SET {assignment}")
