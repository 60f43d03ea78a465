"""What the model reads while nobody asks anything: the article, as the next request will want it.

Main thread only. An article that is gone is not read on, and whatever is asked goes first.
"""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from newsassistant.app.machine.memory import Spare, read_spare
from newsassistant.app.machine.power import on_battery
from newsassistant.app.turns import turns_of
from newsassistant.app.worker import Command, ReadAhead
from newsassistant.core.types import (
    Article,
    CancelToken,
    Event,
    Failed,
    HasRead,
    Message,
    Progress,
    Prompt,
    Reads,
)
from newsassistant.store.history import StoredMessage
from newsassistant.text.prompts.presets import Preset

log = logging.getLogger(__name__)

READY = 1000
LEAST_FREE_BYTES = 400_000_000
"""What the computer must have to spare; an article takes some 50 MB, in ChatGLM-6B 500."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What an answer will begin with, and the id of the style that will give it ("": base)."""

    prompt: Prompt
    style: str = ""


def upcoming(
    article: Article,
    job: Preset | None,
    style: str,
    reads: Reads = None,
    conversation: int | None = None,
    messages: Sequence[StoredMessage] = (),
) -> Wish:
    """The next request about `article`: a job, or a question (None), not yet typed.

    `reads` is what it would read of the article, `conversation` the one that it would go to, with
    its `messages`.
    """
    task = job.instruction(article.language) if job is not None else ""
    turns = (*(() if job is not None else turns_of(messages)), Message("user", task))
    name = "" if conversation is None else str(conversation)
    return Wish(Prompt(turns, article, reads, name), style)


def may_read_ahead(
    choice: str,
    *,
    on_battery: Callable[[], bool | None] = on_battery,
    spare: Callable[[], Spare | None] = read_spare,
) -> bool:
    """What the setting `read_ahead` says, here and now: "always", "mains" or "never".

    Not while memory is short either.
    """
    if choice == "never" or (choice == "mains" and on_battery()):
        return False
    return not is_short(LEAST_FREE_BYTES, spare)


def is_short(least: int, spare: Callable[[], Spare | None] = read_spare) -> bool:
    """True where the computer says that it has fewer than `least` bytes to spare."""
    memory = spare()
    return memory is not None and memory.free < least


class Worker(Protocol):
    """What is needed of `app.worker.EngineWorker`."""

    def submit(self, command: Command) -> None:
        """Queue a command."""


@dataclass(slots=True)
class _Run:
    """What is being read."""

    id: str
    wish: Wish
    cancel: CancelToken


class ReadingAhead:
    """One wish at a time; it is read when the model is free and `may_read` says yes.

    `tell` gets how much of it is read, in permille, READY when all is, None where nothing is.
    """

    def __init__(
        self,
        worker: Worker,
        *,
        may_read: Callable[[], bool] = lambda: True,
        tell: Callable[[int | None], None] = lambda permille: None,
    ) -> None:
        self._worker = worker
        self._may_read = may_read
        self._tell = tell
        self._numbers = itertools.count(1)
        self._wish: Wish | None = None
        self._run: _Run | None = None
        self._has_read: Wish | None = None  # since the model was free
        self._is_free = False

    @property
    def is_reading(self) -> bool:
        """True while the model reads, or is about to."""
        return self._run is not None

    def want(self, wish: Wish | None) -> None:
        """Read this next, and nothing else any more; None reads nothing."""
        if wish == self._wish:
            return
        self._wish = wish
        self._stop()
        self._begin()

    def forget(self) -> None:
        """Read nothing any more, and know nothing of what was read."""
        self.want(None)
        self._has_read = None

    def set_free(self, is_free: bool) -> None:
        """Whether the model has nothing else to do; what was read then is looked at again.

        A request may have taken its place in the KV cache; where it has not, that costs nothing.
        """
        if is_free == self._is_free:
            return
        self._is_free, self._has_read = is_free, None
        if is_free:
            self._begin()
        else:
            self._stop()

    def handle(self, event: Event) -> bool:
        """Take an event of the worker; False where it is not about what is being read."""
        run = self._run
        if run is None or event.request_id != run.id:
            return False
        if isinstance(event, Progress):
            self._tell(min(READY - 1, READY * event.done // max(1, event.total)))
            return True
        self._run, self._has_read = None, run.wish
        if isinstance(event, Failed):  # a request would say it; what nobody asked for need not
            log.info("reading ahead ended: %s", event.error.code)
        self._tell(READY if isinstance(event, HasRead) else None)
        return True

    def _begin(self) -> None:
        wish = self._wish
        if wish is None or not self._is_free or wish == self._has_read or not self._may_read():
            return
        self._run = _Run(f"ahead-{next(self._numbers)}", wish, CancelToken())
        self._worker.submit(
            ReadAhead(self._run.id, wish.prompt, wish.style or None, self._run.cancel)
        )

    def _stop(self) -> None:
        run, self._run = self._run, None
        if run is not None:
            run.cancel.cancel()
        if run is not None or self._has_read != self._wish:
            self._tell(None)
