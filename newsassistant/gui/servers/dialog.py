"""The newsroom servers that are set up: what each offers, and what can be done with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from newsassistant.engine.remote.engine import Known
from newsassistant.gui.cards.dialog import CardDialog
from newsassistant.gui.cards.row import CardRow, RowAction, RowFacts
from newsassistant.gui.look.plain_text import set_tip, set_title
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.servers.words import model_lines, offered_words
from newsassistant.gui.widgets.basics import make_label


class ServersDialog(CardDialog):
    """`import_requested` asks for another server."""

    acted = Signal(str, str)  # "change", "try" or "remove"; the server's address
    SIZE = (600, 460)
    LEAST = (480, 340)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "servers_dialog", parent)
        self._servers: Sequence[Known] = ()
        self._used = ""
        self._show_all()

    def set_servers(self, servers: Sequence[Known], used: str) -> None:
        """All that are set up, and the host whose model is chosen ("" for none)."""
        self._servers, self._used = servers, used
        self._fill()

    def _cards(self) -> Iterator[QWidget]:
        if not self._servers:
            empty = make_label("muted", self.tr("No server is set up."), wraps=True)
            empty.setObjectName("servers_empty")
            yield empty
        for known in self._servers:
            yield CardRow(self._theme, self._row(known), self.acted.emit)

    def _row(self, known: Known) -> RowFacts:
        server = known.server
        used = server.host == self._used
        tip = self.tr("Delete its address and its key from this computer")
        if used:
            tip = self.tr("Its model is in use; choose another model first")
        return RowFacts(
            server.address,
            server.host,
            f"{server.address} · {offered_words(known.models)}",
            chip=self.tr("In use") if used else "",
            note=self.tr("Texts leave this computer.")
            if known.agreed
            else self.tr("You will be asked before the first text is sent."),
            note_tip=model_lines(known.models),
            actions=(
                RowAction("try", self.tr("Try"), self.tr("Ask it again which models it has")),
                RowAction("change", self.tr("Change…"), self.tr("Its address, key, certificate")),
                RowAction("remove", self.tr("Remove…"), tip, not used),
            ),
        )

    def retranslate(self) -> None:
        set_title(self, self.tr("Newsroom servers"))
        self.heading.setText(self.tr("Newsroom servers"))
        self.note.setText(self._usual_words())
        self.import_button.setText(self.tr("Add a server…"))
        set_tip(self.import_button, self.tr("Enter its address and try it"))
        self.close_button.setText(self.tr("Close"))
        self._scroll.setAccessibleName(self.tr("Newsroom servers"))
        self._fill()

    def _usual_words(self) -> str:
        return self.tr(
            "Their models stand in the menu of models. What you ask those leaves this computer, "
            "and the conversation says so."
        )
