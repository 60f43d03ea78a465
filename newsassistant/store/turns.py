"""The turns of conversations: which are shown, in which order, and what is written of them."""

from __future__ import annotations

import contextlib
import functools
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from newsassistant.core.errors import StoreError
from newsassistant.core.types import Reads, Role, Usage
from newsassistant.store import db, rows
from newsassistant.store.branches import BEGINS, PART, Branches
from newsassistant.store.rows import ERASED, StoredMessage
from newsassistant.text.prompts.parts import part_name

P = ParamSpec("P")
T = TypeVar("T")
Self = TypeVar("Self", bound="Turns")


def kept(
    method: Callable[Concatenate[Self, P], T],
) -> Callable[Concatenate[Self, P], T]:
    """A change that is made once more where the history goes on without its file."""

    @functools.wraps(method)
    def change(self: Self, /, *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return method(self, *args, **kwargs)
        except StoreError as error:
            if not self._goes_on_without(error):
                raise
        return method(self, *args, **kwargs)

    return change


class Turns:
    """The part of a history that reads and writes turns; every method may raise StoreError."""

    _path: Path
    _backups: Path
    _clock: Callable[[], float]
    _db: sqlite3.Connection
    _must_open = False

    def _open(self) -> sqlite3.Connection:
        raise NotImplementedError

    # --- messages --------------------------------------------------------------------------------

    def messages(self, conversation_id: int) -> list[StoredMessage]:
        """The turns of a conversation that are shown, oldest first; none if it is unknown.

        Those in whose place one stands are named by its `versions`.
        """
        turns, branches, tip = self.all_messages(conversation_id)
        return [_with_versions(turns[number], branches) for number in branches.path(tip)]

    def messages_to(self, message_id: int) -> list[StoredMessage]:
        """One turn behind those that it follows; StoreError("message-missing") if it is gone."""
        of = self._get_message(message_id).conversation_id
        turns, branches, _ = self.all_messages(of)
        return [_with_versions(turns[number], branches) for number in branches.path_to(message_id)]

    def all_messages(self, conversation_id: int) -> tuple[dict[int, StoredMessage], Branches, int]:
        """Every turn of a conversation by its number, how they follow each other, the last shown.

        The last is 0 for a conversation without any turn.
        """
        with self._reading():
            tip = self._tip(conversation_id)
            found = self._db.execute(
                f"SELECT {rows.MESSAGE}, parent_id FROM messages WHERE conversation_id = ? "
                "ORDER BY id",
                (conversation_id,),
            ).fetchall()
        branches = Branches((row[0], row[-1], _role(row[2], row[6])) for row in found)
        shown = branches.path(tip)
        messages = {row[0]: rows.message(row[:-1]) for row in found}
        return messages, branches, shown[-1] if shown else BEGINS

    def _tip(self, conversation_id: int) -> object:
        """Through which turn a conversation is shown; None for the newest."""
        row = self._db.execute(
            "SELECT tip_id FROM conversations WHERE id = ?", (conversation_id,)
        ).fetchone()
        return None if row is None else row[0]

    def _branches(self, conversation_id: int) -> Branches:
        """As `all_messages` says, without the texts; for who has begun to read or write."""
        found = self._db.execute(
            "SELECT id, parent_id, role, preset FROM messages WHERE conversation_id = ? "
            "ORDER BY id",
            (conversation_id,),
        )
        return Branches((number, named, _role(role, key)) for number, named, role, key in found)

    @kept
    def add_message(
        self,
        conversation_id: int,
        role: Role,
        content: str,
        *,
        status: str = "sent",
        preset: str = "",
        model: str = "",
        prefix: str = "",
        reads: Reads = None,
        after: int | None = None,
    ) -> StoredMessage:
        """Add a turn, show it, and move the conversation to the top of the list.

        It follows the turn `after` (0: none, it begins the conversation), else the last that is
        shown. Whatever followed that one before stays as another version.
        Raises StoreError("conversation-missing"), ValueError for an unknown status.
        """
        now = self._clock()
        told = (rows.checked_status(status), preset, model, prefix, rows.of_reads(reads), None, "")
        with self._writing():
            self._touch(conversation_id, now)
            if after is None:
                shown = self._branches(conversation_id).path(self._tip(conversation_id))
                after = shown[-1] if shown else BEGINS
            cursor = self._db.execute(
                rows.INSERT_MESSAGE,
                (conversation_id, role, rows.storable(content), now, now, *told, after, None),
            )
            added = new_id(cursor)
            self._show_through(conversation_id, added)
        return self._get_message(added)

    @kept
    def update_message(
        self,
        message_id: int,
        *,
        content: str,
        status: str,
        usage: Usage | None = None,
        error: str = "",
    ) -> StoredMessage:
        """Replace an answer's text and state, while it runs and when it ends: the model's words.

        Works in a deleted conversation too: its answer may still be running.
        Raises StoreError("message-missing"), ValueError for an unknown status.
        """
        now = self._clock()
        values = (
            rows.storable(content),
            rows.checked_status(status),
            rows.of_usage(usage),
            rows.storable(error),
            now,
            message_id,
        )
        with self._writing():
            found = self._db.execute(
                "SELECT conversation_id FROM messages WHERE id = ?", (message_id,)
            ).fetchone()
            if found is None:
                raise StoreError("message-missing", id=message_id)
            self._db.execute(
                "UPDATE messages SET content = ?, status = ?, usage = ?, error = ?, "
                "updated_at = ?, written = NULL WHERE id = ?",
                values,
            )
            if status != "running":  # the list shall not jump about while text arrives
                self._touch(found[0], now)
        return self._get_message(message_id)

    @kept
    def edit_answer(self, message_id: int, content: str) -> StoredMessage:
        """Give an answer that has ended another text; what the model wrote is kept beside it.

        In the model's own words again it counts as never edited. Raises
        StoreError("message-missing"), and "answer-not-editable" for one that is still written, the
        summary of a part, and a question.
        """
        now, text = self._clock(), rows.storable(content)
        with self._writing():
            row = self._db.execute(
                f"SELECT {rows.MESSAGE} FROM messages WHERE id = ?", (message_id,)
            ).fetchone()
            if row is None:
                raise StoreError("message-missing", id=message_id)
            old = rows.message(row)
            if not is_editable(old):
                raise StoreError("answer-not-editable")
            written = None if text == old.by_model else old.by_model
            self._db.execute(
                "UPDATE messages SET content = ?, written = ?, updated_at = ? WHERE id = ?",
                (text, written, now, message_id),
            )
            if text != old.content:
                self._touch(old.conversation_id, now)
        return self._get_message(message_id)

    @kept
    def delete_message(self, message_id: int) -> None:
        """Erase one turn; an unknown one is no error.

        What followed it follows the turn before it. Where it was shown, its newest other version
        is.
        """
        with self._writing():
            row = self._db.execute(
                "SELECT conversation_id FROM messages WHERE id = ?", (message_id,)
            ).fetchone()
            if row is None:
                return
            before = self._branches(row[0]).before(message_id)
            self._db.execute(
                "UPDATE messages SET parent_id = ? WHERE parent_id = ?", (before, message_id)
            )
            self._db.execute(
                "UPDATE conversations SET tip_id = ? WHERE id = ? AND tip_id = ?",
                (before, row[0], message_id),
            )
            self._db.execute("DELETE FROM messages WHERE id = ?", (message_id,))

    @kept
    def show_message(self, message_id: int) -> None:
        """Show a turn, what it follows, and the newest that goes on from it; its place stays.

        Raises StoreError("message-missing").
        """
        with self._writing():
            row = self._db.execute(
                "SELECT conversation_id FROM messages WHERE id = ?", (message_id,)
            ).fetchone()
            if row is None:
                raise StoreError("message-missing", id=message_id)
            self._show_through(row[0], message_id)

    def _show_through(self, conversation_id: int, message_id: int) -> None:
        self._db.execute(
            "UPDATE conversations SET tip_id = ? WHERE id = ?", (message_id, conversation_id)
        )

    def recover(self) -> int:
        """Mark answers left running by a killed process as stopped; returns how many.

        They keep the text they had. Runs at open; call it only while no answer is running.
        """
        with self._writing():
            cursor = self._db.execute(rows.END_RUNNING)
        return cursor.rowcount

    def _touch(self, conversation_id: int, now: float) -> None:
        cursor = self._db.execute(
            "UPDATE conversations SET updated_at = ? WHERE id = ? AND deleted_at IS NOT ?",
            (now, conversation_id, ERASED),
        )
        require(cursor, conversation_id)

    def _get_message(self, message_id: int) -> StoredMessage:
        with self._reading():
            row = self._db.execute(
                f"SELECT {rows.MESSAGE} FROM messages WHERE id = ?", (message_id,)
            ).fetchone()
            if row is None:  # erased meanwhile, by another window
                raise StoreError("message-missing", id=message_id)
            message = rows.message(row)
            return _with_versions(message, self._branches(message.conversation_id))

    # --- the connection --------------------------------------------------------------------------

    def _goes_on_without(self, error: StoreError) -> bool:
        """True if `error` is no reason to refuse the change any more; never of the file alone."""
        return False

    def _reading(self) -> contextlib.AbstractContextManager[None]:
        self._open_again()
        return db.translated(self._path, self._backups)

    def _open_again(self) -> None:
        if not self._must_open:
            return
        self._must_open = False  # opening reads and writes too
        try:
            self._db = self._open()
        except StoreError:
            self._must_open = True
            raise

    def _mends_index(self, error: StoreError) -> bool:
        """True if `error` came of the index of texts alone and that has been made anew."""
        if not db.is_of_index(error.__cause__):
            return False
        with self._reading():
            db.rebuild_indexes(self._db)
        return True

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            with self._reading(), db.transaction(self._db):
                yield
        except StoreError as error:
            if self._mends_index(error):
                raise StoreError("store-mended") from error
            raise


def is_editable(message: StoredMessage) -> bool:
    """True for an answer that has ended; the summary of a part is no answer of its own."""
    ended = message.role == "assistant" and message.status != "running"
    return ended and part_name(message.preset) is None


def _role(role: object, key: object) -> object:
    """As `Branches` knows it: the answer to a part of an article is followed by others."""
    return PART if isinstance(key, str) and part_name(key) is not None else role


def _with_versions(message: StoredMessage, branches: Branches) -> StoredMessage:
    return replace(message, versions=branches.versions(message.id))


def new_id(cursor: sqlite3.Cursor) -> int:
    assert cursor.lastrowid is not None  # an INSERT has just succeeded
    return cursor.lastrowid


def require(cursor: sqlite3.Cursor, conversation_id: int) -> None:
    if cursor.rowcount == 0:
        raise StoreError("conversation-missing", id=conversation_id)
