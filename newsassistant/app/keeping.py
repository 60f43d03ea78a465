"""What is done to the history as a whole: erasing for good, what is due daily, putting a copy back.

What was erased leaves the drafts too: they may hold the same article. The program's log and reports
never hold texts.
"""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable
from pathlib import Path

from newsassistant.app.chat import ChatService
from newsassistant.core.errors import NewsAssistantError, StoreError
from newsassistant.core.files import read_json
from newsassistant.core.outside import UnfitError
from newsassistant.core.paths import Paths
from newsassistant.store import exchange
from newsassistant.store.backups import put_back
from newsassistant.store.chat_file import Chat
from newsassistant.store.db import UNWRITABLE
from newsassistant.store.history import Erased, History, StoredConversation
from newsassistant.store.rows import digest_of
from newsassistant.store.session import SessionHistory

ERASE_AFTER_DAYS = 30
"""What was deleted can be brought back that long, and is then erased for good."""

ERASE_AFTER_S = ERASE_AFTER_DAYS * 24 * 3600.0

TEND_EVERY_S = 24 * 3600.0
RETRY_S = 600.0
DRAFTS = "draft*"
MAX_DRAFT = 32 << 20
UNREADABLE = ".unreadable"  # the end of a draft's name that no window looks at
WRITING_S = 10.0  # another window may be writing one

_log = logging.getLogger(__name__)


def open_history(paths: Paths, *, alone: bool = True) -> SessionHistory:
    """The history; in memory where it cannot be written, see its `refusal`. Raises StoreError.

    Answers that are running were left so by a killed process if this program is `alone`.
    What was deleted thirty days ago is erased now, and copies that are too old end: where there is
    no room for that, the next day tries again.
    """
    history = SessionHistory(paths.history, backups=paths.backups, recover=alone)
    try:
        erase_drafts(paths.state, history.tend(ERASE_AFTER_S, tidy=False))
    except StoreError as error:
        if error.code not in UNWRITABLE:
            history.close()
            raise
        _log.warning("what was deleted could not be erased: %s", error.code)
    return history


def erase_drafts(state: Path, erased: Erased) -> None:
    """Remove the drafts of erased articles, unless they were written after the deletion.

    So an article that was taken up again stays. What a killed process left half written goes, and
    what nobody can read: it may hold anything.
    """
    if erased.count == 0:
        return
    deleted_at = dict(erased.digests)
    for path in sorted(state.glob(DRAFTS)):
        with contextlib.suppress(OSError):
            if _is_of(path, deleted_at) or _is_left(path) or path.suffix == UNREADABLE:
                path.unlink()


def _is_of(path: Path, deleted_at: dict[str, float]) -> bool:
    try:
        text = read_json(path, MAX_DRAFT).get("text")
    except UnfitError:
        return False
    if not isinstance(text, str):
        return False
    return path.stat().st_mtime <= deleted_at.get(digest_of(text), float("-inf"))


def restore(paths: Paths, backup: Path) -> Path | None:
    """Put a copy in the place of the closed history, damaged or not; returns where it is kept.

    Raises StoreError ("store-in-use" while a window has it open); then all is as it was.
    """
    try:
        history = History(paths.history, backups=paths.backups, recover=False)
    except StoreError as error:
        if error.code != "store-damaged":
            raise
        return put_back(backup, paths.history, paths.backups)
    with contextlib.closing(history):
        return history.put_back(backup)


def _is_left(path: Path) -> bool:
    """True for half a draft that nobody is writing any more."""
    return path.suffix == ".tmp" and time.time() - path.stat().st_mtime > WRITING_S


class HistoryKeeper:
    """The same for a window that is open; main thread only."""

    def __init__(
        self,
        service: ChatService,
        history: SessionHistory,
        state: Path,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._service = service
        self._history = history
        self._state = state
        self._clock = clock
        self._next = clock() + RETRY_S  # the start has done the most of it

    @property
    def refusal(self) -> StoreError | None:
        """Why the history goes on in memory; None while all is saved."""
        return self._history.refusal

    @property
    def hides_earlier(self) -> bool:
        """True if the conversations of before cannot be read either."""
        return self._history.hides_earlier

    def has_unsaved(self) -> bool:
        """True if something would be lost with the program."""
        return self._service.has_unsaved() or self._history.has_unsaved()

    def carry_over(self, *, now: bool = False) -> bool:
        """True if the history can be written again and has all that is new.

        Tried when it is time and nothing runs or waits, with `now` before that; the open
        conversation and its turns may get other numbers. Raises StoreError for a file that was
        damaged meanwhile.
        """
        if self._history.refusal is None or self._service.has_work():
            return False
        moved = self._history.carry_over(now=now)
        open_id = self._service.conversation_id
        if moved is not None and open_id is not None:  # its turns may have other numbers too
            self._service.open(moved.get(open_id, open_id))
        return moved is not None

    def erase(self, conversation_id: int) -> Erased:
        """Erase a conversation for good, from the drafts too.

        An answer that is being written for it ends. Raises StoreError; then nothing is erased.
        """
        erased = self._history.erase(conversation_id)
        self._service.forget(conversation_id)
        erase_drafts(self._state, erased)
        return erased

    def take_out(self, conversation_id: int) -> Chat:
        """A conversation with all that was written so far; raises StoreError."""
        self._service.tick()
        return exchange.take_out(self._history, conversation_id)

    def take_in(self, chat: Chat) -> int:
        """The number of a conversation that is in the history from now on; raises StoreError."""
        number, _ = exchange.take_in(self._history, chat)
        return number

    def deleted(self) -> list[tuple[StoredConversation, float]]:
        """What can be brought back, with the time of its deletion, the last first."""
        at = self._history.deleted_at()
        found = [(item, at.get(item.id, 0.0)) for item in self._history.deleted()]
        return sorted(found, key=lambda pair: pair[1], reverse=True)

    def erase_deleted(self) -> Erased:
        """Erase all that was deleted, from the drafts too; raises StoreError."""
        erased = self._history.purge_deleted(float("-inf"))
        erase_drafts(self._state, erased)
        return erased

    def tick(self) -> None:
        """Do what is due every day, once it is due and nothing runs; call about once a second."""
        now = self._clock()
        # A clock that was set back must not put it off for years.
        if now < self._next <= now + TEND_EVERY_S or not self._is_at_rest():
            return
        try:
            erase_drafts(self._state, self._history.tend(ERASE_AFTER_S))
            self._next = now + TEND_EVERY_S
        except StoreError as error:
            _log.warning("the daily work on the history was put off: %s", error.code)
            self._next = now + RETRY_S

    def put_back(self, backup: Path) -> Path | None:
        """Go on with a copy of the history; returns where the present one is kept.

        Raises EngineError("model-busy"), and StoreError: then all is as it was.
        """
        self._service.settle()
        self._service.forget_waiting()
        kept = self._history.put_back(backup)
        self._service.new_conversation()
        return kept

    def _is_at_rest(self) -> bool:
        try:
            self._service.settle()
        except NewsAssistantError:
            return False
        return True
