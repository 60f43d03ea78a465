"""A server's address, key and certificate: typed, tried, and kept once it has answered."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QWidget

from newsassistant.core.errors import NewsAssistantError
from newsassistant.engine.remote.engine import Known
from newsassistant.engine.remote.offered import Offered
from newsassistant.engine.remote.server import Server, checked, checked_key
from newsassistant.gui.look.plain_text import PlainLabel, set_tip
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.servers.words import model_lines, offered_words
from newsassistant.gui.widgets.basics import announce, attempt, make_button, make_label
from newsassistant.gui.widgets.dialogs import Sheet
from newsassistant.gui.widgets.error_block import ErrorBlock

WIDTH = 560
LONGEST_FILE = 4096


class ServerForm(Sheet):
    """Keeps nothing itself; a server can be saved only as it was tried."""

    try_requested = Signal(object)  # Server
    saved = Signal(object)  # Known
    file_requested = Signal()

    def __init__(self, theme: Theme, known: Known | None, *, parent: QWidget) -> None:
        super().__init__(theme, "", parent=parent)
        self.setObjectName("server_form")
        self.setMinimumWidth(theme.px(WIDTH))
        self._known = known
        self._tried: tuple[Server, list[Offered]] | None = None
        self._add_fields()
        self.error = ErrorBlock(theme)
        self.answer = make_label("muted", wraps=True)
        self.answer.setObjectName("server_result")
        self.body.addWidget(self.error)
        self.body.addWidget(self.answer)
        self.cancel_button = self.add_cancel()
        self.save_button = self.add_button("", primary=True, done=self._save)
        self.save_button.setObjectName("server_save_button")
        if known is not None:
            self._fill(known)
        self.error.tell(None)
        self.address.setFocus()
        theme.follow(self)
        self._changed()

    def _add_fields(self) -> None:
        self.note = self.add_text("")
        self.note.setProperty("role", "muted")
        self.address, self.key, self.ca_file, self.proxy = (QLineEdit() for _ in range(4))
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        names = ("server_address", "server_key", "server_ca_file", "server_proxy")
        fields = (self.address, self.key, self.ca_file, self.proxy)
        self._labels = [PlainLabel() for _ in fields]
        self.file_button = make_button("server_file_button", "secondary")
        self.file_button.clicked.connect(self.file_requested)
        self.try_button = make_button("server_try_button", "secondary")
        self.try_button.clicked.connect(self._try)
        self.http = QCheckBox()
        self.http.setObjectName("server_http")
        self._grid = QGridLayout()
        self._grid.setColumnStretch(1, 1)
        for row, (field, label, name) in enumerate(zip(fields, self._labels, names, strict=True)):
            field.setObjectName(name)
            field.setMaxLength(LONGEST_FILE if field is self.ca_file else 500)
            label.setBuddy(field)
            self._grid.addWidget(label, row, 0)
            self._grid.addWidget(field, row, 1)
            field.textChanged.connect(self._changed)
        self._grid.addWidget(self.file_button, 2, 2)
        self._grid.addWidget(self.try_button, 0, 2)
        self._grid.addWidget(self.http, 4, 1, Qt.AlignmentFlag.AlignLeft)
        self.http.toggled.connect(self._changed)
        self.address.returnPressed.connect(self._try)
        self.key.returnPressed.connect(self._try)
        self.body.addLayout(self._grid)

    # --- what it is told ------------------------------------------------------------------------

    def set_trying(self, trying: bool) -> None:
        """A server is being asked."""
        self.try_button.setEnabled(not trying and bool(self.address.text().strip()))
        if trying:
            self.error.tell(None)
            self._say(self.tr("Asking the server for its models…"))

    def set_offered(self, server: Server, models: list[Offered]) -> None:
        """What the server has answered."""
        if not models:
            self._say(self.tr("The server answers, and has no model."))
            return
        self._tried = server, models
        self._say(f"{offered_words(models)}\n{model_lines(models, 8)}")
        self.save_button.setEnabled(True)
        self.save_button.setFocus()

    def set_error(self, error: NewsAssistantError) -> None:
        """Why the server has not answered."""
        self.error.tell(error)
        self._say("")

    def set_file(self, path: str) -> None:
        """The file of certificates that was chosen."""
        self.ca_file.setText(path)

    # --- inside ---------------------------------------------------------------------------------

    def _fill(self, known: Known) -> None:
        server = known.server
        self.address.setText(server.address)
        self.key.setText(server.key)
        self.ca_file.setText(server.ca_file)
        self.proxy.setText(server.proxy)
        self.http.setChecked(server.allows_http)

    def _say(self, words: str) -> None:
        self.answer.setText(words)
        self.answer.setVisible(bool(words))
        if words:
            announce(self, words)

    def _changed(self) -> None:
        """What was tried counts no more."""
        self._tried = None
        self._say("")
        self.save_button.setEnabled(False)
        self.try_button.setEnabled(bool(self.address.text().strip()))

    def _try(self) -> None:
        if self.try_button.isEnabled():
            attempt(lambda: self.try_requested.emit(self._server()), self.set_error)

    def _server(self) -> Server:
        """As it is typed; raises RemoteError."""
        allows_http = self.http.isChecked()
        return Server(
            checked(self.address.text(), allows_http=allows_http),
            checked_key(self.key.text()),
            self.ca_file.text().strip(),
            self.proxy.text().strip(),
            allows_http,
            self._known.server.context if self._known is not None else 0,
        )

    def _save(self) -> None:
        if self._tried is None:
            return
        server, models = self._tried
        before = self._known
        # Another host, or another way to it, is asked about anew.
        agreed = before is not None and before.agreed and _way(before.server) == _way(server)
        known = Known(server, tuple(models), agreed=agreed)
        self.saved.emit(known)

    def retranslate(self) -> None:
        heading = self.tr("A newsroom server")
        self.set_heading(heading)
        self.note.setText(
            self.tr(
                "A server of your newsroom that answers like OpenAI's: News Assistant's own, "
                "OpenVINO Model Server, llama.cpp, Ollama or vLLM. Try asks it for its models and "
                "sends nothing but the key."
            )
        )
        words = (
            *(self.tr("&Address"), self.tr("&Key")),
            *(self.tr("&Certificate"), self.tr("&Proxy")),
        )
        tips = (
            self.tr("For example https://desk.example.org, with a path if it is not /v1"),
            self.tr("As those who run the server gave it to you; kept in a file for you alone"),
            self.tr("A file of your newsroom's authority, where this computer does not know it"),
            self.tr("The address of an HTTP proxy, where the server needs one"),
        )
        fields = (self.address, self.key, self.ca_file, self.proxy)
        for label, field, text, tip in zip(self._labels, fields, words, tips, strict=True):
            label.setText(text)
            field.setAccessibleName(text.replace("&", ""))
            set_tip(field, tip)
        self.address.setPlaceholderText("https://desk.example.org")
        for field in (self.key, self.ca_file, self.proxy):
            field.setPlaceholderText(self.tr("None"))
        self.http.setText(self.tr("Allow plain &http: anybody on the way can read everything"))
        set_tip(self.http, self.tr("Only within a network that you trust"))
        self.file_button.setText(self.tr("Choose…"))
        set_tip(self.file_button, self.tr("Choose a file of certificates"))
        self.try_button.setText(self.tr("Try"))
        set_tip(self.try_button, self.tr("Ask the server which models and styles it has"))
        self.cancel_button.setText(self.tr("Cancel"))
        self.save_button.setText(self.tr("Save"))
        set_tip(self.save_button, self.tr("Keep this server; try it first"))

    def apply_theme(self) -> None:
        px = self._theme.px
        self._grid.setHorizontalSpacing(px(10))
        self._grid.setVerticalSpacing(px(8))


def _way(server: Server) -> Server:
    """Where texts go and over what."""
    return replace(server, key="", context=0)
