"""The note of a mark: why it is there, what the article says, what can be done about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QTextCharFormat
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from newsassistant.core.types import Article
from newsassistant.evidence.marks import Mark, Why
from newsassistant.evidence.wording import sentence
from newsassistant.gui.conversation.shown_text import ShownText, raw_text
from newsassistant.gui.evidence.differing import differing
from newsassistant.gui.evidence.line_words import caveat
from newsassistant.gui.evidence.looking import PlacedMark
from newsassistant.gui.look.flavours import copy, unmarked
from newsassistant.gui.look.labels import interface_language
from newsassistant.gui.look.marks import ground, set_marks
from newsassistant.gui.look.plain_text import set_tip
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import announce, make_button, make_label
from newsassistant.gui.widgets.text_view import TextView

WIDTH = 400  # px at 100 %
GAP = 4  # px between the note and its mark, and the window's edge
LINGER_MS = 300  # for the way of the mouse from the mark to the note
_LONGEST, _AROUND = 420, 160  # characters of a passage, and of it on each side of the place
_CUT = "…"


class MarkNote(QFrame):
    """Lies over the window, of which it is a child; takes the focus only if it is asked to."""

    place_wanted = Signal(object)  # Span of the article
    replace_wanted = Signal(object)  # PlacedMark
    closed = Signal()

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._window = window
        self._can_show = self._can_edit = True
        self._placed: PlacedMark | None = None
        self._article: Article | None = None
        self._where: Callable[[], QRect | None] = lambda: None
        self._back: QWidget | None = None  # where the focus was
        self._pieces: list[tuple[str, tuple[int, int]]] = []
        self.setObjectName("mark_note")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.why = make_label("body", parent=self, wraps=True)
        self._says = make_label("muted", parent=self)
        self.passage = TextView(theme, self)
        self.show_button = make_button("note_show_button", "link")
        self.replace_button = make_button("note_replace_button", "link")
        self.copy_button = make_button("note_copy_button", "link")
        self._caveat = make_label("muted", parent=self, wraps=True)
        self._row = QHBoxLayout()
        for button in self._buttons():
            self._row.addWidget(button)
        self._row.addStretch(1)
        self._column = QVBoxLayout(self)
        for part in (self.why, self._says, self.passage):
            self._column.addWidget(part)
        self._column.addLayout(self._row)
        self._column.addWidget(self._caveat)
        self.show_button.clicked.connect(self._show_place)
        self.replace_button.clicked.connect(self._replace)
        self.copy_button.clicked.connect(self._copy)
        self._linger = QTimer(self)
        self._linger.setSingleShot(True)
        self._linger.setInterval(LINGER_MS)
        self._linger.timeout.connect(self.close_note)
        self.hide()
        theme.follow(self)

    # --- what the window calls ------------------------------------------------------------------

    def open(
        self,
        placed: PlacedMark,
        article: Article,
        where: Callable[[], QRect | None],
        *,
        can_show: bool = True,
        can_edit: bool = True,
        focus: bool,
    ) -> None:
        """Show the note of a mark; `where` gives its place in the window, None: out of sight.

        `can_show`: the article is in the window; `can_edit`: the answer takes other words;
        `focus`: the keys shall act on the note.
        """
        self._linger.stop()
        self._can_show, self._can_edit = can_show, can_edit
        self._placed, self._article, self._where = placed, article, where
        self._fill(placed, article)
        if not self.isVisible():
            QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]
        self.show()
        self.raise_()
        self.follow()
        announce(self, f"{placed.mark.text}: {self.why.text()}")
        if focus:
            focused = QApplication.focusWidget()
            if focused is not None and not self.isAncestorOf(focused) and focused is not self:
                self._back = focused
            first = next((each for each in self._buttons() if not each.isHidden()), None)
            (first or self).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def placed(self) -> PlacedMark | None:
        """The mark whose note is shown."""
        return self._placed if self.isVisible() else None

    def follow(self) -> None:
        """Stay with the mark, inside the window; close where it is out of sight."""
        if not self.isVisible():
            return
        mark = self._where()
        if mark is None:
            self.close_note()
            return
        room, gap = self._window.rect(), self._theme.px(GAP)
        width = min(self._theme.px(WIDTH), room.width() - 2 * gap)
        width = max(width, min(self.minimumSizeHint().width(), room.width() - 2 * gap))
        self.resize(width, self.height())
        self._column.activate()
        height = min(self._height_for(width), room.height() - 2 * gap)
        left = max(gap, min(mark.left(), room.width() - width - gap))
        above = mark.top() - gap - height
        below = min(mark.bottom() + gap, room.height() - height - gap)
        self.setGeometry(left, above if above >= gap else below, width, height)

    def _height_for(self, width: int) -> int:
        hint: int = self._column.totalHeightForWidth(width)
        return hint if hint >= 0 else self._column.totalSizeHint().height()

    def leave_soon(self) -> None:
        """The mouse has left the mark: close, unless it comes to the note, or keys are used."""
        if self.isVisible() and not self.has_focus() and not self.underMouse():
            self._linger.start()

    def stay(self) -> None:
        """The mouse is on the mark again."""
        self._linger.stop()

    def has_focus(self) -> bool:
        """True while keys act on the note."""
        focused = QApplication.focusWidget()
        return focused is not None and (focused is self or self.isAncestorOf(focused))

    def close_note(self) -> None:
        """Hide it; the focus goes back where it was."""
        self._linger.stop()
        had_focus, back = self.has_focus(), self._back
        self._back = None
        if self.isHidden():
            return
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
        if had_focus and back is not None and isValid(back) and back.isVisible():
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()
        self.closed.emit()

    def forget(self) -> None:
        """Close it, and know nothing of what it has shown."""
        self.close_note()
        self._placed = self._article = None
        self._where = lambda: None
        self._pieces = []
        self.why.setText("")
        self.passage.set_plain("")
        self.setAccessibleName("")
        self.setAccessibleDescription("")

    # --- inside ---------------------------------------------------------------------------------

    def _buttons(self) -> tuple[QPushButton, ...]:
        return (self.show_button, self.replace_button, self.copy_button)

    def _fill(self, placed: PlacedMark, article: Article) -> None:
        mark = placed.mark
        self.why.setText(_without_words(mark))
        text = self._excerpt(placed, article)
        self.passage.set_plain(text)
        self._draw()
        there = mark.nearest is not None
        for part in (self._says, self.passage, self.copy_button):
            part.setVisible(there)
        self.show_button.setVisible(there and self._can_show)
        self.copy_button.setText(self.tr("Copy"))
        altered = mark.why is Why.QUOTE_ALTERED and bool(mark.found)
        self.replace_button.setVisible(altered and self._can_edit)
        self.setAccessibleName(self.why.text())
        self.setAccessibleDescription(text)

    def _excerpt(self, placed: PlacedMark, article: Article) -> str:
        """The passage with what is marked in it, as `_pieces`."""
        self._pieces = []
        nearest, passage = placed.mark.nearest, placed.passage
        if nearest is None or passage is None:
            return ""
        start, end = passage.start, passage.end
        if end - start > _LONGEST:
            start = max(start, nearest.start - _AROUND)
            end = min(end, max(nearest.end, start + _LONGEST), nearest.start + 2 * _LONGEST)
        head = _CUT if start > passage.start else ""
        tail = _CUT if end < passage.end else ""
        by = len(head) - start
        text = head + article.text[start:end] + tail
        last = len(text) - len(tail)
        self._pieces.append(("there", (nearest.start + by, min(nearest.end + by, last))))
        if placed.mark.why is Why.QUOTE_ALTERED:
            found = article.text[nearest.start : nearest.end]
            for begin, stop in differing(placed.mark.text, found):
                place = (begin + nearest.start + by, min(stop + nearest.start + by, last))
                self._pieces.append(("differs", place))
        return text

    def _draw(self) -> None:
        shown = ShownText.of(raw_text(self.passage))
        forms = {"there": ground(self._theme.colour("accent_soft")), "differs": self._differing()}
        for kind, form in forms.items():
            spans = [span for each, span in self._pieces if each == kind and span[0] < span[1]]
            places = [(shown.place(start), shown.place(end)) for start, end in spans]
            set_marks(self.passage, kind, places, form)

    def _differing(self) -> QTextCharFormat:
        form = ground(self._theme.colour("found"))
        form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        return form

    def _show_place(self) -> None:
        placed = self._placed
        self.close_note()
        if placed is not None and placed.mark.nearest is not None:
            self.place_wanted.emit(placed.mark.nearest)

    def _replace(self) -> None:
        placed = self._placed
        self.close_note()
        if placed is not None:
            self.replace_wanted.emit(placed)

    def _copy(self) -> None:
        placed = self._placed
        if placed is None:
            return
        nearest, article = placed.mark.nearest, self._article
        if article is not None and nearest is not None:
            span = nearest if placed.mark.why is Why.QUOTE_ALTERED else placed.passage or nearest
            copy(unmarked(article.text[span.start : span.end]))
            announce(self, self.tr("Copied"))
            self.copy_button.setText(self.tr("Copied"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While it is shown: Esc closes it, and so does a press or the wheel elsewhere."""
        kind = event.type()
        if kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
                event.accept()
                if kind == QEvent.Type.KeyPress:
                    self.close_note()
                return True
        elif kind == QEvent.Type.MouseButtonPress and isinstance(watched, QWidget):
            if watched is not self and not self.isAncestorOf(watched):
                self.close_note()
        elif kind == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self._focus_moved(watched)
        elif kind == QEvent.Type.Resize and watched is self._window:
            self.follow()
        return False

    def _focus_moved(self, widget: QWidget) -> None:
        """Where the keys leave the note for another part, it goes."""
        inside = widget is self or self.isAncestorOf(widget)
        if self._back is not None and not inside:
            self._back = None
            self.close_note()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()  # else it would be one on what lies below

    def enterEvent(self, event: QEnterEvent) -> None:
        self.stay()

    def leaveEvent(self, event: QEvent) -> None:
        if not self.has_focus():
            self._linger.start()

    def retranslate(self) -> None:
        self._says.setText(self.tr("The article says:"))
        self.show_button.setText(self.tr("Show in the article"))
        self.replace_button.setText(self.tr("Use the article's words"))
        self.copy_button.setText(self.tr("Copy"))
        set_tip(self.copy_button, self.tr("Copy the article's words"))
        set_tip(self.replace_button, self.tr("Put the article's words into the answer"))
        set_tip(self.show_button, self.tr("Scroll the article to this passage"))
        self._caveat.setText(caveat())
        self.passage.setAccessibleName(self.tr("The article says:"))
        if self._placed is not None and self._article is not None:
            self._fill(self._placed, self._article)

    def apply_theme(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(px(14), px(10), px(14), px(10))
        self._column.setSpacing(px(6))
        self._row.setSpacing(px(12))
        self._row.setContentsMargins(-px(4), 0, 0, 0)  # the words of a link lie that far inside
        self._draw()
        self.follow()


def _without_words(mark: Mark) -> str:
    """Why there is a mark. The article's words to an altered quote stand below."""
    if mark.why is Why.QUOTE_ALTERED and mark.nearest is not None:
        return QCoreApplication.translate("MarkNote", "The article has other words here.")
    return sentence(mark, interface_language())
