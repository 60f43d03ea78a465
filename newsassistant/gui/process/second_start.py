"""What a start does while a window of the same home is open: raise it, or open another one."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from newsassistant.core.only_one import Lock
from newsassistant.core.paths import Paths
from newsassistant.core.settings import Settings
from newsassistant.gui.look.i18n import LanguageChoice, Translations
from newsassistant.gui.look.theme import Scheme, Theme
from newsassistant.gui.process.doorbell import PATIENCE_MS, ring, take_bell
from newsassistant.gui.shell.sheets import AnotherWindowSheet


@dataclass(frozen=True, slots=True)
class Start:
    """Whether to open a window, and the bell's lock if it is the first one.

    `raised`: the window that is open has come to the front instead.
    """

    opens: bool
    lock: Lock | None = None
    raised: bool = False


def decide(
    app: QApplication, settings: Settings, paths: Paths, file: Path | None, *, new_window: bool
) -> Start:
    """Hand `file` to the window that is open, or say that this start opens one; may block.

    A window that does not answer within two seconds keeps nobody from working: the user is asked
    whether to open another one.
    """
    lock = take_bell(paths.state)
    if lock is not None or new_window or not _has_bell(paths):
        return Start(True, lock)
    until = time.monotonic() + PATIENCE_MS / 1000
    if ring(paths.state, file):
        return Start(False, raised=True)
    while (lock := take_bell(paths.state)) is None and time.monotonic() < until:
        time.sleep(0.05)  # it is ending
    if lock is not None:
        return Start(True, lock)
    return Start(_Question(app, settings).is_answered_yes())


def _has_bell(paths: Paths) -> bool:
    """False where no lock can be made at all: nobody can be rung for there."""
    return (paths.state / "first-window.lock").exists()


class _Question(QObject):
    """Asks before there is a window."""

    def __init__(self, app: QApplication, settings: Settings) -> None:
        super().__init__()
        self._app = app
        self._translations = Translations()
        self._translations.use(cast(LanguageChoice, settings.language))
        self._theme = Theme(cast(Scheme, settings.scheme), settings.zoom)
        self._agreed = False

    def is_answered_yes(self) -> bool:
        """Whether to open another window; blocks."""
        try:
            AnotherWindowSheet(self._theme, self._agree, self._app.quit).open()
            self._app.exec()
        finally:
            self._theme.detach()
        return self._agreed

    def _agree(self) -> None:
        self._agreed = True
