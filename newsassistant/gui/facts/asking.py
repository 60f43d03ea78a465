"""What these sheets need of `gui.evidence.work.CheckWork`: work on an article's index."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TypeVar

from newsassistant.core.types import Article

if TYPE_CHECKING:
    from newsassistant.evidence.index import Index

Found = TypeVar("Found")


class Checks(Protocol):
    """Runs on worker threads; asked from the main thread."""

    def ask(
        self,
        article: Article,
        use: Callable[[Index], Found],
        done: Callable[[Found], object],
        *,
        key: str,
    ) -> None:
        """Call `use` on a worker thread and `done` on the main thread, the last of a key only."""

    def give_up(self, key: str) -> None:
        """Nobody waits any more for what was asked by `key`."""
