"""The requests that wait for their turn, in the order in which they are answered.

Knows nothing of the history. Main thread only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsassistant.app.model_use import ModelUse, Worker
from newsassistant.store.history import StoredMessage

if TYPE_CHECKING:
    from newsassistant.app.long.plan import Plan


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request that is in the history and waits for an answer, or for another than `replaces`.

    With a `plan` the article is summarised in parts first, each in a turn of its own.
    """

    request: StoredMessage
    replaces: StoredMessage | None = None
    plan: Plan | None = None
    has_begun: bool = False  # some of the parts are there

    @property
    def conversation_id(self) -> int:
        """The conversation that it belongs to."""
        return self.request.conversation_id


class WaitingLine:
    """At most one request of a conversation: the next one may need its answer."""

    def __init__(self) -> None:
        self._line: list[Waiting] = []

    def __len__(self) -> int:
        return len(self._line)

    def conversations(self) -> tuple[int, ...]:
        """Those that wait, the next one first."""
        return tuple(waiting.conversation_id for waiting in self._line)

    def of(self, conversation_id: int | None) -> Waiting | None:
        """The request of a conversation that waits, None if none does."""
        return next((w for w in self._line if w.conversation_id == conversation_id), None)

    def add(self, waiting: Waiting) -> None:
        """Let it wait behind all others; ValueError where one of its conversation waits."""
        if self.of(waiting.conversation_id) is not None:
            raise ValueError(f"conversation {waiting.conversation_id} waits already")
        self._line.append(waiting)

    def put_first(self, conversation_id: int) -> None:
        """Answer a conversation's request before all others that wait."""
        self._line.sort(key=lambda waiting: waiting.conversation_id != conversation_id)

    def take(self) -> Waiting | None:
        """The next one, which waits no more."""
        return self._line.pop(0) if self._line else None

    def drop(self, conversation_id: int) -> Waiting | None:
        """Let a conversation wait no more; returns what waited."""
        dropped = self.of(conversation_id)
        self._line = [w for w in self._line if w.conversation_id != conversation_id]
        return dropped

    def clear(self) -> None:
        """Let nothing wait."""
        self._line.clear()


class SharedModel(ModelUse):
    """The model, and the conversations that take turns with it."""

    def __init__(self, worker: Worker, may_read_ahead: Callable[[], bool]) -> None:
        super().__init__(worker, may_read_ahead)
        self.conversation_id: int | None = None  # the open one
        self._line = WaitingLine()

    def running_in(self) -> int | None:
        """The conversation that is being answered."""
        return self._running.conversation_id if self._running is not None else None

    def line(self) -> tuple[int, ...]:
        """The conversations that wait for an answer, the next one first."""
        return self._line.conversations()

    def waiting(self) -> Waiting | None:
        """The request of the open conversation that waits for its answer."""
        return self._line.of(self.conversation_id)

    def put_first(self, conversation_id: int) -> None:
        """Answer what waits in a conversation before all else that waits."""
        self._line.put_first(conversation_id)
        self._listener.on_waiting()

    def forget_waiting(self) -> None:
        """Begin no other answer; the requests stay in the history."""
        self._line.clear()
        self._listener.on_waiting()
