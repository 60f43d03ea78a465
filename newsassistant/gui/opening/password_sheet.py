"""Asks for the password of a document that opens with no other way."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from newsassistant.gui.look.plain_text import set_tip
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import make_label
from newsassistant.gui.widgets.dialogs import Sheet


class PasswordSheet(Sheet):
    """`done` gets what was entered; it is kept nowhere."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        done: Callable[[str], None],
        *,
        wrong: bool,
        parent: QWidget,
    ) -> None:
        heading = self.tr("{0} needs a password").format(name)
        super().__init__(theme, heading, parent=parent)
        self.setObjectName("password_dialog")
        self.add_text(
            self.tr("The file is encrypted. Its password is used to read it now and is not kept.")
        )
        if wrong:
            said = make_label("error", parent=self, wraps=True)
            said.setObjectName("password_wrong_label")
            said.setText(self.tr("That was not its password."))
            self.body.addWidget(said)
        self.field = QLineEdit()
        self.field.setObjectName("password_edit")
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setAccessibleName(self.tr("Password"))
        set_tip(self.field, self.tr("The password of the file"))
        self.body.addWidget(self.field)
        self.add_cancel()
        button = self.add_button(
            self.tr("Open"), primary=True, done=lambda: done(self.field.text())
        )
        button.setEnabled(False)
        self.field.textChanged.connect(lambda text: button.setEnabled(bool(text)))
        self.field.setFocus()
