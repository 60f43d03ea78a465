"""The marks of one answer in its view: drawn over the text, of which nothing changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from newsassistant.evidence.marks import Strength
from newsassistant.gui.conversation.shown_text import ShownText, raw_text
from newsassistant.gui.evidence.looking import PlacedMark
from newsassistant.gui.look.marks import mark_of, show_marks
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.text_view import TextView

KIND, CURRENT = "evidence", "evidence-current"
_LINES = {
    Strength.ABSENT: QTextCharFormat.UnderlineStyle.WaveUnderline,
    Strength.ELSEWHERE: QTextCharFormat.UnderlineStyle.DashUnderline,
    Strength.ROUNDED: QTextCharFormat.UnderlineStyle.DotLine,
}


def form_of(theme: Theme, strength: Strength, *, current: bool = False) -> QTextCharFormat:
    """How a mark is drawn: each strength has a line of its own, so that no colour is needed."""
    form = QTextCharFormat()
    form.setUnderlineStyle(_LINES[strength])
    form.setUnderlineColor(theme.colour("muted" if strength is Strength.ROUNDED else "warning"))
    if current:
        form.setBackground(theme.colour("found"))
    elif strength is Strength.ABSENT:
        form.setBackground(theme.colour("warning_soft"))
    return form


class MarkedText(QObject):
    """Goes with the view; main thread."""

    def __init__(self, theme: Theme, view: TextView) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view
        self._current: PlacedMark | None = None
        self._drawn: list[QTextEdit.ExtraSelection] = []
        self.marks: tuple[PlacedMark, ...] = ()
        view.grown.connect(self._grow)
        theme.follow(self)

    def show(self, marks: Sequence[PlacedMark]) -> None:
        """Show these in the place of all others."""
        self.marks = tuple(marks)
        if self._current not in self.marks:
            self._current = None
        self._draw()

    def add(self, marks: Iterable[PlacedMark]) -> None:
        """Show more, behind the others."""
        more = tuple(marks)
        if more:
            self.show([mark for mark in (*self.marks, *more) if self._stands(mark)])

    def set_current(self, mark: PlacedMark | None) -> None:
        """Show which one the reader is at, None for none."""
        if mark is not self._current:
            self._current = mark
            self._draw()

    def at(self, place: int) -> PlacedMark | None:
        """The mark under a letter; of several the shortest."""
        here = [mark for mark in self.marks if mark.start <= place < mark.end]
        return min(here, key=lambda mark: mark.end - mark.start, default=None)

    def apply_theme(self) -> None:
        self._draw()

    def _grow(self) -> None:
        """The last paragraph may have been written anew, and its marks with it."""
        last = self._drawn[-1].cursor if self._drawn else None
        if last is None or (last.selectionStart(), last.selectionEnd()) == self._last_place():
            return
        self.show([mark for mark in self.marks if self._stands(mark)])

    def _last_place(self) -> tuple[int, int]:
        return max((mark.start, mark.end) for mark in self.marks)

    def _stands(self, mark: PlacedMark) -> bool:
        """Whether a mark's words are where they were: new formats may have moved them."""
        return ShownText.of(raw_text(self._view, mark.start, mark.end)).text == mark.mark.text

    def _draw(self) -> None:
        last = self._view.document().characterCount() - 1
        # Longer ones first, so that a number in a quote is seen on its ground.
        shown = sorted((m for m in self.marks if m.end <= last), key=lambda m: (m.start, -m.end))
        drawn = [self._drawn_mark(mark) for mark in shown]
        self._drawn = sorted(drawn, key=lambda each: each.cursor.selectionStart())
        show_marks(self._view, KIND, drawn)
        current = self._current
        there = [self._drawn_mark(current, current=True)] if current in shown else []
        show_marks(self._view, CURRENT, there)

    def _drawn_mark(self, mark: PlacedMark, *, current: bool = False) -> QTextEdit.ExtraSelection:
        form = form_of(self._theme, mark.mark.strength, current=current)
        return mark_of(self._view, (mark.start, mark.end), form)

    @property
    def view(self) -> TextView:
        """Whose marks they are."""
        return self._view

    def put_caret(self, mark: PlacedMark) -> None:
        """Let the keys begin at a mark; nothing is selected."""
        cursor = QTextCursor(self._view.document())
        cursor.setPosition(mark.start)
        self._view.setTextCursor(cursor)
