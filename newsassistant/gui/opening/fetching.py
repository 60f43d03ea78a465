"""Fetches pages for the desk, one at a time: the request, then reading in a child process.

The only way by which the window asks another computer for an article, and only when told to.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from newsassistant.core.addresses import host_of
from newsassistant.core.errors import CancelledError, NewsAssistantError
from newsassistant.core.types import CancelToken, Origin
from newsassistant.gui.opening.coroutines import Coroutines
from newsassistant.gui.opening.opening import Opened

if TYPE_CHECKING:
    from newsassistant.download.page import Page

T = TypeVar("T")
MOST_REQUESTS = 500  # of a session; nobody fetches as many by hand


@dataclass(frozen=True, slots=True)
class Request:
    """A request that a host got, in Unix seconds; `received` bytes of the page, None for none.

    `host` "" was forgotten.
    """

    at: float
    host: str
    received: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Run:
    address: str
    host: str
    cancel: CancelToken


class Fetching(QObject):
    """`done` or `failed` ends each `fetch` that nothing else has ended; main thread."""

    changed = Signal()  # `host` or `requests` give something else
    done = Signal(object, str)  # Opened, and the address that was asked for
    failed = Signal(object)  # NewsAssistantError
    _asked = Signal(object, str)  # (_Run, host), from the thread that asks

    def __init__(self, executor: Executor, *, clock: Callable[[], float] = time.time) -> None:
        super().__init__()
        self.requests: tuple[Request, ...] = ()
        self._executor = executor
        self._clock = clock
        self._coroutines = Coroutines(self)
        self._run: _Run | None = None
        self._futures: list[Future[Any]] = []
        self._asked.connect(self._note)

    def host(self) -> str:
        """Where a page is being fetched from, "" where none is."""
        return self._run.host if self._run is not None else ""

    def fetch(self, address: str, *, local_network: bool = False) -> None:
        """Begin to fetch a page; one that is being fetched is given up."""
        self._give_up()
        run = self._run = _Run(address, host_of(address), CancelToken())
        self._coroutines.begin(partial(self._fetch, run, local_network))
        self.changed.emit()

    def stop(self) -> None:
        """Give up what is being fetched, if anything; returns at once."""
        if self._run is not None:
            self._give_up()
            self.changed.emit()

    def is_busy(self) -> bool:
        """True while a thread is at work or a coroutine waits, even for what was given up."""
        return self._coroutines.is_busy() or not all(each.done() for each in self._futures)

    def _give_up(self) -> None:
        run, self._run = self._run, None
        if run is not None:
            run.cancel.cancel()
            self._coroutines.stop()

    async def _fetch(self, run: _Run, local_network: bool) -> None:
        asked = partial(self._asked.emit, run)
        try:
            page = await self._on_thread(partial(_ask, run, asked, local_network=local_network))
            self._note_received(page.received)
            origin = Origin("fetched", self._clock(), page.address)
            opened = await self._on_thread(partial(_read, page, origin, run.cancel))
        except NewsAssistantError as error:
            if self._end(run):
                self.failed.emit(error)
        except CancelledError:
            self._end(run)
        else:
            if self._end(run):
                self.done.emit(opened, run.address)

    async def _on_thread(self, work: Callable[[], T]) -> T:
        import asyncio

        future = self._executor.submit(work)
        self._futures = [each for each in self._futures if not each.done()]
        self._futures.append(future)
        return await asyncio.wrap_future(future)

    def _end(self, run: _Run) -> bool:
        """True if `run` was not given up meanwhile."""
        if run is not self._run:
            return False
        self._run = None
        self.changed.emit()
        return True

    @Slot(object, str)
    def forget(self) -> None:
        """Know no more which hosts were asked, but that it was done."""
        self.requests = tuple(replace(request, host="") for request in self.requests)
        self.changed.emit()

    def _note(self, run: _Run, host: str) -> None:
        """One that was given up has asked all the same."""
        self.requests = (*self.requests, Request(self._clock(), host))[-MOST_REQUESTS:]
        self.changed.emit()

    def _note_received(self, count: int) -> None:
        """Of several hosts in a row the last one has sent the page."""
        if self.requests:
            self.requests = (*self.requests[:-1], replace(self.requests[-1], received=count))
            self.changed.emit()


# On a thread of the pool, where what they import is imported too: the window does not wait for it.


def _ask(run: _Run, asked: Callable[[str], None], *, local_network: bool) -> Page:
    from newsassistant.download.page import fetch_page

    return fetch_page(run.address, cancel=run.cancel, local_network=local_network, asked=asked)


def _read(page: Page, origin: Origin, cancel: CancelToken) -> Opened:
    from newsassistant.app.reading import article_of, read_page

    reading = read_page(page, cancel)
    return Opened(article_of(reading, origin), warnings=reading.warnings)
