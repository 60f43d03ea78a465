"""Two styles side by side on one article: what is asked, both answers, and which one is taken."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from newsassistant.app.compare import Side, SideState
from newsassistant.core.errors import NewsAssistantError
from newsassistant.core.types import Progress
from newsassistant.gui.compare.column import CompareColumn
from newsassistant.gui.look.labels import job_label, job_request
from newsassistant.gui.look.plain_text import set_tip, set_title, without_mnemonic
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import announce, make_button, make_label
from newsassistant.gui.widgets.elided_label import ElidedLabel
from newsassistant.gui.widgets.error_block import ErrorBlock
from newsassistant.gui.widgets.scroll_column import ScrollColumn
from newsassistant.gui.widgets.segmented import SegmentedChoice
from newsassistant.text.prompts.presets import SHIPPED, Preset

SIZE = (940, 640)
MINIMUM = (560, 460)
JOBS_SHOWN = 4  # the others are in the menu behind them
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CompareDialog(QDialog):
    """Closing it does not wait for an answer."""

    run_requested = Signal()
    stop_requested = Signal()
    preset_chosen = Signal(str)
    style_chosen = Signal(int, str)  # side, style id or "" for the base model
    use_requested = Signal(int)  # side
    styles_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._running = False
        self._stopping = False
        self._jobs: Sequence[Preset] = tuple(SHIPPED.values())
        self._styles: Sequence[tuple[str, str]] = ()
        self._other_models = False
        self._model, self._is_part = "", False
        self._states = [SideState.EMPTY, SideState.EMPTY]
        self.setObjectName("compare_dialog")
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.setSizeGripEnabled(True)
        self.columns = (CompareColumn(theme, 0), CompareColumn(theme, 1))
        self.error = ErrorBlock(theme)
        self._build()
        self._connect()
        theme.follow(self)
        self.resize(theme.px(SIZE[0]), theme.px(SIZE[1]))
        self.set_error(None)

    def _build(self) -> None:
        self.headline, self.note = ElidedLabel(), ElidedLabel()
        self.headline.setProperty("role", "heading")
        self.note.setProperty("role", "muted")
        self.preset = SegmentedChoice(self._theme)
        self.preset.setObjectName("compare_preset")
        self.preset.set_most(JOBS_SHOWN)
        self.preset.more_button.clicked.connect(self._show_more)
        self.set_jobs(self._jobs)
        self.run_button = make_button("compare_run_button", "primary")
        self.stop_button = make_button("compare_stop_button", "secondary")
        self._theme.set_icon(self.stop_button, "stop", "text")
        self.close_button = make_button("close_button", "secondary")
        top = QHBoxLayout()
        top.addWidget(self.preset)
        top.addStretch(1)
        top.addWidget(self.run_button)
        top.addWidget(self.stop_button)
        self._build_advice()
        self._sides = QHBoxLayout()
        for part in (*self.columns, self._advice):
            self._sides.addWidget(part, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        self._column = QVBoxLayout(self)
        for label in (self.headline, self.note):
            self._column.addWidget(label)
        self._column.addLayout(top)
        self._column.addWidget(self.error)
        self._column.addLayout(self._sides, 1)
        self._column.addLayout(foot)

    def _build_advice(self) -> None:
        """What stands in the place of the second answer while there is no style."""
        self._advice = QFrame()
        self._advice.setObjectName("compare_advice")
        self._advice.setProperty("role", "card")
        self._advice_title = make_label("title", wraps=True)
        self._advice_text = make_label("hint", wraps=True)
        self.styles_button = make_button("compare_styles_button", "secondary")
        self._advice_scroll = ScrollColumn()
        self._advice_column = self._advice_scroll.column
        frame = QVBoxLayout(self._advice)
        frame.setContentsMargins(0, 0, 0, 0)
        frame.addWidget(self._advice_scroll)
        self._advice_column.addStretch(2)
        for label in (self._advice_title, self._advice_text):
            self._advice_column.addWidget(label)
        self._advice_column.addWidget(self.styles_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._advice_column.addStretch(3)

    def _connect(self) -> None:
        self.preset.currentIndexChanged.connect(self._preset_changed)
        self.run_button.clicked.connect(self.run_requested)
        self.stop_button.clicked.connect(self.stop_requested)
        self.close_button.clicked.connect(self.reject)
        self.styles_button.clicked.connect(self.styles_requested)
        for index, column in enumerate(self.columns):
            column.style_chosen.connect(lambda style, i=index: self.style_chosen.emit(i, style))
            column.use_requested.connect(lambda i=index: self.use_requested.emit(i))

    # --- what it is told ------------------------------------------------------------------------

    def set_subject(self, headline: str, model: str, *, is_part: bool = False) -> None:
        """What is compared, and on which model; `is_part`: not all of the article is read."""
        self._model, self._is_part = model, is_part
        self.headline.set_full_text(headline)
        self.retranslate()

    def set_jobs(self, jobs: Sequence[Preset]) -> None:
        """What there is to ask for; emits nothing."""
        self._jobs = jobs
        self.preset.blockSignals(True)
        self.preset.set_items([(job_label(job), job.id, job_request(job)) for job in jobs])
        self.preset.blockSignals(False)

    def set_preset(self, preset_id: str) -> None:
        """Show which job is asked for; emits nothing."""
        self.preset.blockSignals(True)
        self.preset.setCurrentIndex(max(0, self.preset.findData(preset_id)))
        self.preset.blockSignals(False)
        self._show_possible()

    def set_styles(self, styles: Sequence[tuple[str, str]], *, other_models: bool = False) -> None:
        """(id, name) of those that fit the model; `other_models`: some are installed that do not.

        Without any, the place of the second answer tells how to get one.
        """
        self._styles, self._other_models = styles, other_models
        for column in self.columns:
            column.set_styles(styles)
        self.columns[1].setVisible(bool(styles))
        self._advice.setVisible(not styles)
        self.retranslate()

    def set_side(self, index: int, side: Side) -> None:
        """A side has another style, state or answer."""
        ended = self._states[index] in (SideState.READING, SideState.ANSWERING)
        self._states[index] = side.state
        self.columns[index].set_side(side)
        if ended and side.state is SideState.DONE:
            words = self.tr("The answer of {0} is ready")
            announce(self, words.format(self.columns[index].style_name()))
        elif ended and side.state is SideState.FAILED:
            announce(self, self.columns[index].error.text())
        self._show_possible()

    def append(self, index: int, text: str) -> None:
        """Add streamed text to a side."""
        self.columns[index].append(text)

    def set_progress(self, index: int, progress: Progress) -> None:
        """How far a side has read the article."""
        self.columns[index].set_progress(progress)

    def set_running(self, running: bool) -> None:
        """Answers are being made; nothing else can be chosen meanwhile."""
        had_focus = self.run_button.hasFocus() or self.stop_button.hasFocus()
        self._running, self._stopping = running, False
        for column in self.columns:
            column.set_usable(not running)
        self._show_possible()
        if had_focus:
            (self.stop_button if running else self.run_button).setFocus()

    def set_stopping(self) -> None:
        """Stop was pressed; the model takes a moment to hear of it."""
        self._stopping = self._running
        self._show_possible()

    def set_error(self, error: NewsAssistantError | None) -> None:
        """Say what went wrong with neither answer; None takes it away."""
        self.error.tell(error)

    # --- events ---------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc stops before it closes; Ctrl+Enter asks, as in the main window."""
        with_ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape and self._running:
            self.stop_requested.emit()
        elif event.key() in _ENTER and with_ctrl:
            self.run_button.click()
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        set_title(self, self.tr("Compare styles"))
        self.set_jobs(self._jobs)
        self.preset.more_button.setAccessibleName(self.tr("All jobs"))
        set_tip(self.preset.more_button, self.tr("All jobs"))
        self.preset.setAccessibleName(self.tr("What to ask for"))
        words = self.tr("The same article, the same request, the same model: {0}")
        if self._is_part:
            words = self.tr("The part of the article that fits, the same request, one model: {0}")
        self.note.set_full_text(words.format(self._model))
        self.stop_button.setText(self.tr("Stop"))
        set_tip(self.stop_button, self.tr("End the answers; what is there stays (Esc)"))
        self.stop_button.setAccessibleName(self.tr("Stop the answers"))
        self.close_button.setText(self.tr("Close"))
        self._word_advice()
        self._show_possible()

    # --- inside ---------------------------------------------------------------------------------

    def _word_advice(self) -> None:
        if self._other_models:
            title = self.tr("No style fits this model")
            text = self.tr(
                "The installed styles were made for other models. Load one of those, or import a "
                "style that was trained on this one."
            )
        else:
            title = self.tr("There is no style to compare with yet")
            text = self.tr(
                "A style is a small file that teaches the model how your newsroom writes. Import "
                "one that you were given, or train one on your own articles and summaries."
            )
        self._advice_title.setText(title)
        self._advice_text.setText(text)
        self._advice.setAccessibleName(f"{title}. {text}")
        self.styles_button.setText(self.tr("Styles…"))
        set_tip(self.styles_button, self.tr("Import, look at, rename and delete styles"))

    def _show_possible(self) -> None:
        again = all(state is SideState.DONE for state in self._states)
        self.run_button.setText(self.tr("Compare again") if again else self.tr("Compare"))
        set_tip(
            self.run_button,
            self.tr("Ask both styles, one after the other (Ctrl+Enter)")
            if self._styles
            else self.tr("There is nothing to compare the base model with"),
        )
        self.run_button.setVisible(not self._running)
        self.run_button.setEnabled(bool(self._styles))
        self.stop_button.setVisible(self._running)
        self.stop_button.setEnabled(not self._stopping)
        self.preset.setEnabled(not self._running)

    def _show_more(self) -> None:
        """All jobs as a menu."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        for index, job in enumerate(self._jobs):
            action = menu.addAction(without_mnemonic(job_label(job)))
            action.setCheckable(True)
            action.setChecked(index == self.preset.currentIndex())
            set_tip(action, job_request(job))
            action.triggered.connect(lambda _=False, at=index: self.preset.setCurrentIndex(at))
        button = self.preset.more_button
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))

    def _preset_changed(self, index: int) -> None:
        self.preset_chosen.emit(str(self.preset.itemData(index)))

    def apply_theme(self) -> None:
        px = self._theme.px
        self.setMinimumSize(px(MINIMUM[0]), px(MINIMUM[1]))
        self._column.setContentsMargins(px(24), px(20), px(24), px(16))
        self._column.setSpacing(px(12))
        self._sides.setSpacing(px(16))
        self._advice_column.setContentsMargins(px(24), px(16), px(24), px(16))
        self._advice_column.setSpacing(px(10))
