"""Conversations, their articles and messages: rows of the database to values and back."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from newsassistant.core.errors import StoreError
from newsassistant.core.types import Article
from newsassistant.store import backups, copies, db, rows, search
from newsassistant.store.branches import BEGINS
from newsassistant.store.chat_file import Chat
from newsassistant.store.rows import ERASED, STATUSES, StoredConversation, StoredMessage
from newsassistant.store.schema import MIGRATIONS
from newsassistant.store.turns import Turns, kept, new_id, require

__all__ = ["STATUSES", "Erased", "History", "StoredConversation", "StoredMessage"]

_INDEXES = ("conversations_search", "messages_search")


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure has done.

    `digests` are those of the articles, with the time of the deletion; `unreached` the copies that
    still hold the texts and are tried again every day.
    """

    count: int = 0
    digests: tuple[tuple[str, float], ...] = ()
    unreached: tuple[Path, ...] = ()


class History(Turns):
    """All conversations in one file; every method may raise StoreError ("store-...")."""

    def __init__(
        self,
        path: Path,
        *,
        backups: Path,
        recover: bool = True,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Open or create `path` and end answers that a killed process left running.

        Without `recover` running answers stay so: a window may be writing them.
        """
        self._path = path
        self._backups = backups
        self._clock = clock
        self._recovers = recover
        self._must_open = False
        self._db = self._open()

    @property
    def is_private(self) -> bool:
        """True while what begins is written nowhere: see `store.private`."""
        return False

    def _open(self) -> sqlite3.Connection:
        self._db = db.open_database(self._path, MIGRATIONS, backups=self._backups)
        try:
            if self._recovers:
                self.recover()
        except StoreError:
            self._db.close()
            raise
        return self._db

    def close(self) -> None:
        """Close the file; a second call does nothing."""
        with contextlib.suppress(sqlite3.Error):  # a full disk: the log stays for the next start
            self._db.close()

    # --- conversations ---------------------------------------------------------------------------

    @kept
    def create(
        self, title: str, article: Article | None, *, preset: str, model: str, prefix: str
    ) -> StoredConversation:
        """A new conversation, about `article` if there is one."""
        now = self._clock()
        values = (rows.storable(title), preset, model, prefix, *rows.of_article(article), now, now)
        with self._writing():
            cursor = self._db.execute(rows.INSERT, values)
        return self.get(new_id(cursor))

    @kept
    def add(self, chat: Chat) -> int:
        """Take a conversation with all its turns in, at the top of the list; its number here."""
        item, about = chat.conversation, rows.of_article(chat.article)
        texts = (rows.storable(item.title), item.preset, item.model, item.prefix)
        with self._writing():
            cursor = self._db.execute(rows.INSERT, (*texts, *about, item.created_at, self._clock()))
            number = new_id(cursor)
            numbers = {BEGINS: BEGINS}  # of the file's turns, here
            for turn in chat.turns():
                values = rows.of_message(number, turn.message, numbers[turn.after])
                numbers[turn.number] = new_id(self._db.execute(rows.INSERT_MESSAGE, values))
            if last := chat.last_shown():
                self._show_through(number, numbers[last])
        return number

    def get(self, conversation_id: int) -> StoredConversation:
        """One conversation; raises StoreError("conversation-missing"), also for a deleted one."""
        with self._reading():
            row = self._db.execute(
                f"SELECT {rows.CONVERSATION} FROM conversations c "
                "WHERE id = ? AND deleted_at IS NULL",
                (conversation_id,),
            ).fetchone()
        if row is None:
            raise StoreError("conversation-missing", id=conversation_id)
        return rows.conversation(row)

    def article(self, conversation_id: int) -> Article | None:
        """The article that a conversation is about; None without one."""
        with self._reading():
            row = self._db.execute(
                f"SELECT {rows.ARTICLE} FROM conversations "
                "WHERE id = ? AND article_text IS NOT NULL",
                (conversation_id,),
            ).fetchone()
        return None if row is None else rows.article(row)

    def conversations(self, query: str = "") -> list[StoredConversation]:
        """Those not deleted: the pinned ones, then the others, newest first.

        With a query, those of them in which every word of it occurs: in the title, the article or
        any message, shown or not, in any letter case; nothing in it is an operator. Words of one or
        two characters are found too, by reading all texts.
        """
        words = search.words_of(query)
        try:
            return self._search(words)
        except StoreError as error:
            if not self._mends_index(error):
                raise
        return self._search(words)

    def _search(self, words: list[str]) -> list[StoredConversation]:
        condition, values = search.condition(words)
        with self._reading():
            found = self._db.execute(
                f"SELECT {rows.CONVERSATION} FROM conversations c WHERE c.deleted_at IS NULL "
                f"AND {condition} ORDER BY c.pinned IS 1 DESC, c.updated_at DESC, c.id DESC",
                values,
            ).fetchall()
            if not words:
                return [rows.conversation(row) for row in found]
            return [self._found(row, words[0]) for row in found]

    def _found(self, row: tuple[Any, ...], word: str) -> StoredConversation:
        """With the text around the first place of a word, of what is shown if it is there."""
        conversation = rows.conversation(row)
        number = conversation.id
        shown = set(self._branches(number).path(self._tip(number)))
        texts = self._db.execute(search.TEXTS, (number,) * 3)
        hidden: tuple[str, int | None] = ("", None)
        for text, of in texts:
            piece = search.excerpt(text, word) if isinstance(text, str) else ""
            if piece and (of is None or of in shown):
                return replace(conversation, snippet=piece, found=word)
            if piece and not hidden[0]:
                hidden = (piece, of)
        return replace(conversation, snippet=hidden[0], found=word, found_in=hidden[1])

    def deleted(self) -> list[StoredConversation]:
        """Those that `restore` would bring back, newest first."""
        with self._reading():
            found = self._db.execute(
                f"SELECT {rows.CONVERSATION} FROM conversations c WHERE deleted_at IS NOT NULL "
                "AND deleted_at IS NOT ? ORDER BY c.updated_at DESC, c.id DESC",
                (ERASED,),
            ).fetchall()
        return [rows.conversation(row) for row in found]

    def deleted_at(self) -> dict[int, float]:
        """When each of `deleted` was deleted, by id; Unix seconds, 0.0 for a damaged time."""
        with self._reading():
            found = self._db.execute(
                "SELECT id, deleted_at FROM conversations WHERE deleted_at IS NOT NULL"
            ).fetchall()
        return {number: at if isinstance(at, float) else 0.0 for number, at in found}

    @kept
    def rename(self, conversation_id: int, title: str) -> None:
        """Give a conversation another title; its place in the list stays."""
        self._change(conversation_id, "title = ?", rows.storable(title))

    @kept
    def pin(self, conversation_id: int, *, pinned: bool) -> None:
        """Let a conversation stand before all others in the list, or among them by its time.

        Whether it is deleted, and then erased, is another matter.
        """
        self._change(conversation_id, "pinned = ?", int(pinned))

    @kept
    def touch(self, conversation_id: int) -> None:
        """Move a conversation to the top of the list."""
        self._change(conversation_id, "updated_at = ?", self._clock())

    @kept
    def set_prefix(self, conversation_id: int, prefix: str) -> None:
        """Say which style answers a conversation; it may have been made before that was known."""
        self._change(conversation_id, "prefix = ?", prefix)

    @kept
    def delete(self, conversation_id: int) -> None:
        """Take a conversation out of the list; `restore` brings it back until it is purged."""
        self._change(conversation_id, "deleted_at = ?", self._clock())

    @kept
    def restore(self, conversation_id: int) -> None:
        """Undo `delete`; raises StoreError("conversation-missing") for an erased one."""
        with self._writing():
            cursor = self._db.execute(
                "UPDATE conversations SET deleted_at = NULL WHERE id = ? AND deleted_at IS NOT ?",
                (conversation_id, ERASED),
            )
            require(cursor, conversation_id)

    # --- erasing -----------------------------------------------------------------------------

    def erase(self, conversation_id: int) -> Erased:
        """Erase a conversation, deleted or not, from the tables, the index, the log and the copies.

        Raises StoreError: "conversation-missing", and whatever keeps the history from being
        written; nothing is erased then.
        """
        return self._erase("id = ?", conversation_id, must=conversation_id)

    def purge_deleted(self, older_than_s: float) -> Erased:
        """Erase what was deleted at least that many seconds ago, as `erase` does."""
        return self._erase("deleted_at <= ?", self._clock() - older_than_s)

    def _erase(self, condition: str, value: float, *, must: int | None = None) -> Erased:
        """In two steps: a row without text stays until every copy has been written anew."""
        with self._reading():
            found = self._db.execute(
                "SELECT id, article_digest, deleted_at FROM conversations "
                f"WHERE {condition} AND deleted_at IS NOT ?",
                (value, ERASED),
            ).fetchall()
            if must is not None and not found:
                raise StoreError("conversation-missing", id=must)
            if not found and not self._marks():
                return Erased()
        numbers = [number for number, _, _ in found]
        try:
            self._empty_rows(numbers)
        except StoreError as error:
            if error.code != "store-mended":
                raise
            self._empty_rows(numbers)
        now = self._clock()
        digests = tuple(
            (digest, float(at) if isinstance(at, float) else now)
            for _, digest, at in found
            if isinstance(digest, str)
        )
        return Erased(len(found), digests, tuple(self._erase_from_copies()))

    def _empty_rows(self, numbers: Sequence[int]) -> None:
        with self._writing():
            for number in numbers:
                self._db.execute("DELETE FROM messages WHERE conversation_id = ?", (number,))
                self._db.execute(rows.EMPTY, (ERASED, number))
            self._tidy_indexes()
        db.empty_log(self._db)

    def _tidy_indexes(self) -> None:
        """Forget in the index what it was told to: until its parts are merged, it only hides it."""
        for index in _INDEXES:
            copies.command(self._db, index, "optimize")

    def _erase_from_copies(self) -> list[Path]:
        with self._reading():
            marks = self._marks()
        left = backups.erase(self._path, self._backups, marks)
        if not left:
            with self._writing():
                self._db.execute("DELETE FROM conversations WHERE deleted_at = ?", (ERASED,))
        db.empty_log(self._db)
        return left

    def _marks(self) -> list[backups.Mark]:
        """What was erased and may still be in a copy; for who has begun `_reading`."""
        return self._db.execute(
            "SELECT id, created_at FROM conversations WHERE deleted_at = ?", (ERASED,)
        ).fetchall()

    def tend(self, erase_after_s: float, *, tidy: bool = True) -> Erased:
        """What is due every day: today's copy, the end of old ones, erasing what was deleted.

        `tidy` also merges the index, so that it forgets replaced answers; a second at most where
        there are some thousand conversations. Raises StoreError.
        """
        today = db.daily_copy(self._backups)
        erased = self.purge_deleted(erase_after_s)
        if not today.exists():
            with contextlib.suppress(sqlite3.Error, OSError):  # tried again at the next call
                db.copy_to(self._path, today)
        backups.expire(self._path, self._backups, now=time.time())
        if tidy:
            with self._writing():
                self._tidy_indexes()
            db.empty_log(self._db)
        return erased

    # --- putting a copy back -----------------------------------------------------------------

    def put_back(self, backup: Path) -> Path | None:
        """Go on with a copy in the place of this history; returns where this one is kept.

        What was erased since does not come back. Raises StoreError ("store-in-use" while another
        program has the history open); then this history goes on as it was.
        """
        marks: list[backups.Mark] = []
        with contextlib.suppress(StoreError), self._reading():
            marks = self._marks()
        self.close()
        self._must_open = True  # where there is no room for that now, at the next call
        try:
            return backups.put_back(backup, self._path, self._backups, without=marks)
        finally:
            with contextlib.suppress(StoreError):
                self._open_again()

    def _change(self, conversation_id: int, assignment: str, value: object) -> None:
        with self._writing():
            cursor = self._db.execute(
                f"UPDATE conversations SET {assignment} WHERE id = ? AND deleted_at IS NOT ?",
                (value, conversation_id, ERASED),
            )
            require(cursor, conversation_id)
