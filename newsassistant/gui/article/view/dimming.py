"""What of the article the model does not read: dimmed, told under the pointer, read by a click.

Positions are UTF-16 units of the view's document; what is dimmed moves along with the text.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QTextCharFormat
from PySide6.QtWidgets import QApplication, QTextEdit

from newsassistant.core.types import Span
from newsassistant.gui.look.marks import mark_of, show_marks
from newsassistant.gui.look.plain_text import set_tip, tip
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import announce


class Dimming(QObject):
    """Of one text view; main thread. An extra selection costs nothing to lay out, however long."""

    clicked = Signal(int, int)  # the dimmed part of the line that was clicked
    taken_back = Signal()  # that was the first half of a double click

    def __init__(self, view: QTextEdit, theme: Theme) -> None:
        super().__init__(view)
        self._view = view
        self._theme = theme
        self._left_out: list[QTextEdit.ExtraSelection] = []
        self._too_far: QTextEdit.ExtraSelection | None = None
        self._pressed: QPoint | None = None
        self._was_inside = False
        self._usual_tip = ""
        view.viewport().setMouseTracking(True)
        view.viewport().installEventFilter(self)
        view.cursorPositionChanged.connect(self._tell_line)
        theme.follow(self)

    @property
    def fit(self) -> int | None:
        """Where the part begins that the model has no room for, None where there is none."""
        return self._too_far.cursor.selectionStart() if self._too_far is not None else None

    def set_fit(self, place: int | None) -> None:
        """Grey everything from there on; None: nothing."""
        end = self._view.document().characterCount() - 1
        self._too_far = None if place is None else self._selection((place, end))
        self._show()

    def set_left_out(self, spans: Sequence[Span]) -> None:
        """Dim these, and nothing else."""
        self._left_out = [self._selection(span) for span in spans]
        self._show()

    def clear(self) -> None:
        """Nothing is dimmed."""
        self._left_out, self._too_far = [], None
        self._show()

    def at(self, place: int) -> Span | None:
        """What is left out there of the line, None where it is read."""
        block = self._view.document().findBlock(place)
        first, last = block.position(), block.position() + block.length() - 1
        for selection in self._left_out:
            cursor = selection.cursor
            start, end = max(cursor.selectionStart(), first), min(cursor.selectionEnd(), last)
            if start <= place < end or (start < place == end):
                return start, end
        return None

    def next_after(self, place: int) -> int | None:
        """Where the next dimmed part begins, the first one behind the last; None without any."""
        starts = sorted(each.cursor.selectionStart() for each in self._left_out)
        return next((start for start in starts if start > place), starts[0] if starts else None)

    def _selection(self, span: Span) -> QTextEdit.ExtraSelection:
        return mark_of(self._view, span, QTextCharFormat())

    def _show(self) -> None:
        for selection in self._left_out:
            selection.format = self._format("muted")
        if self._too_far is not None:
            self._too_far.format = self._format("faint")
        behind = [self._too_far] if self._too_far is not None else []
        show_marks(self._view, "unread", [*self._left_out, *behind])

    def _format(self, colour: str) -> QTextCharFormat:
        form = QTextCharFormat()
        form.setForeground(self._theme.colour(colour))
        form.setFontStrikeOut(self._theme.has_contrast)  # where greys are hardly to be told
        return form

    # --- pointer and keys -------------------------------------------------------------------------

    def tip(self) -> str:
        """What is said of a line that is not read."""
        return self.tr("The model does not read this line. Click to have it read.")

    def _tell_line(self) -> None:
        """A screen reader hears it where the keys move into such a line."""
        inside = self._view.hasFocus() and self.at(self._view.textCursor().position()) is not None
        if inside and not self._was_inside:
            announce(self._view, self.tr("The model does not read this line."))
        self._was_inside = inside

    def _under(self, point: QPoint) -> Span | None:
        """What is left out of the line whose letters are there."""
        if not self._left_out:
            return None
        offset = QPoint(
            self._view.horizontalScrollBar().value(), self._view.verticalScrollBar().value()
        )
        layout = self._view.document().documentLayout()
        place = layout.hitTest((point + offset).toPointF(), Qt.HitTestAccuracy.ExactHit)
        return self.at(place) if place >= 0 else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._change_tip(inside=self._under(event.pos()) is not None)
        elif isinstance(event, QMouseEvent):
            self._mouse(event)
        return False

    def _change_tip(self, *, inside: bool) -> None:
        """Qt shows the view's own tip, behind this."""
        was_inside = self._view.toolTip() == tip(self.tip())
        if inside and not was_inside:
            self._usual_tip = self._view.toolTip()
            set_tip(self._view, self.tip())
        elif was_inside and not inside:
            set_tip(self._view, self._usual_tip)

    def _mouse(self, event: QMouseEvent) -> None:
        point, left = event.position().toPoint(), Qt.MouseButton.LeftButton
        if event.type() == QEvent.Type.MouseButtonPress:
            plain = event.button() == left and not event.modifiers()
            self._pressed = point if plain else None
        elif event.type() == QEvent.Type.MouseButtonDblClick:
            self.taken_back.emit()
        elif event.type() == QEvent.Type.MouseMove and not event.buttons():
            inside = self._under(point) is not None
            shape = Qt.CursorShape.PointingHandCursor if inside else Qt.CursorShape.IBeamCursor
            self._view.viewport().setCursor(shape)
        elif event.type() == QEvent.Type.MouseButtonRelease and event.button() == left:
            pressed, self._pressed = self._pressed, None
            if pressed is None or self._view.textCursor().hasSelection():
                return
            near = (point - pressed).manhattanLength() < QApplication.startDragDistance()
            span = self._under(point) if near else None
            if span is not None:
                self.clicked.emit(*span)

    def apply_theme(self) -> None:
        self._show()
