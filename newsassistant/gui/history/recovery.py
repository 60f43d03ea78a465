"""What to do about a damaged history before there is a window: a backup, an empty one, or leave.

Blocks, as everything before the window does.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from newsassistant.app.keeping import restore
from newsassistant.core.errors import NewsAssistantError, StoreError
from newsassistant.core.paths import Paths
from newsassistant.gui.history.backups_dialog import BackupsDialog
from newsassistant.gui.look.labels import interface_language
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.dialogs import Dialogs, Sheet
from newsassistant.store.backups import find_backup, list_backups, start_empty

WIDTH = 560

Choice = Literal["leave", "empty", "restore", "again"]


class DamagedSheet(Sheet):
    """Says that the history is damaged; `done` follows each choice."""

    def __init__(
        self,
        theme: Theme,
        error: NewsAssistantError,
        *,
        restore: Callable[[], None],
        empty: Callable[[], None],
        done: Callable[[], None],
    ) -> None:
        super().__init__(theme, self.tr("The conversations cannot be opened"), parent=None)
        self.setObjectName("damaged_dialog")
        self.setMinimumWidth(theme.px(WIDTH))
        self.add_text(error.what(interface_language()))
        self.add_text(
            self.tr(
                "Restore a backup to go on with the conversations of an earlier day. The damaged "
                "file is kept whatever you choose."
            )
        )
        self.add_button(self.tr("Quit"))
        self.add_button(self.tr("Start with an empty history"), done=empty)
        self.add_button(self.tr("Restore a backup…"), primary=True, done=restore)
        self.finished.connect(lambda _: done())


class Recovery(QObject):
    """One damaged history."""

    def __init__(self, app: QApplication, theme: Theme, dialogs: Dialogs, paths: Paths) -> None:
        super().__init__()
        self._app = app
        self._theme = theme
        self._dialogs = dialogs
        self._paths = paths
        self._choice: Choice = "leave"

    def ask(self, error: NewsAssistantError) -> bool:
        """True once there is another history in its place, False if the user leaves."""
        while True:
            self._choice = "leave"
            sheet = DamagedSheet(
                self._theme,
                error,
                restore=lambda: self._choose("restore"),
                empty=lambda: self._choose("empty"),
                done=self._app.quit,
            )
            self._dialogs.open(sheet)
            self._app.exec()
            if self._choice == "leave":
                return False
            try:
                if self._choice == "empty":
                    start_empty(self._paths.history, self._paths.backups)
                    return True
                if self._restored():
                    return True
            except StoreError as failure:
                error = failure

    def _choose(self, choice: Choice) -> None:
        self._choice = choice

    def _restored(self) -> bool:
        """Let the user choose a backup; False if none was put in place."""
        done: list[Path] = []
        dialog = BackupsDialog(self._theme)
        dialog.import_button.hide()
        dialog.set_backups(list_backups(self._paths.backups))

        def put_back(name: str) -> None:
            try:
                backup = find_backup(self._paths.backups, name).path
                restore(self._paths, backup)
            except NewsAssistantError as failure:
                dialog.set_error(failure)
                return
            done.append(backup)
            dialog.accept()

        dialog.restore_requested.connect(put_back)
        dialog.finished.connect(lambda _: self._app.quit())
        self._dialogs.open(dialog)
        self._app.exec()
        dialog.deleteLater()
        return bool(done)
