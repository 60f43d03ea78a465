"""The third step of training a style: how far it is, its loss as a curve, what can be done."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from newsassistant.app.training.runs import RunInfo
from newsassistant.core.errors import NewsAssistantError
from newsassistant.core.wire import Saved, Stepped, TrainEvent
from newsassistant.gui.look.plain_text import set_tip
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.training.curve import CurveView
from newsassistant.gui.training.words import progress_words, run_words
from newsassistant.gui.widgets.basics import announce, make_button, make_label
from newsassistant.gui.widgets.error_block import ErrorBlock
from newsassistant.gui.widgets.progress_bar import ProgressBar
from newsassistant.train.journal import Curve

REFRESH_MS = 100  # a small model makes a hundred steps a second
BUTTONS = {"stop": "secondary", "resume": "primary", "use": "primary", "folder": "secondary"}


class RunStep(QWidget):
    """A run while it goes on, and once it has ended."""

    acted = Signal(str)  # one of BUTTONS

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._name = ""
        self._steps = 0
        self._curve = Curve()
        self._step: Stepped | None = None
        self._saved = 0
        self._running = self._stopping = False
        self._info: RunInfo | None = None
        self.title, self.facts = make_label("title", wraps=True), make_label("muted", wraps=True)
        self.bar = ProgressBar(theme)
        self.curve = CurveView(theme)
        self.error = ErrorBlock(theme)
        self.buttons = {
            name: make_button(f"run_{name}_button", role) for name, role in BUTTONS.items()
        }
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REFRESH_MS)
        self._timer.timeout.connect(self._show)
        self._build()
        theme.follow(self)

    def _build(self) -> None:
        self.title.setObjectName("run_title")
        self.bar.setObjectName("run_bar")
        card = QFrame()
        card.setProperty("role", "card")
        self._card = QVBoxLayout(card)
        self._card.addWidget(self.curve)
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
        self._column.addLayout(row)

    # --- what it is told ------------------------------------------------------------------------

    def begin(self, name: str, steps: int, curve: Curve) -> None:
        """A run starts, or goes on with the losses so far."""
        self._name, self._steps, self._curve = name, steps, curve
        self._step, self._info, self._saved = None, None, 0
        self._running, self._stopping = True, False
        self.set_error(None)
        self._show()

    def take(self, event: TrainEvent) -> None:
        """A step, an evaluation or a checkpoint; shown a moment later."""
        if isinstance(event, Stepped):
            self._step = event
            self._steps = event.steps or self._steps
        elif isinstance(event, Saved):
            self._saved = event.step
        self._curve.add(event)
        if not self._timer.isActive():
            self._timer.start()

    def set_stopping(self) -> None:
        """The wish to stop was passed on; a checkpoint is written first."""
        self._stopping = True
        self._show()

    def set_ended(self, info: RunInfo, curve: Curve) -> None:
        """Show a run that is over."""
        self._info, self._name, self._steps, self._curve = info, info.name, info.steps, curve
        self._running = self._stopping = False
        self.set_error(info.error)
        self._show()
        announce(self, self.title.text())

    def set_error(self, error: NewsAssistantError | None) -> None:
        """Say what went wrong; None takes it away."""
        self.error.tell(error)

    def set_none(self) -> None:
        """It ended before there was a run to keep."""
        self._running = self._stopping = False
        self._info = None
        self._show()

    # --- inside ---------------------------------------------------------------------------------

    def _show(self) -> None:
        self._timer.stop()
        info = self._info
        self.title.setText(self._title())
        self.facts.setText(self._facts())
        self.facts.setVisible(bool(self.facts.text()))
        known = self._step is not None or not self._running
        done = self._curve.last_step if self._step is None else self._step.step
        self.bar.show_progress(done, max(self._steps, 1) if known else 0)
        self.curve.set_curve(self._curve, self._steps)
        finished = info is not None and info.state == "finished"
        shown = {
            "stop": self._running,
            "resume": info is not None and info.can_resume,
            "use": finished,
            "folder": info is not None,
        }
        for name, button in self.buttons.items():
            button.setVisible(shown[name])
        self.buttons["stop"].setEnabled(not self._stopping)

    def _title(self) -> str:
        if self._stopping:
            return self.tr("Stopping after this step; what was learnt is being saved…")
        if self._running:
            return progress_words(self._name, self._step)
        if self._info is None:
            return self.tr("Nothing was trained")
        if self._info.state == "finished":
            return self.tr("{0} is ready").format(self._name)
        if self._info.state == "failed":
            return self.tr("The training of {0} failed").format(self._name)
        if self._info.can_resume:
            return self.tr("{0} was stopped; it can go on where it was").format(self._name)
        return self.tr("{0} was stopped before anything was saved").format(self._name)

    def _facts(self) -> str:
        if not self._running:
            return run_words(self._info).split("\n")[0] if self._info is not None else ""
        if self._step is None:
            return self.tr("You may close this page: the training goes on.")
        parts = [self.curve.sentence()] if self._curve.losses else []
        if self._step.tokens_per_s is not None:
            parts.append(self.tr("{0} tokens/s").format(f"{self._step.tokens_per_s:,.0f}"))
        if self._saved:
            parts.append(self.tr("saved at step {0}").format(f"{self._saved:,}"))
        return " · ".join(parts)

    def retranslate(self) -> None:
        words = {
            "stop": (self.tr("&Stop"), self.tr("Save what was learnt, and go on later")),
            "resume": (self.tr("&Resume"), self.tr("Go on from the last checkpoint")),
            "use": (self.tr("&Use the style"), self.tr("Answer in this style from now on")),
            "folder": (self.tr("Open &folder"), self.tr("Show the run's files")),
        }
        for name, (text, tip) in words.items():
            self.buttons[name].setText(text)
            set_tip(self.buttons[name], tip)
        self._show()

    def apply_theme(self) -> None:
        px = self._theme.px
        self._column.setSpacing(px(10))
        self._card.setContentsMargins(px(10), px(12), px(10), px(8))
