"""The summaries of an article's parts, one card for all: folded but for the one that is written."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from newsassistant.core.errors import NewsAssistantError
from newsassistant.core.types import Progress
from newsassistant.gui.look.labels import part_label
from newsassistant.gui.look.plain_text import PlainLabel, set_tip
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import discard, make_button, make_label
from newsassistant.gui.widgets.error_block import ErrorBlock
from newsassistant.gui.widgets.offer_line import OfferLine
from newsassistant.gui.widgets.progress_bar import ProgressBar
from newsassistant.gui.widgets.text_view import TextView
from newsassistant.store.history import StoredMessage
from newsassistant.text.prompts.parts import PartName, part_name


@dataclass(slots=True)
class _Row:
    """A part that is shown: what it is called, and its summary."""

    frame: QWidget
    label: PlainLabel
    view: TextView
    checked: OfferLine


def name_of(message: StoredMessage) -> PartName:
    """Which part a message is the summary of."""
    return part_name(message.preset) or PartName(1, 1, 1)


class PartsCard(QFrame):
    """`parts_card`; main thread. Only what is unfolded has widgets: there may be many parts."""

    regenerate_requested = Signal()  # go on with the parts that are missing
    row_shown = Signal(int)  # a part's text has a view, or another state
    row_gone = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._messages: dict[int, StoredMessage] = {}
        self._rows: dict[int, _Row] = {}
        self._unfolded = False
        self._last = False
        self.setObjectName("parts_card")
        self.setProperty("role", "card")
        self.fold = make_button("parts_fold_button", "action")
        self._done = make_label("muted", parent=self)
        head = QHBoxLayout()
        head.addWidget(self.fold)
        head.addWidget(self._done, 1)
        self._reading = QWidget(self)
        self._reading_label = make_label("muted", parent=self._reading)
        self._reading_bar = ProgressBar(theme, self._reading)
        reading = QVBoxLayout(self._reading)
        reading.setContentsMargins(0, 0, 0, 4)
        reading.setSpacing(6)
        reading.addWidget(self._reading_label)
        reading.addWidget(self._reading_bar)
        self._body = QVBoxLayout()
        self._body.setSpacing(10)
        self._status = make_label("muted", parent=self, wraps=True)
        self.error = ErrorBlock(theme, self)
        self.go_on = make_button("parts_go_on_button", "action")
        foot = QHBoxLayout()
        foot.addWidget(self.go_on)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 10)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._reading)
        column.addLayout(self._body)
        column.addWidget(self._status)
        column.addWidget(self.error)
        column.addLayout(foot)
        self._reading.hide()
        self.fold.clicked.connect(lambda: self.set_unfolded(not self._unfolded))
        self.go_on.clicked.connect(self.regenerate_requested)
        theme.follow(self)

    @property
    def message(self) -> StoredMessage:
        """The newest part."""
        return next(reversed(self._messages.values()))

    @property
    def view(self) -> TextView | None:
        """The newest summary, where it is shown."""
        row = self._rows.get(self.message.id)
        return row.view if row is not None else None

    def views(self) -> list[TextView]:
        """All that are shown, in order."""
        return [row.view for row in self._rows.values()]

    def add(self, message: StoredMessage) -> None:
        """One more part; those before it are folded away unless the user wants to see them."""
        self._messages[message.id] = message
        self._show_rows()
        self.retranslate()

    def remove(self, message_id: int) -> None:
        """Another version stands in the place of a part; some part has to stay."""
        del self._messages[message_id]
        self._drop_row(message_id)
        self.error.clear()
        self.retranslate()

    def row(self, message_id: int) -> tuple[StoredMessage, TextView, OfferLine] | None:
        """A part, what shows it and the line below; None for one that is folded away."""
        row = self._rows.get(message_id)
        return None if row is None else (self._messages[message_id], row.view, row.checked)

    def is_running(self) -> bool:
        """True while a part is read or written."""
        return self.message.status == "running"

    def set_unfolded(self, unfolded: bool) -> None:
        """Show all summaries, or only the one that is being written."""
        self._unfolded = unfolded
        self._show_rows()
        self.retranslate()

    def append(self, text: str) -> None:
        """Add streamed text to the newest part."""
        self._reading.hide()
        if self.view is not None:
            self.view.show()
            self.view.append(text)

    def set_progress(self, progress: Progress | None) -> None:
        """Show how much of the part has been read; None takes the line away."""
        shown = progress is not None and progress.stage == "prefill" and not self._has_text()
        self._reading.setVisible(shown)
        if self.view is not None:
            self.view.setVisible(not shown)
        if progress is not None and shown:
            share = progress.done / progress.total if progress.total else 0.0
            self._reading_bar.show_progress(round(1000 * share), 1000)
            words = self.tr("Reading this part: {0} %").format(round(100 * share))
            self._reading_label.setText(words)

    def finish(self, message: StoredMessage) -> None:
        """Show a part in the state that it has now."""
        self._messages[message.id] = message
        row = self._rows.get(message.id)
        if row is not None:
            self._fill(row, message)
            self.row_shown.emit(message.id)
        if message.status != "running":
            self._reading.hide()
        self.retranslate()

    def set_error(self, error: NewsAssistantError) -> None:
        """Show why the newest part failed and what to do."""
        self.error.set_error(error)
        self.retranslate()

    def set_last(self, last: bool) -> None:
        """Only where nothing follows the parts are some of them missing."""
        if last != self._last:
            self._last = last
            self._show_rows()
            self._show_head()
        self.go_on.setVisible(last and not self.is_running())
        self._show_status()

    def retranslate(self) -> None:
        if not self._messages:
            return
        self._show_head()
        set_tip(self.fold, self.tr("What was noted of each part; the answer is written from it"))
        self.go_on.setText(self.tr("Go on"))
        self.go_on.setAccessibleName(self.tr("Go on with the parts that are missing"))
        set_tip(self.go_on, self.tr("Summarise the parts that are missing, then write the whole"))
        for number, row in self._rows.items():
            label = part_label(name_of(self._messages[number]))
            row.label.setText(label)
            row.view.setAccessibleName(label)
        self.set_last(self._last)

    # --- inside -----------------------------------------------------------------------------

    def _show_head(self) -> None:
        """Which part is at work; where all are done, how many there were."""
        count = sum(name_of(message).level == 1 for message in self._messages.values())
        words = self.tr("Read in parts: {0}").format(count)
        if self._last:
            words = part_label(name_of(self.message))
        self._done.setText(words)
        self.setAccessibleName(words)
        verb = self.tr("Hide the parts") if self._unfolded else self.tr("Show the parts")
        self.fold.setText(verb)
        self._theme.set_icon(self.fold, "chevron-up" if self._unfolded else "chevron-down")
        self.fold.setAccessibleName(f"{verb}: {words}")
        for row in self._rows.values():
            row.label.setVisible(self._unfolded)

    def _has_text(self) -> bool:
        view = self.view
        return view is not None and not view.document().isEmpty()

    def _show_rows(self) -> None:
        """Widgets for what is unfolded; the last one is shown while it is the newest message."""
        newest = self.message.id
        shown = {number for number in self._messages if self._unfolded}
        if self._last or self.is_running():
            shown.add(newest)
        for number in [number for number in self._rows if number not in shown]:
            self._drop_row(number)
        for place, number in enumerate(sorted(shown)):
            if number not in self._rows:
                self._rows[number] = self._make_row(self._messages[number])
                self._body.insertWidget(place, self._rows[number].frame)
                self._rows[number].label.setVisible(self._unfolded)
                self.row_shown.emit(number)
        self._rows = dict(sorted(self._rows.items()))

    def _drop_row(self, message_id: int) -> None:
        row = self._rows.pop(message_id, None)
        if row is not None:
            self.row_gone.emit(message_id)
            discard(row.frame)

    def _make_row(self, message: StoredMessage) -> _Row:
        frame = QWidget(self)
        label, view = make_label("muted", parent=frame), TextView(self._theme, frame)
        row = _Row(frame, label, view, OfferLine(self._theme, "muted", "check_line", (0, 0), frame))
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(row.label)
        column.addWidget(row.view)
        column.addWidget(row.checked)
        name = part_label(name_of(message))
        row.label.setText(name)
        row.view.setAccessibleName(name)
        self._fill(row, message)
        return row

    @staticmethod
    def _fill(row: _Row, message: StoredMessage) -> None:
        running = message.status == "running"
        row.view.set_running(running)
        if running:
            row.view.set_growing(message.content)
        else:
            row.view.set_markdown(message.content)
            row.view.setVisible(bool(message.content))

    def _show_status(self) -> None:
        """Why the parts ended before their end, if they did."""
        status = self.message.status
        stopped = self._last and status == "stopped"
        self._status.setText(
            self.tr("Stopped: the parts before this one are kept.") if stopped else ""
        )
        self._status.setVisible(stopped)
        if status == "failed" and not self.error.has_error():
            self.error.set_words(
                self.tr("This part was not summarised."),
                self.tr("Go on from here; what is done is kept."),
                self.message.error,
            )
        self.error.setVisible(status == "failed" and self._last)
