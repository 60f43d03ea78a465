"""Undo that lasts: what was deleted here, the last first, and the list of all that was."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from newsassistant.app.keeping import HistoryKeeper
from newsassistant.core.errors import NewsAssistantError
from newsassistant.gui.look.plain_text import one_line
from newsassistant.gui.widgets.basics import busy_mouse
from newsassistant.gui.widgets.dialogs import Dialogs
from newsassistant.store.history import Erased, StoredConversation

if TYPE_CHECKING:
    from newsassistant.gui.history.deleted_dialog import DeletedDialog

TITLE_CHARS = 80


class DeletedDesk(QObject):
    """`told` is called with what an erasure has done."""

    restore_requested = Signal(int)
    changed = Signal()  # `last` is another one

    def __init__(
        self,
        parent: QWidget,
        dialogs: Dialogs,
        keeper: HistoryKeeper,
        told: Callable[[Erased], None],
    ) -> None:
        super().__init__()
        self._parent = parent
        self._dialogs = dialogs
        self._keeper = keeper
        self._told = told
        self._here: list[int] = []  # deleted in this window, the last at the end
        self.dialog: DeletedDialog | None = None

    # --- undo -----------------------------------------------------------------------------------

    def add(self, conversation_id: int) -> None:
        """A conversation was deleted in this window."""
        self._here.append(conversation_id)
        self.changed.emit()

    def last(self) -> int | None:
        """What was deleted last in this window and is not back yet."""
        return self._here[-1] if self._here else None

    def forget(self, conversation_id: int) -> None:
        """A conversation is back, or can be brought back no more."""
        self._here = [number for number in self._here if number != conversation_id]
        self.changed.emit()
        if self.dialog is not None and self.dialog.isVisible():
            self._fill()

    # --- the list -------------------------------------------------------------------------------

    def show(self) -> None:
        """Open the list, made anew."""
        dialog = self._made()
        dialog.set_error(None)
        dialog.say("")
        self._fill()
        self._dialogs.open(dialog)
        dialog.close_button.setFocus()  # else it is where Enter erases

    def _made(self) -> DeletedDialog:
        if self.dialog is None:
            from newsassistant.gui.history.deleted_dialog import DeletedDialog

            self.dialog = DeletedDialog(self._dialogs.theme, self._parent)
            self.dialog.restore_requested.connect(self._restore)
            self.dialog.erase_requested.connect(self._ask_erase)
            self.dialog.import_requested.connect(self._ask_erase_all)
        return self.dialog

    def _deleted(self) -> list[tuple[StoredConversation, float]]:
        try:
            return self._keeper.deleted()
        except NewsAssistantError as error:
            self._made().set_error(error)
            return []

    def _fill(self) -> None:
        self._made().set_deleted(self._deleted(), now=time.time())

    def _restore(self, conversation_id: int) -> None:
        self._made().accept()
        self.restore_requested.emit(conversation_id)

    def _ask_erase(self, conversation_id: int) -> None:
        titles = {item.id: item.title for item, _ in self._deleted()}

        def erase() -> None:
            self._erase([conversation_id], lambda: self._keeper.erase(conversation_id))

        self._dialogs.ask(
            self._made(),
            self.tr("Erase this conversation for good?"),
            self.tr(
                "“{0}” is erased from the history, all backups and the drafts. It cannot be "
                "brought back."
            ).format(one_line(titles.get(conversation_id, ""), TITLE_CHARS)),
            verb=self.tr("Erase"),
            lasting=True,
            done=erase,
        )

    def _ask_erase_all(self) -> None:
        numbers = [item.id for item, _ in self._deleted()]
        self._dialogs.ask(
            self._made(),
            self.tr("Erase all deleted conversations for good?"),
            self.tr(
                "{0} conversations are erased from the history, all backups and the drafts. They "
                "cannot be brought back."
            ).format(len(numbers)),
            verb=self.tr("Erase all"),
            lasting=True,
            done=lambda: self._erase(numbers, self._keeper.erase_deleted),
        )

    def _erase(self, numbers: list[int], erase: Callable[[], Erased]) -> None:
        dialog = self._made()
        dialog.set_error(None)
        try:
            with busy_mouse():
                erased = erase()
        except NewsAssistantError as error:
            dialog.set_error(error)
            return
        for number in numbers:
            self.forget(number)
        self._fill()
        self._told(erased)
