"""Long articles in the window: what is offered for them, and how far a summary in parts is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from newsassistant.app.chat import ChatService
from newsassistant.app.listener import ChatState
from newsassistant.core.types import Article, Measured, Reads, Usage
from newsassistant.gui.article.desk import ArticleDesk, WithRoom
from newsassistant.gui.article.view.part_rule import Rule
from newsassistant.gui.conversation.unread import is_passages
from newsassistant.gui.look.labels import left_words, part_label
from newsassistant.gui.shell.main_window import MainWindow
from newsassistant.store.history import StoredMessage
from newsassistant.text.prompts.parts import part_name

if TYPE_CHECKING:
    from newsassistant.app.long.estimate import Estimate
    from newsassistant.app.long.plan import Plan, Summary
    from newsassistant.gui.article.offers import Offer, OfferFor


class LongDesk(QObject):
    """`show` whenever a message of the open conversation has changed; main thread."""

    def __init__(self, window: MainWindow, desk: ArticleDesk, service: ChatService) -> None:
        super().__init__(window)
        self._window = window
        self._desk = desk
        self._service = service
        self._usages: dict[str, dict[int, Usage]] = {}  # by model and message
        self._messages: tuple[StoredMessage, ...] = ()
        desk.measured.connect(lambda: self.show(self._messages))

    # --- what is offered --------------------------------------------------------------------

    def with_room(self, send: WithRoom, offer: OfferFor) -> None:
        """A model that is being loaded counts the article when the request's turn comes."""
        article = self._desk.article
        if article is not None and self._service.state is ChatState.LOADING:
            send(article, self._desk.reads())
        else:
            self._desk.with_room(send, offer)

    def offer_parts(self, start: Callable[[Article, Reads, Plan], None]) -> OfferFor:
        """For Summarise: in parts, with what that takes."""

        def offer(article: Article, measured: Measured) -> Offer | None:
            from newsassistant.gui.article.offers import parts_offer

            plan = self._desk.plan(article)
            if plan is None:
                return None
            return parts_offer(self.estimate(plan), lambda: start(article, measured.reads, plan))

        return offer

    def offer_passages(self, question: str, ask: Callable[[Article, Reads], None]) -> OfferFor:
        """For a question: the passages that matter for it."""

        def offer(article: Article, measured: Measured) -> Offer | None:
            from newsassistant.gui.article.offers import passages_offer

            reads = self._service.passages(article, measured, question)
            return passages_offer(lambda: ask(article, reads)) if reads else None

        return offer

    def plan(self) -> Plan | None:
        """That of the open conversation's article, if parts of it are missing."""
        from newsassistant.app.asked import is_unfinished  # no part of the window's start

        return self._desk.plan(self._service.article) if is_unfinished(self._messages) else None

    def estimate(self, plan: Plan) -> Estimate:
        """What a summary in parts takes, as far as it was measured here."""
        from newsassistant.app.long.estimate import estimate, speeds_of

        model = self._service.model
        known = self._usages.get(self._service.model_label(), {})
        speeds = speeds_of(known.values(), model.execution if model is not None else None)
        return estimate(plan, model, speeds, self._done())

    # --- how far it is ----------------------------------------------------------------------

    def show(self, messages: Sequence[StoredMessage]) -> None:
        """Mark in the article what is read of it, and say in the status bar how far that is."""
        self._messages = tuple(messages)
        for message in messages:
            if message.usage is not None and message.model:
                self._usages.setdefault(message.model, {})[message.id] = message.usage
        newest = messages[-1] if messages else None
        name = part_name(newest.preset) if newest is not None else None
        running = newest is not None and newest.status == "running"
        self._window.status.set_part(
            part_label(name) if name is not None and running else "",
            (name.number - 1, name.of) if name is not None else (0, 0),
            self._left_words() if name is not None and running else "",
        )
        self._window.article.set_rules(self._rules(newest))

    def _done(self) -> list[Summary]:
        from newsassistant.app.asked import is_unfinished, summaries_of

        requests = [message for message in self._messages if message.role == "user"]
        unfinished = is_unfinished(self._messages)
        return summaries_of(self._messages, requests[-1]) if requests and unfinished else []

    def _left_words(self) -> str:
        plan = self.plan()
        seconds = self.estimate(plan).seconds if plan is not None else 0.0
        return left_words(seconds) if seconds else ""

    def _rules(self, newest: StoredMessage | None) -> list[Rule]:
        """Of the parts while they are read, of the passages that the newest answer has read."""
        article, shown = self._service.article, self._desk.article
        if newest is None or article is None or shown is None or shown.digest != article.digest:
            return []
        if part_name(newest.preset) is not None:
            return self._part_rules(newest)
        chosen = newest.reads in (self._desk.reads(), self._desk.readable())
        if not chosen and newest.reads and is_passages(newest.reads, len(article.text)):
            return [Rule(span) for span in newest.reads]
        return []

    def _part_rules(self, newest: StoredMessage) -> list[Rule]:
        done = [s.span for s in self._done() if s.level == 1]
        reached = done[-1][1] if done else 0
        plan = self.plan()
        parts = plan.parts if plan is not None else ()
        spans = [*done, *((max(a, reached), b) for a, b in parts if b > reached)]
        running = newest.status == "running"
        now = newest.reads[0] if running and newest.reads else None
        return [
            Rule(
                span,
                self.tr("part {0} of {1}").format(number, len(spans)),
                now is not None and now[0] <= span[0] and span[1] <= now[1],
            )
            for number, span in enumerate(spans, start=1)
        ]

    def retranslate(self) -> None:
        self.show(self._messages)
