"""Flipped bytes and hostile values in a history: our errors or values, never anything else.

SQLite guards its pages, not what is in them. `make attack` makes it longer.
"""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest

from newsassistant.core.errors import StoreError
from newsassistant.core.types import Article, Usage
from newsassistant.store import backups as store_backups
from newsassistant.store import db
from newsassistant.store.history import History, StoredConversation
from tests.attack import rounds
from tests.hostile import VALUES
from tests.unit.store.remains import found_in, secret

FLIPS = rounds(300)
DAY = 24 * 3600.0
WORDS = ("交通", "wind", "offshore wind", "%")


@pytest.fixture(autouse=True)
def nothing_waits_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Damage is the same without waiting until it is on the disk, and three times as fast."""
    make_durable = db._set_durable

    def make_fast(connection: sqlite3.Connection) -> None:
        make_durable(connection)
        connection.execute("PRAGMA synchronous = OFF")

    monkeypatch.setattr(db, "_set_durable", make_fast)


@pytest.fixture(scope="module")
def victim(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A small history in daily use: some pages of rows, indexes and free space."""
    folder = tmp_path_factory.mktemp("victim")
    with closing(History(folder / "h.sqlite3", backups=folder / "b")) as history:
        for number in range(12):
            text = f"Offshore wind number {number}. " * 30 + "城市交通新规" * 10
            article = Article(text, "Wind", "en", f"digest-{number}")
            made = history.create(
                f"Wind {number}", article, preset="headline", model="m", prefix=""
            )
            history.add_message(made.id, "user", "What about offshore wind?")
            answer = history.add_message(made.id, "assistant", "", status="running")
            usage = Usage(120, 0, 30, 0.4, 9.5, seed=number)
            history.update_message(answer.id, content=text[:200], status="done", usage=usage)
        history.delete(3)
        history.erase(4)
    return (folder / "h.sqlite3").read_bytes()


def use(path: Path) -> int:
    """Everything that the program does with a history; how much of it was refused."""
    refused = 0
    try:
        history = History(path, backups=path.parent / "backups")
    except StoreError:
        return 1
    with closing(history):
        listed: list[StoredConversation] = []
        for word in ("", *WORDS):
            try:
                listed += history.conversations(word)
            except StoreError:
                refused += 1
        for number in {conversation.id for conversation in listed} | {1, 2}:
            for call in (history.get, history.article, history.messages, history.touch):
                try:
                    call(number)
                except StoreError:
                    refused += 1
        for change in (
            lambda: history.rename(1, "another"),
            lambda: history.update_message(2, content="x", status="done"),
            lambda: history.add_message(2, "user", "and?"),
            lambda: history.delete(5),
            lambda: history.erase(6),
            lambda: history.tend(DAY),
            history.recover,
        ):
            try:
                change()
            except StoreError:
                refused += 1
    store_backups.list_backups(path.parent / "backups")
    return refused


def test_flipped_bytes_raise_our_errors_only(victim: bytes, tmp_path: Path) -> None:
    refused = 0
    for seed in range(FLIPS):
        dice = random.Random(seed)
        raw = bytearray(victim)
        for _ in range(dice.choice((1, 1, 2, 8))):
            raw[dice.randrange(len(raw))] ^= 1 << dice.randrange(8)
        if seed % 10 == 0:  # a piece that never reached the disk
            start = dice.randrange(len(raw))
            raw[start : start + 4096] = bytes(len(raw[start : start + 4096]))
        if seed % 25 == 0:
            del raw[dice.randrange(len(raw)) :]
        folder = tmp_path / str(seed)
        folder.mkdir()
        (folder / "h.sqlite3").write_bytes(raw)
        refused += use(folder / "h.sqlite3") > 0
        _remove(folder)
    print(f"{FLIPS} damaged histories, {refused} of them refused something, 0 foreign errors")


def flipped(victim: bytes, seed: int) -> bytes:
    dice = random.Random(seed)
    raw = bytearray(victim)
    for _ in range(dice.choice((1, 2, 8))):
        raw[dice.randrange(len(raw))] ^= 1 << dice.randrange(8)
    return bytes(raw)


def test_a_flipped_backup_is_put_back_or_refused_whole(victim: bytes, tmp_path: Path) -> None:
    backups, refused = tmp_path / "backups", 0
    backups.mkdir()
    with closing(History(tmp_path / "h.sqlite3", backups=backups)) as history:
        for seed in range(rounds(30)):
            history.create(f"present {seed}", None, preset="", model="", prefix="")
            before = [conversation.title for conversation in history.conversations()]
            copy = backups / "history-20260101.sqlite3"
            copy.write_bytes(flipped(victim, seed))
            try:
                history.put_back(copy)
            except StoreError:
                refused += 1
                assert [item.title for item in history.conversations()] == before
                continue
            for conversation in history.conversations():
                history.messages(conversation.id)
            history.conversations("wind")
            for made in backups.glob("history-replaced-*"):
                made.unlink()
    print(f"{rounds(30)} damaged backups, {refused} refused, 0 foreign errors")


def test_flipped_copies_hold_nothing_of_what_was_erased(tmp_path: Path) -> None:
    backups, path, removed = tmp_path / "backups", tmp_path / "h.sqlite3", 0
    with closing(History(path, backups=backups)) as history:
        for seed in range(rounds(30)):
            article = Article(secret(), "", "en", "d")
            made = history.create("t", article, preset="", model="", prefix="")
            history.add_message(made.id, "user", secret())
            copy = backups / "history-20260101.sqlite3"
            db.copy_to(path, copy)
            dice = random.Random(seed)
            raw = bytearray(copy.read_bytes())
            raw[dice.randrange(len(raw))] ^= 1 << dice.randrange(8)
            copy.write_bytes(raw)
            assert history.erase(made.id).unreached == ()
            removed += not copy.exists()
            assert found_in(tmp_path) == [], seed
            copy.unlink(missing_ok=True)
    print(f"{rounds(30)} erasures with a damaged copy, {removed} copies removed, nothing left")


COLUMNS = {
    "conversations": "title preset model prefix article_title article_text article_language "
    "article_digest article_source created_at updated_at deleted_at tip_id pinned",
    "messages": "conversation_id role content created_at updated_at status preset model prefix "
    "article_chars article_reads usage error parent_id",
}
HOSTILE = [value for value in VALUES if not isinstance(value, list | dict)]


@pytest.mark.parametrize("table", sorted(COLUMNS))
def test_hostile_values_in_any_column_hide_no_other_row(
    victim: bytes, tmp_path: Path, table: str
) -> None:
    tried = 0
    for column in COLUMNS[table].split():
        folder = tmp_path / column
        folder.mkdir()
        path = folder / "h.sqlite3"
        path.write_bytes(victim)
        tried += _write_hostile(path, table, column)
        with closing(History(path, backups=folder / "backups")) as history:
            shown = {conversation.id for conversation in history.conversations()}
            assert {8, 9, 10, 11, 12} <= shown  # those that were not touched
            for number in shown:
                history.get(number)
                history.article(number)
                history.messages(number)
        use(path)
        _remove(folder)
    print(f"{tried} hostile values in {table}")


def _write_hostile(path: Path, table: str, column: str) -> int:
    written = 0
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        for number, value in enumerate([*HOSTILE, b"\xff\xfe", "CAST(x'ff41' AS TEXT)"]):
            place = number % 6 + 1
            raw = isinstance(value, str) and value.startswith("CAST")
            new = value if raw else "?"
            values = () if raw else (_plain(value),)
            with suppress(sqlite3.IntegrityError, OverflowError):
                connection.execute(
                    f"UPDATE {table} SET {column} = {new} WHERE id = {place}", values
                )
                written += 1
    return written


def _plain(value: object) -> object:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _remove(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    folder.rmdir()
