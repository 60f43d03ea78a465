"""Conversations of which nothing is written: a history in memory, and one that may lead there.

Private conversations have numbers that no file ever gives, so that a number alone tells where a
conversation is. One that is not known there any more is in no history.
"""

from __future__ import annotations

import contextlib
import functools
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

from newsassistant.core.types import Article
from newsassistant.store import backups, db
from newsassistant.store.chat_file import Chat
from newsassistant.store.history import History
from newsassistant.store.rows import StoredConversation
from newsassistant.store.stand_in import StandIn

FIRST = 1 << 30
"""Below the numbers of private conversations and of their turns; they fit Qt's signed 32 bits."""

Method = TypeVar("Method", bound=Callable[..., Any])


def is_private(number: int | None) -> bool:
    """True for the number of a private conversation, or of a turn in one."""
    return number is not None and number > FIRST


class PrivateHistory(History):
    """In this process's memory alone; what is erased there is overwritten."""

    def __init__(self, *, clock: Callable[[], float]) -> None:
        nowhere = Path(":memory:")  # never opened: what SQLite calls a database without a file
        super().__init__(nowhere, backups=nowhere, clock=clock)

    def _open(self) -> sqlite3.Connection:
        connection = StandIn(None, recover=False).connection
        connection.execute("PRAGMA secure_delete = ON")
        connection.executemany(
            "INSERT INTO sqlite_sequence VALUES (?, ?)",
            [(table, FIRST) for table in ("conversations", "messages")],
        )
        return connection

    def _reading(self) -> contextlib.AbstractContextManager[None]:
        return db.translated(self._path, self._backups, keep=False)

    def create(
        self, title: str, article: Article | None, *, preset: str, model: str, prefix: str
    ) -> StoredConversation:
        """A new conversation without a title: that would name the article in every list."""
        return super().create("", article, preset=preset, model=model, prefix=prefix)

    def _erase_from_copies(self) -> list[Path]:
        return []  # there are none

    def _marks(self) -> list[backups.Mark]:
        return []

    def forget(self) -> None:
        """Overwrite all texts and end; nothing may be asked any more."""
        with self._writing():
            for table in ("messages", "conversations"):
                self._db.execute(f"DELETE FROM {table}")
            self._tidy_indexes()
        self.close()


def _at_home(method: Method) -> Method:
    """A method that is carried out where the conversation or turn with that number is."""

    @functools.wraps(method)
    def call(self: WithPrivate, number: int, /, *args: object, **kwargs: object) -> object:
        private = self._private if is_private(number) else None
        home = super(WithPrivate, self) if private is None else private
        return getattr(home, method.__name__)(number, *args, **kwargs)

    return cast(Method, call)


class WithPrivate(History):
    """A history in a file that can be told to write nothing: what begins then is private."""

    _private: PrivateHistory | None = None

    @property
    def is_private(self) -> bool:
        """True from `begin_private` to `forget_private`."""
        return self._private is not None

    def begin_private(self) -> None:
        """Let all conversations that begin from now on be private; nothing if they are already."""
        if self._private is None:
            self._private = PrivateHistory(clock=self._clock)

    def private_numbers(self) -> list[int]:
        """The conversations that are private."""
        return [item.id for item in self._private_ones()]

    def forget_private(self) -> None:
        """Forget all private conversations; those that begin from now on are in the file."""
        private, self._private = self._private, None
        if private is not None:
            private.forget()

    def _private_ones(self) -> list[StoredConversation]:
        return [] if self._private is None else self._private.conversations()

    def create(
        self, title: str, article: Article | None, *, preset: str, model: str, prefix: str
    ) -> StoredConversation:
        if self._private is not None:
            return self._private.create(title, article, preset=preset, model=model, prefix=prefix)
        return super().create(title, article, preset=preset, model=model, prefix=prefix)

    def add(self, chat: Chat) -> int:
        return super().add(chat) if self._private is None else self._private.add(chat)

    def conversations(self, query: str = "") -> list[StoredConversation]:
        """As `History.conversations`, private ones on top; a search does not look into those."""
        private = [] if query.strip() else self._private_ones()
        return [*private, *super().conversations(query)]

    # Every method of a history that takes the number of a conversation or of a turn.
    get = _at_home(History.get)
    article = _at_home(History.article)
    messages = _at_home(History.messages)
    messages_to = _at_home(History.messages_to)
    all_messages = _at_home(History.all_messages)
    show_message = _at_home(History.show_message)
    rename = _at_home(History.rename)
    pin = _at_home(History.pin)
    touch = _at_home(History.touch)
    set_prefix = _at_home(History.set_prefix)
    delete = _at_home(History.delete)
    restore = _at_home(History.restore)
    erase = _at_home(History.erase)
    add_message = _at_home(History.add_message)
    update_message = _at_home(History.update_message)
    edit_answer = _at_home(History.edit_answer)
    delete_message = _at_home(History.delete_message)

    def close(self) -> None:
        """Close the file, and forget what is private."""
        self.forget_private()
        super().close()
