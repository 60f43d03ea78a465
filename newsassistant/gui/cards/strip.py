"""The job that is going on: a sentence, a bar, Pause and Cancel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from newsassistant.gui.look.labels import family_words, left_words, size_words
from newsassistant.gui.look.plain_text import PlainLabel, set_tip
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import make_button
from newsassistant.gui.widgets.progress_bar import ProgressBar

if TYPE_CHECKING:
    from newsassistant.app.installed.install import InstallProgress

JobKind = Literal[
    "look-up", "download", "import", "verify", "remove", "import-style", "export-style"
]


@dataclass(frozen=True, slots=True)
class JobView:
    """A job as the dialog shows it; `progress` is None before the first report."""

    kind: JobKind
    name: str
    progress: InstallProgress | None = None
    stopping: bool = False

    def can_cancel(self) -> bool:
        """True for a job that takes long enough to be stopped."""
        return self.kind not in ("verify", "remove", "import-style", "export-style")

    def can_pause(self) -> bool:
        """True while what is fetched could be kept for later."""
        return self.kind == "download" and not self._is_converting()

    def permille(self) -> int | None:
        """0 to 1000, None while nothing is known. Qt's bars are 32 bit: no bytes."""
        if self.progress is None or self.progress.total <= 0:
            return None
        return min(1000, max(0, 1000 * self.progress.done // self.progress.total))

    def _is_converting(self) -> bool:
        return self.progress is not None and self.progress.stage == "converting"


def job_words(job: JobView) -> str:
    """What is going on, how far it is, and how long it will take."""
    if job.stopping:
        return QCoreApplication.translate("JobStrip", "Stopping…")
    progress = job.progress
    if progress is None:
        first = {
            "look-up": QCoreApplication.translate("JobStrip", "Asking what {0} consists of…"),
            "download": QCoreApplication.translate("JobStrip", "Connecting to fetch {0}…"),
            "import-style": QCoreApplication.translate("JobStrip", "Reading {0}…"),
            "export-style": QCoreApplication.translate("JobStrip", "Writing {0}…"),
            "import": QCoreApplication.translate("JobStrip", "Reading {0}…"),
            "verify": QCoreApplication.translate("JobStrip", "Checking every file of {0}…"),
            "remove": QCoreApplication.translate("JobStrip", "Removing {0}…"),
        }
        return first[job.kind].format(job.name)
    if progress.stage == "converting":
        words = QCoreApplication.translate("JobStrip", "Converting {0}: {1} %")
        if progress.family:
            words = QCoreApplication.translate("JobStrip", "Converting {0} as {2}: {1} %")
        percent = (job.permille() or 0) // 10
        words = words.format(job.name, percent, family_words(progress.family))
    else:
        words = QCoreApplication.translate("JobStrip", "Copying {0}: {1} of {2}")
        if progress.stage == "downloading":
            words = QCoreApplication.translate("JobStrip", "Downloading {0}: {1} of {2}")
        words = words.format(job.name, size_words(progress.done), size_words(progress.total))
    return f"{words} · {left_words(progress.left_s)}" if progress.left_s is not None else words


class JobStrip(QFrame):
    """Hidden without a job."""

    pause_requested = Signal()
    cancel_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.view: JobView | None = None
        self.setObjectName("job_strip")
        self.setProperty("role", "card")
        self.label, self.bar = PlainLabel(), ProgressBar(theme)
        self.label.setWordWrap(True)
        self.bar.setObjectName("job_bar")
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
            self.bar.show_progress(permille or 0, 0 if permille is None else 1000)
            self.pause_button.setVisible(view.can_pause())
            self.cancel_button.setVisible(view.can_cancel())
            self.pause_button.setEnabled(not view.stopping)
            self.cancel_button.setEnabled(not view.stopping)
        self.setVisible(view is not None)

    def retranslate(self) -> None:
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
