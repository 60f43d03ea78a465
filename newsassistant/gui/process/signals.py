"""Ends the program in order when a terminal or the system asks it to: Ctrl-C, SIGTERM, hang-up."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

from PySide6.QtCore import QTimer

_POSIX = ("SIGTERM", "SIGHUP", "SIGINT")
_WINDOWS = ("SIGBREAK", "SIGINT")


class EndSignals:
    """Handlers from `install` to `remove`.

    Python runs a handler between two of its own instructions, so somebody's timer must tick. A
    second signal has its old effect: it ends a program that does not end by itself.
    """

    def __init__(self, end: Callable[[], None]) -> None:
        self._end = end
        self._previous: dict[int, Any] = {}

    def install(self) -> None:
        """Take the place of the handlers that end the process at once."""
        for name in _WINDOWS if sys.platform == "win32" else _POSIX:
            number = getattr(signal, name)
            if signal.getsignal(number) is not signal.SIG_IGN:  # as under nohup
                self._previous[number] = signal.signal(number, self._handle)

    def remove(self) -> None:
        """Undo `install`."""
        for number, handler in self._previous.items():
            signal.signal(number, handler)
        self._previous.clear()

    def _handle(self, number: int, frame: FrameType | None) -> None:
        self.remove()
        QTimer.singleShot(0, self._end)  # not here: this may be in the middle of anything
