"""The page on which a style is trained: data, settings, training, one after the other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from newsassistant.app.training.runs import RunInfo
from newsassistant.gui.cards.row import CardRow, RowAction, RowFacts
from newsassistant.gui.look.plain_text import set_tip, set_title
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.training.data_step import DataStep
from newsassistant.gui.training.missing import MissingCard
from newsassistant.gui.training.run_step import RunStep
from newsassistant.gui.training.settings_step import SettingsStep
from newsassistant.gui.training.words import run_words
from newsassistant.gui.widgets.basics import (
    announce,
    discard,
    make_button,
    make_label,
    make_line,
    restyle,
)
from newsassistant.gui.widgets.scroll_column import ScrollColumn

SIZE = (680, 720)
DATA, SETTINGS, RUN = range(3)


class TrainDialog(QDialog):
    """Closing it does not end a run."""

    step_wanted = Signal(int)  # DATA, SETTINGS or RUN
    start_requested = Signal()
    run_acted = Signal(str, str)  # "show", "resume", "remove"; run id

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._runs: Sequence[RunInfo] = ()
        self._rows: list[QWidget] = []
        self._allowed = (True, False, False)
        self._may_start = self._running = False
        self.setObjectName("train_dialog")
        self.missing = MissingCard(theme)
        self.data, self.settings, self.run = DataStep(theme), SettingsStep(theme), RunStep(theme)
        self._build()
        theme.follow(self)
        self.resize(theme.px(SIZE[0]), theme.px(SIZE[1]))
        self.set_step(DATA)

    def _build(self) -> None:
        self._heading = make_label("heading")
        self.steps = [make_button(f"train_step_{number}", "step") for number in (1, 2, 3)]
        bar = QHBoxLayout()
        bar.setSpacing(0)
        for number, button in enumerate(self.steps):
            button.clicked.connect(lambda _=False, step=number: self.step_wanted.emit(step))
            bar.addWidget(button)
        bar.addStretch(1)
        self.pages = QStackedWidget()
        self._first = QVBoxLayout()
        for step in (self._with_runs(), self.settings):
            self.pages.addWidget(_scrolling(step))
        self.pages.addWidget(self.run)
        self.close_button = make_button("train_close_button", "secondary")
        self.back_button = make_button("train_back_button", "secondary")
        self.next_button = make_button("train_next_button", "primary")
        foot = QHBoxLayout()
        for button in (self.close_button, self.back_button, self.next_button):
            foot.addWidget(button)
        foot.insertStretch(1)
        self.close_button.clicked.connect(self.accept)
        self.back_button.clicked.connect(lambda: self.step_wanted.emit(self.step() - 1))
        self.next_button.clicked.connect(self._next)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._heading)
        self._column.addLayout(bar)
        self._column.addWidget(self.missing)
        self._column.addWidget(self.pages, 1)
        self._column.addWidget(make_line())
        self._column.addLayout(foot)

    def _with_runs(self) -> QWidget:
        page = QWidget()
        self._runs_title = make_label("muted")
        self._list = QVBoxLayout()
        self._first = QVBoxLayout(page)
        self._first.setContentsMargins(0, 0, 0, 0)
        self._first.addWidget(self.data)
        self._first.addWidget(self._runs_title)
        self._first.addLayout(self._list)
        return page

    # --- what it is told ------------------------------------------------------------------------

    def step(self) -> int:
        """The step that is shown."""
        return self.pages.currentIndex()

    def set_step(self, step: int) -> None:
        """Show a step."""
        self.pages.setCurrentIndex(step)
        for number, button in enumerate(self.steps):
            restyle(button, "current", number == step)
        self._show()
        announce(self, self.steps[step].text())

    def set_allowed(self, *, settings: bool, run: bool, start: bool, running: bool) -> None:
        """Which steps there are by now; while a run is going on, nothing else can be started."""
        self._allowed = (True, settings, run or running)
        self._may_start = start and not running
        if running != self._running:
            self._running = running
            self.set_runs(self._runs)
        self._show()

    def set_runs(self, runs: Sequence[RunInfo]) -> None:
        """The earlier runs, the newest first."""
        self._runs = runs
        for part in self._rows:
            self._list.removeWidget(part)
            discard(part)
        self._rows = [CardRow(self._theme, self._row(run), self.run_acted.emit) for run in runs]
        for row in self._rows:
            self._list.addWidget(row)
        self._runs_title.setVisible(bool(runs))

    def row(self, run_id: str) -> CardRow | None:
        """A run's card."""
        return self.pages.findChild(CardRow, f"row_{run_id}")

    # --- inside ---------------------------------------------------------------------------------

    def _row(self, run: RunInfo) -> RowFacts:
        idle = not self._running
        actions = [RowAction("show", self.tr("Show"), self.tr("Show the curve of its loss"))]
        if run.can_resume:
            resume_tip = self.tr("Go on from the last checkpoint")
            resume = RowAction("resume", self.tr("Resume"), resume_tip, idle, primary=True)
            actions.insert(0, resume)
        remove_tip = self.tr("Delete its checkpoints; a style that was made of it stays")
        remove = RowAction("remove", self.tr("Remove…"), remove_tip, run.state != "running")
        chip = self.tr("Running") if run.state == "running" else ""
        return RowFacts(run.id, run.name, run_words(run), chip, actions=(*actions, remove))

    def _show(self) -> None:
        step = self.step()
        for number, button in enumerate(self.steps):
            button.setEnabled(self._allowed[number])
        self.back_button.setVisible(step != DATA)
        self.next_button.setVisible(step != RUN)
        starts = self._starts()
        self.next_button.setText(self.tr("Start &training") if starts else self.tr("&Next"))
        self.next_button.setEnabled(
            self._may_start if starts else step != RUN and self._allowed[step + 1]
        )

    def _starts(self) -> bool:
        """True if the button at the right begins a run; it never does while one is going on."""
        return self.step() == SETTINGS and not self._running

    def _next(self) -> None:
        if self._starts():
            self.start_requested.emit()
        else:
            self.step_wanted.emit(self.step() + 1)

    def retranslate(self) -> None:
        set_title(self, self.tr("Train a style"))
        self._heading.setText(self.tr("Train a style"))
        words = (self.tr("1  Data"), self.tr("2  Settings"), self.tr("3  Training"))
        for button, text in zip(self.steps, words, strict=True):
            button.setText(text)
        self._runs_title.setText(self.tr("Earlier trainings"))
        self.back_button.setText(self.tr("&Back"))
        self.close_button.setText(self.tr("&Close"))
        set_tip(self.close_button, self.tr("A training that is going on goes on"))
        self.set_runs(self._runs)
        self._show()

    def apply_theme(self) -> None:
        px = self._theme.px
        self.setMinimumSize(px(560), px(520))
        self._column.setContentsMargins(px(24), px(20), px(24), px(16))
        self._column.setSpacing(px(14))
        self._first.setSpacing(px(16))
        self._list.setSpacing(px(8))
        self.set_runs(self._runs)


def _scrolling(step: QWidget) -> ScrollColumn:
    """The step at the top of an area that scrolls when the window is small."""
    area = ScrollColumn()
    area.column.setContentsMargins(3, 3, 3, 3)
    area.column.addWidget(step)
    area.column.addStretch(1)
    return area
