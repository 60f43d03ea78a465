"""The job that is going on: a sentence, a bar, Pause and Cancel."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout

from newsassistant.gui.look.plain_text import PlainLabel, set_tip
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.models.words import JobView, job_words
from newsassistant.gui.widgets.basics import make_button


class JobStrip(QFrame):
    """Hidden without a job; main thread only."""

    pause_requested = Signal()
    cancel_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.view: JobView | None = None
        self.setObjectName("job_strip")
        self.setProperty("role", "card")
        self.label, self.bar = PlainLabel(), QProgressBar()
        self.label.setWordWrap(True)
        self.bar.setObjectName("job_bar")
        self.bar.setTextVisible(False)
        self.pause_button = make_button("pause_button", "secondary")
        self.pause_button.clicked.connect(self.pause_requested)
        self.cancel_button = make_button("cancel_button", "secondary")
        self.cancel_button.clicked.connect(self.cancel_requested)
        row = QHBoxLayout()
        row.addWidget(self.label, 1)
        row.addWidget(self.pause_button)
        row.addWidget(self.cancel_button)
        column = QVBoxLayout(self)
        column.addLayout(row)
        column.addWidget(self.bar)
        theme.follow(self)
        self.hide()

    def set_job(self, view: JobView | None) -> None:
        """Show a job, or hide."""
        self.view = view
        if view is not None:
            self.label.setText(job_words(view))
            permille = view.permille()
            self.bar.setRange(0, 0 if permille is None else 1000)
            self.bar.setValue(permille or 0)
            self.pause_button.setVisible(view.can_pause())
            self.cancel_button.setVisible(view.can_cancel())
            self.pause_button.setEnabled(not view.stopping)
            self.cancel_button.setEnabled(not view.stopping)
        self.setVisible(view is not None)

    def retranslate(self) -> None:
        self.bar.setAccessibleName(self.tr("Progress"))
        self.pause_button.setText(self.tr("Pause"))
        set_tip(self.pause_button, self.tr("Stop for now; what was fetched is kept"))
        self.cancel_button.setText(self.tr("Cancel"))
        set_tip(self.cancel_button, self.tr("Stop it; nothing half-made stays"))
        self.set_job(self.view)

    def apply_theme(self) -> None:
        px = self._theme.px
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(px(16), px(12), px(12), px(12))
            layout.setSpacing(px(8))
