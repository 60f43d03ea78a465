"""Who waits for an answer: so many in all and of each user, and whose turn it is.

Any thread. What is put in here has not been looked at by the engine thread yet.
"""

from __future__ import annotations

import threading
import time
from collections import Counter, OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from newsassistant.core.types import CancelToken, GenerationParams, Prompt
from newsassistant.server.errors import RETRY_S, ApiError, not_now

WAITING, WAITING_OF_ONE = 32, 8
ACTIVE_S = 30.0
"""Who has asked within this time counts as a user for whom there must be room."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of one user; `prefix` is the style, None the base model."""

    id: str
    user: str
    prompt: Prompt
    params: GenerationParams
    prefix: Path | None = None
    cancel: CancelToken = field(default_factory=CancelToken)


Call = tuple[Callable[[Any], Any], "Future[Any]"]
"""What the engine thread shall do between two passes, and where its result goes."""


class Line:
    """One of each user in turn, however many one of them has sent."""

    def __init__(
        self,
        most: int = WAITING,
        most_of_one: int = WAITING_OF_ONE,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock = clock
        self._asked_at: dict[str, float] = {}
        self._most = most
        self._most_of_one = most_of_one
        self._waiting: OrderedDict[str, deque[Asked]] = OrderedDict()
        self._calls: deque[Call] = deque()
        self._calling: Counter[str] = Counter()
        self._changed = threading.Condition()
        self._closed = False

    def __len__(self) -> int:
        with self._changed:
            return sum(map(len, self._waiting.values()))

    def put(self, asked: Asked) -> None:
        """Let a request wait for its turn; raises ApiError where too many do."""
        with self._changed:
            self._check_room(asked.user)
            self._waiting.setdefault(asked.user, deque()).append(asked)
            self._asked_at[asked.user] = self._clock()
            self._changed.notify()

    def check_room(self, user: str) -> None:
        """Raise ApiError where `put` would, before anything is read of a request."""
        with self._changed:
            self._check_room(user)

    def call(self, work: Callable[[Any], Any], user: str = "") -> Future[Any]:
        """Have the engine thread do `work` between two passes; it is given the open batch.

        Raises ApiError where too many of them wait.
        """
        future: Future[Any] = Future()
        with self._changed:
            if self._closed:
                future.cancel()
                return future
            if len(self._calls) >= self._most or self._calling[user] >= self._most_of_one:
                raise _full("user_queue_full", "Too many of your requests wait. Try again later.")
            self._calling[user] += 1
            self._calls.append((work, future))
            self._changed.notify()
        future.add_done_callback(lambda _: self._called(user))
        return future

    def _called(self, user: str) -> None:
        with self._changed:
            self._calling[user] -= 1
            if not self._calling[user]:
                del self._calling[user]

    def close(self) -> None:
        """There will be no more; what waits here is not answered."""
        with self._changed:
            self._closed = True
            self._waiting.clear()
            calls = [future for _, future in self._calls]
            self._calls.clear()
            self._changed.notify()
        for future in calls:  # what follows takes the lock
            future.cancel()

    @property
    def closed(self) -> bool:
        """True after `close`."""
        return self._closed

    # --- the engine thread ----------------------------------------------------------------------

    def take(self, running: Counter[str], most_of_one: int) -> Asked | None:
        """Whose turn it is among those who have less than `most_of_one` running; None for nobody.

        That user goes behind all others.
        """
        with self._changed:
            for user, queue in self._waiting.items():
                if running[user] < most_of_one:
                    asked = queue.popleft()
                    del self._waiting[user]
                    if queue:
                        self._waiting[user] = queue
                    return asked
        return None

    def _check_room(self, user: str) -> None:
        if self._closed:
            raise not_now("stopping", "The server is being stopped.")
        if sum(map(len, self._waiting.values())) >= self._most:
            raise _full("queue_full", "Too many requests wait. Try again later.")
        if len(self._waiting.get(user, ())) >= self._most_of_one:
            raise _full("user_queue_full", "Too many of your requests wait. Try again later.")

    def active(self) -> int:
        """Users who have asked a short time ago."""
        with self._changed:
            since = self._clock() - ACTIVE_S
            self._asked_at = {user: at for user, at in self._asked_at.items() if at > since}
            return len(self._asked_at)

    def take_cancelled(self) -> list[Asked]:
        """All that nobody waits for any more."""
        with self._changed:
            gone = []
            for user, queue in list(self._waiting.items()):
                gone += [asked for asked in queue if asked.cancel.cancelled]
                self._waiting[user] = deque(a for a in queue if not a.cancel.cancelled)
                if not self._waiting[user]:
                    del self._waiting[user]
        return gone

    def take_call(self) -> Call | None:
        """The next piece of work; None where there is none."""
        with self._changed:
            return self._calls.popleft() if self._calls else None

    def wait(self, timeout_s: float) -> None:
        """Until something may have come."""
        with self._changed:
            if not (self._waiting or self._calls or self._closed):
                self._changed.wait(timeout_s)


def _full(code: str, message: str) -> ApiError:
    return ApiError(429, code, message, kind="rate_limit_error", retry_s=RETRY_S)
