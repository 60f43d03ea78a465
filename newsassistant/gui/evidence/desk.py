"""Answers compared with their article: which article, which text, and who is told what was found.

All of it runs on worker threads, one text after the other, the newest first. While an answer is
written, only the sentences that have become complete are checked; at its end the whole is examined.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAction

from newsassistant.app.chat import ChatService
from newsassistant.core.types import Article, Span
from newsassistant.gui.article.desk import ArticleDesk
from newsassistant.gui.conversation.answer_texts import ShownAnswer
from newsassistant.gui.conversation.chat_view import ChatView
from newsassistant.gui.conversation.shown_text import raw_text
from newsassistant.gui.evidence.growing import GrowingAnswer
from newsassistant.gui.evidence.line_words import caveat, checked_words, line_words
from newsassistant.gui.evidence.looking import (
    Looked,
    LookedPart,
    PlacedMark,
    look,
    look_at_part,
    make_ready,
)
from newsassistant.gui.evidence.marking import MarkedText
from newsassistant.gui.evidence.walk import MarkWalk
from newsassistant.gui.evidence.work import CheckWork
from newsassistant.gui.look.plain_text import set_tip
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import restyle

if TYPE_CHECKING:
    from newsassistant.app.checking.examined import Examined
    from newsassistant.evidence.index import Index

Found = TypeVar("Found")


class Actions(Protocol):
    """What is needed of the window's actions."""

    def __getitem__(self, name: str) -> QAction:
        """The one of a name."""


GATHER_MS = 120  # streamed words that are looked at together
IDLE_MS = 700  # without a change of the article: it is read before anything is asked about it
_EDIT, _ANSWER, _AHEAD = "evidence-edit", "evidence-answer", "evidence-ahead"


class EvidenceDesk(QObject):
    """Joins the conversation and the article on the desk; main thread."""

    examined_changed = Signal(int)  # message id: `examined` gives something else
    article_changed = Signal()  # `article` is another one
    sentence_chosen = Signal(int, object)  # message id, Sourced: the reader clicked on it
    place_wanted = Signal(object)  # Span of the article, to be shown there
    replace_requested = Signal(int, object, int)  # message id, Mark, its start in the shown text

    def __init__(
        self,
        theme: Theme,
        chat: ChatView,
        articles: ArticleDesk,
        service: ChatService,
        checks: CheckWork,
    ) -> None:
        super().__init__(chat)
        self._theme = theme
        self._chat = chat
        self._answers = chat.answers
        self._articles = articles
        self._service = service
        self._checks = checks
        self._stored: Article | None = None
        self._looked: dict[int, Looked] = {}
        self._marked: dict[int, MarkedText] = {}
        self._growing: dict[int, GrowingAnswer] = {}
        self._pending: set[int] = set()
        self._busy = False
        self._say: Callable[[str], object] = lambda words: None
        self._walk = MarkWalk(theme, chat, self._marked, self._compared)
        self._walk.place_wanted.connect(self.place_wanted)
        self._walk.replace_wanted.connect(self._replace)
        self.article: Article | None = None
        """What answers are checked against: the conversation's article, or an edit of it."""
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(GATHER_MS)
        self._soon.timeout.connect(self._next)
        self._now = QTimer(self)  # once all cards are there: the newest comes first
        self._now.setSingleShot(True)
        self._now.setInterval(0)
        self._now.timeout.connect(self._next)
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(IDLE_MS)
        self._idle.timeout.connect(self._read_ahead)
        self._answers.shown.connect(self._shown)
        self._answers.gone.connect(self._gone)
        chat.article_set.connect(self._choose_article)
        articles.changed.connect(self._choose_article)
        articles.changed.connect(self._idle.start)
        self._choose_article()
        for number in self._answers.numbers():
            self._shown(number)
        theme.follow(self)

    # --- what others ask ------------------------------------------------------------------------

    def examined(self, message_id: int) -> Examined | None:
        """What was found in a shown answer, in characters of its shown text; None: not yet."""
        looked = self._looked.get(message_id)
        return looked.examined if looked is not None else None

    def show_sentences(self, spans_by_message: Mapping[int, Iterable[Span]]) -> None:
        """Lay a ground under sentences of the answers, and under no others."""
        for number in self._answers.numbers():
            self._answers.mark_sentences(number, spans_by_message.get(number, ()))

    def is_busy(self) -> bool:
        """True while texts wait or are looked at."""
        return self._busy or self._soon.isActive() or bool(self._pending and self.article)

    def forget(self) -> None:
        """Keep nothing of any text, for the end of what is private."""
        self._pending.clear()
        self._looked.clear()
        self._growing.clear()
        self._checks.forget()
        self._busy = False
        self._stored = None
        self._idle.stop()
        self._walk.forget()
        self._use(None)

    def connect_actions(self, actions: Actions, say: Callable[[str], object]) -> None:
        """Let the menu's keys walk through the marks; `say` is for where there are none."""
        self._say = say
        for name, by in (("next_mark", 1), ("previous_mark", -1)):
            actions[name].triggered.connect(lambda _=False, by=by: self.step(by))

    def step(self, by: int) -> None:
        """Go to the next mark of the conversation, or the one before (-1)."""
        if not self._walk.step(by):
            self._say(self.tr("No marks in this conversation"))

    # --- the article ----------------------------------------------------------------------------

    def _choose_article(self) -> None:
        stored, there = self._service.article, self._articles.article
        self._checks.give_up(_EDIT)
        if stored is None or stored != self._stored:
            self._stored = stored
            self._use(stored)
        if stored is None or there is None or _same(stored, there):
            self._use(stored)
            return

        def ask_edit(index: object) -> bool:
            from newsassistant.app.checking.edits import is_edit

            return is_edit(stored.text, there.text)

        def take(edited: bool) -> None:
            self._use(there if edited else stored)

        self._checks.ask(stored, ask_edit, take, key=_EDIT)

    def _use(self, article: Article | None) -> None:
        if _same(article, self.article):
            return
        self.article = article
        self._checks.give_up(_ANSWER)
        self._busy = False
        self._growing.clear()
        numbers = list(self._looked)
        self._looked.clear()
        for number in numbers:
            self.examined_changed.emit(number)
        if article is None:
            for number, marked in self._marked.items():
                marked.show(())
                self._word_line(number)
        self._pending = set(self._answers.numbers())
        self.article_changed.emit()
        self._next()

    def _read_ahead(self) -> None:
        """Make the article's index now, so that the first answer's marks do not wait for it."""
        article = self._articles.article
        if article is not None:
            self._checks.ask(article, make_ready, lambda done: None, key=_AHEAD)

    def _compared(self) -> tuple[Article | None, bool]:
        """What is checked against, and whether that text is the one on the desk."""
        return self.article, _same(self.article, self._articles.article)

    # --- the answers ----------------------------------------------------------------------------

    def _shown(self, number: int) -> None:
        answer = self._answers.get(number)
        if answer is None:
            return
        marked = self._marked.get(number)
        if marked is None or marked.parent() is not answer.view:
            marked = self._marked[number] = MarkedText(self._theme, answer.view)
            self._walk.attach(number, marked)
            answer.line.taken.connect(partial(self._walk.step_in, number))
            answer.line.looked.connect(partial(self._walk.show_note, number))
            answer.view.grown.connect(partial(self._grew, number))
            answer.view.clicked.connect(partial(self._clicked, number))
        self._word_line(number)
        self._pending.add(number)
        self._now.start()

    def _gone(self, number: int) -> None:
        self._walk.drop(number)
        self._marked.pop(number, None)
        self._growing.pop(number, None)
        self._pending.discard(number)
        if self._looked.pop(number, None) is not None:
            self.examined_changed.emit(number)

    def _grew(self, number: int) -> None:
        self._pending.add(number)
        if not self._soon.isActive():
            self._soon.start()

    def _next(self) -> None:
        """Look at the newest text that waits, unless one is being looked at."""
        article = self.article
        while self._pending and not self._busy and article is not None:
            number = max(self._pending)
            self._pending.discard(number)
            answer = self._answers.get(number)
            if answer is None:
                continue
            if answer.is_running:
                self._look_at_part(article, number, answer)
            else:
                self._look(article, number, answer)

    def _look(self, article: Article, number: int, answer: ShownAnswer) -> None:
        raw = raw_text(answer.view)
        self._growing.pop(number, None)
        known = self._looked.get(number)
        if known is not None and known.raw == raw:
            self._show_marks(number, known)
            return
        self._looked.pop(number, None)  # its places are those of another text
        self._ask(article, number, partial(look, raw=raw), partial(self._take, number))

    def _look_at_part(self, article: Article, number: int, answer: ShownAnswer) -> None:
        growing = self._growing.setdefault(number, GrowingAnswer(answer.view))
        part = growing.complete()
        if part is None:
            return
        raw, start = part
        use = partial(look_at_part, raw=raw, start=start)
        self._ask(article, number, use, partial(self._take_part, number, growing))

    def _ask(
        self,
        article: Article,
        number: int,
        use: Callable[[Index], Found],
        done: Callable[[Found], None],
    ) -> None:
        self._busy = True

        def ended(found: Found) -> None:
            self._busy = False
            done(found)
            self._next()

        def failed() -> None:
            self._busy = False
            answer = self._answers.get(number)
            if answer is not None:
                answer.line.show_offer("", "")
            self._next()

        self._checks.ask(article, use, ended, key=_ANSWER, failed=failed)

    def _take(self, number: int, looked: Looked) -> None:
        answer = self._answers.get(number)
        if answer is None or answer.is_running:
            return
        if raw_text(answer.view) != looked.raw:  # it was shown anew meanwhile
            self._pending.add(number)
            return
        self._looked[number] = looked
        self._show_marks(number, looked)
        self.examined_changed.emit(number)

    def _show_marks(self, number: int, looked: Looked) -> None:
        self._walk.drop(number)
        self._marked[number].show(looked.placed)
        self._word_line(number)

    def _word_line(self, number: int) -> None:
        """Say below an answer what was compared; the line is there before that is known."""
        answer, looked = self._answers.get(number), self._looked.get(number)
        if answer is None:
            return
        line = answer.line
        if self.article is None or answer.is_running or not answer.message.content.strip():
            line.show_offer("", "")
        elif looked is not None:
            words = line_words(looked.examined, len(looked.shown.text))
            alarms = bool(looked.examined.alarms)
            restyle(line.label, "role", "warning" if alarms else "muted")
            tips = [checked_words(looked.examined)] if alarms else []
            line.show_offer(words, self.tr("Next mark") if looked.placed else "")
            tip = self.tr("Show why this is marked, and what the article says")
            line.show_look(self.tr("Why?") if looked.placed else "", tip)
            set_tip(line.button, self.tr("Go to the next mark of this answer"))
            set_tip(line.label, "\n".join([*tips, caveat()]))
            line.label.setAccessibleDescription(caveat())
        elif not line.text():
            restyle(line.label, "role", "muted")
            line.show_offer(self.tr("Comparing with the article…"), "")

    def retranslate(self) -> None:
        for number in self._answers.numbers():
            self._word_line(number)

    def _replace(self, number: int, placed: PlacedMark) -> None:
        self.replace_requested.emit(number, placed.mark, placed.mark.start)

    def _take_part(self, number: int, growing: GrowingAnswer, part: LookedPart) -> None:
        if self._growing.get(number) is growing and number in self._marked:
            growing.checked_to(part.end)
            self._marked[number].add(part.placed)
            self._pending.add(number)

    def _clicked(self, number: int, place: int) -> None:
        looked = self._looked.get(number)
        if looked is None:
            return
        at = looked.shown.number(place)
        for sentence in looked.examined.sentences:
            if sentence.start <= at < sentence.end:
                self.sentence_chosen.emit(number, sentence)


def _same(one: Article | None, other: Article | None) -> bool:
    if one is None or other is None:
        return one is other
    return (one.digest, one.language) == (other.digest, other.language)
