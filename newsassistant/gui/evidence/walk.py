"""From mark to mark through the conversation by keys, and the note of the one looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, QTimer, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from newsassistant.core.types import Article
from newsassistant.evidence.wording import sentence
from newsassistant.gui.conversation.chat_view import ChatView
from newsassistant.gui.evidence.looking import PlacedMark
from newsassistant.gui.evidence.marking import MarkedText
from newsassistant.gui.look.labels import interface_language
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import announce
from newsassistant.gui.widgets.scroll_column import bring_into_view

if TYPE_CHECKING:
    from newsassistant.gui.evidence.note import MarkNote

DWELL_MS = 350  # that the mouse rests on a mark

Place = tuple[int, PlacedMark]  # its message, and the mark


class MarkWalk(QObject):
    """Main thread. `marked` are the answers that are shown, by their messages."""

    place_wanted = Signal(object)  # Span of the article
    replace_wanted = Signal(int, object)  # message id, PlacedMark

    def __init__(
        self,
        theme: Theme,
        chat: ChatView,
        marked: Mapping[int, MarkedText],
        compared: Callable[[], tuple[Article | None, bool]],
    ) -> None:
        """`compared` gives the article, and whether it is the one that the window shows."""
        super().__init__(chat)
        self._theme = theme
        self._chat = chat
        self._marked = marked
        self._compared = compared
        self._current: Place | None = None
        self._pointed: Place | None = None
        self._note: MarkNote | None = None
        self._noted = 0  # the message of the note's mark
        self._dwell = QTimer(self)
        self._dwell.setSingleShot(True)
        self._dwell.setInterval(DWELL_MS)
        self._dwell.timeout.connect(self._show_pointed)

    def attach(self, number: int, marked: MarkedText) -> None:
        """Follow the mouse and the keys in an answer."""
        marked.view.pointed.connect(partial(self._point, number))
        marked.view.entered.connect(partial(self._enter, number))

    def step(self, by: int) -> bool:
        """Go to the next mark of the conversation, or the one before (-1); False without any.

        The first step leads into the newest answer that has one. The keys are in the text then:
        Enter shows the mark's note.
        """
        places = self._places()
        if not places:
            return False
        if self._current in places:
            place = places[(places.index(self._current) + by) % len(places)]
        else:
            newest = [place for place in places if place[0] == places[-1][0]]
            place = newest[0 if by > 0 else -1]
        self._go(place, places)
        self._marked[place[0]].view.setFocus()
        return True

    def step_in(self, number: int) -> None:
        """Go to the next mark of one answer, the keys staying where they are."""
        places = [place for place in self._places() if place[0] == number]
        if places:
            at = places.index(self._current) + 1 if self._current in places else 0
            self._go(places[at % len(places)], places)

    def show_note(self, number: int) -> None:
        """Open the note of an answer's current mark, or its first, and give it the keys."""
        places = [place for place in self._places() if place[0] == number]
        if not places:
            return
        if self._current not in places:
            self._go(places[0], places)
        self._open(self._current or places[0], focus=True)

    def drop(self, number: int) -> None:
        """An answer is shown no more, or its marks are others."""
        if self._note is not None and self._noted == number:
            self._note.close_note()
        if self._pointed is not None and self._pointed[0] == number:
            self._pointed = None

    def forget(self) -> None:
        """Know nothing of any text."""
        self._current = self._pointed = None
        if self._note is not None:
            self._note.forget()

    @property
    def note(self) -> MarkNote | None:
        """The note, None if none was shown yet."""
        return self._note

    # --- inside ---------------------------------------------------------------------------------

    def _places(self) -> list[Place]:
        return [
            (number, mark)
            for number, marked in sorted(self._marked.items())
            if isValid(marked.view)
            for mark in sorted(marked.marks, key=lambda mark: mark.start)
        ]

    def _go(self, place: Place, places: list[Place]) -> None:
        number, mark = place
        if self._note is not None:
            self._note.close_note()
        for other, marked in self._marked.items():
            marked.set_current(mark if other == number else None)
        self._current = place
        here = self._marked[number]
        self._chat.show_as_written(number)
        here.put_caret(mark)
        bring_into_view(here.view, here.view.cursorRect())
        counted = self.tr("{0} of {1}").format(places.index(place) + 1, len(places))
        why = sentence(mark.mark, interface_language())
        announce(here.view, f"{counted}. {mark.mark.text}: {why}")

    def _enter(self, number: int) -> None:
        """Enter in an answer: the note of the mark under the caret."""
        marked = self._marked.get(number)
        mark = marked.at(marked.view.textCursor().position()) if marked is not None else None
        if mark is not None:
            self._open((number, mark), focus=True)

    def _point(self, number: int, at: int) -> None:
        marked = self._marked.get(number)
        mark = marked.at(at) if marked is not None and at >= 0 else None
        note = self._note
        if mark is None:
            self._pointed = None
            self._dwell.stop()
            if note is not None:
                note.leave_soon()
            return
        if note is not None and note.placed() is mark:
            note.stay()
            return
        if self._pointed != (number, mark):
            self._pointed = (number, mark)
            self._dwell.start()

    def _show_pointed(self) -> None:
        place = self._pointed
        if place is not None and (self._note is None or not self._note.has_focus()):
            self._open(place, focus=False)

    def _open(self, place: Place, *, focus: bool) -> None:
        (article, is_there), (number, mark) = self._compared(), place
        if article is None or number not in self._marked:
            return
        self._noted = number
        where = partial(self._where, self._marked[number].view, mark)
        answer = self._chat.answers.get(number)
        edits = answer is not None and not answer.is_part
        note = self._made_note()
        note.open(mark, article, where, can_show=is_there, can_edit=edits, focus=focus)

    def _made_note(self) -> MarkNote:
        window = self._chat.window()
        if self._note is None:
            from newsassistant.gui.evidence.note import MarkNote  # when it is first wanted

            self._note = note = MarkNote(self._theme, window)
            note.place_wanted.connect(self.place_wanted)
            note.replace_wanted.connect(lambda mark: self.replace_wanted.emit(self._noted, mark))
            self._chat.transcript().verticalScrollBar().valueChanged.connect(note.follow)
        return self._note

    def _where(self, view: QWidget, mark: PlacedMark) -> QRect | None:
        """The place of a mark in the window, None where it is scrolled out of sight."""
        marked = self._marked.get(self._noted)
        if marked is None or marked.view is not view or not isValid(view):
            return None
        last = marked.view.document().characterCount() - 1
        if mark.end > last:
            return None
        cursor = QTextCursor(marked.view.document())
        cursor.setPosition(mark.start)
        place = marked.view.cursorRect(cursor)
        line = place.height()
        cursor.setPosition(mark.end)
        end = marked.view.cursorRect(cursor)
        place.setBottom(end.bottom())
        if end.top() == place.top():
            place.setRight(max(place.right(), end.right()))
        seen = self._chat.transcript().viewport()
        corner = marked.view.viewport().mapTo(seen, place.topLeft())
        if not seen.rect().contains(QPoint(max(0, corner.x()), corner.y() + line // 2)):
            return None
        window = self._chat.window()
        return QRect(marked.view.viewport().mapTo(window, place.topLeft()), place.size())
