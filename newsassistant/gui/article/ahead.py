"""Tells the model what to read while nobody asks: the article on the desk, for what comes next.

Main thread only.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from newsassistant.core.types import Article, Reads
from newsassistant.gui.article.desk import ArticleDesk
from newsassistant.gui.article.panel import ArticlePanel

PAUSE_MS = 300
"""Behind the last change: who types on would only have beginnings read."""

Expect = Callable[[Article | None, str, Reads], None]


class ReadAheadDesk(QObject):
    """While the focus is in `question_box` a question is expected, else the chosen summary."""

    def __init__(
        self, panel: ArticlePanel, desk: ArticleDesk, question_box: QWidget, expect: Expect
    ) -> None:
        """`expect` is `ChatService.expect`."""
        super().__init__(panel)
        self._panel = panel
        self._desk = desk
        self._box = question_box
        self._expect = expect
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.look)
        desk.measured.connect(self._take_measured)
        panel.presets.currentIndexChanged.connect(self.look)
        question_box.installEventFilter(self)

    def look(self) -> None:
        """Expect what would be asked now; nothing while the article's length is not known."""
        if self._timer.isActive():
            return
        article = self._desk.article if self._desk.is_measured() else None
        preset = "" if self._box.hasFocus() else self._panel.preset()
        self._expect(article, preset, self._desk.readable())

    def _take_measured(self) -> None:
        if self._desk.is_measured():
            self._timer.start()
        else:
            self._timer.stop()
            self._expect(None, "", None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            QTimer.singleShot(0, self, self.look)
        return False
