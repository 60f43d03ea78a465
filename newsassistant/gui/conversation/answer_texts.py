"""The answers whose texts are shown now, for those who mark them, whatever card they are on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextCharFormat, QTextCursor
from shiboken6 import isValid

from newsassistant.core.types import Span
from newsassistant.gui.conversation.shown_text import ShownText, raw_text
from newsassistant.gui.look.marks import ground, set_marks
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.offer_line import OfferLine
from newsassistant.gui.widgets.scroll_column import bring_into_view
from newsassistant.gui.widgets.text_view import TextView
from newsassistant.store.history import StoredMessage
from newsassistant.text.prompts.parts import part_name

SOURCES = "sources"  # the kind of the marks on sentences


@dataclass(frozen=True, slots=True, eq=False)
class ShownAnswer:
    """An answer, or the summary of a part; `line` stands below its text."""

    message: StoredMessage
    view: TextView
    line: OfferLine

    @property
    def is_running(self) -> bool:
        """True until it has ended."""
        return self.message.status == "running"

    @property
    def is_part(self) -> bool:
        """True for the summary of a part, whose words stay the model's."""
        return part_name(self.message.preset) is not None


class AnswerTexts(QObject):
    """By the numbers of their messages; main thread."""

    shown = Signal(int)  # a text is there, or another one in its place
    gone = Signal(int)

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._answers: dict[int, ShownAnswer] = {}
        self._marked: dict[int, tuple[Span, ...]] = {}
        theme.follow(self)

    def put(self, message: StoredMessage, view: TextView, line: OfferLine) -> None:
        """An answer is shown, or has another state."""
        before = self._answers.get(message.id)
        self._answers[message.id] = ShownAnswer(message, view, line)
        if before is None or before.view is not view:
            view.rendered.connect(partial(self._rendered, message.id))
        self.shown.emit(message.id)

    def drop(self, message_id: int) -> None:
        """It is shown no more."""
        if self._answers.pop(message_id, None) is not None:
            self._marked.pop(message_id, None)
            self.gone.emit(message_id)

    def numbers(self) -> list[int]:
        """All that are shown, from top to bottom."""
        return sorted(self._answers)

    def get(self, message_id: int) -> ShownAnswer | None:
        """One of them; None for one that is not shown."""
        found = self._answers.get(message_id)
        return found if found is not None and isValid(found.view) else None

    def mark_sentences(self, message_id: int, spans: Iterable[Span]) -> None:
        """Lay a ground under pieces of an answer, in characters of its text; none: take it away."""
        self._marked[message_id] = tuple(spans)
        self._show_marked(message_id)

    def reveal(self, message_id: int, span: Span) -> None:
        """Scroll to a piece of an answer."""
        answer = self.get(message_id)
        if answer is None:
            return
        cursor = QTextCursor(answer.view.document())
        last = answer.view.document().characterCount() - 1
        cursor.setPosition(min(ShownText.of(raw_text(answer.view)).place(span[0]), last))
        bring_into_view(answer.view, answer.view.cursorRect(cursor))

    def apply_theme(self) -> None:
        for number in self._marked:
            self._show_marked(number)

    def _rendered(self, message_id: int) -> None:
        if self.get(message_id) is not None:
            self._show_marked(message_id)
            self.shown.emit(message_id)

    def _show_marked(self, message_id: int) -> None:
        answer, spans = self.get(message_id), self._marked.get(message_id)
        if answer is None or spans is None:
            return
        text = ShownText.of(raw_text(answer.view)) if spans else ShownText("")
        places = [(text.place(start), text.place(end)) for start, end in spans]
        set_marks(answer.view, SOURCES, places, self._form())

    def _form(self) -> QTextCharFormat:
        return ground(self._theme.colour("accent_soft"))
