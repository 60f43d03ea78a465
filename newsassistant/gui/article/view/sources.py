"""Sentences of the article that something comes from: a soft ground, and a bar beside each.

Positions are characters of the clean text. The first one counts more than the second: its ground is
deeper and its bar is whole.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from newsassistant.core.types import Span
from newsassistant.gui.article.view.edit import ArticleEdit
from newsassistant.gui.look.marks import ground, mark_of, show_marks
from newsassistant.gui.look.theme import Theme

KIND = "source"  # of the marks
_SOFTER = 0.5  # how much of the first one's ground the second has
_LEFT, _WIDTH, _DASH = 12, 3, 3  # px at 100 %
_ABOVE = 0.25  # of the view's height stays above what is scrolled to


class SourceMarks(QObject):
    """Of one view, from `show` until Esc, an edit or `clear`; main thread."""

    gone = Signal()  # they were taken away

    def __init__(
        self, edit: ArticleEdit, theme: Theme, is_esc_taken: Callable[[], bool] = lambda: False
    ) -> None:
        """`is_esc_taken`: Esc means something else now, wherever the focus is."""
        super().__init__(edit)
        self._edit = edit
        self._theme = theme
        self._is_esc_taken = is_esc_taken
        self._marks: list[QTextEdit.ExtraSelection] = []
        self._text = ""
        self._around: QWidget | None = None
        self._wanted: int | None = None  # where the scroll bar shall be, until it can
        self._bars = _Bars(edit, theme)
        edit.textChanged.connect(self._look)
        edit.verticalScrollBar().rangeChanged.connect(self._scroll)
        theme.follow(self)

    def show(self, spans: Sequence[Span], *, reveal: bool = True) -> None:
        """Mark these, the likeliest first, in the place of what was; scroll to the first."""
        places = self._edit.places()
        self._text = self._edit.toPlainText() if spans else ""
        form = QTextCharFormat()
        self._marks = [mark_of(self._edit, places.in_view(span), form) for span in spans]
        self._show()
        self._wanted = None
        if not self._marks:
            return
        self._listen()
        if reveal:
            self._reveal(self._marks[0].cursor)

    def clear(self) -> None:
        """Mark nothing."""
        if self._marks:
            self._marks, self._text, self._wanted = [], "", None
            self._show()
            self.gone.emit()

    def is_shown(self) -> bool:
        """True while something is marked."""
        return bool(self._marks)

    def spans(self) -> list[Span]:
        """What is marked, in UTF-16 units of the document."""
        return [(m.cursor.selectionStart(), m.cursor.selectionEnd()) for m in self._marks]

    def _show(self) -> None:
        colour = self._theme.colour("accent_soft")
        for number, mark in enumerate(self._marks):
            shade = QColor(colour)
            if number:
                shade.setAlphaF(_SOFTER)
            mark.format = ground(shade)
        show_marks(self._edit, KIND, self._marks)
        self._bars.set_cursors([mark.cursor for mark in self._marks])

    def _reveal(self, cursor: QTextCursor) -> None:
        """Scroll only where it is not in view: the reader's place is his own."""
        first, last = QTextCursor(cursor), QTextCursor(cursor)
        first.setPosition(cursor.selectionStart())
        last.setPosition(cursor.selectionEnd())
        top, bottom = self._edit.cursorRect(first).top(), self._edit.cursorRect(last).bottom()
        height = self._edit.viewport().height()
        if top >= 0 and (bottom <= height or top <= height * _ABOVE):
            return
        self._wanted = round(self._edit.verticalScrollBar().value() + top - height * _ABOVE)
        self._scroll()

    def _scroll(self) -> None:
        """To where it shall be; of a long text that Qt has just begun to lay out, once it is."""
        bar = self._edit.verticalScrollBar()
        if self._wanted is not None:
            bar.setValue(self._wanted)
            if bar.value() >= self._wanted:
                self._wanted = None

    def _look(self) -> None:
        """Formats count as changes of the text too, for Qt."""
        if self._marks and self._edit.toPlainText() != self._text:
            self.clear()

    def _listen(self) -> None:
        """To Esc, wherever in the window the focus is."""
        window = self._edit.window()
        if self._around is not window:
            if self._around is not None:
                self._around.removeEventFilter(self)
            window.installEventFilter(self)
            self._around = window

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kinds = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
        if not self._marks or event.type() not in kinds or not isinstance(event, QKeyEvent):
            return False
        if event.key() != Qt.Key.Key_Escape or event.modifiers() or self._is_esc_taken():
            return False
        if event.type() == QEvent.Type.KeyPress:
            self.clear()
        event.accept()
        return True

    def apply_theme(self) -> None:
        self._show()


class _Bars(QWidget):
    """`source_bars`, over the text and in nobody's way."""

    def __init__(self, edit: QTextEdit, theme: Theme) -> None:
        super().__init__(edit.viewport())
        self._edit = edit
        self._theme = theme
        self._cursors: list[QTextCursor] = []
        self.setObjectName("source_bars")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        edit.viewport().installEventFilter(self)
        edit.verticalScrollBar().valueChanged.connect(self._stay)
        self.hide()

    def set_cursors(self, cursors: Sequence[QTextCursor]) -> None:
        """Paint a bar beside what each has selected."""
        if self._cursors or cursors:
            self._cursors = list(cursors)
            self.setVisible(bool(cursors))
            self._stay()

    def _stay(self) -> None:
        """Scrolling moves what lies in the viewport along with the text."""
        if self._cursors:
            self.setGeometry(self._edit.viewport().rect())
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        px = self._theme.px
        painter = QPainter(self)
        colour = self._theme.colour("accent")
        for number, cursor in enumerate(self._cursors):
            top, bottom = self._ends(cursor)
            if bottom < 0 or top > self.height():
                continue
            if not number:
                painter.fillRect(px(_LEFT), top, px(_WIDTH), bottom - top, colour)
                continue
            for start in range(top, bottom, 2 * px(_DASH)):
                length = min(px(_DASH), bottom - start)
                painter.fillRect(QRectF(px(_LEFT), start, px(_WIDTH), length), colour)
        painter.end()

    def _ends(self, cursor: QTextCursor) -> Span:
        place = QTextCursor(cursor)
        place.setPosition(cursor.selectionStart())
        top = self._edit.cursorRect(place).top()
        place.setPosition(max(cursor.selectionStart(), cursor.selectionEnd() - 1))
        return top, self._edit.cursorRect(place).bottom()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._stay()
        return False
