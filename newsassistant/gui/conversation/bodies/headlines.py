"""Several headlines to choose from, one a row, each with its length against the desk's limit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from newsassistant.gui.conversation.bodies.body import Body, Entry
from newsassistant.gui.conversation.bodies.limits import HeadlineLimits
from newsassistant.gui.look.flavours import copy, unmarked
from newsassistant.gui.look.plain_text import set_tip
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import announce, discard, make_button, make_label, restyle
from newsassistant.gui.widgets.reading_order import put_in_order
from newsassistant.gui.widgets.text_view import TextView
from newsassistant.text.articles.article import language_of
from newsassistant.text.prompts.headlines import headline_length, headlines

if TYPE_CHECKING:
    from newsassistant.evidence.reading.spans import Span

COPIED_MS = 1500


class HeadlinesBody(Body):
    """`headlines_body`; main thread."""

    def __init__(self, theme: Theme, limits: HeadlineLimits, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._limits = limits
        self._rows: list[HeadlineRow] = []
        self.setObjectName("headlines_body")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        limits.changed.connect(self.retranslate)
        theme.follow(self)

    def rows(self) -> list[HeadlineRow]:
        """What is shown, from top to bottom."""
        return list(self._rows)

    def views(self) -> list[TextView]:
        return [row.view for row in self._rows]

    def set_places(self, places: Sequence[Span | None]) -> None:
        """A headline is of the whole article: where most of it comes from says little."""

    def entries(self) -> Sequence[Entry]:
        row = next((row for row in self._rows if row.holds_focus()), None)
        if row is None:
            return ()
        title = row.text()
        return (
            (self.tr("Copy this headline"), row.copy_button.click),
            (self.tr("Use as the conversation's title"), lambda: self.title_wanted.emit(title)),
        )

    def _show(self, text: str, *, ended: bool) -> bool:
        found = headlines(text, ended=ended)
        before = len(self._rows)
        while len(self._rows) > len(found):
            discard(self._rows.pop())
        for number, headline in enumerate(found):
            if number == len(self._rows):
                row = HeadlineRow(self._theme, self._limits, number + 1, self)
                self._rows.append(row)
                self._column.addWidget(row)
            earlier = found.index(headline)
            self._rows[number].set_headline(headline, earlier + 1 if earlier < number else None)
        if len(found) > before and self.window().isVisible():
            put_in_order(self)  # else that is done once the card has its place
        return bool(found)

    def _shown(self) -> list[str]:
        return [row.text() for row in self._rows]

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Headlines"))
        for row in self._rows:
            row.retranslate()

    def apply_theme(self) -> None:
        self._column.setSpacing(self._theme.px(6))


class HeadlineRow(QWidget):
    """One of them: its number, its words, its length, a button that copies it."""

    def __init__(self, theme: Theme, limits: HeadlineLimits, number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._limits = limits
        self._number = number
        self._text = ""
        self._same_as: int | None = None
        self._label = make_label("muted", str(number), self)
        self.view = TextView(theme, self)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)  # the card's is shown
        self.counter = make_label("muted", parent=self, wraps=True)
        self.counter.setObjectName("headline_length")
        self.copy_button = make_button("copy_headline_button", "icon")
        self.copy_button.clicked.connect(self._copy)
        theme.set_icon(self.copy_button, "copy")
        self._copied = QTimer(self)
        self._copied.setSingleShot(True)
        self._copied.setInterval(COPIED_MS)
        self._copied.timeout.connect(lambda: theme.set_icon(self.copy_button, "copy"))
        words = self._words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.view)
        words.addWidget(self.counter)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self._label, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addLayout(words, 1)
        self._row.addWidget(self.copy_button, 0, Qt.AlignmentFlag.AlignTop)
        theme.follow(self)

    def text(self) -> str:
        """The headline."""
        return self._text

    def holds_focus(self) -> bool:
        """True where the keys are in its words or on its button."""
        return self.view.hasFocus() or self.copy_button.hasFocus()

    def set_headline(self, text: str, same_as: int | None) -> None:
        """Show a headline, or more of it; `same_as` is the number of a row that has it already."""
        if text == self._text and same_as == self._same_as:
            return
        if text != self._text:
            self._text = text
            self.view.set_plain(text)
        self._same_as = same_as
        self.retranslate()

    def retranslate(self) -> None:
        words, over = self._length_words()
        if self._same_as is not None:
            words += " · " + self.tr("the same as {0}").format(self._same_as)
        self.counter.setText(words)
        restyle(self.counter, "role", "warning" if over else "muted")
        name = self.tr("Headline {0}").format(self._number)
        self.view.setAccessibleName(name)
        self.view.setAccessibleDescription(words)
        said = self.tr("Copy headline {0}").format(self._number)
        self.copy_button.setAccessibleName(said)
        self.copy_button.setAccessibleDescription(self._text)
        set_tip(self.copy_button, said)

    def _length_words(self) -> tuple[str, bool]:
        """Its length, and whether that is more than the desk allows."""
        language = language_of(self._text)
        length, limit = headline_length(self._text, language), self._limits.of(language)
        if not limit:
            return self.tr("{0} characters").format(f"{length:g}"), False
        if length <= limit:
            return self.tr("{0} of {1} characters").format(f"{length:g}", limit), False
        words = self.tr("{0} of {1} characters: {2} too many")
        return words.format(f"{length:g}", limit, f"{length - limit:g}"), True

    def _copy(self) -> None:
        copy(unmarked(self._text))
        self._theme.set_icon(self.copy_button, "check")
        self._copied.start()
        announce(self, self.tr("Headline {0} was copied").format(self._number))

    def apply_theme(self) -> None:
        px = self._theme.px
        self._row.setSpacing(px(8))
        self._label.setFixedWidth(px(16))
        self._label.setContentsMargins(0, px(6), 0, 0)
        self._words.setContentsMargins(0, px(4), 0, 0)
