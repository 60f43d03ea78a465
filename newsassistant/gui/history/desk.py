"""What the user may do with earlier chats: find, rename, save, delete, erase, put a backup back."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from newsassistant.app.chat import ChatService
from newsassistant.app.keeping import HistoryKeeper
from newsassistant.core.errors import NewsAssistantError, StoreError
from newsassistant.gui.history.deleted_desk import DeletedDesk
from newsassistant.gui.history.files_desk import FilesDesk
from newsassistant.gui.history.panel import HistoryPanel
from newsassistant.gui.look.plain_text import one_line
from newsassistant.gui.widgets.basics import attempt, busy_mouse
from newsassistant.gui.widgets.dialogs import Dialogs
from newsassistant.store.backups import find_backup, list_backups
from newsassistant.store.history import Erased, StoredConversation
from newsassistant.store.private import is_private

if TYPE_CHECKING:
    from newsassistant.gui.history.backups_dialog import BackupsDialog


class HistoryDesk(QObject):
    """The controller of the list of conversations, and of the history as a whole."""

    failed = Signal(object)  # NewsAssistantError
    titled = Signal(str)  # the open conversation has another title
    erased = Signal(object)  # digests of articles that are erased for good
    refused = Signal(object, bool)  # why nothing can be saved, or None; whether it hides the rest
    said = Signal(str)  # words: what went well
    opened = Signal(int)  # a conversation came from a file, and shall be shown
    leave_requested = Signal()  # what is private shall be forgotten, which is asked before
    left = Signal(object)  # the open conversation is about to go: its neighbour's id, or None

    def __init__(
        self,
        panel: HistoryPanel,
        dialogs: Dialogs,
        service: ChatService,
        keeper: HistoryKeeper,
        backups: Path,
        executor: Executor,
        *,
        open_folder: Callable[[Path], None],
    ) -> None:
        super().__init__()
        self._panel = panel
        self._dialogs = dialogs
        self._service = service
        self._keeper = keeper
        self._backups = backups
        self._open_folder = open_folder
        self._query = ""
        self._listed: list[StoredConversation] = []
        self._has_offered = False
        self._refusal = ""  # the code of the one that is shown
        self.dialog: BackupsDialog | None = None
        self.deleted = DeletedDesk(panel, dialogs, keeper, self._tell_erased)
        self.files = FilesDesk(panel, dialogs, keeper, executor)
        self.files.failed.connect(self.failed)
        self.files.said.connect(self.said)
        self.files.taken.connect(self._take)
        panel.save_requested.connect(self.save)
        panel.trash_requested.connect(self.deleted.show)
        panel.renamed.connect(self.rename)
        panel.pin_requested.connect(self.pin)
        panel.deleted.connect(self.delete)
        panel.erase_requested.connect(self.ask_erase)
        panel.search_changed.connect(self.search)

    # --- the list -------------------------------------------------------------------------------

    def show_list(self) -> None:
        """Show the conversations that hold what is searched for, all if it is nothing."""
        self._show(self._list(self._query))

    def look_again(self) -> None:
        """Show what another window of this home has changed meanwhile."""
        if not self._panel.isEnabled():
            return  # the program ends
        before, found = self._listed, self._list(self._query)
        if found == before:
            return
        self._show(found)
        title = self._title_of_open(found)
        if title and title != self._title_of_open(before):
            self.titled.emit(title)

    def search(self, query: str) -> None:
        """Show only the conversations that hold `query`."""
        self._query = query
        self.show_list()

    def ask_rename(self) -> None:
        """Ask for another title of the open conversation."""
        conversation_id = self._service.conversation_id
        if conversation_id is not None:
            self._dialogs.ask_text(
                self._panel,
                heading=self.tr("Rename the conversation"),
                text=self._titles().get(conversation_id, ""),
                done=lambda title: self.rename(conversation_id, title),
            )

    def rename(self, conversation_id: int, title: str) -> None:
        """Give a conversation another title."""
        renamed = self._try(lambda: self._service.rename(conversation_id, title))
        if renamed and conversation_id == self._service.conversation_id:
            self.titled.emit(title)

    def rename_open(self, title: str) -> None:
        """Give the open conversation another title, which was chosen and not typed."""
        conversation_id = self._service.conversation_id
        if conversation_id is not None and not is_private(conversation_id):
            self.rename(conversation_id, title)
            self.said.emit(self.tr("The conversation is called: “{0}”").format(one_line(title, 80)))

    def pin(self, conversation_id: int, pinned: bool) -> None:
        """Let a conversation stand before all others in the list, or no more."""
        if self._try(lambda: self._service.pin(conversation_id, pinned=pinned)):
            title = one_line(self.title(conversation_id), 80)
            words = self.tr("Pinned: “{0}”") if pinned else self.tr("No longer pinned: “{0}”")
            self.said.emit(words.format(title))

    def pin_chosen(self) -> None:
        """Pin or unpin what the keys act on: the row in the list, else the open conversation."""
        chosen = self._panel.chosen()
        number = self._service.conversation_id if chosen is None else chosen
        for item in self._list(""):
            if item.id == number:
                self.pin(item.id, not item.pinned)

    def found_in(self, conversation_id: int) -> int | None:
        """The turn that a search has found, where it is none of those that are shown."""
        return next((item.found_in for item in self._listed if item.id == conversation_id), None)

    def save_open(self) -> None:
        """Save the open conversation as a file."""
        if self._service.conversation_id is not None:
            self.save(self._service.conversation_id)

    def save(self, conversation_id: int) -> None:
        """Save a conversation as a file, where the user says."""
        self.files.ask_save(conversation_id, self.title(conversation_id))

    def _take(self, conversation_id: int) -> None:
        """Show a conversation from a file, whatever was searched for."""
        self._panel.search.clear()
        self.search("")
        self.opened.emit(conversation_id)

    def delete_open(self) -> None:
        """Delete the open conversation."""
        if self._service.conversation_id is not None:
            self.delete(self._service.conversation_id)

    def delete(self, conversation_id: int) -> None:
        """Delete a conversation, show the one beside it, and offer to take that back."""
        if is_private(conversation_id):
            self.leave_requested.emit()
            return
        title = self._titles().get(conversation_id, "")
        if conversation_id == self._service.conversation_id:
            self.left.emit(self._neighbour(conversation_id))
        if self._try(lambda: self._service.delete(conversation_id)):
            self.deleted.add(conversation_id)
            self._panel.show_undo(conversation_id, title)
            self._panel.focus_list()

    def brought_back(self, conversation_id: int) -> None:
        """A deleted conversation is open again, or cannot be brought back any more."""
        self.deleted.forget(conversation_id)
        self._panel.hide_undo()
        self._panel.focus_list()

    def _neighbour(self, conversation_id: int) -> int | None:
        """The next older conversation of the list, or the one above the last."""
        listed = [item.id for item in self._listed]
        if conversation_id not in listed:
            return None
        place = listed.index(conversation_id)
        beside = [*listed[place + 1 :], *reversed(listed[:place])]
        return beside[0] if beside else None

    def _show(self, found: list[StoredConversation]) -> None:
        self._listed = found
        self._panel.set_conversations(found)
        self._panel.set_current(self._service.conversation_id)

    def title(self, conversation_id: int) -> str:
        """What a conversation is called, "" for one that is not in the history."""
        listed = {item.id: item.title for item in self._listed}
        if conversation_id in listed:
            return listed[conversation_id]
        return self._titles().get(conversation_id, "")

    def _titles(self) -> dict[int, str]:
        """Of all conversations, by id."""
        return {item.id: item.title for item in self._list("")}

    def _title_of_open(self, listed: list[StoredConversation]) -> str:
        open_id = self._service.conversation_id
        return next((item.title for item in listed if item.id == open_id), "")

    def _list(self, query: str) -> list[StoredConversation]:
        try:
            return self._service.conversations(query)
        except NewsAssistantError as error:
            self.failed.emit(error)
            return []

    def _try(self, call: Callable[[], None]) -> bool:
        return attempt(call, self.failed.emit)

    # --- erasing --------------------------------------------------------------------------------

    def erase_open(self) -> None:
        """Erase the open conversation for good."""
        if self._service.conversation_id is not None:
            self.ask_erase(self._service.conversation_id)

    def ask_erase(self, conversation_id: int) -> None:
        """Erase a conversation for good, after saying what that reaches."""
        title = self._titles().get(conversation_id)
        if title is None:
            return
        if is_private(conversation_id):
            self.leave_requested.emit()
            return
        self._dialogs.ask(
            self._panel,
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
            with busy_mouse():
                erased = self._keeper.erase(conversation_id)
        except NewsAssistantError as error:
            self.failed.emit(error)
            return
        self.deleted.forget(conversation_id)
        self._tell_erased(erased)

    def _tell_erased(self, erased: Erased) -> None:
        self._panel.hide_undo()
        self.erased.emit({digest for digest, _ in erased.digests})
        if erased.unreached:
            names = ", ".join(path.name for path in erased.unreached)
            self._dialogs.tell(
                self._panel,
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
        self._dialogs.open(dialog)

    def _made(self) -> BackupsDialog:
        if self.dialog is None:
            from newsassistant.gui.history.backups_dialog import BackupsDialog

            self.dialog = BackupsDialog(self._dialogs.theme, self._panel)
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
        from newsassistant.gui.history.backups_dialog import moment_words

        moment = moment_words(backup)
        self._dialogs.ask(
            dialog,
            self.tr("Restore the backup of {0}?").format(moment),
            self.tr(
                "The window goes on with the conversations of that backup. Those of now are kept "
                "as a backup of their own."
            ),
            verb=self.tr("Restore"),
            done=lambda: self._restore(backup.path, moment),
        )

    def _restore(self, path: Path, moment: str) -> None:
        dialog = self._made()
        try:
            with busy_mouse():
                kept = self._keeper.put_back(path)
        except NewsAssistantError as error:
            dialog.set_error(error)
            return
        self._panel.hide_undo()
        self.show_list()
        dialog.set_error(None)
        words = self.tr("The conversations of {0} are back.").format(moment)
        if kept is not None:
            words += self.tr(" Those of before are kept in {0}.").format(kept.name)
        dialog.set_backups(list_backups(self._backups))
        dialog.say(words)

    def look_at(self, error: NewsAssistantError) -> None:
        """A damaged history: its words name the backups, and here they are, once."""
        if error.code == "store-damaged" and not self._has_offered:
            self._has_offered = True
            self.show_backups()

    # --- every second, every day, and at the end -------------------------------------------------

    def tick(self) -> None:
        """Do what is due; call about once a second."""
        self._keeper.tick()
        self.look_at_file()

    def look_at_file(self, *, now: bool = False) -> None:
        """Try to save what the history could not take, with `now` at once; tell what changed."""
        done = False
        try:
            done = self._keeper.carry_over(now=now)
        except StoreError as error:
            self.failed.emit(error)
        refusal = self._keeper.refusal
        code = refusal.code if refusal is not None else ""
        if code != self._refusal or (now and refusal is not None):
            self._refusal = code
            self.refused.emit(refusal, self._keeper.hides_earlier)
        if done:
            self.show_list()
            self.said.emit(self.tr("Everything is saved"))

    def ask_close(self, end: Callable[[], None]) -> None:
        """End the program, asking before that if something is in no file."""
        self.look_at_file(now=True)
        if not self._keeper.has_unsaved():
            end()
            return
        self._dialogs.ask(
            self._panel,
            self.tr("Some answers are not saved"),
            self.tr(
                "The history cannot be written, so that what is marked “Not saved” is in this "
                "window only. Copy what you need; if you close now, it is lost."
            ),
            verb=self.tr("Close all the same"),
            lasting=True,
            done=end,
        )
