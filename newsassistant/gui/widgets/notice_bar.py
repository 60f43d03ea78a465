"""A line that says what has just happened, with one way to take it back if there is one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QWidget

from newsassistant.gui.look.plain_text import PlainLabel, set_tip
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import announce


class NoticeBar(QFrame):
    """Hidden until `show_notice`; stays until it is used or closed."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._undo: Callable[[], None] | None = None
        self._verb = ""
        self.setObjectName("notice_bar")
        self.label = PlainLabel()
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
        self._grid = QGridLayout(self)
        self._grid.setColumnStretch(0, 1)
        self._grid.addWidget(self.label, 0, 0)
        self._grid.addWidget(self.close_button, 0, 2)
        self._is_folded: bool | None = None
        theme.follow(self)
        self.hide()

    def show_notice(
        self,
        text: str,
        undo: Callable[[], None] | None = None,
        *,
        verb: str = "",
        icon: str = "refresh",
    ) -> None:
        """Say `text`; the button calls `undo` and hides the bar, None shows no button.

        `verb` is what the button says where it takes nothing back, with that `icon`.
        """
        self._undo, self._verb = undo, verb
        self._theme.set_icon(self.undo_button, icon if verb else "undo", "text")
        self.retranslate()
        self.undo_button.setVisible(undo is not None)
        self._lay_out()
        self.label.setText(text)
        self.show()
        announce(self, text)

    def forget(self) -> None:
        """Hide the line with what it said."""
        self.hide()
        self._undo = None
        self.label.setText("")

    def retranslate(self) -> None:
        """Put the buttons in the current language; the sentence passes with its occasion."""
        back = self.tr("Show the article again that was put aside")
        self.undo_button.setText(self._verb or self.tr("Bring it back"))
        set_tip(self.undo_button, "" if self._verb else back)
        self.close_button.setAccessibleName(self.tr("Close this line"))
        set_tip(self.close_button, self.tr("Close this line"))

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        margins = self._grid.contentsMargins()
        button = self.undo_button.sizeHint().width() + margins.left() + margins.right()
        return QSize(min(hint.width(), button), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        """The button stands below the sentence where it would take more than half of the line."""
        margins = self._grid.contentsMargins()
        room = self.width() - margins.left() - margins.right() - self.close_button.width()
        folded = self.undo_button.sizeHint().width() > room // 2
        if folded != self._is_folded:
            self._is_folded = folded
            self._grid.removeWidget(self.undo_button)
            right = Qt.AlignmentFlag.AlignRight
            if folded:
                self._grid.addWidget(self.undo_button, 1, 0, 1, 3, right)
            else:
                self._grid.addWidget(self.undo_button, 0, 1)

    def apply_theme(self) -> None:
        px = self._theme.px
        self._grid.setContentsMargins(px(16), px(8), px(16), px(8))
        self._grid.setSpacing(px(8))
        self._lay_out()

    def _take_back(self) -> None:
        undo, self._undo = self._undo, None
        self.hide()
        if undo is not None:
            undo()
