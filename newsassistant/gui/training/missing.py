"""Says which package training needs, and shows the command that installs it, to be copied."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout

from newsassistant.gui.look.plain_text import PlainLabel
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import announce, make_button


class MissingCard(QFrame):
    """Hidden while nothing is missing."""

    retry_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._package = ""
        self.setObjectName("train_missing")
        self.setProperty("role", "notice")
        self.label = PlainLabel()
        self.label.setWordWrap(True)
        self.command_edit = QLineEdit()
        self.command_edit.setObjectName("install_command")
        self.command_edit.setReadOnly(True)
        self.copy_button = make_button("install_copy_button", "secondary")
        self.retry_button = make_button("install_retry_button", "secondary")
        row = QHBoxLayout()
        row.addWidget(self.command_edit, 1)
        row.addWidget(self.copy_button)
        row.addWidget(self.retry_button)
        self.copy_button.clicked.connect(self._copy)
        self.retry_button.clicked.connect(self.retry_requested)
        column = QVBoxLayout(self)
        column.addWidget(self.label)
        column.addLayout(row)
        theme.follow(self)
        self.hide()

    def set_missing(self, package: str, command: str) -> None:
        """Name what is missing, "" for nothing, and what to type in a terminal."""
        self._package = package
        self.command_edit.setText(command)
        self.command_edit.setCursorPosition(0)
        self.retranslate()
        self.setVisible(bool(package))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.command_edit.text())
        announce(self, self.tr("Copied"))

    def retranslate(self) -> None:
        self.label.setText(
            self.tr(
                "Training needs PyTorch and its companions; {0} is not installed. Run this "
                "command in a terminal (about 1 GB, once), then look again:"
            ).format(self._package)
        )
        self.command_edit.setAccessibleName(self.tr("Command that installs it"))
        self.copy_button.setText(self.tr("Copy"))
        self.copy_button.setAccessibleName(self.tr("Copy the command"))
        self.retry_button.setText(self.tr("Look again"))

    def apply_theme(self) -> None:
        px = self._theme.px
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(px(14), px(12), px(14), px(12))
            layout.setSpacing(px(8))
