"""The conversation as the journalist reads it: bubbles, answer cards, what to do without any."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from newsassistant.core.errors import ModelError, NewsAssistantError
from newsassistant.core.types import Article, Progress, Span
from newsassistant.gui.conversation.answer_texts import AnswerTexts
from newsassistant.gui.conversation.bodies.kinds import Bodies
from newsassistant.gui.conversation.empty_state import EmptyKind, EmptyState
from newsassistant.gui.conversation.message_card import AnswerCard
from newsassistant.gui.conversation.parts_card import PartsCard
from newsassistant.gui.conversation.transcript import Transcript
from newsassistant.gui.conversation.unread import NO_ARTICLE, Extent, with_unread
from newsassistant.gui.conversation.user_bubble import UserBubble, message_text
from newsassistant.gui.look.flavours import Flavours, flavours, headed, joined, unmarked
from newsassistant.gui.look.labels import part_label
from newsassistant.gui.look.plain_text import set_tip
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import announce, busy_mouse, discard
from newsassistant.gui.widgets.error_block import ErrorBlock
from newsassistant.gui.widgets.reading_order import put_in_order
from newsassistant.gui.widgets.text_view import TextView
from newsassistant.store.history import StoredMessage
from newsassistant.text.articles.places import places
from newsassistant.text.prompts.parts import part_name

PAGE = 40  # messages that are built at once; older ones wait behind a button

Card = UserBubble | AnswerCard | PartsCard


class ChatView(QWidget):
    """`chat_view`; main thread."""

    copy_requested = Signal(int)  # message id; its text is on the clipboard already
    export_requested = Signal(int)  # message id
    sources_requested = Signal(int)  # message id
    regenerate_requested = Signal()
    restore_requested = Signal(int)  # message id of an answer that shall be the model's again
    edit_requested = Signal(int)  # message id of a question
    version_requested = Signal(int)  # message id of another version of a message
    models_requested = Signal()  # beside an answer of the starter
    title_wanted = Signal(str)  # for the conversation
    place_wanted = Signal(object)  # Span of the article: where a row comes from
    article_set = Signal()  # the messages are about another article, or about none

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._messages: dict[int, StoredMessage] = {}  # in order, all of them
        self._cards: dict[int, Card] = {}  # those that have been built
        self._unbuilt: list[int] = []  # older than all cards, in order
        self._fresh: list[int] = []  # newer than all cards, to be built at the next turn
        self._turned: tuple[int, bool] | None = None  # the version that was asked for, and how
        self._notice: ErrorBlock | None = None
        self._title = ""
        self._style_names: Mapping[str, str] = {}
        self._article: Article | None = None
        self._extent = NO_ARTICLE
        self.setObjectName("chat_view")
        self.answers = AnswerTexts(theme, self)
        self.bodies = Bodies(theme)
        self._empty = EmptyState(theme, self)
        self._transcript = Transcript(theme, self)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._transcript)
        self._transcript.earlier_requested.connect(lambda: self._show_earlier())
        self._build_soon = QTimer(self)
        self._build_soon.setSingleShot(True)
        self._build_soon.setInterval(0)
        self._build_soon.timeout.connect(self._build)
        theme.follow(self)

    # --- what the window calls --------------------------------------------------------------

    def clear(self) -> None:
        """Forget all messages; the empty state shows again."""
        for number in self.answers.numbers():
            self.answers.drop(number)
        for card in set(self._cards.values()):  # parts share one
            discard(card)
        self._drop_notice()
        self._messages.clear()
        self._cards.clear()
        self._unbuilt.clear()
        self._fresh.clear()
        self._transcript.set_earlier(0)
        self._transcript.follow()
        self._show_page()

    def show_messages(self, messages: Sequence[StoredMessage]) -> None:
        """Show these in the place of all others; those that both begin with stay as they are."""
        kept = 0
        for shown, wanted in zip(list(self._messages), messages, strict=False):
            if shown != wanted.id:
                break
            kept += 1
        self._build()
        for message_id in list(self._messages)[kept:]:
            del self._messages[message_id]
            if message_id in self._unbuilt:
                self._unbuilt.remove(message_id)
            elif message_id in self._cards:
                self._drop(message_id)
        for message in messages[:kept]:
            self._update(message)
        for message in messages[kept:]:
            self.add_message(message)
        self._transcript.set_earlier(len(self._unbuilt))
        self._drop_notice()
        self._show_page()
        self._build()
        self._mark_last()
        self._show_turned()

    def questions(self) -> list[StoredMessage]:
        """What was asked, as it is shown."""
        return [message for message in self._messages.values() if message.role == "user"]

    def mark_edited(self, message_id: int | None) -> None:
        """Mark the question that is being edited, None for none."""
        for card in self._cards.values():
            if isinstance(card, UserBubble):
                card.set_edited(card.message.id == message_id)

    def set_article(self, article: Article | None) -> None:
        """The article that the messages to come are about, None for none."""
        if article != self._article:  # the same one comes with each request
            self._article, self._extent = article, Extent.of(article)
            self.article_set.emit()

    def add_message(self, message: StoredMessage) -> None:
        """Add a message at the end; one with a known id (a new try) takes that one's place."""
        if message.id in self._messages:
            self.finish(message)
            return
        self._messages[message.id] = message
        self._fresh.append(message.id)
        self._drop_notice()
        self._show_page()
        if message.status == "running":
            self._build()
            self._transcript.follow()
        else:
            self._build_soon.start()

    def append_delta(self, message_id: int, text: str) -> None:
        """Add streamed text to a running answer; unknown ids are dropped."""
        card = self._answer(message_id)
        if card is not None:
            card.append(text)
            self._transcript.note_new_text()

    def finish(self, message: StoredMessage) -> None:
        """Show an answer in its final state and say so to a screen reader."""
        if message.id not in self._messages:
            return
        was_running = self._messages[message.id].status == "running"
        self._messages[message.id] = message
        card = self._answer(message.id)
        if card is None:
            return
        card.finish(message)
        self._tell_shown(card)
        self._mark_last()
        if message.status != "running":
            self._transcript.note_new_text()
            if was_running:
                announce(self, self._ending(message.status))

    def set_progress(self, progress: Progress | None) -> None:
        """Show how far reading the article, or preparing a model, has come; None: nothing runs."""
        self._empty.set_progress(progress)
        running = self._running_card()
        if running is not None:
            running.set_progress(progress)

    def show_error(self, error: NewsAssistantError, message_id: int | None) -> None:
        """Show an error in the answer that it ended, or else where the reader looks next."""
        card = self._answer(message_id) if message_id is not None else None
        if card is not None:
            card.set_error(error)
        elif self._messages:
            self._show_notice(error)
        else:
            self._empty.set_error(error)
        if isinstance(error, ModelError):
            self._empty.set_kind("missing" if "missing" in error.code else "damaged")
            self._empty.set_error(error)
        announce(self, self.tr("Something went wrong"))

    def clear_error(self, message_id: int) -> None:
        """What an answer has told is no longer so."""
        card = self._answer(message_id)
        if card is not None:
            card.error.clear()

    def set_empty_state(self, kind: EmptyKind) -> None:
        """What to say while there are no messages; an error that was shown there goes."""
        if kind != self._empty.kind():
            self._empty.clear_error()
        self._empty.set_kind(kind)

    def set_conversation_title(self, title: str) -> None:
        """Name the transcript for screen readers."""
        self._title = title
        self.retranslate()

    def set_style_names(self, names: Mapping[str, str]) -> None:
        """What the installed styles are called, by id; answers name the style that wrote them."""
        if names == self._style_names:
            return
        self._style_names = dict(names)
        for card in self._cards.values():
            if isinstance(card, AnswerCard):
                card.set_style_names(self._style_names)

    def mark_sentences(self, message_id: int, spans: Iterable[Span]) -> None:
        """Lay a ground under pieces of an answer, in characters of its text; none: take it away."""
        self.answers.mark_sentences(message_id, spans)

    def reveal(self, message_id: int, span: Span) -> None:
        """Scroll to a piece of an answer that is shown, in characters of its text."""
        self.show_as_written(message_id)
        self.answers.reveal(message_id, span)

    def show_as_written(self, message_id: int) -> None:
        """Show an answer's text where rows stand for it."""
        card = self._cards.get(message_id)
        if isinstance(card, AnswerCard):
            card.show_as_written()

    def text_to_copy(self, message_id: int) -> str:
        """An answer as the model wrote it, or as it was edited since; "" for an unknown one."""
        card, message = self._cards.get(message_id), self._messages.get(message_id)
        if isinstance(card, AnswerCard):
            return card.text_to_copy()
        if message is None:
            return ""
        return with_unread(message.content, message, self._extent)

    def newest_answer(self) -> int | None:
        """The id of the last answer, None without any."""
        answers = [n for n, message in self._messages.items() if message.role == "assistant"]
        return answers[-1] if answers else None

    def flavours(self) -> Flavours:
        """The whole transcript for other programs, with who said what."""
        return joined([self._flavours(message) for message in self._messages.values()])

    def toPlainText(self) -> str:
        """The whole transcript, one paragraph a message, with who said it."""
        return "\n\n".join(self._line(message) for message in self._messages.values())

    # --- for tests and the window's actions -------------------------------------------------

    def card(self, message_id: int) -> Card | None:
        """The widget of a message, None for one that is not built or unknown."""
        self._build()
        return self._cards.get(message_id)

    def texts(self) -> list[TextView]:
        """What is written on the cards that have been built, from top to bottom."""
        self._build()
        found: list[TextView] = []
        for card in dict.fromkeys(self._cards[key] for key in self._messages if key in self._cards):
            found += [card.view] if isinstance(card, UserBubble) else card.views()
        return found

    def places_above(self, word: str) -> int:
        """About how often a word stands in the messages that have no card yet."""
        self._build()
        return sum(1 for number in self._unbuilt for _ in places(self._words(number), word))

    def build_above(self, word: str) -> None:
        """Make cards as far up as the last message without one in which a word stands."""
        holding = [
            place
            for place, number in enumerate(self._unbuilt)
            if any(places(self._words(number), word))
        ]
        if holding:
            with busy_mouse():  # some hundred cards take a second or two
                self._show_earlier(len(self._unbuilt) - holding[-1])

    def _words(self, message_id: int) -> str:
        return message_text(self._messages[message_id])

    def empty_state(self) -> EmptyState:
        """What is shown while there are no messages."""
        return self._empty

    def transcript(self) -> Transcript:
        """The scrolling column."""
        return self._transcript

    def retranslate(self) -> None:
        name = self.tr("Conversation")
        self.setAccessibleName(f"{name}: {self._title}" if self._title else name)
        self.setAccessibleDescription(self.tr("Questions and answers about the article"))
        set_tip(self, self.tr("Questions and answers about the article"))

    # --- inside -----------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        # Over a whole column a tool tip would be in the way; scripts and readers still find it.
        if event.type() == QEvent.Type.ToolTip:
            return True
        return super().event(event)

    def _line(self, message: StoredMessage) -> str:
        if message.role == "user":
            return self.tr("You: {0}").format(message_text(message))
        name = part_name(message.preset)
        if name is not None:
            return f"{part_label(name)}: {message.content}"
        return self.tr("Assistant: {0}").format(self.text_to_copy(message.id))

    def _flavours(self, message: StoredMessage) -> Flavours:
        if message.role == "user":
            return headed(self.tr("You: {0}").format("").strip(), unmarked(message_text(message)))
        text = flavours(self.text_to_copy(message.id))
        return headed(self.tr("Assistant: {0}").format("").strip(), text)

    def _ending(self, status: str) -> str:
        if status == "stopped":
            return self.tr("The answer was stopped")
        if status == "failed":
            return self.tr("The answer failed")
        return self.tr("The answer is ready")

    def _show_page(self) -> None:
        shown = self._messages or self._notice is not None
        page: QWidget = self._transcript if shown else self._empty
        self._stack.setCurrentWidget(page)

    def _build(self) -> None:
        """Make cards for the newest messages; a long history keeps only its last page."""
        self._build_soon.stop()
        if not self._fresh:
            return
        fresh, self._fresh = self._fresh, []
        if not self._cards and len(fresh) > PAGE:
            self._unbuilt, fresh = fresh[:-PAGE], fresh[-PAGE:]
        for message_id in fresh:
            card = self._make(message_id)
            if card.parentWidget() is None:  # else it is one part more on its card
                self._transcript.append(card)
        self._transcript.set_earlier(len(self._unbuilt))
        put_in_order(self._transcript)
        self._mark_last()

    def _make(self, message_id: int) -> Card:
        message = self._messages[message_id]
        card: Card
        if part_name(message.preset) is not None:
            card = self._parts_card(message_id)
            card.add(message)
        elif message.role == "user":
            card = UserBubble(self._theme, message)
            card.edit_requested.connect(self.edit_requested)
        else:
            card = AnswerCard(
                self._theme,
                message,
                style_names=self._style_names,
                extent=self._extent,
                article=self._article,
                bodies=self.bodies,
            )
            if card.body is not None:
                card.body.title_wanted.connect(self.title_wanted)
                card.body.place_wanted.connect(self.place_wanted)
            card.copy_requested.connect(self.copy_requested)
            card.export_requested.connect(self.export_requested)
            card.restore_requested.connect(self.restore_requested)
            card.sources_requested.connect(self.sources_requested)
            card.regenerate_requested.connect(self.regenerate_requested)
            card.starter.taken.connect(self.models_requested)
        if not isinstance(card, PartsCard):
            card.versions.chosen.connect(self._turn)
        self._cards[message_id] = card
        self._tell_shown(card)
        return card

    def _drop(self, message_id: int) -> None:
        """Take a message away; the card of several parts goes with the last of them."""
        card = self._cards.pop(message_id)
        self.answers.drop(message_id)
        if isinstance(card, PartsCard) and card in self._cards.values():
            card.remove(message_id)
        else:
            discard(card)

    def _update(self, message: StoredMessage) -> None:
        """Show a message that is shown already as it is now."""
        if self._messages[message.id] == message:
            return
        self._messages[message.id] = message
        card = self._cards.get(message.id)
        if isinstance(card, UserBubble):
            card.take(message)
        elif card is not None:
            card.finish(message)
            self._tell_shown(card)

    def _tell_shown(self, card: Card) -> None:
        """Let those who mark answers know; the card of several parts tells of itself."""
        if isinstance(card, AnswerCard):
            self.answers.put(card.message, card.view, card.checked)

    def _turn(self, message_id: int, forward: bool) -> None:
        self._turned = (message_id, forward)
        self.version_requested.emit(message_id)
        self._turned = None

    def _show_turned(self) -> None:
        """Where another version was asked for by an arrow, the keys stay on that arrow."""
        card = self._cards.get(self._turned[0]) if self._turned is not None else None
        if card is None or self._turned is None or isinstance(card, PartsCard):
            return
        card.versions.take_focus(forward=self._turned[1])
        announce(self, card.versions.words())
        self._transcript.reveal(card)

    def _parts_card(self, message_id: int) -> PartsCard:
        """The card of the part before this one, else a new one."""
        before = list(self._messages)
        at = before.index(message_id)
        card = self._cards.get(before[at - 1]) if at else None
        if isinstance(card, PartsCard):
            return card
        card = made = PartsCard(self._theme)
        card.regenerate_requested.connect(self.regenerate_requested)
        card.row_gone.connect(self.answers.drop)
        card.row_shown.connect(lambda number: self._tell_row(made, number))
        return card

    def _tell_row(self, card: PartsCard, message_id: int) -> None:
        row = card.row(message_id)
        if row is not None:
            self.answers.put(*row)

    def _show_earlier(self, least: int = PAGE) -> None:
        count = max(least, PAGE)
        older, self._unbuilt = self._unbuilt[-count:], self._unbuilt[:-count]
        made = dict.fromkeys(self._make(message_id) for message_id in older)
        self._transcript.prepend(list(made))
        put_in_order(self._transcript)
        self._transcript.set_earlier(len(self._unbuilt))

    def _mark_last(self) -> None:
        newest = next(reversed(self._messages), None)
        for card in dict.fromkeys(self._cards.values()):
            if not isinstance(card, UserBubble):
                card.set_last(card.message.id == newest)

    def _answer(self, message_id: int) -> AnswerCard | PartsCard | None:
        self._build()
        card = self._cards.get(message_id)
        return None if isinstance(card, UserBubble) else card

    def _running_card(self) -> AnswerCard | PartsCard | None:
        newest = next(reversed(self._messages), None)
        card = self._answer(newest) if newest is not None else None
        return card if card is not None and card.is_running() else None

    def _show_notice(self, error: NewsAssistantError) -> None:
        self._build()
        self._drop_notice()
        self._notice = ErrorBlock(self._theme)
        self._notice.set_error(error)
        self._transcript.append(self._notice)
        self._transcript.note_new_text()

    def _drop_notice(self) -> None:
        if self._notice is not None:
            discard(self._notice)
            self._notice = None
