"""What the conversation shows before its first message: what is going on and what to do next."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from newsassistant.core.errors import NewsAssistantError
from newsassistant.core.types import Progress
from newsassistant.gui.look.execution_words import calibrating_words
from newsassistant.gui.look.labels import interface_language
from newsassistant.gui.look.plain_text import PlainLabel, set_tip
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import make_button
from newsassistant.gui.widgets.error_block import ErrorBlock
from newsassistant.gui.widgets.progress_bar import ProgressBar
from newsassistant.gui.widgets.scroll_column import FittingColumn

EmptyKind = Literal[
    "no-article", "ready", "preparing", "calibrating", "loading", "missing", "damaged"
]
_STAGES: dict[str, EmptyKind] = {stage: stage for stage in ("preparing", "calibrating", "loading")}
_WITHOUT_MODEL = ("missing", "damaged")
TEXT_WIDTH = 400  # px


class EmptyState(QWidget):
    """A heading, a sentence, the first steps, and a bar while something is being made."""

    sample_requested = Signal()
    paste_requested = Signal()
    models_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._kind: EmptyKind = "no-article"
        self._progress: Progress | None = None
        self._has_article = False
        self._starter = False
        self._heading = self._line("heading")
        self._body = self._line("hint")
        self._bar = ProgressBar(theme, self)
        self._more = self._line("hint")
        self.error = ErrorBlock(theme, self)
        self.sample_button = make_button("sample_button", "secondary")
        self.paste_button = make_button("paste_yours_button", "secondary")
        self.models_button = make_button("better_model_button", "secondary")
        self.sample_button.clicked.connect(self.sample_requested)
        self.paste_button.clicked.connect(self.paste_requested)
        self.models_button.clicked.connect(self.models_requested)
        self._buttons = (self.sample_button, self.paste_button, self.models_button)
        self._lay_out()
        theme.follow(self)

    def _lay_out(self) -> None:
        self._middle = QWidget(self)
        column = QVBoxLayout(self._middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        # The words end and the buttons begin at one height: words change while a model is loaded,
        # and a button must not move from under the pointer.
        words = QVBoxLayout()
        words.addStretch(1)
        for part in (self._heading, self._body, self._bar, self._more, self.error):
            words.addWidget(part)
        steps = QWidget(self._middle)  # as wide as the widest of its buttons
        self._steps = QVBoxLayout(steps)
        self._steps.setContentsMargins(0, 0, 0, 0)
        for button in self._buttons:
            self._steps.addWidget(button)
        below = QVBoxLayout()
        below.addWidget(steps, 0, Qt.AlignmentFlag.AlignHCenter)
        below.addStretch(1)
        column.addLayout(words, 4)
        column.addLayout(below, 5)
        row = QHBoxLayout()
        row.setContentsMargins(24, 16, 24, 16)
        row.addStretch(1)
        row.addWidget(self._middle, 1000)
        row.addStretch(1)
        # With very large letters in a low window not all of it has room.
        scroll = FittingColumn(self)
        scroll.column.addLayout(row)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def kind(self) -> EmptyKind:
        """What is shown: the running stage while there is progress, else what was set."""
        stage = self._progress.stage if self._progress is not None else ""
        return _STAGES.get(stage, self._kind)

    def text(self) -> str:
        """All words as shown."""
        parts = [self._heading.text(), self._body.text()]
        parts += [self._more.text()] if not self._more.isHidden() else []
        parts += [self.error.text()] if not self.error.isHidden() else []
        return "\n".join(part for part in parts if part)

    def set_kind(self, kind: EmptyKind) -> None:
        """Choose what to show while nothing is in progress."""
        self._kind = kind
        self.retranslate()

    def set_has_article(self, has_article: bool) -> None:
        """With one on the desk there is nothing to be tried or pasted any more."""
        self._has_article = has_article
        self.retranslate()

    def set_starter(self, starter: bool) -> None:
        """Whether the small model answers that comes with the program."""
        self._starter = starter
        self.retranslate()

    def set_progress(self, progress: Progress | None) -> None:
        """Show a model being prepared, measured or loaded; other stages and None show none."""
        self._progress = progress
        if progress is not None and progress.stage in _STAGES:
            self.error.hide()
        self.retranslate()

    def set_error(self, error: NewsAssistantError) -> None:
        """Show an error under the words."""
        self.error.set_error(error)
        self._name()

    def clear_error(self) -> None:
        """Take the error away."""
        self.error.hide()
        self._name()

    def retranslate(self) -> None:
        kind = self.kind()
        heading, body = self._words(kind)
        self._heading.setText(heading)
        self._body.setText(body)
        self._more.setText(
            self.tr(
                "The starter model is small and reads English only: it is for trying things out. "
                "A better model writes better summaries, and reads Chinese too."
            )
        )
        self._more.setVisible(self._is_starter(kind) and not self._says_english_first(kind))
        self._word_buttons(kind)
        self._show_buttons(kind)
        self._show_bar()
        self._name()

    def _word_buttons(self, kind: EmptyKind) -> None:
        english = self._starter and interface_language() == "zh"
        sample = self.tr("Try an English sample article") if english else ""
        self.sample_button.setText(sample or self.tr("Try a sample article"))
        set_tip(self.sample_button, self.tr("Opens a short news article and summarises it"))
        self.paste_button.setText(self.tr("Paste yours"))
        set_tip(self.paste_button, self.tr("Puts the article from the clipboard on the left"))
        without_model = kind in _WITHOUT_MODEL
        better = self.tr("Get a better model…")
        self.models_button.setText(self.tr("Models…") if without_model else better)
        set_tip(self.models_button, self.tr("Shows the models, what they read and what they need"))

    def _show_buttons(self, kind: EmptyKind) -> None:
        without_model = kind in _WITHOUT_MODEL
        first = not self._has_article and not without_model and kind != "ready"
        self.sample_button.setVisible(first)
        self.paste_button.setVisible(first)
        self.models_button.setVisible(without_model or self._is_starter(kind))

    def _is_starter(self, kind: EmptyKind) -> bool:
        """True if the starter answers, or will as soon as it is made."""
        return kind == "preparing" or (self._starter and kind not in _WITHOUT_MODEL)

    def _says_english_first(self, kind: EmptyKind) -> bool:
        """Who reads the window in Chinese brings Chinese articles; the starter reads none."""
        return kind == "no-article" and self._is_starter(kind) and interface_language() == "zh"

    def _words(self, kind: EmptyKind) -> tuple[str, str]:
        if kind == "ready":
            return (
                self.tr("Ready"),
                self.tr("Press Summarise, or ask a question about the article on the left."),
            )
        if kind == "preparing":
            return (
                self.tr("Preparing the starter model"),
                self.tr("This is done once. You can paste an article meanwhile."),
            )
        if kind == "calibrating" and self._progress is not None:
            return (
                calibrating_words(self._progress),
                self.tr("You can paste an article meanwhile, or skip this at the foot."),
            )
        if kind == "loading":
            return (
                self.tr("Loading the model"),
                self.tr("You can paste an article and write your question meanwhile."),
            )
        if kind == "missing":
            return (
                self.tr("No model is installed"),
                self.tr("Choose one under Models; from there you can also get one."),
            )
        if kind == "damaged":
            return (
                self.tr("The model cannot be used"),
                self.tr("Choose another model under Models, or get this one again."),
            )
        if self._says_english_first(kind):
            return (
                self.tr("The starter model reads English only"),
                self.tr(
                    "For Chinese articles, get a better model first. To try things out, begin with "
                    "an English article."
                ),
            )
        return (
            self.tr("Start with an article"),
            self.tr("Paste, drop or open one on the left. Then press Summarise, or ask about it."),
        )

    def _show_bar(self) -> None:
        progress = self._progress
        shown = self.kind() in _STAGES and progress is not None
        self._bar.setVisible(shown)
        if progress is not None and shown:
            share = progress.done / progress.total if progress.total > 0 else 0.0
            self._bar.show_progress(round(1000 * share), 1000 if progress.total > 0 else 0)

    def _name(self) -> None:
        self.setAccessibleName(self._heading.text())
        self.setAccessibleDescription(self.text())

    def _line(self, role: str) -> QLabel:
        label = PlainLabel(self)
        label.setProperty("role", role)
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        label.setWordWrap(True)
        return label

    def apply_theme(self) -> None:
        px = self._theme.px
        self._middle.setMaximumWidth(px(TEXT_WIDTH))
        self._steps.setSpacing(px(8))
