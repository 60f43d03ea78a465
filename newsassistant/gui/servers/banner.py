"""The line above a conversation that says where its texts go, for as long as it is open."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from newsassistant.gui.look.plain_text import PlainLabel, set_tip
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.servers.words import Where, banner_words
from newsassistant.gui.widgets.basics import announce, make_button, make_label

ICON = 16  # px


class PlaceBanner(QFrame):
    """Hidden while the conversation and the model are on this computer; main thread."""

    new_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._where: Where = ""
        self._host = ""
        self.setObjectName("place_banner")
        self.setProperty("role", "header")
        self._icon = PlainLabel()
        self.label = make_label("warning", wraps=True)
        self.label.setObjectName("place_label")
        self.new_button = make_button("place_new_button", "secondary")
        self.new_button.clicked.connect(self.new_requested)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self.label, 1)
        self._row.addWidget(self.new_button, 0, Qt.AlignmentFlag.AlignVCenter)
        theme.follow(self)
        self.hide()

    def show_place(self, where: Where, host: str) -> None:
        """Say where the conversation is; a reader hears what is new."""
        if (where, host) == (self._where, self._host):
            return
        self._where, self._host = where, host
        self.new_button.setVisible(where in ("left", "stays"))
        self.retranslate()
        self.setVisible(bool(where))
        if where:
            announce(self, self.words())

    def words(self) -> str:
        """What the line says; "" for nothing."""
        return banner_words(self._where, self._host)

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(self.new_button.sizeHint().width(), hint.height())

    def retranslate(self) -> None:
        self.label.setText(self.words())
        self.setAccessibleName(self.words())
        self.new_button.setText(self.tr("New conversation"))
        set_tip(
            self.new_button,
            self.tr("Begin a conversation about this article with the model that is chosen now"),
        )

    def apply_theme(self) -> None:
        px = self._theme.px
        self._row.setContentsMargins(px(16), px(7), px(16), px(7))
        self._row.setSpacing(px(8))
        ratio = self.devicePixelRatioF()
        self._icon.setPixmap(self._theme.pixmap("warning", "warning", px(ICON), ratio))
