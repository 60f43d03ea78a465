"""The history of an open window: where its file cannot be written, it goes on in memory.

Nothing is refused then but erasing and putting copies back. What is new waits for the file, which
is tried again and again.
"""

from __future__ import annotations

import contextlib
import logging
import sqlite3
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from newsassistant.core.errors import StoreError
from newsassistant.store import db
from newsassistant.store.history import Erased
from newsassistant.store.private import WithPrivate, is_private
from newsassistant.store.rows import StoredConversation
from newsassistant.store.schema import MIGRATIONS
from newsassistant.store.stand_in import StandIn

TRY_EVERY_S = 3.0
PATIENCE = 10
"""An attempt that took long is followed by a pause of so many times that long."""

_log = logging.getLogger(__name__)


class SessionHistory(WithPrivate):
    """A `History` that outlives a full, protected or locked disk; the same calls, same errors."""

    def __init__(
        self,
        path: Path,
        *,
        backups: Path,
        recover: bool = True,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """As `History`, but what cannot be written is no error: see `refusal`."""
        self.refusal: StoreError | None = None
        """Why nothing can be saved now; None while all is saved."""
        self.hides_earlier = False
        """True if the conversations in the file cannot be read either."""
        self._stand_in: StandIn | None = None
        self._not_before = 0.0
        super().__init__(path, backups=backups, recover=recover, clock=clock)

    def _open(self) -> sqlite3.Connection:
        try:
            return super()._open()
        except StoreError as error:
            if error.code not in db.UNWRITABLE:
                raise
            source = self._readable()
            with contextlib.closing(source) if source else contextlib.nullcontext():
                self._take(source, error, recover=self._recovers)
            self.hides_earlier = source is None and _may_be_there(self._path)
            return self._db

    def _readable(self) -> sqlite3.Connection | None:
        """The file for reading, if that is possible at least."""
        try:
            with db.translated(self._path, self._backups):
                source = db.connect_read_only(self._path)
        except StoreError as error:
            if error.code not in db.UNWRITABLE:
                raise
            return None
        return source

    def _take(self, source: sqlite3.Connection | None, error: StoreError, *, recover: bool) -> None:
        with db.translated(self._path, self._backups):
            self._stand_in = StandIn(source, recover=recover)
        self._db = self._stand_in.connection
        self.refusal = error
        self._not_before = time.monotonic() + TRY_EVERY_S
        _log.warning("the history goes on in memory: %s", error.code)

    def _goes_on_without(self, error: StoreError) -> bool:
        if self._stand_in is not None or error.code not in db.UNWRITABLE:
            return False
        file = self._db
        try:
            self._take(file, error, recover=False)
        except StoreError:  # it cannot be read either: nothing is hidden from whom it was shown
            return False
        with contextlib.suppress(sqlite3.Error):
            file.close()
        return True

    # --- what waits for the file ------------------------------------------------------------------

    def has_unsaved(self) -> bool:
        """True if something is in memory only."""
        return self._stand_in is not None and bool(self._stand_in.changed())

    def conversations(self, query: str = "") -> list[StoredConversation]:
        found = super().conversations(query)
        if self._stand_in is None:
            return found
        unsaved = self._stand_in.changed()
        return [replace(item, unsaved=item.id in unsaved) for item in found]

    def carry_over(self, *, now: bool = False) -> dict[int, int] | None:
        """Try to go on with the file; None if that must wait. `now` also before it is time.

        Returns the new numbers of conversations that have another one now. Raises StoreError for a
        file that was damaged meanwhile; all is kept in memory then.
        """
        stand_in, began = self._stand_in, time.monotonic()
        if stand_in is None or (began < self._not_before and not now):
            return None
        try:
            file, moved = self._carried(stand_in)
        except StoreError as error:
            took = time.monotonic() - began
            self._not_before = began + max(TRY_EVERY_S, PATIENCE * took)
            if error.code not in db.UNWRITABLE:
                raise
            self.refusal = error
            return None
        stand_in.connection.close()
        self._db, self._stand_in = file, None
        self.refusal, self.hides_earlier = None, False
        _log.info("the history is in its file again")
        return moved

    def _carried(self, stand_in: StandIn) -> tuple[sqlite3.Connection, dict[int, int]]:
        with db.translated(self._path, self._backups):
            db.probe(self._path)
        file = db.open_database(self._path, MIGRATIONS, backups=self._backups)
        try:
            with db.translated(self._path, self._backups):
                return file, stand_in.carry_over(file)
        except StoreError:
            file.close()
            raise

    def close(self) -> None:
        """Close the file, after a last attempt to save what waits for it."""
        with contextlib.suppress(StoreError, sqlite3.Error):
            self.carry_over(now=True)
        super().close()

    # --- what needs the file ----------------------------------------------------------------------

    def _require_file(self) -> None:
        if self.refusal is not None:
            raise StoreError(self.refusal.code, **self.refusal.params)

    def erase(self, conversation_id: int) -> Erased:
        if not is_private(conversation_id):
            self._require_file()
        return super().erase(conversation_id)

    def purge_deleted(self, older_than_s: float) -> Erased:
        self._require_file()
        return super().purge_deleted(older_than_s)

    def put_back(self, backup: Path) -> Path | None:
        self._require_file()
        return super().put_back(backup)


def _may_be_there(path: Path) -> bool:
    """False only where it is certain that there is no file."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        pass
    return True
