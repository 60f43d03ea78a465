"""What the conversation shows before its first message: what is going on and what to do next."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from newsassistant.core.errors import NewsAssistantError
from newsassistant.core.types import Progress
from newsassistant.gui.look.execution_words import calibrating_words
from newsassistant.gui.look.plain_text import PlainLabel
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.error_block import ErrorBlock

EmptyKind = Literal[
    "no-article", "ready", "preparing", "calibrating", "loading", "missing", "damaged"
]
_STAGES: dict[str, EmptyKind] = {stage: stage for stage in ("preparing", "calibrating", "loading")}
TEXT_WIDTH = 400  # px


class EmptyState(QWidget):
    """A heading, a sentence, and a bar while something is being made; main thread."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._kind: EmptyKind = "no-article"
        self._progress: Progress | None = None
        self._heading = self._line("heading")
        self._body = self._line("hint")
        self._bar = QProgressBar(self)
        self._bar.setProperty("role", "meter")
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 1000)
        self._more = self._line("hint")
        self.error = ErrorBlock(theme, self)
        self._middle = QWidget(self)
        column = QVBoxLayout(self._middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addStretch(2)
        for part in (self._heading, self._body, self._bar, self._more, self.error):
            column.addWidget(part)
        column.addStretch(3)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 16, 24, 16)
        row.addStretch(1)
        row.addWidget(self._middle, 1000)
        row.addStretch(1)
        theme.follow(self)

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
                "It is small and quick: good for trying things out and for short English articles. "
                "For Chinese and for better summaries, add a ChatGLM model: "
                "“newsassistant models add FOLDER”."
            )
        )
        self._more.setVisible(kind == "preparing")
        self._show_bar()
        self._name()

    def _words(self, kind: EmptyKind) -> tuple[str, str]:
        if kind == "ready":
            return (
                self.tr("Ready"),
                self.tr("Press Summarise, or ask a question about the article below."),
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
                self.tr("Add one with “newsassistant models add FOLDER”, then start again."),
            )
        if kind == "damaged":
            return (
                self.tr("The model cannot be used"),
                self.tr("Choose another model at the foot of the window, or repair this one."),
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
            # A stage of unknown length shows a bar that moves without end.
            self._bar.setRange(0, 1000 if progress.total > 0 else 0)
            if progress.total > 0:
                self._bar.setValue(round(1000 * progress.done / progress.total))

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
        self._middle.setMaximumWidth(self._theme.px(TEXT_WIDTH))
