"""The server's own side of its model: loads it, lets requests wait, and hands answers out.

Belongs to the thread of the event loop; the engine's thread posts into it.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeVar

from newsassistant.app.installed.models import ModelLibrary
from newsassistant.app.installed.styles import StyleLibrary
from newsassistant.app.machine.memory import read_spare, rows_bound
from newsassistant.app.worker import EngineWorker, Lend, Load
from newsassistant.core.errors import EngineError, NewsAssistantError
from newsassistant.core.paths import Paths
from newsassistant.core.settings import Settings
from newsassistant.core.types import (
    CancelToken,
    Delta,
    Done,
    Event,
    Failed,
    ModelInfo,
    ModelReady,
    Progress,
)
from newsassistant.engine.protocol import Engine
from newsassistant.server.answering import OPENED, Answering, OpenRows, Rows, open_rows
from newsassistant.server.catalogue import Catalogue, Choice
from newsassistant.server.chat import Wish
from newsassistant.server.errors import SERVER, ApiError, no_such_model, not_now, told
from newsassistant.server.line import WAITING, WAITING_OF_ONE, Asked, Line

log = logging.getLogger(__name__)

State = Literal["loading", "ok", "stopping", "failed"]
ROWS = 8
TIME_LIMIT_S = 600.0
CLOSE_S = 5.0
_LOAD, _LEND = "load", "lend"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Served:
    """What a server offers, and within which bounds.

    `model` "" is the one in the settings; `memory_mb` 0 a third of what is free, for the caches of
    all rows. `keys` is a file of users, None lets everybody in. `hosts` are names by which clients
    may call the server; none: any name where keys are needed, else those of this computer.
    """

    model: str = ""
    rows: int = ROWS
    memory_mb: int = 0
    keys: Path | None = None
    hosts: tuple[str, ...] = ()
    time_limit_s: float = TIME_LIMIT_S
    waiting: int = WAITING
    waiting_of_one: int = WAITING_OF_ONE


def program_engine() -> Engine:
    """The program's engine; engine thread."""
    from newsassistant.app.engines import openvino_engine

    return openvino_engine()


@dataclass(slots=True)
class Answer:
    """One request that is being answered; `ends_at` in the seconds of the event loop."""

    id: str
    ends_at: float
    cancel: CancelToken
    begun: bool = False
    text: list[str] = field(default_factory=list)
    _come: asyncio.Queue[Event | ApiError] = field(default_factory=asyncio.Queue)

    def put(self, event: Event | ApiError) -> None:
        """What has come of it."""
        self.begun = True
        self._come.put_nowait(event)

    async def next(self, *, within_s: float | None = None) -> Delta | Done | None:
        """The next piece; None where none came in that time. Raises ApiError."""
        now = asyncio.get_running_loop().time()
        left = max(0.0, self.ends_at - now)
        try:
            async with asyncio.timeout(left if within_s is None else min(left, within_s)):
                event = await self._come.get()
        except TimeoutError:
            if within_s is not None and within_s < left:
                return None
            self.cancel.cancel()
            message = "The answer took longer than this server allows."
            raise ApiError(504, "time_limit", message, kind=SERVER) from None
        if isinstance(event, ApiError):
            raise event
        if isinstance(event, Failed):
            raise told(event.error)
        assert isinstance(event, Delta | Done)
        return event

    async def whole(self) -> tuple[str, Done]:
        """All of it; raises ApiError."""
        while True:
            event = await self.next()
            if isinstance(event, Done):
                return event.text or "".join(self.text), event
            if isinstance(event, Delta):
                self.text.append(event.text)


class Desk:
    """One loaded model; `start` begins to load it and returns."""

    def __init__(
        self,
        served: Served,
        *,
        make_engine: Callable[[], Engine] = program_engine,
        opens_rows: OpenRows = open_rows,
        on_failed: Callable[[NewsAssistantError], None] = lambda error: None,
        on_ready: Callable[[ModelInfo], None] = lambda model: None,
    ) -> None:
        """`on_failed` is told what the server cannot go on after, `on_ready` that it answers."""
        self.served = served
        self.state: State = "loading"
        self._make_engine = make_engine
        self._opens_rows = opens_rows
        self._on_failed = on_failed
        self._on_ready = on_ready
        self._line = Line(served.waiting, served.waiting_of_one)
        self._answers: dict[str, Answer] = {}
        self._catalogue: Catalogue | None = None
        self._worker: EngineWorker | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    # --- begin and end --------------------------------------------------------------------------

    def start(self) -> None:
        """Begin to load; on the loop that everything else is called on."""
        paths = Paths.from_environment()
        paths.ensure()
        self._loop = asyncio.get_running_loop()
        chosen = self.served.model or Settings.load(paths.settings_file)[0].model
        library = ModelLibrary(paths.models)
        self._worker = EngineWorker(self._make_engine, library.locate, self._post)
        self._worker.start()
        self._worker.submit(Load(_LOAD, chosen))

    async def drain(self, within_s: float) -> None:
        """Take nothing new, let go who waits, and finish what is being written, if it ends soon."""
        self.state = "stopping"
        for answer in list(self._answers.values()):
            if not answer.begun:
                self._end(answer)
        until = time.monotonic() + within_s
        while self._answers and time.monotonic() < until:
            await asyncio.sleep(0.05)
        for answer in list(self._answers.values()):
            self._end(answer)

    def _end(self, answer: Answer) -> None:
        answer.put(_stopping())
        self.let_go(answer)

    async def close(self) -> None:
        """End the engine's thread, waiting for the present pass."""
        self.state = "stopping"
        for answer in list(self._answers.values()):
            self._end(answer)
        self._line.close()
        if self._worker is not None:
            self._worker.close()
            await asyncio.to_thread(self._worker.join, CLOSE_S)

    # --- requests -------------------------------------------------------------------------------

    @property
    def catalogue(self) -> Catalogue:
        """What there is to choose; raises ApiError while nothing is loaded."""
        if self.state == "stopping":
            raise _stopping()
        if self.state == "failed":
            raise not_now("engine_failed", "The model cannot answer any more.")
        if self.state != "ok" or self._catalogue is None:
            raise not_now("loading", "The model is being loaded.")
        return self._catalogue

    def counts(self) -> tuple[int, int]:
        """Requests that wait, and those that are being answered."""
        begun = sum(answer.begun for answer in self._answers.values())
        return len(self._answers) - begun, begun

    async def choose(self, model: str) -> Choice:
        """The choice with an id; raises ApiError."""
        choice = await asyncio.to_thread(self.catalogue.find, model)
        if choice is None:
            raise no_such_model()
        return choice

    def ask(self, user: str, wish: Wish, choice: Choice) -> Answer:
        """Let a request wait for its turn; raises ApiError where too many do."""
        catalogue, cancel = self.catalogue, CancelToken()
        assert self._loop is not None
        id_ = f"chatcmpl-{secrets.token_hex(12)}"
        params = wish.params(catalogue.model.generation)
        asked = Asked(id_, user, wish.prompt(), params, choice.prefix, cancel)
        self._line.put(asked)
        answer = Answer(id_, self._loop.time() + self.served.time_limit_s, cancel)
        self._answers[id_] = answer
        return answer

    def let_go(self, answer: Answer) -> None:
        """Nobody wants an answer any more, or it has ended; its row is free at the next pass."""
        if self._answers.pop(answer.id, None) is not None:
            answer.cancel.cancel()

    def check_room(self, user: str) -> None:
        """Raise ApiError where too many requests wait, before one more is read."""
        self._line.check_room(user)

    async def count(self, work: Callable[[Rows], T], user: str) -> T:
        """What the engine's thread says between two passes; raises ApiError."""
        try:
            async with asyncio.timeout(self.served.time_limit_s):
                return await asyncio.wrap_future(self._line.call(work, user))
        except NewsAssistantError as error:
            raise told(error) from error
        except TimeoutError:
            raise not_now("engine_failed", "The engine is too busy to count.") from None

    # --- the engine's thread --------------------------------------------------------------------

    def _post(self, event: Event) -> None:
        assert self._loop is not None
        with contextlib.suppress(RuntimeError):  # the loop is closed, and nobody listens
            self._loop.call_soon_threadsafe(self._take, event)

    def _take(self, event: Event) -> None:
        if isinstance(event, Failed) and event.request_id in (_LOAD, _LEND):
            self._fail(event.error)
        elif isinstance(event, ModelReady):
            self._lend(event.model)
        elif event.request_id == _LEND:
            if self.state != "stopping":
                self._fail(EngineError("engine-closed"))
        elif isinstance(event, Progress) and event.request_id == OPENED:
            assert self._catalogue is not None
            self.state = "ok" if self.state == "loading" else self.state
            self._on_ready(self._catalogue.model)
        else:
            self._take_answer(event)

    def _take_answer(self, event: Event) -> None:
        answer = self._answers.get(event.request_id)
        if answer is None:
            return
        if isinstance(event, Progress):
            answer.begun = True
            return
        answer.put(event)
        if isinstance(event, Done | Failed):
            del self._answers[answer.id]

    def _lend(self, model: ModelInfo) -> None:
        assert self._worker is not None
        library = StyleLibrary(Paths.from_environment().prefixes)
        self._catalogue = Catalogue(model, library, int(time.time()))
        rows = self.served.rows
        bound = rows_bound(self.served.memory_mb, read_spare())
        answering = Answering(self._line, rows, bound, self._opens_rows)
        self._worker.submit(Lend(_LEND, answering.use))

    def _fail(self, error: NewsAssistantError) -> None:
        """Nothing will be answered any more."""
        if self.state == "stopping":
            return
        self.state = "failed"
        for answer in list(self._answers.values()):
            answer.put(told(error))
            self.let_go(answer)
        self._line.close()
        self._on_failed(error)


def _stopping() -> ApiError:
    return not_now("stopping", "The server is being stopped.")


async def pieces(answer: Answer, every_s: float) -> AsyncIterator[Delta | Done | None]:
    """An answer as it comes; None each time that nothing came for `every_s`. Raises ApiError."""
    while True:
        event = await answer.next(within_s=every_s)
        yield event
        if isinstance(event, Done):
            return
