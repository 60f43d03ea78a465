"""One side of a comparison: which style, its answer as it arrives, the counts, what can be done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from newsassistant.app.compare import Side, SideState
from newsassistant.core.types import Progress
from newsassistant.evidence.wording import sentence
from newsassistant.gui.compare.words import counts_words, state_words
from newsassistant.gui.evidence.line_words import caveat, checked_words, line_words
from newsassistant.gui.evidence.looking import Looked
from newsassistant.gui.evidence.marking import MarkedText
from newsassistant.gui.look.labels import interface_language, style_label
from newsassistant.gui.look.plain_text import set_tip
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import elided, make_button, make_label, make_line, restyle
from newsassistant.gui.widgets.error_block import ErrorBlock
from newsassistant.gui.widgets.flat_combo import FlatCombo
from newsassistant.gui.widgets.progress_bar import ProgressBar
from newsassistant.gui.widgets.scroll_column import FollowingColumn
from newsassistant.gui.widgets.text_view import TextView

COPIED_MS = 1500
NAME_WIDTH = 160  # px
_RUNNING = (SideState.READING, SideState.ANSWERING)


class CompareColumn(QFrame):
    """Index 0 is the left one, 1 the right one. Main thread."""

    style_chosen = Signal(str)
    use_requested = Signal()

    def __init__(self, theme: Theme, index: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._index = index
        self._side = Side()
        self._styles: Sequence[tuple[str, str]] = ()
        self._usable = True
        self._looked: Looked | None = None
        self._looks = False
        self.setObjectName(f"compare_side_{index}")
        self.setProperty("role", "card")
        self.style_combo = FlatCombo(theme)
        self.style_combo.setObjectName(f"compare_style_{index}")
        self.style_combo.activated.connect(self._activated)
        self._make_body()
        self._make_foot()
        self._lay_out()
        self._copied = QTimer(self)
        self._copied.setSingleShot(True)
        self._copied.setInterval(COPIED_MS)
        self._copied.timeout.connect(self.retranslate)
        theme.follow(self)
        self.set_side(self._side)

    def _make_body(self) -> None:
        self._reading = ProgressBar(self._theme)
        self.view = TextView(self._theme)
        self.marked = MarkedText(self._theme, self.view)
        self._state = make_label("muted", wraps=True)
        self.error = ErrorBlock(self._theme)
        self.area = FollowingColumn(self)
        self._body = self.area.column
        for part in (self.view, self._state, self._reading, self.error):
            self._body.addWidget(part)
        self._body.addStretch(1)

    def _make_foot(self) -> None:
        self._foot = QWidget(self)
        self.counts_label, self.checks_label = (make_label("muted", wraps=True) for _ in range(2))
        self._speed = make_label("faint")
        self.copy_button = self._action("compare_copy", self._copy)
        self.use_button = self._action("compare_use", self.use_requested.emit)
        self.use_button.setProperty("strong", True)
        self._actions = QHBoxLayout()
        for button in (self.use_button, self.copy_button):
            self._actions.addWidget(button)
        self._actions.addStretch(1)
        self._actions.addWidget(self._speed)

    def _action(self, name: str, call: object) -> QPushButton:
        button = make_button(f"{name}_{self._index}", "action")
        button.clicked.connect(call)
        return button

    def _lay_out(self) -> None:
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        for part in (make_line(), self.counts_label, self.checks_label):
            foot.addWidget(part)
        foot.addLayout(self._actions)
        self._foot_column = foot
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.style_combo, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self.area, 1)
        self._column.addWidget(self._foot)

    # --- what it is told ------------------------------------------------------------------------

    def set_styles(self, styles: Sequence[tuple[str, str]]) -> None:
        """(id, name) of the styles to choose from; the base model comes first by itself."""
        self._styles = styles
        with QSignalBlocker(self.style_combo):
            self.style_combo.clear()
            self.style_combo.addItem(style_label(""), "")
            for style_id, name in styles:
                self.style_combo.addItem(self._short(name), style_id)
        self._select()

    def set_usable(self, usable: bool) -> None:
        """Whether the style can be changed and an answer be taken now."""
        self._usable = usable
        self._show_actions()

    def set_side(self, side: Side) -> None:
        """Show a side in another state; an ended answer is rendered as Markdown."""
        before, self._side = self._side, side
        if side.text != before.text or side.state in _RUNNING:
            self.set_looked(None)
        self.area.grows = side.state is SideState.ANSWERING
        if side.state in _RUNNING:
            self.view.set_running(side.state is SideState.ANSWERING)
            if not side.text:
                self.view.set_plain("")
                self.area.follow()
        else:
            self.view.set_running(False)
            self.view.set_markdown(side.text)
            if side.text != before.text:
                self.area.verticalScrollBar().setValue(0)
        if side.error is not None:
            self.error.set_error(side.error)
        self._reading.show_progress(0, 1000)
        self._select()
        self.retranslate()

    def set_looked(self, looked: Looked | None, *, looks: bool = False) -> None:
        """Show what was found in the answer; `looks`: it is being compared with the article."""
        self._looked, self._looks = looked, looks
        self.marked.show(looked.placed if looked is not None else ())
        self._word_checks()

    def append(self, text: str) -> None:
        """Add streamed text."""
        self.view.append(text)

    def set_progress(self, progress: Progress) -> None:
        """How far the article has been read."""
        if progress.stage != "prefill" or self._side.state is not SideState.READING:
            return
        share = progress.done / progress.total if progress.total else 0.0
        self._reading.show_progress(round(1000 * share), 1000)
        self._state.setText(self.tr("Reading the article: {0} %").format(round(100 * share)))

    def retranslate(self) -> None:
        side, where = self._side, self.tr("left") if self._index == 0 else self.tr("right")
        style = self.style_name()
        self.style_combo.setItemText(0, style_label(""))
        self.style_combo.setAccessibleName(self.tr("Style on the {0}").format(where))
        set_tip(self.style_combo, style)
        self._state.setText(state_words(side))
        restyle(self._state, "role", "warning" if side.is_cut else "muted")
        counts = side.counts
        self.counts_label.setText(counts_words(counts) if counts is not None else "")
        self._word_checks()
        self._speed.setText(self._speed_words())
        copied = self._copied.isActive()
        self.copy_button.setText(self.tr("Copied") if copied else self.tr("Copy"))
        self.copy_button.setAccessibleName(self.tr("Copy the answer of {0}").format(style))
        set_tip(self.copy_button, self.tr("Copy the answer as text"))
        self.use_button.setText(self.tr("Use this one"))
        self.use_button.setAccessibleName(self.tr("Use the answer of {0}").format(style))
        set_tip(self.use_button, self.tr("Put this answer into the conversation"))
        self.view.setAccessibleName(self.tr("Answer of {0}").format(style))
        self.setAccessibleName(self.tr("Answer of {0}").format(style))
        self._show_actions()

    def style_name(self) -> str:
        """The whole name of the side's style."""
        return style_label(dict(self._styles).get(self._side.prefix, self._side.prefix))

    def text(self) -> str:
        """All that the column says of its answer, for tests and screen readers."""
        labels = (self._state, self.counts_label, self.checks_label)
        words = [self.view.toPlainText(), *(label.text() for label in labels)]
        words += [self.error.text()] if not self.error.isHidden() else []
        return "\n".join(filter(None, words))

    # --- inside ---------------------------------------------------------------------------------

    def _short(self, name: str) -> str:
        """A name that fits the narrowest column; all of it is in the tool tip."""
        metrics = QFontMetrics(self._theme.font("ui"))
        room = self._theme.px(NAME_WIDTH)
        return elided(metrics, name, room)

    def _select(self) -> None:
        with QSignalBlocker(self.style_combo):
            self.style_combo.setCurrentIndex(max(0, self.style_combo.findData(self._side.prefix)))
        self.style_combo.updateGeometry()

    def _activated(self, index: int) -> None:
        chosen = str(self.style_combo.itemData(index) or "")
        if chosen != self._side.prefix:
            self.style_chosen.emit(chosen)

    def _show_actions(self) -> None:
        side = self._side
        ended = side.state not in (*_RUNNING, SideState.WAITING)
        has_text = bool(side.text.strip())
        self.style_combo.setEnabled(self._usable)
        self.view.setVisible(has_text or side.state is SideState.ANSWERING)
        self._state.setVisible(bool(self._state.text()))
        self._reading.setVisible(side.state is SideState.READING)
        self.error.setVisible(side.error is not None)
        self._foot.setVisible(ended and has_text)
        self.use_button.setVisible(side.is_usable)
        self.use_button.setEnabled(self._usable)

    def _word_checks(self) -> None:
        """The line of what was compared with the article, and the sentences of its marks."""
        looked, language = self._looked, interface_language()
        words = self.tr("Comparing with the article…") if self._looks else ""
        alarms, tips = False, [caveat()]
        if looked is not None:
            words = line_words(looked.examined, len(looked.shown.text))
            alarms = bool(looked.examined.alarms)
            tips.insert(0, checked_words(looked.examined) if alarms else "")
        said = [f"{each.mark.text}: {sentence(each.mark, language)}" for each in self.marked.marks]
        self.checks_label.setText(words)
        self.checks_label.setVisible(bool(words))
        restyle(self.checks_label, "role", "warning" if alarms else "muted")
        set_tip(self.checks_label, "\n".join(filter(None, tips)))
        set_tip(self.view, "\n".join(said))
        self.view.setAccessibleDescription("\n".join(said))

    def _speed_words(self) -> str:
        usage = self._side.usage
        if usage is None or not usage.completion_tokens:
            return ""
        return self.tr("{0} tokens/s").format(f"{usage.tokens_per_s:.1f}")

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._side.text)
        self._copied.start()
        self.retranslate()

    def apply_theme(self) -> None:
        px = self._theme.px
        self._column.setContentsMargins(px(16), px(14), px(16), px(12))
        self._column.setSpacing(px(12))
        self._body.setSpacing(px(8))
        self._foot_column.setSpacing(px(6))
        self._actions.setSpacing(px(14))
        self.set_styles(self._styles)
