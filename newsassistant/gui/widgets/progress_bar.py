"""A thin bar without words: how far something is, or that nobody knows how far."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar, QWidget

from newsassistant.gui.look.theme import Theme


class ProgressBar(QProgressBar):
    """Called "Progress" unless its owner has a better name for it; main thread."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._done, self._total = 0, 1
        self.setProperty("role", "meter")
        self.setTextVisible(False)
        theme.follow(self)

    def show_progress(self, done: int, total: int) -> None:
        """So much of so much is done; where `total` is 0, not known, the bar moves without end.

        Who wants no motion sees it empty then: the words beside it say what is going on.
        """
        self._done, self._total = done, total
        still = total == 0 and self._theme.is_still
        self.setRange(0, 1 if still else total)
        self.setValue(0 if still else min(done, total))

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Progress"))

    def apply_theme(self) -> None:
        self.show_progress(self._done, self._total)
