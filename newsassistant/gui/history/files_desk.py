"""Conversations as files: saved where the user says, opened into the history."""

from __future__ import annotations

from concurrent.futures import Executor, Future
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from newsassistant.app.keeping import HistoryKeeper
from newsassistant.core.errors import NewsAssistantError
from newsassistant.gui.history.panel import HistoryPanel
from newsassistant.gui.widgets.basics import attempt, busy_mouse
from newsassistant.gui.widgets.dialogs import Dialogs
from newsassistant.store.chat_file import SUFFIX, Chat, file_name, read, write

ENDING = SUFFIX.removeprefix(".")


class FilesDesk(QObject):
    """Files are read by `executor`; all else on the main thread."""

    failed = Signal(object)  # NewsAssistantError
    taken = Signal(int)  # the conversation that was in a file is in the history
    said = Signal(str)  # a sentence: what went well
    _was_read = Signal(object)  # Future[Chat]

    def __init__(
        self, panel: HistoryPanel, dialogs: Dialogs, keeper: HistoryKeeper, executor: Executor
    ) -> None:
        super().__init__()
        self._panel = panel
        self._dialogs = dialogs
        self._keeper = keeper
        self._executor = executor
        self._was_read.connect(self._take)

    def ask_save(self, conversation_id: int, title: str) -> None:
        """Ask where to save a conversation, and save it."""
        self._dialogs.ask_save(
            self._panel,
            self.tr("Save the conversation"),
            file_name(title) or self.tr("Conversation"),
            {self.tr("Saved conversation (*.newschat)"): ENDING},
            lambda path: self._dialogs.with_ending(
                self._panel, path, ENDING, lambda whole: self._write(conversation_id, whole)
            ),
        )

    def _write(self, conversation_id: int, path: Path) -> None:
        def save() -> None:
            with busy_mouse():
                write(path, self._keeper.take_out(conversation_id))

        if attempt(save, self.failed.emit):
            self.said.emit(self.tr("Saved as {0}").format(path.name))

    def open(self, path: Path) -> None:
        """Read a saved conversation; `taken` tells when it is in the history, `failed` why not."""
        self._executor.submit(read, path).add_done_callback(self._was_read.emit)

    @Slot(object)
    def _take(self, future: Future[Chat]) -> None:
        if not self._panel.isEnabled():
            return  # the program ends
        try:
            number = self._keeper.take_in(future.result())
        except NewsAssistantError as error:
            self.failed.emit(error)
            return
        self.taken.emit(number)
