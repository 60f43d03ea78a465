"""A dialog of cards: heading, note, the job that is going on, what went wrong, cards, buttons."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from newsassistant.core.errors import NewsAssistantError
from newsassistant.gui.cards.strip import JobStrip, JobView
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import announce, discard, make_button, make_label
from newsassistant.gui.widgets.error_block import ErrorBlock
from newsassistant.gui.widgets.reading_order import put_in_order
from newsassistant.gui.widgets.scroll_column import ScrollColumn


class CardDialog(QDialog):
    """Stays usable while a job runs; closing it does not end the job."""

    import_requested = Signal()
    SIZE = (640, 620)  # px, and the least that it may be made
    LEAST = (520, 420)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: list[QWidget] = []
        self.setObjectName(name)
        self.job = JobStrip(theme)
        self.error = ErrorBlock(theme)
        self.heading, self.note = make_label("heading"), make_label("muted", wraps=True)
        self.import_button = make_button("import_button", "secondary")
        self.import_button.clicked.connect(self.import_requested)
        self.close_button = make_button("close_button", "primary")
        self.close_button.clicked.connect(self.accept)
        self._scroll = ScrollColumn()
        self._list = self._scroll.column  # the cards, a stretch, and what follows it
        self._list.addStretch(1)
        self._failure, self._foot = QHBoxLayout(), QHBoxLayout()
        self._column = QVBoxLayout(self)
        self._lay_out()

    def _lay_out(self) -> None:
        self._failure.addWidget(self.error, 1)
        self._foot.addWidget(self.import_button)
        self._foot.addStretch(1)
        self._foot.addWidget(self.close_button)
        for part in (self.heading, self.note, self.job):
            self._column.addWidget(part)
        self._column.addLayout(self._failure)
        self._column.addWidget(self._scroll, 1)
        self._column.addLayout(self._foot)

    def _show_all(self) -> None:
        """The end of each constructor: sizes, words and cards, now and whenever they change."""
        self.set_error(None)
        self._theme.follow(self)
        self.resize(self._theme.px(self.SIZE[0]), self._theme.px(self.SIZE[1]))

    # --- what those that inherit give -----------------------------------------------------------

    def _cards(self) -> Iterable[QWidget]:
        """All cards and titles from top to bottom, made anew."""
        raise NotImplementedError

    def _usual_words(self) -> str:
        """The note while there is nothing to tell."""
        raise NotImplementedError

    def retranslate(self) -> None:
        raise NotImplementedError

    # --- what it is told ------------------------------------------------------------------------

    def set_job(self, job: JobView | None) -> None:
        """What is going on; None takes the strip away."""
        changed = (job is None) is not (self.job.view is None)
        self.job.set_job(job)
        self.import_button.setEnabled(job is None)
        if changed:
            self._fill()

    def set_error(self, error: NewsAssistantError | None) -> None:
        """Say what went wrong; None takes it away."""
        self.error.tell(error)

    def say(self, words: str) -> None:
        """A sentence on what has just ended, also for screen readers; "" for the usual one."""
        self.note.setText(words or self._usual_words())
        if words:
            announce(self, words)

    # --- inside ---------------------------------------------------------------------------------

    def _fill(self) -> None:
        """All cards anew; the focus stays where it was."""
        buttons = self.findChildren(QPushButton)
        name = next((button.objectName() for button in buttons if button.hasFocus()), "")
        for part in self._shown:
            self._list.removeWidget(part)
            discard(part)
        self._shown = list(self._cards())
        for place, part in enumerate(self._shown):
            self._list.insertWidget(place, part)
        put_in_order(self)
        self._focus_again(name)

    def _focus_again(self, name: str) -> None:
        """The focus was on the button `name`, "" if on none."""
        again = self._scroll.findChild(QPushButton, name) if name else None
        if again is not None and again.isEnabled():
            again.setFocus()

    def apply_theme(self) -> None:
        px = self._theme.px
        self.setMinimumSize(px(self.LEAST[0]), px(self.LEAST[1]))
        self._column.setContentsMargins(px(24), px(20), px(24), px(16))
        self._column.setSpacing(px(12))
        self._list.setSpacing(px(8))
        self._fill()
