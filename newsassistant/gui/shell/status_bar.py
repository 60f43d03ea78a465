"""The 30-pixel bar at the foot: model, style, what is going on, speed, and the offline promise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QWidget,
)

from newsassistant.app.listener import ChatState
from newsassistant.app.machine.memory import Used, read_used
from newsassistant.core.types import ModelInfo, Progress, Usage
from newsassistant.gui.look.execution_words import calibrating_words
from newsassistant.gui.look.plain_text import PlainLabel, set_tip
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.models.combo import ModelCombo
from newsassistant.gui.opening.fetching import Request
from newsassistant.gui.shell.fetch_words import fetched_words, fetching_words, requests_words
from newsassistant.gui.styles.combo import StyleCombo
from newsassistant.gui.widgets.basics import announce, restyle
from newsassistant.gui.widgets.elided_label import ElidedLabel
from newsassistant.gui.widgets.progress_bar import ProgressBar

HEIGHT = 30
MEMORY_INTERVAL_MS = 5000
SAID_MS = 6000
_GIGA = 1_000_000_000
Fetched = Literal["model", "packages"]


class StatusBar(QFrame):
    """Model, style, state and speed, from left to right."""

    model_chosen = Signal(str)  # the id of another model
    skip_requested = Signal()  # load the model without measuring it to the end

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._state = ChatState.LOADING
        self._progress: Progress | None = None
        self._model: ModelInfo | None = None
        self._usage: Usage | None = None
        self._memory: Used | None = None
        self._stopping = False
        self._skipping = False
        self._downloading: set[Fetched] = set()
        self._fetching = self._place = ""
        self._requests: tuple[Request, ...] = ()
        self._job = ""
        self._rests = False
        self._part, self._parts, self._part_left = "", (0, 0), ""
        self._said = ""
        self._promises = "", ""  # whole, and what is left of it where there is little room
        self.setObjectName("status_bar")
        self._build()
        self._timer = QTimer(self)
        self._timer.setInterval(MEMORY_INTERVAL_MS)
        self._timer.timeout.connect(self._read_memory)
        self._timer.start()
        self._forget = QTimer(self)
        self._forget.setSingleShot(True)
        self._forget.setInterval(SAID_MS)
        self._forget.timeout.connect(lambda: self._keep_saying(""))
        theme.follow(self)

    def _build(self) -> None:
        self.model_combo = ModelCombo(self._theme)
        self.prefix_combo = StyleCombo(self._theme)
        self.status_label = ElidedLabel()
        self.progress_bar = ProgressBar(self._theme)
        self.speed_label = ElidedLabel()
        self._promise = ElidedLabel()
        self._promise.setObjectName("offline_label")
        for name in ("model_combo", "prefix_combo", "status_label", "progress_bar", "speed_label"):
            getattr(self, name).setObjectName(name)
        for label in (self.status_label, self.speed_label):
            label.setProperty("role", "muted")
        self._promise.setProperty("role", "good")
        self.progress_bar.hide()
        self.skip_button = QPushButton()
        self.skip_button.setObjectName("skip_button")
        self.skip_button.setProperty("role", "link")
        self.skip_button.hide()
        self.skip_button.clicked.connect(self._skip)
        self.model_combo.model_chosen.connect(self.model_chosen)
        self._row = QHBoxLayout(self)
        for widget in (self.model_combo, self.prefix_combo, self.progress_bar):
            self._row.addWidget(widget)
        self._row.addWidget(self.status_label)
        self._row.addWidget(self.skip_button)
        self._row.addStretch(1)
        self._row.addWidget(self.speed_label)
        self._dot = PlainLabel()
        promise = QHBoxLayout()
        promise.addWidget(self._dot)
        promise.addWidget(self._promise)
        self._row.addLayout(promise)
        self._promise_row = promise

    def apply_theme(self) -> None:
        px = self._theme.px
        self.setFixedHeight(px(HEIGHT))
        self._row.setContentsMargins(px(14), 0, px(14), 0)
        self._row.setSpacing(px(18))
        self.progress_bar.setFixedWidth(px(120))
        self._promise_row.setSpacing(px(6))
        colour = "warning" if self._place else "good"
        self._dot.setPixmap(_dot(self._theme.colour(colour), px(8), self.devicePixelRatioF()))

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:  # words or their faces are others
            self._fit()
        return handled

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    # --- what it is told ------------------------------------------------------------------------

    def set_models(self, models: Sequence[ModelInfo]) -> None:
        """The installed models to choose from; the loaded one stays chosen."""
        self.model_combo.set_models(models)

    def set_model(self, model: ModelInfo) -> None:
        """The model that is loaded now."""
        self._model = model
        self.model_combo.set_model(model)
        self._read_memory()

    def set_state(self, state: ChatState) -> None:
        """The chat's state; progress of an earlier state is forgotten."""
        self._state = state
        self._rests = self._rests and state is ChatState.IDLE
        self._progress = None
        self._skipping = False
        self._show()

    def set_progress(self, progress: Progress) -> None:
        """How far a stage is."""
        self._progress = progress
        self._show()

    def set_part(self, words: str, parts: tuple[int, int], left: str) -> None:
        """Which part of a long article is summarised, "" for none, and how long the rest takes.

        `parts`: how many are done, and how many there are.
        """
        if (words, parts, left) != (self._part, self._parts, self._part_left):
            self._part, self._parts, self._part_left = words, parts, left
            self._show()

    def say(self, words: str) -> None:
        """Show a sentence for some seconds, also to screen readers: what has just been done."""
        self._keep_saying(words)
        self._forget.start()
        announce(self, words)

    def _keep_saying(self, words: str) -> None:
        self._said = words
        self._show()

    def set_usage(self, usage: Usage | None) -> None:
        """Speed of the last answer, or None to forget it."""
        self._usage = usage
        self._show_speed()

    def set_downloading(self, downloading: bool, what: Fetched) -> None:
        """Whether a connection is open that the user asked for; two may be."""
        (self._downloading.add if downloading else self._downloading.discard)(what)
        self._show_promise()

    def set_fetches(self, host: str, requests: Sequence[Request]) -> None:
        """The host that sends a page, "" for none, and all requests of this session."""
        self._fetching, self._requests = host, tuple(requests)
        self._show_promise()

    def set_place(self, host: str) -> None:
        """The host that answers, "" where the model is on this computer."""
        if host != self._place:
            self._place = host
            restyle(self._promise, "role", "warning" if host else "good")
            self._show_promise()
            self.apply_theme()

    def set_job(self, words: str) -> None:
        """How far a job of the models is, which goes on when its page is closed; "" for none."""
        self._job = words
        self._show()

    def set_resting(self, rests: bool) -> None:
        """Whether the model's memory is free until something is asked."""
        if rests != self._rests:
            self._rests = rests
            self._read_memory()

    def set_stopping(self) -> None:
        """Say that the window is about to close."""
        self._stopping = True
        self._show()

    # --- the words ------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Put all words in the current language; what was said before was in another one."""
        self._said = ""
        self.status_label.setAccessibleName(self.tr("Status"))
        set_tip(self.progress_bar, self.tr("How far the model is"))
        self.skip_button.setText(self.tr("Skip"))
        self.skip_button.setAccessibleName(self.tr("Skip measuring"))
        set_tip(
            self.skip_button,
            self.tr("Load the model now; the rest is measured the next time it is loaded"),
        )
        self.speed_label.setAccessibleName(self.tr("Speed"))
        set_tip(
            self.speed_label,
            self.tr("Speed of the last answer: words arrive in tokens, of 3 to 4 letters each"),
        )
        self._show_promise()
        self._show()
        self._show_speed()

    def sentence(self) -> str:
        """What the status label says."""
        if self._stopping:
            return self.tr("Stopping…")
        if self._said:
            return self._said
        words = {
            ChatState.LOADING: self._loading_words(),
            ChatState.IDLE: self._job or self._idle_words(),
            ChatState.PREFILL: self._part_words() or self._reading_words(),
            ChatState.ANSWERING: self._part_words() or self.tr("Writing the answer"),
            ChatState.STOPPING: self.tr("Stopping the answer…"),
            ChatState.COMPARING: self.tr("Comparing two styles"),
            ChatState.UNAVAILABLE: self._job or self.tr("No model is loaded"),
        }
        return words[self._state]

    def _loading_words(self) -> str:
        if self._progress is not None and self._progress.stage == "preparing":
            return self.tr("Preparing the starter model: {0} %").format(self._permille() // 10)
        if self._progress is not None and self._progress.stage == "calibrating":
            if self._skipping:
                return self.tr("Ending the measurement…")
            return calibrating_words(self._progress)
        if self._progress is not None and self._progress.total:
            return self.tr("Loading the model: {0} %").format(self._permille() // 10)
        return self.tr("Loading the model…")

    def _reading_words(self) -> str:
        if self._progress is not None and self._progress.stage == "loading":
            return self.tr("Loading the model…")
        if self._progress is None or not self._progress.total:
            return self.tr("Reading the article…")
        return self.tr("Reading the article: {0} %").format(self._permille() // 10)

    def _part_words(self) -> str:
        return " · ".join(filter(None, (self._part, self._part_left)))

    def _idle_words(self) -> str:
        if self._rests:
            return self.tr("The model rests; it loads when asked")
        return self._device_words()

    def _device_words(self) -> str:
        device = self._model.device if self._model is not None else ""
        if self._memory is None:
            return device
        used = f"{self._memory.used / _GIGA:.1f}"
        sizes = self.tr("{0} GB of {1} GB").format(used, round(self._memory.total / _GIGA))
        return f"{device} · {sizes}" if device else sizes

    def _permille(self) -> int:
        """Qt's progress bars are 32 bit: a model of several GB would overflow them in bytes."""
        if self._progress is None or self._progress.total <= 0:
            return 0
        return min(1000, max(0, self._progress.done * 1000 // self._progress.total))

    def _show(self) -> None:
        sentence = self.sentence()
        self.status_label.setText(sentence)
        set_tip(self.status_label, self._tip(sentence))
        self._show_skip()
        busy = self._state in (ChatState.LOADING, ChatState.PREFILL)
        self.progress_bar.setVisible((busy or self._is_in_parts()) and not self._stopping)
        if self._is_in_parts():
            self.progress_bar.show_progress(*self._parts)
        else:
            known = self._progress is not None
            self.progress_bar.show_progress(self._permille(), 1000 if known else 0)
        self._fit()

    def _is_in_parts(self) -> bool:
        return bool(self._part) and self._state in (ChatState.PREFILL, ChatState.ANSWERING)

    def _tip(self, sentence: str) -> str:
        if self._memory is None or not sentence or sentence != self._device_words():
            return sentence or self.tr("Nothing is going on")
        counted = self.tr(
            "What the program itself holds in memory, of what this computer has. Model files that "
            "the system can drop when it needs room do not count."
        )
        return f"{sentence}\n{counted}"

    def _show_skip(self) -> None:
        measuring = self._progress is not None and self._progress.stage == "calibrating"
        shown = measuring and self._state is ChatState.LOADING and not self._stopping
        self.skip_button.setVisible(shown and not self._skipping)

    def _skip(self) -> None:
        self._skipping = True  # what runs ends with its step
        self._show()
        self.skip_requested.emit()

    def _show_speed(self) -> None:
        usage, words = self._usage, ""
        if usage is not None and usage.completion_tokens:
            words = self.tr("{0} tokens/s · first word {1} s")
            words = words.format(f"{usage.tokens_per_s:.1f}", f"{usage.ttft_s:.1f}")
        self.speed_label.setText(words)
        self._fit()

    def _show_promise(self) -> None:
        words, short = self.tr("Offline: nothing leaves this computer"), self.tr("Offline")
        tip = self.tr("The model runs on this computer. This window opens no connection.")
        if self._requests:
            words, short = fetched_words(self._requests)
            tip = requests_words(self._requests)
        if self._fetching:
            words, short = fetching_words(self._fetching)
        if self._downloading:
            words = self.tr("Downloading a model; your texts stay here")
            if "model" not in self._downloading:
                words = self.tr("Downloading packages; your texts stay here")
            short = self.tr("Downloading")
            tip = self.tr("The download sends no article, question or answer.")
        if self._place:
            words = self.tr("{0} answers: what you ask leaves this computer").format(self._place)
            short = self.tr("Leaves this computer")
            tip = self.tr(
                "The article, your questions and the earlier answers of a conversation go to {0} "
                "when you press Summarise or Send. Nothing goes there before."
            ).format(self._place)
        self._promises = words, short
        self._promise.setAccessibleName(words)
        self._promise.setAccessibleDescription(tip)
        set_tip(self._promise, f"{words}\n{tip}")
        self._fit()

    # --- inside ---------------------------------------------------------------------------------

    def _fit(self) -> None:
        """Where room is short the speed goes, which the answer says too; memory; words at last."""
        whole, short = self._promises
        letters = self._promise.fontMetrics().horizontalAdvance
        labels = (self.speed_label, self.status_label)
        widths = [label.sizeHint().width() + self._row.spacing() for label in labels]
        hidden = [width for label, width in zip(labels, widths, strict=True) if label.isHidden()]
        needed = self._row.sizeHint().width() + sum(hidden)
        needed += letters(whole) - letters(self._promise.text())
        for label, width in zip(labels, widths, strict=True):
            may_go = label is self.speed_label or self.sentence() == self._device_words()
            goes = not label.text() or (may_go and needed > self.width())
            label.setVisible(not goes)
            needed -= width if goes else 0
        self._promise.setText(whole if needed <= self.width() else short)

    def _read_memory(self) -> None:
        self._memory = read_used()
        if self._state is ChatState.IDLE:
            self._show()


def _dot(colour: QColor, side: int, ratio: float) -> QPixmap:
    """A small disc; the character for it has another size in every font."""
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(0, 0, side, side)
    painter.end()
    return pixmap
