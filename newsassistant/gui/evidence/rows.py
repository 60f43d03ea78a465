"""The rows of headlines, and of who did what and when, compared with the article, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from shiboken6 import isValid

from newsassistant.evidence.reading.spans import Span
from newsassistant.evidence.wording import sentence
from newsassistant.gui.conversation.bodies.body import Body
from newsassistant.gui.conversation.chat_view import ChatView
from newsassistant.gui.conversation.message_card import AnswerCard
from newsassistant.gui.conversation.shown_text import raw_text
from newsassistant.gui.evidence.desk import EvidenceDesk
from newsassistant.gui.evidence.looking import Looked, look
from newsassistant.gui.evidence.marking import MarkedText
from newsassistant.gui.evidence.work import CheckWork
from newsassistant.gui.look.labels import interface_language
from newsassistant.gui.look.plain_text import set_tip
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.text_view import TextView

if TYPE_CHECKING:
    from newsassistant.evidence.index import Index


class RowsDesk(QObject):
    """Joins the cards that have rows and the checks; main thread. It keeps no text.

    Against which article is what `desk` says; the text as a whole is its work.
    """

    def __init__(self, theme: Theme, chat: ChatView, desk: EvidenceDesk, checks: CheckWork) -> None:
        super().__init__(chat)
        self._theme = theme
        self._chat = chat
        self._desk = desk
        self._checks = checks
        chat.answers.shown.connect(self._compare)
        chat.place_wanted.connect(desk.place_wanted)
        desk.article_changed.connect(self._compare_all)
        self._compare_all()

    def _compare_all(self) -> None:
        for number in self._chat.answers.numbers():
            self._compare(number)

    def _compare(self, number: int) -> None:
        card = self._chat.card(number)
        body = card.body if isinstance(card, AnswerCard) else None
        if body is None or not body.is_settled():
            return
        raws = _raws(body)
        key, article = f"rows-{number}", self._desk.article
        if article is None:
            self._checks.give_up(key)
            self._show(body, raws, ())
        else:
            show = partial(self._show, body, raws)
            self._checks.ask(article, partial(_look_at_all, raws=raws), show, key=key)

    def _show(self, body: Body, raws: Sequence[str], found: Sequence[Looked]) -> None:
        if not isValid(body) or not body.is_settled() or _raws(body) != raws:
            return  # other rows stand there now, and were asked for
        for number, view in enumerate(body.views()):
            self._mark(view, found[number] if found else None)
        body.set_places([_place(looked) for looked in found])

    def _mark(self, view: TextView, looked: Looked | None) -> None:
        marked = view.findChild(MarkedText) or MarkedText(self._theme, view)
        marked.show(looked.placed if looked is not None else ())
        language = interface_language()
        said = [f"{each.mark.text}: {sentence(each.mark, language)}" for each in marked.marks]
        set_tip(view, "\n".join(said))


def _raws(body: Body) -> list[str]:
    return [raw_text(view) for view in body.views()]


def _look_at_all(index: Index, raws: Sequence[str]) -> list[Looked]:
    return [look(index, raw) for raw in raws]


def _place(looked: Looked) -> Span | None:
    """The clearest source of a row's first sentence that has one."""
    for each in looked.examined.sentences:
        if each.is_clear:
            return Span(each.sources[0].start, each.sources[0].end)
    return None
