"""What the user may do with newsroom servers: add, try, change, remove them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from newsassistant.app.remote.book import ServerBook
from newsassistant.core.errors import NewsAssistantError
from newsassistant.engine.remote.engine import Known
from newsassistant.engine.remote.offered import Offered
from newsassistant.engine.remote.server import Server
from newsassistant.gui.servers.dialog import ServersDialog
from newsassistant.gui.servers.form import ServerForm
from newsassistant.gui.servers.trying import Trying
from newsassistant.gui.servers.words import offered_words
from newsassistant.gui.widgets.basics import attempt
from newsassistant.gui.widgets.dialogs import Dialogs


class ServersDesk(QObject):
    """Controls the dialog and the form; main thread."""

    changed = Signal()  # the servers, or what they offer

    def __init__(
        self,
        window: QWidget,
        dialogs: Dialogs,
        book: ServerBook,
        executor: Executor,
        used: Callable[[], str],
    ) -> None:
        """`used` is the host whose model is chosen, "" for none."""
        super().__init__()
        self._dialogs, self._book, self._used = dialogs, book, used
        self.dialog = ServersDialog(dialogs.theme, window)
        self.form: ServerForm | None = None
        self._instead_of = ""
        self.trying = Trying(executor)
        self.trying.done.connect(self._tried)
        self.trying.failed.connect(self._failed)
        self.dialog.acted.connect(self._act)
        self.dialog.import_requested.connect(lambda: self._show_form(None))

    def show(self) -> None:
        """Open the dialog; where there is no server, the form for the first one too."""
        self.refresh()
        self.dialog.set_error(None)
        self.dialog.say("")
        self._dialogs.open(self.dialog)
        if not self._book.all():
            self._show_form(None)

    def refresh(self) -> None:
        """Read the files again."""
        self.dialog.set_servers(self._book.all(), self._used())

    def _act(self, action: str, address: str) -> None:
        known = self._book.find(address)
        if known is None:
            self.refresh()
        elif action == "change":
            self._show_form(known)
        elif action == "try":
            self.dialog.set_error(None)
            self.trying.begin(known.server)
        else:
            self._ask_remove(known)

    def _ask_remove(self, known: Known) -> None:
        self._dialogs.ask(
            self.dialog,
            self.tr("Remove the server {0}?").format(known.server.host),
            self.tr("Its address and key are deleted from this computer. Conversations stay."),
            verb=self.tr("Remove"),
            done=lambda: self._remove(known.server.address),
        )

    def _remove(self, address: str) -> None:
        self._keep(lambda: self._book.remove(address))

    def _show_form(self, known: Known | None) -> None:
        form = self.form = ServerForm(self._dialogs.theme, known, parent=self.dialog)
        self._instead_of = known.server.address if known is not None else ""
        form.try_requested.connect(self.trying.begin)
        form.saved.connect(self._save)
        form.file_requested.connect(lambda: self._ask_file(form))
        form.finished.connect(self._form_closed)
        self.trying.changed.connect(form.set_trying)
        self._dialogs.open(form)

    def _form_closed(self) -> None:
        self.form = None
        self.trying.stop()

    def _ask_file(self, form: ServerForm) -> None:
        kinds = self.tr("Certificates (*.pem *.crt *.cer)")
        self._dialogs.ask_file(
            form,
            self.tr("The certificate of your newsroom's authority"),
            kinds,
            lambda path: form.set_file(str(path)),
        )

    def _save(self, known: Known) -> None:
        if self._keep(lambda: self._book.put(known, instead_of=self._instead_of)):
            words = self.tr("{0} is set up. Its models stand in the menu of models.")
            self.dialog.say(words.format(known.server.host))

    def _tried(self, server: Server, models: list[Offered]) -> None:
        if self.form is not None:
            self.form.set_offered(server, models)
            return
        known = self._book.find(server.address)
        if known is not None and self._keep(
            lambda: self._book.put(replace(known, models=tuple(models)))
        ):
            self.dialog.say(f"{server.host}: {offered_words(models)}")

    def _failed(self, error: NewsAssistantError) -> None:
        (self.form or self.dialog).set_error(error)

    def _keep(self, write: Callable[[], None]) -> bool:
        self.dialog.set_error(None)
        kept = attempt(write, self.dialog.set_error)
        self.refresh()
        self.changed.emit()
        return kept

    def stop(self) -> None:
        """Give up what is being asked, for the end of the program."""
        self.trying.stop()

    def is_busy(self) -> bool:
        """True while a thread is at work for it."""
        return self.trying.is_busy()
