"""Shows how much of the model's room an article takes: words or characters, and a thin bar."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from newsassistant.core.types import Measured
from newsassistant.gui.article.length_words import Length
from newsassistant.gui.look.plain_text import PlainLabel, set_tip
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import restyle
from newsassistant.gui.widgets.progress_bar import ProgressBar

MIN_WIDTH, MAX_WIDTH = 90, 108  # px


class TokenMeter(QWidget):
    """The meter `article_meter`; main thread."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._measured: Measured | None = None
        self._length: Length | None = None
        self._pending = False
        self.setObjectName("article_meter")
        self._label = PlainLabel(self)
        self._label.setProperty("role", "muted")
        self._bar = ProgressBar(theme, self)
        self._bar.setFixedHeight(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addStretch(1)
        column.addWidget(self._label)
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

    def retranslate(self) -> None:
        self._label.setText(self._words())
        self._take_room()
        self._bar.show_progress(self._fill(), 1000)  # permille: the signal is 32 bit
        state = "warning" if self.too_long() else ""
        restyle(self._bar, "state", state)
        restyle(self._label, "role", "warning" if state else "muted")
        name = self.tr("Article length: {0}").format(self._words())
        self.setAccessibleName(name)
        self._bar.setAccessibleName(name)
        tip = self.tr(
            "The first number is the article, the second about what this model can read. It "
            "counts in tokens, the pieces of words that it reads."
        )
        set_tip(self, f"{tip}\n{self._in_tokens()}".strip())

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
        self._label.setFont(self._theme.font("secondary"))
        self._take_room()

    def _take_room(self) -> None:
        """In a wide face the numbers need more than the meter has as it is drawn."""
        words = self._label.sizeHint().width()
        self.setMinimumWidth(max(self._theme.px(MIN_WIDTH), words))
        self.setMaximumWidth(max(self._theme.px(MAX_WIDTH), words))
