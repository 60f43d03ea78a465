"""Says for as long as the window is private what that means, and offers to leave."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from newsassistant.gui.look.plain_text import PlainLabel, set_tip
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import announce, make_button

ICON = 16  # px


class PrivateBar(QFrame):
    """Hidden until `set_on`."""

    leave_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("private_bar")
        self._icon = PlainLabel()
        self.label = PlainLabel()
        self.label.setWordWrap(True)
        self.label.setObjectName("private_label")
        self.leave_button = make_button("private_leave_button", "secondary")
        self.leave_button.clicked.connect(self.leave_requested)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self.label, 1)
        self._row.addWidget(self.leave_button, 0, Qt.AlignmentFlag.AlignVCenter)
        theme.follow(self)
        self.hide()

    def set_on(self, *, on: bool) -> None:
        """Show the line, and let a screen reader say it; or hide it."""
        self.setVisible(on)
        if on:
            announce(self, self.words())

    def words(self) -> str:
        """What the line says."""
        return self.tr(
            "Private: nothing of this is written to the disk. It is gone when you leave."
        )

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(self.leave_button.sizeHint().width(), hint.height())

    def retranslate(self) -> None:
        self.label.setText(self.words())
        self.leave_button.setText(self.tr("Leave…"))
        self.leave_button.setAccessibleName(self.tr("Leave the private conversation"))
        tip = self.tr("Forget what is private and go on with the other conversations")
        set_tip(self.leave_button, tip)

    def apply_theme(self) -> None:
        px = self._theme.px
        self._row.setContentsMargins(px(13), px(5), px(13), px(5))
        self._row.setSpacing(px(10))
        ratio = self.devicePixelRatioF()
        self._icon.setPixmap(self._theme.pixmap("lock", "accent", px(ICON), ratio))
