"""Answers compared with their article: which article, which text, and who is told what was found.

All of it runs on worker threads, one text after the other, the newest first. While an answer is
written, only the sentences that have become complete are checked; at its end the whole is examined.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from newsassistant.app.chat import ChatService
from newsassistant.core.types import Article, Span
from newsassistant.gui.article.desk import ArticleDesk
from newsassistant.gui.conversation.answer_texts import ShownAnswer
from newsassistant.gui.conversation.chat_view import ChatView
from newsassistant.gui.conversation.shown_text import raw_text
from newsassistant.gui.evidence.growing import GrowingAnswer
from newsassistant.gui.evidence.looking import Looked, LookedPart, look, look_at_part
from newsassistant.gui.evidence.marking import MarkedText
from newsassistant.gui.evidence.work import CheckWork
from newsassistant.gui.look.theme import Theme

if TYPE_CHECKING:
    from newsassistant.app.checking.examined import Examined
    from newsassistant.evidence.index import Index

Found = TypeVar("Found")
GATHER_MS = 120  # streamed words that are looked at together
_EDIT, _ANSWER = "evidence-edit", "evidence-answer"


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
        self.article: Article | None = None
        """What answers are checked against: the conversation's article, or an edit of it."""
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(GATHER_MS)
        self._soon.timeout.connect(self._next)
        self._answers.shown.connect(self._shown)
        self._answers.gone.connect(self._gone)
        chat.article_set.connect(self._choose_article)
        articles.changed.connect(self._choose_article)
        self._choose_article()
        for number in self._answers.numbers():
            self._shown(number)

    # --- what others ask ------------------------------------------------------------------------

    def examined(self, message_id: int) -> Examined | None:
        """What was found in a shown answer, in characters of its shown text; None: not yet."""
        looked = self._looked.get(message_id)
        return looked.examined if looked is not None else None

    def show_sentences(self, spans_by_message: Mapping[int, Iterable[Span]]) -> None:
        """Lay a ground under sentences of the answers, and under no others."""
        for number in self._answers.numbers():
            self._answers.mark_sentences(number, spans_by_message.get(number, ()))

    def forget(self) -> None:
        """Keep nothing of any text, for the end of what is private."""
        self._checks.forget()
        self._busy = False
        self._looked.clear()
        self._growing.clear()
        self._pending.clear()
        self._stored = None
        self._use(None)

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
            for marked in self._marked.values():
                marked.show(())
        self._pending = set(self._answers.numbers())
        self.article_changed.emit()
        self._next()

    # --- the answers ----------------------------------------------------------------------------

    def _shown(self, number: int) -> None:
        answer = self._answers.get(number)
        if answer is None:
            return
        marked = self._marked.get(number)
        if marked is None or marked.parent() is not answer.view:
            self._marked[number] = MarkedText(self._theme, answer.view)
            answer.view.grown.connect(partial(self._grew, number))
            answer.view.clicked.connect(partial(self._clicked, number))
        self._pending.add(number)
        self._next()

    def _gone(self, number: int) -> None:
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
            self._marked[number].show(known.placed)
            return
        self._ask(article, partial(look, raw=raw), partial(self._take, number))

    def _look_at_part(self, article: Article, number: int, answer: ShownAnswer) -> None:
        growing = self._growing.setdefault(number, GrowingAnswer(answer.view))
        part = growing.complete()
        if part is None:
            return
        raw, start = part
        use = partial(look_at_part, raw=raw, start=start)
        self._ask(article, use, partial(self._take_part, number, growing))

    def _ask(
        self, article: Article, use: Callable[[Index], Found], done: Callable[[Found], None]
    ) -> None:
        self._busy = True

        def ended(found: Found) -> None:
            self._busy = False
            done(found)
            self._next()

        def failed() -> None:
            self._busy = False
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
        self._marked[number].show(looked.placed)
        self.examined_changed.emit(number)

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
