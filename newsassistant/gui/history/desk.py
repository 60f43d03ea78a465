"""What the window offers for the history as a whole: erasing for good, and its backups.

Knows nothing of how that is done; `HistoryKeeper` does it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from newsassistant.app.keeping import HistoryKeeper
from newsassistant.core.errors import NewsAssistantError, StoreError
from newsassistant.gui.history.backups_dialog import BackupsDialog, moment_words
from newsassistant.gui.look.plain_text import one_line
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.shell.presenter import Presenter
from newsassistant.gui.widgets.dialogs import Dialogs
from newsassistant.store.backups import find_backup, list_backups


class HistoryDesk(QObject):
    """For one window; main thread only."""

    def __init__(
        self,
        theme: Theme,
        window: QWidget,
        dialogs: Dialogs,
        presenter: Presenter,
        keeper: HistoryKeeper,
        backups: Path,
        *,
        open_folder: Callable[[Path], None],
    ) -> None:
        super().__init__()
        self._theme = theme
        self._window = window
        self._dialogs = dialogs
        self._presenter = presenter
        self._keeper = keeper
        self._backups = backups
        self._open_folder = open_folder
        self._has_offered = False
        self.dialog: BackupsDialog | None = None
        presenter.erase_requested.connect(self.ask_erase)
        presenter.failed.connect(self._look_at)

    # --- erasing --------------------------------------------------------------------------------

    def ask_erase(self, conversation_id: int, title: str) -> None:
        """Erase a conversation for good, after saying what that reaches."""
        self._dialogs.ask(
            self._window,
            self.tr("Erase this conversation for good?"),
            self.tr(
                "“{0}” is erased from the history, the search index, all backups and the drafts. "
                "A backup that is damaged and may hold it is deleted. It cannot be brought back."
            ).format(one_line(title, 80)),
            verb=self.tr("Erase"),
            lasting=True,
            done=lambda: self._erase(conversation_id),
        )

    def _erase(self, conversation_id: int) -> None:
        try:
            with _busy():
                erased = self._keeper.erase(conversation_id)
        except NewsAssistantError as error:
            self._presenter.on_error(error, None)
            return
        self._presenter.drop_erased({digest for digest, _ in erased.digests})
        if erased.unreached:
            names = ", ".join(path.name for path in erased.unreached)
            self._dialogs.tell(
                self._window,
                self.tr("Not every backup could be reached"),
                self.tr(
                    "The conversation is erased, but these backups still hold it: {0}. "
                    "They are tried again every day."
                ).format(names),
            )

    # --- backups --------------------------------------------------------------------------------

    def show_backups(self) -> None:
        """Open the list of backups, made anew."""
        dialog = self._made()
        dialog.set_error(None)
        dialog.say("")
        dialog.set_backups(list_backups(self._backups))
        self._dialogs.open_backups(dialog)

    def _made(self) -> BackupsDialog:
        if self.dialog is None:
            self.dialog = BackupsDialog(self._theme, self._window)
            self.dialog.restore_requested.connect(self._ask_restore)
            self.dialog.import_requested.connect(lambda: self._open_folder(self._backups))
        return self.dialog

    def _ask_restore(self, name: str) -> None:
        dialog = self._made()
        try:
            backup = find_backup(self._backups, name)
        except StoreError as error:
            dialog.set_error(error)
            return
        self._dialogs.ask(
            dialog,
            self.tr("Restore the backup of {0}?").format(moment_words(backup)),
            self.tr(
                "The window goes on with the conversations of that backup. Those of now are kept "
                "as a backup of their own."
            ),
            verb=self.tr("Restore"),
            done=lambda: self._restore(backup.path, moment_words(backup)),
        )

    def _restore(self, path: Path, moment: str) -> None:
        dialog = self._made()
        try:
            with _busy():
                kept = self._keeper.put_back(path)
        except NewsAssistantError as error:
            dialog.set_error(error)
            return
        self._presenter.start_over()
        dialog.set_error(None)
        words = self.tr("The conversations of {0} are back.").format(moment)
        if kept is not None:
            words += self.tr(" Those of before are kept in {0}.").format(kept.name)
        dialog.set_backups(list_backups(self._backups))
        dialog.say(words)

    def _look_at(self, error: NewsAssistantError) -> None:
        """A damaged history: its words name the backups, and here they are, once."""
        if error.code == "store-damaged" and not self._has_offered:
            self._has_offered = True
            self.show_backups()

    # --- every day ------------------------------------------------------------------------------

    def tick(self) -> None:
        """Do what is due; call about once a second."""
        self._keeper.tick()

    def ask_close(self, end: Callable[[], None], *, has_unsaved: bool) -> None:
        """End the program, asking before that if an answer could not be saved."""
        if not has_unsaved:
            end()
            return
        self._dialogs.ask(
            self._window,
            self.tr("An answer is not saved"),
            self.tr(
                "The history cannot be written. Free some disk space and the answer is saved by "
                "itself; if you close now, it may be lost."
            ),
            verb=self.tr("Close all the same"),
            lasting=True,
            done=end,
        )


@contextlib.contextmanager
def _busy() -> Iterator[None]:
    """The mouse says that it takes a moment: a second for some thousand conversations."""
    QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        yield
    finally:
        QGuiApplication.restoreOverrideCursor()
