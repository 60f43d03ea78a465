"""Whose request is read next: one of each user in turn, however many one of them has sent.

Knows nothing of models. Engine thread only.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Turns(Generic[Item]):
    """What waits, by user; a user who was served goes behind all others."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[str, deque[Item]] = OrderedDict()

    def __len__(self) -> int:
        return sum(len(queue) for queue in self._waiting.values())

    def count(self, user: str) -> int:
        """How many requests of a user wait."""
        return len(self._waiting.get(user, ()))

    def put(self, user: str, item: Item) -> None:
        """Let a request wait behind the others of its user."""
        self._waiting.setdefault(user, deque()).append(item)

    def next(self) -> Item | None:
        """Take the request whose turn it is; None where nothing waits."""
        if not self._waiting:
            return None
        user, queue = next(iter(self._waiting.items()))
        item = queue.popleft()
        del self._waiting[user]
        if queue:
            self._waiting[user] = queue
        return item

    def remove(self, unwanted: Callable[[Item], bool]) -> list[Item]:
        """Take all requests that nobody waits for any more."""
        gone: list[Item] = []
        for user in list(self._waiting):
            queue = self._waiting[user]
            gone += [item for item in queue if unwanted(item)]
            kept = deque(item for item in queue if not unwanted(item))
            if kept:
                self._waiting[user] = kept
            else:
                del self._waiting[user]
        return gone
