"""Conversations, their articles and messages: rows of the database to values and back.

Knows nothing of models or windows; one thread opens it and uses it, and every write is on the disk
when its method returns.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from newsassistant.core.errors import StoreError
from newsassistant.core.types import Article, Role, Usage
from newsassistant.store import db, search
from newsassistant.store.schema import MIGRATIONS

STATUSES = frozenset({"sent", "running", "done", "length", "stopped", "failed"})
"""Of a message: a user's is "sent"; an answer is "running" until one of the others ends it."""


@dataclass(frozen=True, slots=True)
class StoredConversation:
    """A conversation in the list; times in Unix seconds, UTC.

    `snippet` is the text around the first place that a search found, "" when not searching.
    """

    id: int
    title: str
    preset: str
    model: str
    prefix: str
    created_at: float
    updated_at: float
    snippet: str = ""


@dataclass(frozen=True, slots=True)
class StoredMessage:
    """One turn; `status` is one of `STATUSES`, `preset` is "" for a typed question.

    `article_chars` is the number of leading characters of the article that the request was about,
    None for the whole of it.
    """

    id: int
    conversation_id: int
    role: Role
    content: str
    created_at: float
    status: str
    preset: str
    model: str
    prefix: str
    usage: Usage | None = None
    error: str = ""
    article_chars: int | None = None


_CONVERSATION = "c.id, c.title, c.preset, c.model, c.prefix, c.created_at, c.updated_at"
_MESSAGE = (
    "id, conversation_id, role, content, created_at, status, preset, model, prefix, "
    "usage, error, article_chars"
)
_USAGE_FIELDS = frozenset(field.name for field in fields(Usage))


class History:
    """All conversations in one file; every method may raise StoreError ("store-...")."""

    def __init__(
        self,
        path: Path,
        *,
        backups: Path,
        read_only: bool = False,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Open or create `path` and end answers that a killed process left running.

        `read_only` opens what is there for reading; writes then raise "store-unwritable".
        """
        self._path = path
        self._backups = backups
        self._clock = clock
        self._db = db.open_database(path, MIGRATIONS, backups=backups, read_only=read_only)
        try:
            if not read_only:
                self.recover()
        except StoreError:
            self._db.close()
            raise

    def close(self) -> None:
        """Close the file; a second call does nothing."""
        self._db.close()

    # --- conversations ---------------------------------------------------------------------------

    def create(
        self, title: str, article: Article | None, *, preset: str, model: str, prefix: str
    ) -> StoredConversation:
        """A new conversation, about `article` if there is one."""
        now = self._clock()
        about = (None,) * 5 if article is None else _article_row(article)
        with self._writing():
            cursor = self._db.execute(
                "INSERT INTO conversations (title, preset, model, prefix, article_title, "
                "article_text, article_language, article_digest, article_source, created_at, "
                "updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (_text(title), preset, model, prefix, *about, now, now),
            )
        return self.get(_new_id(cursor))

    def get(self, conversation_id: int) -> StoredConversation:
        """One conversation; raises StoreError("conversation-missing"), also for a deleted one."""
        with self._reading():
            row = self._db.execute(
                f"SELECT {_CONVERSATION} FROM conversations c WHERE id = ? AND deleted_at IS NULL",
                (conversation_id,),
            ).fetchone()
        if row is None:
            raise StoreError("conversation-missing", id=conversation_id)
        return StoredConversation(*row)

    def article(self, conversation_id: int) -> Article | None:
        """The article that a conversation is about; None without one."""
        with self._reading():
            row = self._db.execute(
                "SELECT article_text, article_title, article_language, article_digest, "
                "article_source FROM conversations WHERE id = ? AND article_text IS NOT NULL",
                (conversation_id,),
            ).fetchone()
        return None if row is None else Article(*row)

    def conversations(self, query: str = "") -> list[StoredConversation]:
        """Those not deleted, newest first; with a query, those in which every word of it occurs.

        A word may occur in the title, the article or any message, in any letter case; nothing in
        it is an operator. Words of one or two characters are found too, by reading all texts.
        """
        words = search.words_of(query)
        condition, values = search.condition(words)
        with self._reading():
            rows = self._db.execute(
                f"SELECT {_CONVERSATION} FROM conversations c WHERE c.deleted_at IS NULL "
                f"AND {condition} ORDER BY c.updated_at DESC, c.id DESC",
                values,
            ).fetchall()
            if not words:
                return [StoredConversation(*row) for row in rows]
            return [self._found(row, words[0]) for row in rows]

    def _found(self, row: tuple[Any, ...], word: str) -> StoredConversation:
        conversation = StoredConversation(*row)
        texts = self._db.execute(search.TEXTS, (conversation.id,) * 3)
        places = (search.excerpt(text, word) for (text,) in texts)
        return replace(conversation, snippet=next(filter(None, places), ""))

    def rename(self, conversation_id: int, title: str) -> None:
        """Give a conversation another title; its place in the list stays."""
        self._change(conversation_id, "title = ?", _text(title))

    def touch(self, conversation_id: int) -> None:
        """Move a conversation to the top of the list."""
        self._change(conversation_id, "updated_at = ?", self._clock())

    def delete(self, conversation_id: int) -> None:
        """Take a conversation out of the list; `restore` brings it back until it is purged."""
        self._change(conversation_id, "deleted_at = ?", self._clock())

    def restore(self, conversation_id: int) -> None:
        """Undo `delete`."""
        self._change(conversation_id, "deleted_at = ?", None)

    def purge_deleted(self, older_than_s: float) -> int:
        """Erase what was deleted at least that many seconds ago; returns how many.

        The text is overwritten in the file; the daily backups hold it for up to a week more.
        """
        with self._writing():
            cursor = self._db.execute(
                "DELETE FROM conversations WHERE deleted_at <= ?", (self._clock() - older_than_s,)
            )
        return cursor.rowcount

    def _change(self, conversation_id: int, assignment: str, value: object) -> None:
        with self._writing():
            cursor = self._db.execute(
                f"UPDATE conversations SET {assignment} WHERE id = ?", (value, conversation_id)
            )
            if cursor.rowcount == 0:
                raise StoreError("conversation-missing", id=conversation_id)

    # --- messages --------------------------------------------------------------------------------

    def messages(self, conversation_id: int) -> list[StoredMessage]:
        """The turns of a conversation, oldest first; none if it is unknown."""
        with self._reading():
            rows = self._db.execute(
                f"SELECT {_MESSAGE} FROM messages WHERE conversation_id = ? ORDER BY id",
                (conversation_id,),
            ).fetchall()
        return [_message(row) for row in rows]

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
        article_chars: int | None = None,
    ) -> StoredMessage:
        """Append a turn and move the conversation to the top of the list.

        Raises StoreError("conversation-missing"), ValueError for an unknown status.
        """
        now = self._clock()
        row = (_status(status), preset, model, prefix, article_chars)
        with self._writing():
            self._touch(conversation_id, now)
            cursor = self._db.execute(
                "INSERT INTO messages (conversation_id, role, content, created_at, updated_at, "
                "status, preset, model, prefix, article_chars, error) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '')",
                (conversation_id, role, _text(content), now, now, *row),
            )
        return self._get_message(_new_id(cursor))

    def update_message(
        self,
        message_id: int,
        *,
        content: str,
        status: str,
        usage: Usage | None = None,
        error: str = "",
    ) -> StoredMessage:
        """Replace an answer's text and state, while it runs and when it ends.

        Works in a deleted conversation too: its answer may still be running.
        Raises StoreError("message-missing"), ValueError for an unknown status.
        """
        now = self._clock()
        counts = None if usage is None else json.dumps(asdict(usage))
        with self._writing():
            found = self._db.execute(
                "UPDATE messages SET content = ?, status = ?, usage = ?, error = ?, updated_at = ? "
                "WHERE id = ? RETURNING conversation_id",
                (_text(content), _status(status), counts, _text(error), now, message_id),
            ).fetchall()
            if not found:
                raise StoreError("message-missing", id=message_id)
            if status != "running":  # the list shall not jump about while text arrives
                self._touch(found[0][0], now)
        return self._get_message(message_id)

    def delete_message(self, message_id: int) -> None:
        """Erase one turn; an unknown one is no error."""
        with self._writing():
            self._db.execute("DELETE FROM messages WHERE id = ?", (message_id,))

    def recover(self) -> int:
        """Mark answers left running by a killed process as stopped; returns how many.

        They keep the text they had. Runs at open; call it only while no answer is running.
        """
        with self._writing():
            cursor = self._db.execute(
                "UPDATE messages SET status = 'stopped' WHERE status = 'running'"
            )
        return cursor.rowcount

    def _touch(self, conversation_id: int, now: float) -> None:
        cursor = self._db.execute(
            "UPDATE conversations SET updated_at = ? WHERE id = ?", (now, conversation_id)
        )
        if cursor.rowcount == 0:
            raise StoreError("conversation-missing", id=conversation_id)

    def _get_message(self, message_id: int) -> StoredMessage:
        with self._reading():
            row = self._db.execute(
                f"SELECT {_MESSAGE} FROM messages WHERE id = ?", (message_id,)
            ).fetchone()
        return _message(row)

    # --- the connection --------------------------------------------------------------------------

    def _reading(self) -> contextlib.AbstractContextManager[None]:
        return db.translated(self._path, self._backups)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        with self._reading(), db.transaction(self._db):
            yield


def _new_id(cursor: sqlite3.Cursor) -> int:
    assert cursor.lastrowid is not None  # an INSERT has just succeeded
    return cursor.lastrowid


def _status(status: str) -> str:
    if status not in STATUSES:
        raise ValueError(f"status is {status!r}, expected one of {sorted(STATUSES)}")
    return status


def _text(text: str) -> str:
    # Half of a surrogate pair, which a clipboard may hold, has no UTF-8 and would be refused.
    return text.encode("utf-8", "replace").decode("utf-8")


def _article_row(article: Article) -> tuple[str, ...]:
    return (
        _text(article.title),
        _text(article.text),
        article.language,
        article.digest,
        _text(article.source),
    )


def _message(row: tuple[Any, ...]) -> StoredMessage:
    columns = dict(zip(_MESSAGE.split(", "), row, strict=True))
    columns["usage"] = _usage(columns["usage"])
    return StoredMessage(**columns)


def _usage(text: str | None) -> Usage | None:
    if text is None:
        return None
    counts = json.loads(text)
    return Usage(**{name: value for name, value in counts.items() if name in _USAGE_FIELDS})
