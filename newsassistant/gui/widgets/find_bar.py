"""A line that finds words in the texts of a column, one place after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

from newsassistant.gui.look.marks import ground, set_marks
from newsassistant.gui.look.plain_text import set_tip
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import (
    announce,
    claims_escape,
    make_button,
    make_label,
    utf16_units,
)
from newsassistant.gui.widgets.scroll_column import bring_into_view
from newsassistant.text.articles.places import places

MOST = 1000  # places that are counted
LEAST_FIELD = 80  # px
KIND = "found"  # of the marks

Place = tuple[QTextEdit, int, int]  # its text, and where it begins and ends


class FindBar(QFrame):
    """Hidden until `open`; Enter goes on, Shift+Enter back, Esc closes. Main thread.

    All places are marked, and the one that is shown is selected, so that it can be copied. Capital
    letters count as small, full-width forms as the usual ones.
    """

    def __init__(
        self,
        theme: Theme,
        texts: Callable[[], Sequence[QTextEdit]],
        parent: QWidget,
        *,
        above: Callable[[str], int] = lambda word: 0,
        bring: Callable[[str], None] = lambda word: None,
    ) -> None:
        """`texts` gives the texts as they are now, from top to bottom.

        More may wait above them: `above` tells about how many places of a word are there, `bring`
        puts the nearest of them among the texts.
        """
        super().__init__(parent)
        self._theme = theme
        self._texts = texts
        self._above = above
        self._bring = bring
        self._at = -1
        self._from: QWidget | None = None  # what had the focus before
        self.setObjectName("find_bar")
        self.field = QLineEdit()
        self.field.setObjectName("find_edit")
        self.count = make_label("muted")
        self.back_button = make_button("find_back_button", "icon")
        self.next_button = make_button("find_next_button", "icon")
        self.close_button = make_button("find_close_button", "icon")
        theme.set_icon(self.back_button, "chevron-up")
        theme.set_icon(self.next_button, "chevron-down")
        theme.set_icon(self.close_button, "close")
        self.field.textChanged.connect(self._begin)
        self.back_button.clicked.connect(lambda: self.step(-1))
        self.next_button.clicked.connect(lambda: self.step(1))
        self.close_button.clicked.connect(self.close_bar)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.field, 1)
        self._row.addWidget(self.count)
        for button in (self.back_button, self.next_button, self.close_button):
            self._row.addWidget(button)
        theme.follow(self)
        self.hide()

    def open(self) -> None:
        """Show the line with the caret in it; it begins with what is selected in a text."""
        chosen = next((text for each in self._texts() if (text := _selected(each))), "")
        focused: QWidget | None = self.window().focusWidget()
        if focused is not None and not self.isAncestorOf(focused):
            self._from = focused
        self.show()
        if chosen:
            self.field.setText(chosen)
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self._begin()

    def close_bar(self) -> None:
        """Hide the line; the focus goes back, in a text to the place that was found last."""
        self.hide()
        texts, back = self._texts(), self._from
        self._mark([], texts)
        self._from = None
        found = next((text for text in texts if text.textCursor().hasSelection()), None)
        if back is not None and isValid(back) and back not in texts and back.isVisible():
            back.setFocus()
        elif found is not None or texts:
            (found or texts[0]).setFocus()

    def forget(self) -> None:
        """Hide the line and what was looked for, the caret staying where it is."""
        self.hide()
        self.field.setText("")  # which forgets its undo too

    def step(self, by: int) -> None:
        """Show the next place, or the one before; behind the last comes the first."""
        word = self.field.text()
        texts, found, more = self._texts(), list[Place](), 0
        if word:
            found, more = self._places(texts), self._above(word)
            while more and (not found or self._at + by < 0 <= self._at):
                self._bring(word)
                texts, known = self._texts(), len(found)
                found, more = self._places(texts), self._above(word)
                self._at += len(found) - known
        self._mark(found, texts)
        if found:
            self._at = (self._at + by) % len(found)
            _show(found[self._at], texts)
        else:
            self._at = -1
        self._tell(len(found), more)

    def retranslate(self) -> None:
        self.field.setPlaceholderText(self.tr("Find"))
        self.field.setAccessibleName(self.tr("Find in this column"))
        set_tip(self.field, self.tr("Find in this column"))
        named = (
            (self.back_button, self.tr("Previous place (Shift+Enter)")),
            (self.next_button, self.tr("Next place (Enter)")),
            (self.close_button, self.tr("Close this line (Esc)")),
        )
        for button, words in named:
            button.setAccessibleName(words)
            set_tip(button, words)

    def event(self, event: QEvent) -> bool:
        # Esc stops an answer elsewhere in the window; here it closes the line.
        return claims_escape(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)

    def apply_theme(self) -> None:
        px = self._theme.px
        self._row.setContentsMargins(px(16), px(6), px(10), px(6))
        self._row.setSpacing(px(6))
        self.field.setMinimumWidth(px(LEAST_FIELD))
        if self.isVisible():
            self._mark(self._places(self._texts()), self._texts())

    # --- inside ---------------------------------------------------------------------------------

    def _begin(self) -> None:
        """Another word: its first place."""
        self._at = -1
        self.step(1)

    def _places(self, texts: Sequence[QTextEdit]) -> list[Place]:
        word, found = self.field.text(), list[Place]()
        for text in texts:
            whole = text.toPlainText()
            wide = utf16_units(whole) != len(whole)  # some characters count twice
            for start, end in islice(places(whole, word), MOST - len(found)):
                if wide:
                    length = utf16_units(whole[start:end])
                    start = utf16_units(whole[:start])
                    end = start + length
                found.append((text, start, end))
        return found

    def _mark(self, found: Sequence[Place], texts: Sequence[QTextEdit]) -> None:
        form = ground(self._theme.colour("found"))
        for text in texts:
            spans = [(start, end) for of, start, end in found if of is text]
            set_marks(text, KIND, spans, form)

    def _tell(self, number: int, more: int) -> None:
        words = ""
        if self.field.text():
            words = self.tr("Not found")
        if number:
            whole = number + more
            counted = f"{whole:,}" if whole < MOST else f"{MOST:,}+"
            words = self.tr("{0} of {1}").format(f"{more + self._at + 1:,}", counted)
        self.count.setText(words)
        if words:
            announce(self, words)
        self.back_button.setEnabled(number > 0)
        self.next_button.setEnabled(number > 0)


def _selected(text: QTextEdit) -> str:
    """What is selected, if it is a piece of one line."""
    chosen = text.textCursor().selectedText()
    return "" if "\u2029" in chosen or "\u2028" in chosen else chosen


def _show(place: Place, texts: Sequence[QTextEdit]) -> None:
    """Select one place and no other, and scroll to it whatever its text lies in."""
    shown, start, end = place
    for text in texts:
        if text is not shown and text.textCursor().hasSelection():
            cursor = text.textCursor()
            cursor.clearSelection()
            text.setTextCursor(cursor)
    cursor = QTextCursor(shown.document())
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    shown.setTextCursor(cursor)
    shown.ensureCursorVisible()
    bring_into_view(shown, shown.cursorRect())
