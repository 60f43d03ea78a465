"""A line above an article of which it is not certain how its file was written, with *Read as …*."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QMenu, QPushButton, QWidget

from newsassistant.gui.look.plain_text import PlainLabel, set_tip
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.opening.encoding_words import encoding_label, reading_words
from newsassistant.gui.widgets.basics import announce
from newsassistant.text.articles.encodings import ENCODINGS, Decoded


class EncodingBar(QFrame):
    """`encoding_bar`: hidden until `show_reading`; main thread."""

    read_as = Signal(str)  # one of ENCODINGS

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._decoded: Decoded | None = None
        self._folded: bool | None = None
        self.setObjectName("encoding_bar")
        self.label = PlainLabel()
        self.label.setObjectName("encoding_label")
        self.label.setProperty("role", "warning")
        self.label.setWordWrap(True)
        self.button, self.close_button = QPushButton(), QPushButton()
        self.button.setObjectName("read_as_button")
        self.button.setProperty("role", "secondary")
        self.close_button.setObjectName("encoding_close_button")
        self.close_button.setProperty("role", "icon")
        theme.set_icon(self.close_button, "close")
        self.close_button.clicked.connect(self.clear)
        self.menu = QMenu(self)
        self._choices: dict[str, QAction] = {}
        self._add_choices()
        self.button.setMenu(self.menu)
        self._grid = QGridLayout(self)
        self._grid.setColumnStretch(0, 1)
        self._grid.addWidget(self.label, 0, 0)
        self._grid.addWidget(self.close_button, 0, 2)
        theme.follow(self)
        self.hide()

    def show_reading(self, decoded: Decoded) -> None:
        """Say how a file was read; the text itself is not kept."""
        self._decoded = Decoded("", decoded.encoding, decoded.certain, decoded.damaged)
        self.retranslate()
        self.show()
        announce(self, self.label.text())

    def clear(self) -> None:
        """There is nothing to tell any more."""
        self._decoded = None
        self.hide()

    def retranslate(self) -> None:
        self.button.setText(self.tr("Read as…"))
        self.button.setAccessibleName(self.tr("Read the file in another encoding"))
        set_tip(self.button, self.tr("Read the file in another encoding"))
        self.close_button.setAccessibleName(self.tr("Close this line"))
        set_tip(self.close_button, self.tr("Close this line"))
        for encoding, action in self._choices.items():
            action.setText(encoding_label(encoding))
            action.setChecked(self._decoded is not None and encoding == self._decoded.encoding)
        if self._decoded is not None:
            self.label.setText(reading_words(self._decoded))
        self._lay_out()

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        margins = self._grid.contentsMargins()
        button = self.button.sizeHint().width() + margins.left() + margins.right()
        return QSize(min(hint.width(), button), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _add_choices(self) -> None:
        group = QActionGroup(self)
        for encoding in ENCODINGS:
            action = self.menu.addAction("")
            action.setCheckable(True)
            group.addAction(action)
            action.triggered.connect(self._choice(encoding))
            self._choices[encoding] = action

    def _choice(self, encoding: str) -> Callable[[], None]:
        return lambda *_: self.read_as.emit(encoding)

    def _lay_out(self) -> None:
        """The button stands below the sentence where it would take more than half of the line."""
        margins = self._grid.contentsMargins()
        room = self.width() - margins.left() - margins.right() - self.close_button.width()
        folded = self.button.sizeHint().width() > room // 2
        if folded == self._folded:
            return
        self._folded = folded
        self._grid.removeWidget(self.button)
        if folded:
            self._grid.addWidget(self.button, 1, 0, 1, 3, Qt.AlignmentFlag.AlignRight)
        else:
            self._grid.addWidget(self.button, 0, 1)

    def apply_theme(self) -> None:
        px = self._theme.px
        self._grid.setContentsMargins(px(16), px(8), px(16), px(8))
        self._grid.setSpacing(px(8))
        self._lay_out()
