"""Frees the model's memory after a time in which nobody wants anything of it.

Main thread only.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from newsassistant.app.listener import ChatState
from newsassistant.core.settings import Settings

MINUTE_MS = 60_000


class Unloading(QObject):
    """`rest` is `ChatService.rest`; how long to wait is the setting `unload_minutes`."""

    def __init__(
        self, rest: Callable[[], None], minutes: int, *, minute_ms: int = MINUTE_MS
    ) -> None:
        super().__init__()
        self._minutes = minutes
        self._minute_ms = minute_ms
        self._is_idle = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(rest)

    def use(self, settings: Settings) -> None:
        """Wait as long as these say, from now on."""
        if settings.unload_minutes != self._minutes:
            self._minutes = settings.unload_minutes
            self.touch()

    def set_state(self, state: ChatState) -> None:
        """The chat's state has changed."""
        self._is_idle = state is ChatState.IDLE
        self.touch()

    def touch(self) -> None:
        """The model was used just now."""
        self._timer.stop()
        if self._minutes and self._is_idle:
            self._timer.start(self._minutes * self._minute_ms)
