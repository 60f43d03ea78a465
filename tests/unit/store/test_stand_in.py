"""A copy in memory: what it holds, what counts as changed, and how that gets into the file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from newsassistant.core.errors import StoreError
from newsassistant.store.history import History
from newsassistant.store.schema import MIGRATIONS
from newsassistant.store.stand_in import StandIn


@pytest.fixture
def made(history: History) -> Iterator[StandIn]:
    """A copy of a history with two conversations, the second of which has a message."""
    add(history, "one")
    history.add_message(add(history, "two"), "user", "Why?")
    stand_in = StandIn(history._db, recover=False)
    yield stand_in
    stand_in.connection.close()


def add(history: History, title: str) -> int:
    return history.create(title, None, preset="", model="", prefix="").id


def insert(connection: sqlite3.Connection, title: str) -> int:
    cursor = connection.execute(
        "INSERT INTO conversations (title, preset, model, prefix, created_at, updated_at) "
        "VALUES (?, '', '', '', 1e9, 1e9)",
        (title,),
    )
    assert cursor.lastrowid is not None
    say(connection, cursor.lastrowid, title)
    return cursor.lastrowid


def say(connection: sqlite3.Connection, number: int, text: str, status: str = "sent") -> None:
    connection.execute(
        "INSERT INTO messages (conversation_id, role, content, created_at, updated_at, status, "
        "preset, model, prefix, error) VALUES (?, 'user', ?, 1e9, 1e9, ?, '', '', '', '')",
        (number, text, status),
    )


def titles(connection: sqlite3.Connection) -> list[str]:
    return [t for (t,) in connection.execute("SELECT title FROM conversations ORDER BY id")]


def test_it_holds_all_and_nothing_of_it_counts_as_changed(made: StandIn) -> None:
    assert titles(made.connection) == ["one", "two"]
    assert made.changed() == set()


def test_without_a_file_it_begins_empty() -> None:
    stand_in = StandIn(None, recover=True)
    with closing(stand_in.connection):
        assert titles(stand_in.connection) == []
        assert insert(stand_in.connection, "first") == 1
        assert stand_in.changed() == {1}


def test_a_file_of_an_older_version_is_brought_up_in_memory_only(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "old", isolation_level=None)) as old:
        for statement in MIGRATIONS[0]:
            old.execute(statement)
        old.execute("PRAGMA user_version = 1")
        insert(old, "old")
        stand_in = StandIn(old, recover=False)
        with closing(stand_in.connection):
            columns = stand_in.connection.execute("PRAGMA table_info(conversations)").fetchall()
            assert "article_way" in [column[1] for column in columns]
            assert titles(stand_in.connection) == ["old"]
        assert old.execute("PRAGMA user_version").fetchone() == (1,)


def test_a_file_of_a_newer_version_is_refused() -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as newer:
        newer.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
        with pytest.raises(StoreError) as caught:
            StandIn(newer, recover=False)
    assert caught.value.code == "store-too-new"


def test_answers_that_a_killed_process_left_are_ended_here_and_later_there(
    history: History,
) -> None:
    number = add(history, "killed")
    say(history._db, number, "half", "running")
    stand_in = StandIn(history._db, recover=True)
    with closing(stand_in.connection):
        assert stand_in.changed() == set()
        assert stand_in.connection.execute("SELECT status FROM messages").fetchone() == ("stopped",)
        stand_in.carry_over(history._db)
    assert [message.status for message in history.messages(number)] == ["stopped"]


def test_what_is_new_or_changed_or_gone_is_carried_over(made: StandIn, history: History) -> None:
    copy = made.connection
    new = insert(copy, "three")
    copy.execute("UPDATE conversations SET title = 'renamed' WHERE id = 1")
    say(copy, 1, "And?")
    copy.execute("DELETE FROM messages WHERE content = 'Why?'")
    assert made.changed() == {1, new}

    assert made.carry_over(history._db) == {}
    assert titles(history._db) == ["renamed", "two", "three"]
    assert [m.content for m in history.messages(1)] == ["And?"]
    assert history.messages(2) == []
    assert [m.content for m in history.messages(new)] == ["three"]
    assert [found.title for found in history.conversations("three")] == ["three"]


def test_what_another_window_added_meanwhile_keeps_its_numbers(
    made: StandIn, history: History
) -> None:
    new = insert(made.connection, "mine")
    say(made.connection, 2, "And mine?")
    theirs = add(history, "theirs")
    history.add_message(theirs, "user", "theirs")
    assert new == theirs

    moved = made.carry_over(history._db)

    assert titles(history._db) == ["one", "two", "theirs", "mine"]
    assert [m.content for m in history.messages(theirs)] == ["theirs"]
    assert [m.content for m in history.messages(moved[new])] == ["mine"]
    assert [m.content for m in history.messages(2)] == ["Why?", "And mine?"]


def test_what_was_erased_meanwhile_does_not_come_back(made: StandIn, history: History) -> None:
    say(made.connection, 1, "secret")
    made.connection.execute("UPDATE conversations SET title = 'secret' WHERE id = 1")
    history.erase(1)
    made.carry_over(history._db)
    assert titles(history._db) == ["two"]
    assert history.messages(1) == []


def test_where_one_row_cannot_be_written_none_is(made: StandIn, history: History) -> None:
    insert(made.connection, "three")
    say(made.connection, 1, "And?")
    history._db.execute(
        "CREATE TEMP TRIGGER no BEFORE INSERT ON messages BEGIN SELECT RAISE(ABORT, 'no'); END"
    )
    with pytest.raises(sqlite3.Error):
        made.carry_over(history._db)
    assert titles(history._db) == ["one", "two"]
    assert made.changed() == {1, 3}


def test_versions_stay_together_whatever_numbers_they_get(
    made: StandIn, history: History, tmp_path: Path
) -> None:
    add(history, "theirs")
    history.add_message(2, "user", "Of another window.")
    with closing(History(tmp_path / "in memory", backups=tmp_path)) as here:
        here._db, left = made.connection, here._db
        left.close()
        say_again = here.add_message(2, "user", "Why not?", after=0)
        here.add_message(2, "assistant", "So.", status="done")
        here.add_message(2, "assistant", "Or so.", status="done", after=say_again.id)
        here.show_message(here.messages(2)[-1].versions[0])
        assert [m.content for m in here.messages(2)] == ["Why not?", "So."]

        made.carry_over(history._db)

    assert [m.content for m in history.messages(2)] == ["Why not?", "So."]
    asked, answer = history.messages(2)
    assert [len(asked.versions), len(answer.versions)] == [2, 2]
    texts = [m.content for m in history.all_messages(2)[0].values()]
    assert texts == ["Why?", "Of another window.", "Why not?", "So.", "Or so."]
