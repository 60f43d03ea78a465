"""A line above the article: what is being read or fetched, *Cancel*; then what was left out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from newsassistant.core.messages.reading import warning
from newsassistant.gui.look.labels import interface_language
from newsassistant.gui.look.plain_text import one_line, set_tip
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import elided
from newsassistant.gui.widgets.notice_bar import NoticeBar

LEAST_NAME = 4  # em: of names that are longer than their room the ends are shown


class ReadingBar(NoticeBar):
    """`reading_bar`: hidden while there is nothing to tell; main thread."""

    stop_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._name = ""
        self._fetched = False
        self._warnings: tuple[str, ...] = ()
        super().__init__(theme, parent)
        self.setObjectName("reading_bar")
        self.label.setObjectName("reading_label")
        self.undo_button.setObjectName("stop_reading_button")
        self.close_button.setObjectName("reading_close_button")
        self.close_button.clicked.connect(self.clear)

    def set_name(self, name: str, *, fetched: bool = False) -> None:
        """The file that is being read or the host that sends a page, "" for none."""
        if (name, fetched) != (self._name, self._fetched):
            self._name, self._fetched = name, fetched
            set_tip(self.label, name)
            self._show_line()

    def set_warnings(self, codes: Sequence[str]) -> None:
        """What has to be said of the article that was read, by codes of `READING_WARNINGS`."""
        self._warnings = tuple(codes)
        self._show_line()

    def clear(self) -> None:
        """There is nothing to say of the article any more."""
        if self._warnings:
            self.set_warnings(())

    def retranslate(self) -> None:
        self._verb = self.tr("Cancel")
        super().retranslate()
        set_tip(self.undo_button, self.tr("Stop reading; the present article stays (Esc)"))
        self.label.setText(self._words())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._name:
            self.label.setText(self._words())

    def _show_line(self) -> None:
        words = self._words()
        if not words:
            self.hide()
            return
        stop = self.stop_requested.emit if self._name else None
        self.label.setProperty("role", "" if self._name else "warning")
        self.label.style().polish(self.label)
        self.show_notice(words, stop, verb=self.tr("Cancel"))
        self._theme.set_icon(self.undo_button, "stop", "text")
        self.close_button.setVisible(not self._name)

    def _room(self) -> int:
        """The width that is left for the sentence; before the bar is shown, what it will have."""
        around = self.parentWidget()
        wide = self.width() if around is None else around.width()
        margins = self._grid.contentsMargins()
        beside = self.undo_button.sizeHint().width() + 2 * self._grid.horizontalSpacing()
        return wide - margins.left() - margins.right() - beside

    def _words(self) -> str:
        if self._name:
            metrics, words = self.label.fontMetrics(), self.tr("Reading {0}…")
            if self._fetched:
                words = self.tr("Fetching a page from {0}…")
            least = LEAST_NAME * metrics.horizontalAdvance("m")
            room = max(least, self._room() - metrics.horizontalAdvance(words))
            name = elided(metrics, one_line(self._name), room, Qt.TextElideMode.ElideMiddle)
            return words.format(name)
        language = interface_language()
        gap = "" if language == "zh" else " "
        return gap.join(warning(code, language) for code in self._warnings)
