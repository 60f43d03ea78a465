"""The scrolling column of messages: follows the newest text only if the reader is there already."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QPushButton, QWidget
from shiboken6 import isValid

from newsassistant.gui.look.plain_text import set_tip
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.scroll_column import FollowingColumn

SETTLE_MS = 500


class Transcript(FollowingColumn):
    """Messages from the top down; main thread."""

    earlier_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._kept_from_end: int | None = None
        # New rows on top get their height in several steps; a pause in them is the end.
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLE_MS)
        self._settled.timeout.connect(self._end_prepend)
        self._revealed: QWidget | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._show_revealed)
        self._earlier = QPushButton(self.widget())
        self._earlier.setObjectName("earlier_button")
        self._earlier.setProperty("role", "secondary")
        self._earlier.clicked.connect(self.earlier_requested)
        self._earlier.hide()
        self.column.addWidget(self._earlier, 0, Qt.AlignmentFlag.AlignHCenter)
        self.column.addStretch(1)
        self.new_text = QPushButton(self)
        self.new_text.setObjectName("new_text_button")
        self.new_text.setProperty("role", "floating")
        self.new_text.clicked.connect(self.follow)
        self.new_text.hide()
        theme.follow(self)

    def note_new_text(self) -> None:
        """Text was added at the end: offer the way to it if the reader is elsewhere."""
        if not self.is_following() and not self.new_text.isVisible():
            self.new_text.show()
            self.new_text.raise_()
            self._place_button()

    def append(self, widget: QWidget) -> None:
        """Add a message at the end."""
        self.column.insertWidget(self.column.count() - 1, widget)

    def prepend(self, widgets: list[QWidget]) -> None:
        """Add older messages on top; what the reader looks at stays where it is."""
        bar = self.verticalScrollBar()
        self._kept_from_end = bar.maximum() - bar.value()
        for place, widget in enumerate(widgets):
            self.column.insertWidget(1 + place, widget)
        self._settled.start()

    def reveal(self, widget: QWidget) -> None:
        """Scroll to a message that was added just now, once all have their places."""
        self._revealed = widget
        self._soon.start()

    def _show_revealed(self) -> None:
        widget, self._revealed = self._revealed, None
        content = self.widget()
        if content is not None and widget is not None and isValid(widget):
            if not content.isAncestorOf(widget):
                return  # others are shown meanwhile
            top = widget.mapTo(content, QPoint(0, 0)).y()
            self.ensureVisible(0, top, 0, min(widget.height(), self.viewport().height()) // 2)

    def set_earlier(self, count: int) -> None:
        """How many older messages are not shown; 0 hides the button."""
        self._earlier.setVisible(count > 0)

    def retranslate(self) -> None:
        self._earlier.setText(self.tr("Show earlier messages"))
        self.new_text.setText(self.tr("New text below"))
        self.new_text.setAccessibleName(self.tr("Go to the new text below"))
        set_tip(self.new_text, self.tr("Go to the new text below"))
        self.setAccessibleName(self.tr("Conversation"))
        self._place_button()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_button()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._end_prepend()  # the reader decides
        super().wheelEvent(event)

    def _scrolled(self, value: int) -> None:
        super()._scrolled(value)
        if self.is_following():
            self.new_text.hide()

    def _grown(self, minimum: int, maximum: int) -> None:
        if self._kept_from_end is None:
            super()._grown(minimum, maximum)
        else:
            self.verticalScrollBar().setValue(maximum - self._kept_from_end)
            self._settled.start()

    def _end_prepend(self) -> None:
        self._kept_from_end = None

    def _place_button(self) -> None:
        size = self.new_text.sizeHint()
        x = (self.viewport().width() - size.width()) // 2
        y = self.viewport().height() - size.height() - self._theme.px(10)
        self.new_text.setGeometry(x, y, size.width(), size.height())

    def apply_theme(self) -> None:
        px = self._theme.px
        self.column.setContentsMargins(px(22), px(18), px(22), px(12))
        self.column.setSpacing(px(16))
        self._theme.set_icon(self.new_text, "chevron-down", "accent")
        self._place_button()
