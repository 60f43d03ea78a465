"""The answer that is being generated: its text as it grows, and its place in the history.

Main thread only.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace

from newsassistant.core.errors import StoreError
from newsassistant.core.types import CancelToken, Usage
from newsassistant.store.db import UNWRITABLE
from newsassistant.store.history import History, StoredMessage

log = logging.getLogger(__name__)

SAVE_EVERY_S = 1.0
LONG_S = 0.2  # a refusal for want of room comes sooner


class RunningAnswer:
    """Goes on when another conversation is opened; nothing here raises StoreError.

    A full disk is told to `complain` once and must not end the answer. `replaces` is the answer
    that is shown again if this one comes to nothing. One that was forgotten is written no more.
    """

    def __init__(
        self,
        request_id: str,
        message: StoredMessage,
        history: History,
        *,
        clock: Callable[[], float],
        complain: Callable[[StoreError], None],
        replaces: StoredMessage | None = None,
    ) -> None:
        self.request_id = request_id
        self.message = message
        self.replaces = replaces
        self.cancel = CancelToken()
        self.text = ""
        self._history = history
        self._clock = clock
        self._complain = complain
        self._saved = ""
        self._saved_at = 0.0
        self._has_complained = False
        self.is_forgotten = False
        self._end: tuple[str, Usage | None, str] = ("stopped", None, "")

    @property
    def conversation_id(self) -> int:
        """The conversation that it belongs to."""
        return self.message.conversation_id

    def grow(self, text: str) -> None:
        """Add what has arrived."""
        self.text += text

    def save_if_due(self) -> None:
        """Save unless that was done within the last second."""
        if self._clock() - self._saved_at >= SAVE_EVERY_S:
            self.save()

    def save(self) -> None:
        """Write the text so far, if it has grown."""
        if self.text == self._saved:
            return
        self._saved_at = self._clock()
        if self._write("running", usage=None, error="") is not None:
            self._saved = self.text

    def end(
        self, status: str, *, usage: Usage | None = None, error: str = ""
    ) -> tuple[StoredMessage, bool]:
        """The answer in its final state, and whether the history has it so; see `save_end`."""
        self._end = (status, usage, error)
        saved = self._write(status, usage=usage, error=error)
        return saved or self.ended(), saved is not None

    def ended(self) -> StoredMessage:
        """The message as it is after `end`, whether the history has it so or not."""
        status, usage, error = self._end
        return replace(self.message, content=self.text, status=status, usage=usage, error=error)

    def save_end(self) -> StoredMessage:
        """Write the final state once more; raises StoreError."""
        status, usage, error = self._end
        return self._history.update_message(
            self.message.id, content=self.text, status=status, usage=usage, error=error
        )

    def forget(self) -> None:
        """Its conversation is erased: write nothing any more, and let the answer end."""
        self.is_forgotten = True
        self.text = ""
        self.cancel.cancel()

    def _write(self, status: str, *, usage: Usage | None, error: str) -> StoredMessage | None:
        if self.is_forgotten:
            return None
        try:
            return self._history.update_message(
                self.message.id, content=self.text, status=status, usage=usage, error=error
            )
        except StoreError as failure:
            log.warning("an answer could not be saved: %s", failure.code)
            if not self._has_complained:
                self._has_complained = True
                self._complain(_as_unsaved(failure))
            return None


class UnsavedAnswers:
    """Answers that ended while the history could not be written, until it has them.

    They are tried again in the order in which they ended. Where an attempt takes long, because
    another program holds the file, the next one waits ten times as long.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._waiting: list[RunningAnswer] = []
        self._not_before = 0.0

    def __len__(self) -> int:
        return len(self._waiting)

    def __contains__(self, message_id: int) -> bool:
        return any(answer.message.id == message_id for answer in self._waiting)

    def add(self, answer: RunningAnswer) -> None:
        """One that has ended; `save` tries it again."""
        self._waiting.append(answer)

    def shown(self, message: StoredMessage) -> StoredMessage:
        """A message of the history as it really is."""
        found = [answer for answer in self._waiting if answer.message.id == message.id]
        return found[-1].ended() if found else message

    def forget(self, conversation_id: int) -> None:
        """The conversation is erased, and its answers with it."""
        self._waiting = [a for a in self._waiting if a.conversation_id != conversation_id]

    def save(self, *, now: bool = False) -> list[tuple[RunningAnswer, StoredMessage]]:
        """Try them again, with `now` also before it is time; returns those that are in now."""
        began = self._clock()
        if not self._waiting or (began < self._not_before and not now):
            return []
        saved: list[tuple[RunningAnswer, StoredMessage]] = []
        while self._waiting:
            answer = self._waiting[0]
            try:
                saved.append((answer, answer.save_end()))
            except StoreError as failure:
                if failure.code != "message-missing":
                    break
                log.warning("an answer was erased before it could be saved")
            self._waiting.pop(0)
        took = self._clock() - began
        self._not_before = began + (10 * took if took > LONG_S else 0)
        return saved


def _as_unsaved(failure: StoreError) -> StoreError:
    """What a full disk means to the reader of an answer."""
    return StoreError("answer-unsaved") if failure.code in UNWRITABLE else failure
