"""Checks on worker threads, and what they find brought to the main thread, in order of asking."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from newsassistant.core.types import Article

if TYPE_CHECKING:
    from newsassistant.app.checking.indexes import Indexes
    from newsassistant.evidence.index import Index

_log = logging.getLogger(__name__)

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    key: str
    done: Callable[[Any], object]
    failed: Callable[[], object]


class CheckWork(QObject):
    """`ask` from the main thread. Nothing is imported or read for it before the first one."""

    _ended = Signal(object)  # (_Asked, Future)

    def __init__(self, executor: Executor) -> None:
        super().__init__()
        self._executor = executor
        self._closed = False
        self._indexes: Indexes | None = None
        self._latest: dict[str, _Asked] = {}
        self._futures: list[Future[Any]] = []
        # Queued, since what is found at once would else be told before `ask` returns.
        self._ended.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def ask(
        self,
        article: Article,
        use: Callable[[Index], Found],
        done: Callable[[Found], object],
        *,
        key: str,
        failed: Callable[[], object] = lambda: None,
    ) -> None:
        """Call `use` with an article's index on a worker thread, then `done` on the main thread.

        Where the same `key` is asked again before that, the first `done` is never called. A check
        that fails is written to the log, and `failed` called, as where all is forgotten: an answer
        without marks is no failure of the window.
        """
        if self._closed:
            return
        asked = _Asked(key, done, failed)
        self._latest[key] = asked
        future = self._executor.submit(self._use, article, use)
        self._futures = [each for each in self._futures if not each.done()]
        self._futures.append(future)
        future.add_done_callback(lambda ended: self._ended.emit((asked, ended)))

    def give_up(self, key: str) -> None:
        """Nobody waits any more for what was asked by `key`."""
        self._latest.pop(key, None)

    def forget(self) -> None:
        """Nobody waits for anything, which `failed` tells, and no article's index is kept."""
        waiting = list(self._latest.values())
        self._latest.clear()
        if self._indexes is not None:
            self._indexes.forget()
            self._indexes = None  # what a thread still makes goes with the old one
        for asked in waiting:
            asked.failed()

    def close(self) -> None:
        """Ask nothing any more: the threads end."""
        self._closed = True
        self.forget()

    def is_busy(self) -> bool:
        """True while a thread is at work."""
        return not all(future.done() for future in self._futures)

    def _use(self, article: Article, use: Callable[[Index], Found]) -> Found:
        # No part of the window's start: the word lists and patterns come with it.
        from newsassistant.app.checking.indexes import Indexes

        indexes = self._indexes
        if indexes is None:
            indexes = self._indexes = Indexes()
        return use(indexes.of(article))

    @Slot(object)
    def _take(self, ended: tuple[_Asked, Future[Any]]) -> None:
        asked, future = ended
        if self._latest.get(asked.key) is not asked:
            return
        del self._latest[asked.key]
        if future.cancelled():
            return
        error = future.exception()
        if error is not None:
            _log.error("a check failed: %s", type(error).__name__, exc_info=error)
            asked.failed()
            return
        asked.done(future.result())
