"""The article's words into an answer, and the model's words back: joins the cards and the chat."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from newsassistant.app.chat import ChatService
from newsassistant.core.errors import NewsAssistantError
from newsassistant.gui.conversation.chat_view import ChatView
from newsassistant.gui.conversation.message_card import AnswerCard
from newsassistant.gui.look.markdown import BREAK
from newsassistant.gui.widgets.basics import announce, attempt
from newsassistant.gui.widgets.notice_bar import NoticeBar

if TYPE_CHECKING:
    from newsassistant.evidence.marks import Mark


class AnswerEditing(QObject):
    """Goes with the conversation; main thread."""

    def __init__(
        self,
        chat: ChatView,
        notice: NoticeBar,
        service: ChatService,
        fail: Callable[[NewsAssistantError], object],
    ) -> None:
        """`fail` shows an error that belongs to no answer."""
        super().__init__(chat)
        self._chat = chat
        self._notice = notice
        self._service = service
        self._fail = fail
        chat.restore_requested.connect(self.restore)

    @Slot(int, object, int)
    def use_words(self, message_id: int, mark: Mark, start: int) -> None:
        """Put the article's words in the place of an altered quote of an answer.

        `start` is where the mark begins in the text that is shown, without breaks that only serve
        the layout. Where that is what the model wrote, the edited answer is shown again instead.
        """
        from newsassistant.evidence.article_words import in_article_words

        card, words = self._chat.card(message_id), in_article_words(mark)
        if not isinstance(card, AnswerCard) or words is None:
            return
        if card.shows_written():
            card.toggle_written()
            announce(card, self.tr("The edited answer is shown again."))
            return
        before = card.message.content
        occurrence = _times(mark.text, card.view.toPlainText().replace(BREAK, ""), start)

        def use() -> None:
            self._service.use_words(message_id, mark.text, words, occurrence)

        if attempt(use, self._fail):
            said = self.tr("The quote has the article's words now.")
            self._offer_undo(said, message_id, before)

    @Slot(int)
    def restore(self, message_id: int) -> None:
        """Give an answer the model's words back."""
        card = self._chat.card(message_id)
        if not isinstance(card, AnswerCard):
            return
        before = card.message.content
        if attempt(lambda: self._service.restore_answer(message_id), self._fail):
            said = self.tr("The answer is as the model wrote it.")
            self._offer_undo(said, message_id, before)

    def _offer_undo(self, said: str, message_id: int, before: str) -> None:
        def undo() -> None:
            attempt(lambda: self._service.restore_answer(message_id, before), self._fail)

        self._notice.show_notice(said, undo, verb=self.tr("Undo"), icon="undo")


def _times(piece: str, text: str, start: int) -> int:
    """How often `piece` begins before `start`."""
    count, at = 0, text.find(piece)
    while 0 <= at < start:
        count += 1
        at = text.find(piece, at + 1)
    return count
