"""A line that says what has just happened, with one way to take it back if there is one.

Knows nothing of what happened; the caller gives the words and the way back.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from newsassistant.gui.announce import announce
from newsassistant.gui.theme import Theme


class NoticeBar(QFrame):
    """Hidden until `show_notice`; stays until it is used or closed. Main thread only."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._undo: Callable[[], None] | None = None
        self._verb = ""
        self.setObjectName("notice_bar")
        self.label = QLabel()
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.undo_button, self.close_button = QPushButton(), QPushButton()
        self.undo_button.setObjectName("notice_undo_button")
        self.undo_button.setProperty("role", "secondary")
        self.close_button.setObjectName("notice_close_button")
        self.close_button.setProperty("role", "icon")
        theme.set_icon(self.undo_button, "undo", "text")
        theme.set_icon(self.close_button, "close")
        self.undo_button.clicked.connect(self._take_back)
        self.close_button.clicked.connect(self.hide)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.label, 1)
        self._row.addWidget(self.undo_button)
        self._row.addWidget(self.close_button)
        theme.changed.connect(self._resize)
        self._resize()
        self.retranslate()
        self.hide()

    def show_notice(
        self, text: str, undo: Callable[[], None] | None = None, *, verb: str = ""
    ) -> None:
        """Say `text`; the button calls `undo` and hides the bar, None shows no button.

        `verb` is what the button says where it takes nothing back.
        """
        self._undo, self._verb = undo, verb
        self._theme.set_icon(self.undo_button, "refresh" if verb else "undo", "text")
        self.retranslate()
        self.undo_button.setVisible(undo is not None)
        self.label.setText(text)
        self.show()
        announce(self, text)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Put the buttons in the current language; the sentence passes with its occasion."""
        back = self.tr("Show the article again that was put aside")
        self.undo_button.setText(self._verb or self.tr("Bring it back"))
        self.undo_button.setToolTip("" if self._verb else back)
        self.close_button.setAccessibleName(self.tr("Close this line"))
        self.close_button.setToolTip(self.tr("Close this line"))

    def _resize(self) -> None:
        px = self._theme.px
        self._row.setContentsMargins(px(16), px(8), px(16), px(8))
        self._row.setSpacing(px(8))

    def _take_back(self) -> None:
        undo, self._undo = self._undo, None
        self.hide()
        if undo is not None:
            undo()
