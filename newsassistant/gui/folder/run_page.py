"""A run while it goes on, and once it has ended: how far it is, and what has come of each story."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from newsassistant.app.batch.outcome import Outcome
from newsassistant.app.batch.run import Count
from newsassistant.core.errors import NewsAssistantError
from newsassistant.gui.folder.model import STATE, TASK, TITLE, OutcomesModel
from newsassistant.gui.folder.words import count_words, progress_words
from newsassistant.gui.look.plain_text import set_tip
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import announce, make_button, make_label, make_line
from newsassistant.gui.widgets.error_block import ErrorBlock
from newsassistant.gui.widgets.progress_bar import ProgressBar
from newsassistant.gui.widgets.scroll_column import ScrollColumn
from newsassistant.gui.widgets.text_view import TextView

BUTTONS = {
    "stop": "secondary",
    "resume": "primary",
    "retry": "secondary",
    "open": "secondary",
    "results": "secondary",
    "another": "secondary",
}
_TASK_WIDTH, _STATE_WIDTH = 170, 250
_TEXT_HEIGHT = 132


class OutcomesView(QTreeView):
    """Enter opens the chosen result, as a double click does."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.activated.emit(index)
        else:
            super().keyPressEvent(event)


class RunPage(QWidget):
    """`acted` tells one of BUTTONS, `chosen` which result somebody looks at."""

    acted = Signal(str)
    chosen = Signal(object)  # Outcome

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._name = ""
        self._count = Count()
        self._is_open = self._running = self._stopping = self._whole = False
        self.title, self.facts = make_label("title", wraps=True), make_label("muted", wraps=True)
        self.note = make_label("muted", wraps=True)
        self.bar = ProgressBar(theme)
        self.error = ErrorBlock(theme)
        self.error.clear()
        self.model = OutcomesModel(theme, self)
        self.view = OutcomesView()
        self.text = TextView(theme)
        self.buttons = {
            name: make_button(f"folder_{name}_button", role) for name, role in BUTTONS.items()
        }
        self._build()
        theme.follow(self)

    def _build(self) -> None:
        self.title.setObjectName("folder_title")
        self.facts.setObjectName("folder_facts")
        self.bar.setObjectName("folder_bar")
        self._set_up_view()
        card = QFrame()
        card.setProperty("role", "card")
        self._card = QVBoxLayout(card)
        self._card.addWidget(self.view, 1)
        self._line = make_line()
        self._card.addWidget(self._line)
        self.reading = ScrollColumn()
        self.reading.column.addWidget(self.text)
        self.reading.column.addStretch(1)
        self._card.addWidget(self.reading)
        row = QHBoxLayout()
        for name, button in self.buttons.items():
            button.clicked.connect(lambda _=False, what=name: self.acted.emit(what))
            row.addWidget(button)
        row.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for part in (self.title, self.bar, self.facts, self.error):
            self._column.addWidget(part)
        self._column.addWidget(card, 1)
        self._column.addWidget(self.note)
        self._column.addLayout(row)

    def _set_up_view(self) -> None:
        view = self.view
        view.setObjectName("folder_results")
        view.setModel(self.model)
        view.setRootIsDecorated(False)
        view.setUniformRowHeights(True)
        view.setAllColumnsShowFocus(True)
        view.setItemsExpandable(False)
        view.setTextElideMode(Qt.TextElideMode.ElideRight)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        header = view.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(TITLE, QHeaderView.ResizeMode.Stretch)
        header.setSectionsMovable(False)
        view.activated.connect(lambda _: self.acted.emit("open"))
        view.selectionModel().currentChanged.connect(self._look_at)

    # --- what it is told ------------------------------------------------------------------------

    def count(self) -> Count:
        """How far the run is."""
        return self._count

    def outcome(self) -> Outcome | None:
        """The chosen one."""
        return self.model.outcome(self.view.currentIndex())

    def show_text(self, words: str, *, why: bool = False) -> None:
        """Show the text of the chosen result, or `why` there is none; "" for nothing to read."""
        (self.text.set_plain if why else self.text.set_markdown)(words)
        for part in (self._line, self.reading):
            part.setVisible(bool(words))
        if words:
            self.view.scrollTo(self.view.currentIndex())

    def begin(self, name: str, outcomes: Sequence[Outcome], *, several: bool) -> None:
        """A run starts; `several` jobs or styles have a column."""
        self._name, self._count = name, Count(total=len(outcomes))
        self._is_open = self._stopping = self._whole = False
        self._running = True
        self.model.set_outcomes(outcomes)
        self.view.setColumnHidden(TASK, not several)
        self.error.clear()
        self.show_text("")
        self._show()

    def take(self, outcomes: Sequence[Outcome], count: Count | None) -> None:
        """What has come since the last time."""
        self.model.update(outcomes)
        chosen = self.outcome()
        if chosen is not None and chosen in outcomes:
            self.chosen.emit(chosen)
        if count is not None:
            self._count, self._is_open = count, True
        self._show()

    def set_stopping(self) -> None:
        """The wish to stop was passed on."""
        self._stopping = True
        if self._has_focus(self.buttons["stop"]):
            self.view.setFocus()  # a button that rests would pass it on to one that opens something
        self._show()

    def set_ended(self, *, whole: bool, error: NewsAssistantError | None = None) -> None:
        """Nothing more comes; `whole`: nothing is left to do."""
        had_focus = self._has_focus(self.buttons["stop"], self.view)
        self._running = self._stopping = False
        self._whole = whole
        self.model.give_up()
        self.error.tell(error)
        self._show()
        if had_focus:
            self.buttons["results" if whole else "resume"].setFocus()
        announce(self, self.title.text())

    # --- inside ---------------------------------------------------------------------------------

    def _has_focus(self, *parts: QWidget) -> bool:
        return self.window().focusWidget() in parts

    def _look_at(self, *_: object) -> None:
        self.chosen.emit(self.outcome())
        self._show()

    def _show(self) -> None:
        count, states, outcome = self._count, self.model.states(), self.outcome()
        self.title.setText(self._title())
        self.facts.setText(count_words(states, count) if self._is_open else "")
        self.facts.setVisible(bool(self.facts.text()))
        known = self._is_open or not self._running
        self.bar.show_progress(count.done, max(count.total, 1) if known else 0)
        self.note.setVisible(self._running)
        shown = {
            "stop": self._running,
            "resume": not self._running and not self._whole,
            "retry": not self._running and self._whole and states.get("failed", 0) > 0,
            "open": outcome is not None and bool(outcome.file),
            "results": True,
            "another": not self._running,
        }
        for name, button in self.buttons.items():
            button.setVisible(shown[name])
        self.buttons["stop"].setEnabled(not self._stopping)

    def _title(self) -> str:
        if self._stopping:
            return self.tr("Stopping after this step…")
        if self._running:
            words = progress_words(self._count, opened=self._is_open)
            return f"{self._name} · {words}"
        if self._whole:
            return self.tr("{0} is summarised").format(self._name)
        return self.tr("{0} was stopped; what is written is kept").format(self._name)

    def retranslate(self) -> None:
        words = {
            "stop": (self.tr("&Stop"), self.tr("Keep what is written, and go on later")),
            "resume": (self.tr("&Go on"), self.tr("Write what is not written yet")),
            "retry": (self.tr("Try &again"), self.tr("Try again what could not be written")),
            "open": (self.tr("&Open"), self.tr("Open the file of the chosen result")),
            "results": (self.tr("Show the &results"), self.tr("Open the folder of the results")),
            "another": (self.tr("Another &folder…"), self.tr("Choose another folder")),
        }
        for name, (text, tip) in words.items():
            self.buttons[name].setText(text)
            set_tip(self.buttons[name], tip)
        self.note.setText(
            self.tr(
                "You may close this page and work on: what you ask goes first, and this goes on "
                "behind it."
            )
        )
        self.view.setAccessibleName(self.tr("Stories and what has come of them"))
        self.text.setAccessibleName(self.tr("The chosen result"))
        self._show()

    def apply_theme(self) -> None:
        px = self._theme.px
        self._column.setSpacing(px(10))
        self._card.setContentsMargins(px(6), px(6), px(6), px(6))
        self.reading.setFixedHeight(px(_TEXT_HEIGHT))
        self.reading.column.setContentsMargins(px(10), px(4), px(10), px(4))
        header = self.view.header()
        header.resizeSection(TASK, px(_TASK_WIDTH))
        header.resizeSection(STATE, px(_STATE_WIDTH))
