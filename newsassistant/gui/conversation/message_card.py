"""An answer in the conversation: a card with what was written, and what can be done with it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from newsassistant.core.errors import NewsAssistantError
from newsassistant.core.types import Article, Progress
from newsassistant.gui.conversation.bodies.body import Body
from newsassistant.gui.conversation.bodies.kinds import Bodies
from newsassistant.gui.conversation.card_actions import DragHandle, Entry, show_card_menu
from newsassistant.gui.conversation.edited import EditedLine
from newsassistant.gui.conversation.unread import (
    NO_ARTICLE,
    Extent,
    is_little,
    unread_words,
    with_unread,
)
from newsassistant.gui.conversation.versions import VersionSwitch
from newsassistant.gui.look.flavours import Flavours, copy, flavours
from newsassistant.gui.look.labels import style_label
from newsassistant.gui.look.plain_text import PlainLabel, set_tip
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import lay_out, restyle
from newsassistant.gui.widgets.elided_label import ElidedLabel
from newsassistant.gui.widgets.error_block import ErrorBlock
from newsassistant.gui.widgets.offer_line import OfferLine
from newsassistant.gui.widgets.progress_bar import ProgressBar
from newsassistant.gui.widgets.reading_order import put_in_order
from newsassistant.gui.widgets.text_view import TextView
from newsassistant.model.languages import is_starter
from newsassistant.store.history import StoredMessage

COPIED_MS = 1500
FOOT_GAP = 8  # px between an answer's actions


class AnswerCard(QFrame):
    """An answer while it is read, written, finished, stopped or failed."""

    copy_requested = Signal(int)  # message id; the text is on the clipboard already
    export_requested = Signal(int)  # message id
    regenerate_requested = Signal()
    restore_requested = Signal(int)  # message id, of one that shall be the model's again
    sources_requested = Signal(int)  # message id

    def __init__(
        self,
        theme: Theme,
        message: StoredMessage,
        parent: QWidget | None = None,
        *,
        style_names: Mapping[str, str] | None = None,
        extent: Extent = NO_ARTICLE,
        article: Article | None = None,
        bodies: Bodies | None = None,
    ) -> None:
        """`extent` is that of the `article` that the answer is about.

        `bodies` makes what shows the answers to some jobs as rows; without them all are texts.
        """
        super().__init__(parent)
        self._theme = theme
        self.message = message
        self._style_names = style_names
        self._extent = extent
        self._article = article
        self.edited: EditedLine | None = None  # most answers are never edited
        self._text = message.content
        self._last = False
        self.setProperty("role", "card")
        self._make_head()
        self.view = TextView(theme, self)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)  # the card's is shown
        self.body: Body | None = bodies.make(message.preset, self) if bodies is not None else None
        self._as_written = False
        self._status = PlainLabel(self)
        self._status.setProperty("role", "muted")
        self._unread = PlainLabel(self)
        self._unread.setObjectName("unread_label")
        self._unread.setProperty("role", "warning")
        self._unread.setWordWrap(True)
        self.error = ErrorBlock(theme, self)
        self.checked = OfferLine(theme, "muted", "check_line", (0, 0), self)
        self.starter = OfferLine(theme, "muted", "starter_offer", (0, 0), self)
        self._make_actions()
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(10)
        middle = (self._reading, self.view, self._status, self._unread, self.checked, self.error)
        for part in (self._head, *middle, self.starter, self._foot):
            column.addWidget(part)
        if self.body is not None:
            column.insertWidget(column.indexOf(self.view), self.body)
        self._copied = QTimer(self)
        self._copied.setSingleShot(True)
        self._copied.setInterval(COPIED_MS)
        self._copied.timeout.connect(self.retranslate)
        self._reading.hide()
        self._take(message)
        theme.follow(self)

    # --- what the view calls ----------------------------------------------------------------

    def is_running(self) -> bool:
        """True until the answer has ended."""
        return self.message.status == "running"

    def text(self) -> str:
        """The answer so far, as the model wrote it, or as it was edited since."""
        return self._text

    def text_to_copy(self) -> str:
        """The same for the clipboard, with a line for an article that was not read to its end."""
        return with_unread(self._text, self.message, self._extent)

    def flavours(self) -> Flavours | None:
        """The same for other programs; None while there is no word."""
        text = self.text_to_copy()
        return flavours(text) if text else None

    def copy_text(self, *, as_markdown: bool = False) -> None:
        """Put the answer into the clipboard."""
        text = self.flavours()
        if text is not None:
            copy(text, as_markdown=as_markdown)

    def append(self, text: str) -> None:
        """Add streamed text."""
        self._reading.hide()
        self._text += text
        self.view.append(text)
        self._choose_view()

    def set_progress(self, progress: Progress | None) -> None:
        """Show how much of the article has been read; None takes the line away."""
        shown = progress is not None and progress.stage == "prefill" and not self._text
        self._reading.setVisible(shown)
        self._choose_view()
        if progress is not None and shown:
            share = progress.done / progress.total if progress.total else 0.0
            self._reading_bar.show_progress(round(1000 * share), 1000)
            words = self.tr("Reading the article: {0} %").format(round(100 * share))
            self._reading_label.setText(words)

    def finish(self, message: StoredMessage) -> None:
        """Show the message in the state it has now; a finished one is rendered as Markdown."""
        self._take(message)
        self.retranslate()

    def _take(self, message: StoredMessage) -> None:
        self.message = message
        running = message.status == "running"
        self.view.set_running(running)
        if running:
            self._text = message.content
            self.view.set_growing(message.content)
        else:
            self._reading.hide()
            self._text = message.content
            self.view.set_markdown(message.content)
        if self.edited is None and message.written is not None:
            self.edited = self._make_edited()
        if self.edited is not None:
            self.edited.take(message)
        self._choose_view()

    def _make_edited(self) -> EditedLine:
        line = EditedLine(self._theme, self._article, self)
        line.taken.connect(self.toggle_written)
        self._column.insertWidget(self._column.indexOf(self._unread) + 1, line)
        if self.parentWidget() is not None:  # else that is done once the card has its place
            put_in_order(self)
        return line

    def shows_written(self) -> bool:
        """True while it shows what the model wrote, in the place of the edited answer."""
        return self.edited is not None and self.edited.shows_written

    def toggle_written(self) -> None:
        """Show what the model wrote of an edited answer, or the edited one again."""
        if self.edited is None or self.message.written is None:
            return
        shows = not self.edited.shows_written
        self.view.set_markdown(self.message.by_model if shows else self.message.content)
        self.edited.set_written(shows)
        self._choose_view()

    def _choose_view(self) -> None:
        """Show the answer as rows where it has some, else as a text."""
        running = self.is_running()
        rows = False
        if self.body is not None:
            has_rows = self.body.show_text(self._text, ended=not running)
            rows = has_rows and not (self._as_written or self.shows_written())
            self.body.setVisible(rows)
        waits = running and self._reading.isHidden()
        self.view.setVisible(not rows and (bool(self._text) or waits))

    def _turn_text(self) -> None:
        """Show an answer that has rows as the text that the model wrote, or as rows again."""
        self._as_written = not self._as_written
        self._choose_view()
        self._word_turning()

    def show_as_written(self) -> None:
        """Show the text where rows stand for it, so that a place in it can be seen at once."""
        if self.view.isHidden() and not self._as_written:
            self._turn_text()
            lay_out(self)

    def views(self) -> list[TextView]:
        """What shows the answer, from top to bottom."""
        if self.body is None or self.body.isHidden():
            return [self.view]
        return self.body.shown_views()

    def set_error(self, error: NewsAssistantError) -> None:
        """Show why the answer failed and what to do."""
        self.error.set_error(error)
        self.retranslate()

    def set_style_names(self, names: Mapping[str, str]) -> None:
        """The installed styles' names by id; one of them may have been renamed."""
        self._style_names = names
        self.retranslate()

    def set_last(self, last: bool) -> None:
        """Only the last answer can be made again."""
        self._last = last
        again = last and not self.is_running()
        self.regenerate.setVisible(again)
        anything = bool(self._text or self._speed.text())
        self._foot.setVisible(not self.is_running() and (again or anything))
        self._fit_foot()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_foot()

    def _fit_foot(self) -> None:
        """In a narrow column the figures give way, then the sources: both stand elsewhere, too."""
        buttons = (self.copy, self.export, self.regenerate, self.turn)
        shown = [each for each in buttons if not each.isHidden()]
        taken = sum(each.sizeHint().width() + FOOT_GAP for each in shown)
        self._foot.setMinimumWidth(max(1, taken))  # what gives way keeps no column wide
        margins = self.contentsMargins() + self._column.contentsMargins()
        room = self.width() - margins.left() - margins.right() - taken
        wide = self.sources.sizeHint().width() + FOOT_GAP
        self.sources.setVisible(self._may_have_sources() and room >= wide)
        room -= 0 if self.sources.isHidden() else wide
        self._speed.setVisible(room >= self._speed.minimumSizeHint().width())

    def retranslate(self) -> None:
        message = self.message
        style = style_label(message.prefix, self._style_names)
        self._chip.setText(style)
        set_tip(self._chip, self.tr("The style that wrote this answer"))
        restyle(self._chip, "role", "chip-accent" if message.prefix else "chip")
        self._model.setText(message.model)
        self.copy.setText(self.tr("Copied") if self._copied.isActive() else self.tr("Copy"))
        self.copy.setAccessibleName(self.tr("Copy the answer"))
        set_tip(self.copy, self.tr("Copy the answer; the menu of its card copies its Markdown"))
        self.export.setText(self.tr("Export…"))
        self.export.setAccessibleName(self.tr("Export the answer"))
        set_tip(self.export, self.tr("Save the answer for Word, as Markdown, a web page or text"))
        self.sources.setText(self.tr("Sources"))
        self.sources.setAccessibleName(self.tr("Sources of the answer"))
        set_tip(self.sources, self.tr("Each sentence of the answer with where it comes from"))
        self.regenerate.setText(self.tr("Regenerate"))
        self.regenerate.setAccessibleName(self.tr("Regenerate the answer"))
        set_tip(self.regenerate, self.tr("Answer the same request again"))
        self._speed.set_full_text(self._speed_words())
        self._show_status()
        self._show_unread()
        self._show_starter()
        self._word_turning()
        self.copy.setVisible(bool(self._text))
        self.export.setVisible(bool(self._text.strip()))
        self._head.set_has_text(bool(self._text) and not self.is_running())
        set_tip(self._head, self.tr("Drag the answer from here into another program"))
        self.versions.set_versions(message.id, message.versions)
        self.set_last(self._last)
        name = self.tr("Answer by {0}, {1}").format(message.model, style)
        self.setAccessibleName(name)
        said = self._text or self._status.text() or self.error.text()
        which = self.versions.words()
        self.setAccessibleDescription(f"{which}: {said}" if which else said)
        self.view.setAccessibleName(name)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        entries: list[Entry] = []
        if self._text:
            entries = [
                (self.tr("Copy the answer"), self._copy),
                (self.tr("Copy as Markdown"), lambda: self.copy_text(as_markdown=True)),
            ]
        if self.edited is not None and self.message.written is not None:
            entries += [
                (self.edited.button.text(), self.toggle_written),
                (self.tr("Give back what the model wrote"), self._restore),
            ]
        if self._may_have_sources():
            entries.append((self.tr("Sources of the answer"), self._ask_sources))
        if self._last and not self.is_running():
            entries.append((self.tr("Regenerate the answer"), self.regenerate.click))
        if self.body is not None and not self._as_written:
            entries = [*self.body.entries(), *entries]
        show_card_menu(self._used_view(), entries, event.globalPos())

    def _used_view(self) -> TextView:
        """The one that the keys are in, else the first."""
        views = self.views() or [self.view]
        return next((view for view in views if view.hasFocus()), views[0])

    # --- inside -----------------------------------------------------------------------------

    def _make_head(self) -> None:
        self._head = DragHandle(lambda: None if self.is_running() else self.flavours(), self)
        self._chip = PlainLabel(self._head)
        self._chip.setObjectName("style_chip")
        self._model = ElidedLabel(self._head)
        self._model.setProperty("role", "muted")
        row = QHBoxLayout(self._head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._model.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._model, 1)
        self.versions = VersionSwitch(self._theme, self, of_answer=True)
        row.addWidget(self.versions)
        self._reading = QWidget(self)
        self._reading_label = PlainLabel(self._reading)
        self._reading_label.setProperty("role", "muted")
        self._reading_bar = ProgressBar(self._theme, self._reading)
        column = QVBoxLayout(self._reading)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(6)
        column.addWidget(self._reading_label)
        column.addWidget(self._reading_bar)

    def _make_actions(self) -> None:
        self._foot = QWidget(self)
        self.copy = self._action("copy_button")
        self.export = self._action("export_button")
        self.sources = self._action("sources_button")
        self.regenerate = self._action("regenerate_button")
        self.turn = self._action("as_written_button")
        self.turn.clicked.connect(self._turn_text)
        self._speed = ElidedLabel(self._foot)
        self._speed.setProperty("role", "faint")
        self._speed.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        # The least important of the row: it gives way in a narrow column.
        self._speed.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.copy.clicked.connect(self._copy)
        self.export.clicked.connect(lambda: self.export_requested.emit(self.message.id))
        self.sources.clicked.connect(self._ask_sources)
        self.regenerate.clicked.connect(self.regenerate_requested)
        row = QHBoxLayout(self._foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(FOOT_GAP)
        row.addWidget(self.copy)
        row.addWidget(self.export)
        row.addWidget(self.sources)
        row.addWidget(self.regenerate)
        row.addWidget(self.turn)
        row.addWidget(self._speed, 1)

    def _action(self, name: str) -> QPushButton:
        button = QPushButton(self._foot)
        button.setObjectName(name)
        button.setProperty("role", "action")
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def _restore(self) -> None:
        self.restore_requested.emit(self.message.id)

    def _may_have_sources(self) -> bool:
        return bool(self._text.strip()) and not self.is_running() and self._extent.length > 0

    def _ask_sources(self) -> None:
        self.sources_requested.emit(self.message.id)

    def _copy(self) -> None:
        self.copy_text()
        self._copied.start()
        self.copy.setText(self.tr("Copied"))
        self.copy_requested.emit(self.message.id)

    def _speed_words(self) -> str:
        usage = self.message.usage
        if usage is None or not usage.completion_tokens:
            return ""
        words = self.tr("{0} tokens/s · first word {1} s")
        return words.format(f"{usage.tokens_per_s:.1f}", f"{usage.ttft_s:.1f}")

    def _show_starter(self) -> None:
        """What the small model is, beside each answer that it gave."""
        said = bool(self._text) and not self.is_running() and is_starter(self.message.model)
        words = self.tr("By the starter, a small model for trying out: it is often wrong.")
        verb = self.tr("Get a better model…")
        tip = self.tr("Shows the models, what they read and what they need")
        self.starter.show_offer(words if said else "", verb, tip)

    def _word_turning(self) -> None:
        body = self.body
        self.turn.setVisible(body is not None and body.is_settled())
        if body is None or not body.is_settled():
            return
        more = not self._as_written and body.leaves_out(self._text)
        words = self.tr("There is more text") if more else self.tr("As written")
        self.turn.setText(self.tr("As rows") if self._as_written else words)
        restyle(self.turn, "strong", more)
        set_tip(self.turn, self.tr("Show the text as the model wrote it, or read into rows"))

    def _show_unread(self) -> None:
        words = unread_words(self.message, self._extent)
        self._unread.setText(words)
        little = is_little(self.message, self._extent)
        restyle(self._unread, "role", "muted" if little else "warning")
        self._unread.setVisible(bool(words))

    def _show_status(self) -> None:
        status = self.message.status
        words = {
            "stopped": self.tr("Stopped"),
            "length": self.tr("Cut at the length limit"),
        }.get(status, "")
        self._status.setText(words)
        restyle(self._status, "role", "warning" if status == "length" else "muted")
        self._status.setVisible(bool(words))
        if status == "failed" and not self.error.has_error():
            self.error.set_words(
                self.tr("The answer did not finish."),
                self.tr("Regenerate it, or start a new conversation."),
                self.message.error,
            )
        self.error.setVisible(status == "failed" or self.error.has_error())
