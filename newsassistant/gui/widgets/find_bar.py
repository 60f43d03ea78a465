"""A line that finds words in the texts of a column, one place after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QTextEdit, QWidget

from newsassistant.gui.look.plain_text import set_tip
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import announce, claims_escape, make_button, make_label

MOST = 1000  # places that are counted
LEAST_FIELD = 80  # px
MARGIN = 60  # px that stay visible around a place

Place = tuple[QTextEdit, int, int]  # its text, and where it begins and ends


class FindBar(QFrame):
    """Hidden until `open`; Enter goes on, Shift+Enter back, Esc closes. Main thread.

    The place that is shown is selected, so that it can be copied; capital letters count as small.
    """

    def __init__(
        self, theme: Theme, texts: Callable[[], Sequence[QTextEdit]], parent: QWidget
    ) -> None:
        """`texts` gives the texts as they are now, from top to bottom."""
        super().__init__(parent)
        self._theme = theme
        self._texts = texts
        self._at = -1
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
        self.show()
        if chosen:
            self.field.setText(chosen)
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self._begin()

    def close_bar(self) -> None:
        """Hide the line; the caret goes to the place that was found last."""
        self.hide()
        texts = self._texts()
        found = next((text for text in texts if text.textCursor().hasSelection()), None)
        if found is not None or texts:
            (found or texts[0]).setFocus()

    def step(self, by: int) -> None:
        """Show the next place, or the one before; behind the last comes the first."""
        places = self._places()
        if places:
            self._at = (self._at + by) % len(places)
            _show(places[self._at], self._texts())
        else:
            self._at = -1
        self._tell(len(places))

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

    # --- inside ---------------------------------------------------------------------------------

    def _begin(self) -> None:
        """Another word: its first place."""
        self._at = -1
        self.step(1)

    def _places(self) -> list[Place]:
        word, found = self.field.text(), list[Place]()
        for text in self._texts() if word else ():
            cursor = text.document().find(word, 0)
            while not cursor.isNull() and len(found) < MOST:
                found.append((text, cursor.selectionStart(), cursor.selectionEnd()))
                cursor = text.document().find(word, cursor)
        return found

    def _tell(self, number: int) -> None:
        words = ""
        if self.field.text():
            words = self.tr("Not found")
        if number:
            whole = f"{number:,}" if number < MOST else f"{number:,}+"
            words = self.tr("{0} of {1}").format(f"{self._at + 1:,}", whole)
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
    spot = shown.cursorRect().center()
    around = shown.parentWidget()
    while around is not None:
        inner = around.widget() if isinstance(around, QScrollArea) else None
        if isinstance(around, QScrollArea) and inner is not None:
            inside = shown.viewport().mapTo(inner, spot)
            around.ensureVisible(inside.x(), inside.y(), MARGIN, MARGIN)
        around = around.parentWidget()
