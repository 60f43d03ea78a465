"""Shows how much of the model's room an article takes, and how much of it was read ahead."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from newsassistant.core.types import Measured
from newsassistant.gui.article.length_words import Length
from newsassistant.gui.look.plain_text import PlainLabel, set_tip
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import restyle
from newsassistant.gui.widgets.progress_bar import ProgressBar

MIN_WIDTH, MAX_WIDTH, GAP = 90, 108, 10  # px
READY = 1000  # permille


class TokenMeter(QWidget):
    """The meter `article_meter`; main thread."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._measured: Measured | None = None
        self._length: Length | None = None
        self._pending = False
        self._read: int | None = None
        self.setObjectName("article_meter")
        self._label, self._read_label = PlainLabel(self), PlainLabel(self)
        for label in (self._label, self._read_label):
            label.setProperty("role", "muted")
        self._read_label.setObjectName("article_read_label")
        self._bar = ProgressBar(theme, self)
        self._bar.setFixedHeight(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addStretch(1)
        self._row = QHBoxLayout()
        self._row.addWidget(self._label)
        self._row.addWidget(self._read_label)
        self._row.addStretch(1)
        column.addLayout(self._row)
        column.addWidget(self._bar)
        column.addStretch(1)
        theme.follow(self)

    def text(self) -> str:
        """The words as shown, for example "310 of 4,700 words"."""
        return self._label.text()

    def permille(self) -> int:
        """How full the bar is, 0 to 1000."""
        return self._bar.value()

    def too_long(self) -> bool:
        """True when the article does not fit."""
        return self._measured is not None and self._measured.tokens > self._measured.room

    def set_measured(
        self, measured: Measured | None, length: Length | None = None, *, pending: bool = False
    ) -> None:
        """Show a count, `length` of the same article; None shows none.

        `pending` says that one is being made.
        """
        self._measured, self._length = measured, length
        self._pending = pending
        self.retranslate()

    def set_read(self, permille: int | None) -> None:
        """Show how much of the article the model has read ahead, 1000: all; None shows nothing."""
        if permille != self._read:
            self._read = permille
            self._show_read()

    def read_words(self) -> str:
        """For example "read 62 %", "ready" when all is read, "" where nothing is."""
        if self._read is None or self._measured is None:
            return ""
        if self._read >= READY:
            return self.tr("ready")
        return self.tr("read {0} %").format(self._read // 10)

    def retranslate(self) -> None:
        self._label.setText(self._words())
        self._show_read()
        self._bar.show_progress(self._fill(), 1000)  # permille: the signal is 32 bit
        state = "warning" if self.too_long() else ""
        restyle(self._bar, "state", state)
        restyle(self._label, "role", "warning" if state else "muted")

    def _show_read(self) -> None:
        self._read_label.setText(self.read_words())
        self._take_room()
        name = self.tr("Article length: {0}").format(self._words())
        name = ", ".join(filter(None, (name, self.read_words())))
        self.setAccessibleName(name)
        self._bar.setAccessibleName(name)
        tips = [
            self.tr(
                "The first number is the article, the second about what this model can read. It "
                "counts in tokens, the pieces of words that it reads."
            ),
            self._in_tokens(),
        ]
        if self._measured is not None and self._measured.estimated:
            tips.append(
                self.tr(
                    "This is an estimate, rather too long: the server that answers is not asked "
                    "before you press Summarise or Send."
                )
            )
        if self.read_words():
            tips.append(
                self.tr(
                    "The article is read while you look at it: the first words of an answer then "
                    "come sooner."
                )
            )
        set_tip(self, "\n".join(filter(None, tips)))

    def _words(self) -> str:
        if self._measured is None:
            return self.tr("Counting…") if self._pending else self.tr("No article")
        return self._length.share_words() if self._length else self._in_tokens()

    def _in_tokens(self) -> str:
        if self._measured is None:
            return ""
        tokens, room = f"{self._measured.tokens:,}", f"{self._measured.room:,}"
        return self.tr("{0} of {1} tokens").format(tokens, room)

    def _fill(self) -> int:
        if self._measured is None or self._measured.room <= 0:
            return 0
        return min(1000, 1000 * self._measured.tokens // self._measured.room)

    def apply_theme(self) -> None:
        for label in (self._label, self._read_label):
            label.setFont(self._theme.font("secondary"))
        self._row.setSpacing(self._theme.px(GAP))
        self._take_room()

    def _take_room(self) -> None:
        """In a wide face the numbers need more than the meter has as it is drawn."""
        words = self._label.sizeHint().width()
        self.setMinimumWidth(max(self._theme.px(MIN_WIDTH), words))
        self._bar.setMaximumWidth(max(self._theme.px(MAX_WIDTH), words))
        self.setMaximumWidth(max(self._bar.maximumWidth(), self._wanted()))
        self.updateGeometry()
        self._spare_read()

    def _wanted(self) -> int:
        """The room for all words; the same while the percentage grows."""
        letters = self._read_label.fontMetrics().horizontalAdvance
        widest = self.tr("read {0} %").format(100)
        read = self._row.spacing() + letters(widest) if self.read_words() else 0
        return self._label.sizeHint().width() + read

    def _spare_read(self) -> None:
        """Where there is no room for both the length stays; the tip says the rest."""
        shown = bool(self.read_words()) and self.width() >= self._wanted()
        self._read_label.setVisible(shown)

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(self._wanted(), 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._spare_read()
