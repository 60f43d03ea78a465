"""The answer that is being generated: its text as it grows, and its place in the history.

Knows nothing of workers, of states, or of which conversation is on the screen. Main thread only.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace

from newsassistant.core.errors import StoreError
from newsassistant.core.types import CancelToken, Usage
from newsassistant.store.history import History, StoredMessage

log = logging.getLogger(__name__)

SAVE_EVERY_S = 1.0


class RunningAnswer:
    """Goes on when another conversation is opened; nothing here raises StoreError.

    A full disk is told to `complain` once and must not end the answer. `replaces` is the answer
    that goes when this one is done.
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
        """The answer in its final state, and whether the history has it so."""
        saved = self._write(status, usage=usage, error=error)
        unsaved = replace(self.message, content=self.text, status=status, usage=usage, error=error)
        return saved or unsaved, saved is not None

    def _write(self, status: str, *, usage: Usage | None, error: str) -> StoredMessage | None:
        try:
            return self._history.update_message(
                self.message.id, content=self.text, status=status, usage=usage, error=error
            )
        except StoreError as failure:
            log.warning("an answer could not be saved: %s", failure)
            if not self._has_complained:
                self._has_complained = True
                self._complain(failure)
            return None
