"""Says that training needs packages, and offers to install them or shows the command that does.

In a frozen program it says which training pack to install, and looks again.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from newsassistant.app.training.packages import DISK_BYTES, FETCHED_BYTES, PackageProgress
from newsassistant.core.errors import NewsAssistantError
from newsassistant.gui.look.labels import interface_language, size_words
from newsassistant.gui.look.plain_text import set_tip
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.training.words import package_words
from newsassistant.gui.widgets.basics import announce, make_button, make_label
from newsassistant.gui.widgets.error_block import ErrorBlock

_DISK_WORDS = f"{DISK_BYTES / 1e9:.0f} GB"


class MissingCard(QFrame):
    """Hidden while nothing is missing."""

    install_requested = Signal()
    cancel_requested = Signal()
    retry_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._package = ""
        self._can_install = True
        self._pack: NewsAssistantError | None = None
        self._progress: PackageProgress | None = None
        self._stopping = False
        self.setObjectName("train_missing")
        self.setProperty("role", "notice")
        self.title = make_label("title")
        self.label = make_label("body", wraps=True)
        self.error = ErrorBlock(theme)
        self.install_button = make_button("install_button", "primary")
        self.retry_button = make_button("install_retry_button", "secondary")
        self.terminal_label = make_label("muted")
        self.command_edit = QLineEdit()
        self.command_edit.setObjectName("install_command")
        self.command_edit.setReadOnly(True)
        self.copy_button = make_button("install_copy_button", "secondary")
        self.bar = QProgressBar()
        self.bar.setObjectName("install_bar")
        self.bar.setTextVisible(False)
        self.cancel_button = make_button("install_cancel_button", "secondary")
        self._lay_out()
        self.install_button.clicked.connect(self.install_requested)
        self.cancel_button.clicked.connect(self.cancel_requested)
        self.copy_button.clicked.connect(self._copy)
        self.retry_button.clicked.connect(self.retry_requested)
        theme.follow(self)
        self.hide()

    def _lay_out(self) -> None:
        self._asking, self._working = QWidget(), QWidget()
        buttons, terminal = QHBoxLayout(), QHBoxLayout()
        for button in (self.install_button, self.retry_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        terminal.addWidget(self.terminal_label)
        terminal.addWidget(self.command_edit, 1)
        terminal.addWidget(self.copy_button)
        asking = QVBoxLayout(self._asking)
        asking.addLayout(buttons)
        asking.addLayout(terminal)
        working = QHBoxLayout(self._working)
        working.addWidget(self.bar, 1)
        working.addWidget(self.cancel_button)
        self._column = QVBoxLayout(self)
        for part in (self.title, self.label, self.error, self._asking, self._working):
            self._column.addWidget(part)
        self._layouts = (self._column, buttons, terminal, asking, working)
        for layout in (asking, working):
            layout.setContentsMargins(0, 0, 0, 0)

    # --- what it is told ------------------------------------------------------------------------

    def set_missing(
        self,
        package: str,
        command: str,
        *,
        can_install: bool,
        pack: NewsAssistantError | None = None,
    ) -> None:
        """Name what is missing, "" for nothing, and what to type in a terminal.

        `pack`: what is wrong with the training pack of a frozen program, which is then all that
        is said.
        """
        self._package, self._can_install, self._pack = package, can_install, pack
        self.command_edit.setText(command)
        self.command_edit.setCursorPosition(0)
        self._show()

    def set_progress(self, progress: PackageProgress | None) -> None:
        """How far the installation is; None while there is none."""
        begins = progress is not None and self._progress is None
        self._progress, self._stopping = progress, False
        self._show()
        if begins:
            announce(self, self.title.text())

    def set_stopping(self) -> None:
        """The installation was asked to end."""
        self._stopping = True
        self._show()

    def set_error(self, error: NewsAssistantError | None) -> None:
        """Why the last installation failed; None takes it away."""
        self.error.tell(error)
        self._show()

    # --- inside ---------------------------------------------------------------------------------

    def _show(self) -> None:
        progress = self._progress
        self._asking.setVisible(progress is None)
        self._working.setVisible(progress is not None)
        self.install_button.setVisible(self._can_install)
        has_command = bool(self.command_edit.text())
        for part in (self.terminal_label, self.command_edit, self.copy_button):
            part.setVisible(has_command)
        self.retry_button.setVisible(has_command or self._pack is not None)
        self.cancel_button.setEnabled(not self._stopping)
        if progress is not None:
            known = progress.permille is not None
            self.bar.setRange(0, 1000 if known else 0)
            self.bar.setValue(progress.permille or 0)
        self.retranslate()
        self.setVisible(bool(self._package) or progress is not None)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.command_edit.text())
        announce(self, self.tr("Copied"))

    def _word(self) -> None:
        if self._progress is not None:
            self.title.setText(self.tr("Installing PyTorch and its companions"))
            words = self.tr("Stopping…") if self._stopping else package_words(self._progress)
            self.label.setText(words)
            return
        if self._pack is not None:
            self.title.setText(self._pack.what(interface_language()))
            self.label.setText(self._pack.advice(interface_language()))
            return
        self.title.setText(self.tr("Training needs PyTorch and its companions"))
        words = self.tr(
            "They are not installed yet ({0} is missing). Installing them fetches about {1} and "
            "takes {2} of the disk, once. Your texts stay on this computer."
        )
        if not self._can_install:
            words = self.tr(
                "They are not installed ({0} is missing), and this program has no pip that could "
                "fetch them. Install its training package in a terminal, then look again."
            )
        self.label.setText(words.format(self._package, size_words(FETCHED_BYTES), _DISK_WORDS))

    def retranslate(self) -> None:
        again = self.error.has_error() and not self.error.isHidden()
        install = (
            self.tr("Try &again") if again else self.tr("&Install (about {0})").format(_DISK_WORDS)
        )
        self.install_button.setText(install)
        self.terminal_label.setText(
            self.tr("Or in a terminal:") if self._can_install else self.tr("In a terminal:")
        )
        self.command_edit.setAccessibleName(self.tr("Command that installs it"))
        self.copy_button.setText(self.tr("Copy"))
        self.copy_button.setAccessibleName(self.tr("Copy the command"))
        self.retry_button.setText(self.tr("Look again"))
        set_tip(self.retry_button, self.tr("Once that is installed"))
        self.cancel_button.setText(self.tr("Cancel"))
        set_tip(self.cancel_button, self.tr("Stop it; nothing half-made stays"))
        self.bar.setAccessibleName(self.tr("Progress"))
        self._word()

    def apply_theme(self) -> None:
        px = self._theme.px
        for layout in self._layouts:
            layout.setSpacing(px(8))
        self._column.setContentsMargins(px(14), px(12), px(14), px(12))
