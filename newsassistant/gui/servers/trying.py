"""Asks a server for its models while the window goes on: on a thread, awaited in Qt's loop.

Nothing is sent but the key.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from functools import partial

from PySide6.QtCore import QObject, Signal

from newsassistant.core.errors import CancelledError, NewsAssistantError
from newsassistant.core.types import CancelToken
from newsassistant.engine.remote.client import RemoteClient
from newsassistant.engine.remote.offered import Offered
from newsassistant.engine.remote.server import Server
from newsassistant.gui.opening.coroutines import Coroutines

Connect = Callable[[Server], RemoteClient]


class Trying(QObject):
    """One server at a time; main thread. `done` or `failed` ends what nothing else has ended."""

    done = Signal(object, object)  # Server, list of Offered
    failed = Signal(object)  # NewsAssistantError
    changed = Signal(bool)  # True while a server is asked

    def __init__(self, executor: Executor, connect: Connect = RemoteClient) -> None:
        super().__init__()
        self._executor, self._connect = executor, connect
        self._coroutines = Coroutines(self)
        self._cancel: CancelToken | None = None
        self._futures: list[Future[list[Offered]]] = []

    def begin(self, server: Server) -> None:
        """Ask a server; one that is being asked is given up."""
        self.stop()
        cancel = self._cancel = CancelToken()
        self._coroutines.begin(partial(self._try, server, cancel))
        self.changed.emit(True)

    def stop(self) -> None:
        """Give up what is being asked; returns at once."""
        cancel, self._cancel = self._cancel, None
        if cancel is not None:
            cancel.cancel()
            self._coroutines.stop()
            self.changed.emit(False)

    def is_busy(self) -> bool:
        """True while a thread is at work or a coroutine waits, even for what was given up."""
        return self._coroutines.is_busy() or not all(each.done() for each in self._futures)

    async def _try(self, server: Server, cancel: CancelToken) -> None:
        try:
            models = await self._on_thread(lambda: self._connect(server).models(cancel))
        except CancelledError:
            return
        except NewsAssistantError as error:
            if self._ended(cancel):
                self.failed.emit(error)
            return
        if self._ended(cancel):
            self.done.emit(server, models)

    def _ended(self, cancel: CancelToken) -> bool:
        """True where nobody has given it up."""
        if self._cancel is not cancel:
            return False
        self._cancel = None
        self.changed.emit(False)
        return True

    async def _on_thread(self, call: Callable[[], list[Offered]]) -> list[Offered]:
        import asyncio

        future = self._executor.submit(call)
        self._futures = [each for each in (*self._futures, future) if not each.done()]
        return await asyncio.wrap_future(future)
