"""The sheets of an article's quotes and facts: to look through, copy, find again and export."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from newsassistant.core.errors import NewsAssistantError
from newsassistant.gui.facts.entry_list import EntryList, Row
from newsassistant.gui.facts.entry_words import excerpt, place_words, speaker_line
from newsassistant.gui.look.plain_text import set_tip, set_title
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import announce, make_button, make_label
from newsassistant.gui.widgets.elided_label import ElidedLabel
from newsassistant.gui.widgets.error_block import ErrorBlock
from newsassistant.gui.widgets.placement import least_size
from newsassistant.gui.widgets.segmented import SegmentedChoice

if TYPE_CHECKING:
    from newsassistant.app.checking.entries import Entry

What = Literal["quotes", "facts"]

SIZE = (720, 620)  # px, and the least that it may be made
LEAST = (480, 380)
KINDS = ("", "number", "date", "name")


class EntrySheet(QDialog):
    """Of `quotes` or `facts`; knows nothing of where they come from. Main thread."""

    show_requested = Signal(object)  # Entry
    copy_requested = Signal(object)  # tuple[Entry, ...]
    export_requested = Signal(object)  # tuple[Entry, ...]

    def __init__(self, theme: Theme, what: What, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._what = what
        self._text = ""
        self._entries: Sequence[Entry] | None = None
        self._shown: list[Entry] = []
        self.setObjectName(f"{what}_dialog")
        self.setSizeGripEnabled(True)
        self.heading = make_label("heading")
        self.headline = ElidedLabel()
        self.headline.setProperty("role", "muted")
        self.note = make_label("hint", wraps=True)
        self.error = ErrorBlock(theme)
        self.kinds = SegmentedChoice(theme)
        self.kinds.setObjectName("facts_kind")
        self.kinds.setVisible(what == "facts")
        self.list = EntryList(theme)
        self.list.setObjectName(f"{what}_list")
        self.empty = make_label("hint", wraps=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.buttons = {
            name: self._button(name) for name in ("export", "copy_all", "copy", "show", "close")
        }
        self.buttons["show"].setProperty("role", "primary")
        self._lay_out()
        self._connect()
        theme.follow(self)
        self.resize(least_size(self, self._theme_size(SIZE)))
        self.error.tell(None)

    def _button(self, name: str) -> QPushButton:
        return make_button(f"{self._what}_{name}_button", "secondary")

    def _theme_size(self, size: tuple[int, int]) -> QSize:
        return QSize(self._theme.px(size[0]), self._theme.px(size[1]))

    def _lay_out(self) -> None:
        self._foot = QHBoxLayout()
        for name in ("export", "copy_all"):
            self._foot.addWidget(self.buttons[name])
        self._foot.addStretch(1)
        for name in ("close", "copy", "show"):
            self._foot.addWidget(self.buttons[name])
        self._column = QVBoxLayout(self)
        for part in (self.heading, self.headline, self.note, self.error):
            self._column.addWidget(part)
        self._column.addWidget(self.kinds, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self.list, 1)
        self._column.addWidget(self.empty, 1)
        self._column.addLayout(self._foot)

    def _connect(self) -> None:
        self.kinds.currentIndexChanged.connect(lambda _: self._fill())
        self.list.show_pressed.connect(self.buttons["show"].click)
        self.list.copy_pressed.connect(self.buttons["copy"].click)
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._show_possible())
        self.buttons["close"].clicked.connect(self.reject)
        self.buttons["show"].clicked.connect(self._ask_show)
        self.buttons["copy"].clicked.connect(lambda: self._copy(self.chosen()))
        self.buttons["copy_all"].clicked.connect(lambda: self._copy(tuple(self._shown)))
        self.buttons["export"].clicked.connect(
            lambda: self.export_requested.emit(tuple(self._shown))
        )

    # --- what it is told ------------------------------------------------------------------------

    def set_waiting(self, headline: str) -> None:
        """The article is being read; the rows come."""
        self._entries, self._text = None, ""
        self.headline.set_full_text(headline)
        self.error.tell(None)
        self._fill()

    def set_entries(self, entries: Sequence[Entry], text: str) -> None:
        """What there is, and the text of the article that it is from."""
        self._entries, self._text = entries, text
        self._fill()

    def set_error(self, error: NewsAssistantError | None) -> None:
        """Say what went wrong; None takes it away."""
        self.error.tell(error)

    def forget(self) -> None:
        """Keep nothing of any article."""
        self.set_waiting("")

    def entries(self) -> tuple[Entry, ...]:
        """The rows as they are shown."""
        return tuple(self._shown)

    def chosen(self) -> tuple[Entry, ...]:
        """The chosen ones, in order."""
        return tuple(self._shown[row] for row in self.list.chosen())

    # --- inside ---------------------------------------------------------------------------------

    def _fill(self) -> None:
        kind = str(self.kinds.currentData() or "")
        chosen = self.chosen() if self._shown else ()
        entries = self._entries or ()
        self._shown = [entry for entry in entries if not kind or entry.kind.value == kind]
        self.list.rows.set_rows([self._row(entry) for entry in self._shown])
        if self._shown:
            kept = (row for row, entry in enumerate(self._shown) if entry in chosen)
            self.list.choose(next(kept, 0))
        self.list.setVisible(bool(self._shown))
        self.empty.setVisible(not self._shown)
        self.empty.setText(self._empty_words())
        self._word_note()
        self._show_possible()

    def _row(self, entry: Entry) -> Row:
        place = place_words(entry)
        if self._what == "quotes":
            return Row(entry.text, speaker_line(entry), place, wraps=True)
        return Row(entry.text, excerpt(entry, self._text), place, wraps=False)

    def _copy(self, entries: tuple[Entry, ...]) -> None:
        if not entries:
            return
        self.copy_requested.emit(entries)
        words = self.tr("Copied: {0}").format(f"{len(entries):,}")
        self.note.setText(words)
        announce(self, words)

    def _ask_show(self) -> None:
        chosen = self.chosen()
        if chosen:
            self.show_requested.emit(chosen[0])

    def _show_possible(self) -> None:
        for name in ("show", "copy"):
            self.buttons[name].setEnabled(bool(self.list.chosen()))
        for name in ("copy_all", "export"):
            self.buttons[name].setEnabled(bool(self._shown))

    def _empty_words(self) -> str:
        if self._entries is None:
            return self.tr("The article is being read…")
        if self._what == "quotes":
            return self.tr("No direct quotes were recognised in this article.")
        return self.tr("Nothing of this kind was recognised in this article.")

    def _word_note(self) -> None:
        if self._what == "quotes":
            words = self.tr(
                "Every quote stands here letter by letter as in the article; who says it is taken "
                "from the words beside it."
            )
        else:
            words = self.tr("What was recognised of numbers, dates and names, as it is written.")
        self.note.setText(words)

    def retranslate(self) -> None:
        quotes = self._what == "quotes"
        title = self.tr("Quotes of the article") if quotes else self.tr("Facts of the article")
        set_title(self, title)
        self.heading.setText(title)
        self.list.setAccessibleName(title)
        words = {
            "": self.tr("All"),
            "number": self.tr("Numbers"),
            "date": self.tr("Dates"),
            "name": self.tr("Names"),
        }
        self._word_kinds(words)
        self.kinds.setAccessibleName(self.tr("Which facts are shown"))
        told = {
            "export": (self.tr("Export…"), self.tr("Save what is shown as a document")),
            "copy_all": (self.tr("Copy all"), self.tr("Copy everything that is shown")),
            "copy": (self.tr("Copy"), self.tr("Copy what is chosen (Ctrl+C)")),
            "show": (
                self.tr("Show in the article"),
                self.tr("Select it in the article (Enter)"),
            ),
            "close": (self.tr("Close"), self.tr("Close (Esc)")),
        }
        for name, (text, tip) in told.items():
            self.buttons[name].setText(text)
            set_tip(self.buttons[name], tip)
        self._fill()

    def _word_kinds(self, words: dict[str, str]) -> None:
        at = max(0, self.kinds.currentIndex())
        self.kinds.blockSignals(True)
        self.kinds.set_items([(words[kind], kind, words[kind]) for kind in KINDS])
        self.kinds.setCurrentIndex(at)
        self.kinds.blockSignals(False)

    def apply_theme(self) -> None:
        px = self._theme.px
        self.setMinimumSize(least_size(self, self._theme_size(LEAST)))
        self._column.setContentsMargins(px(24), px(20), px(24), px(16))
        self._column.setSpacing(px(10))
        self._foot.setSpacing(px(8))
