"""The menu of all jobs, with the keys of the first nine."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from newsassistant.gui.look.labels import job_label, job_request
from newsassistant.gui.look.plain_text import set_tip, without_mnemonic
from newsassistant.gui.look.theme import Theme
from newsassistant.text.prompts.presets import Preset

WITH_KEYS = 9


class JobMenu(QObject):
    """One action for each job; those with keys belong to the window, which obeys them."""

    chosen = Signal(str)  # the id of a job

    def __init__(self, theme: Theme, window: QMainWindow, edit: QAction) -> None:
        """`edit` opens the dialog in which jobs are changed."""
        super().__init__(window)
        self._window = window
        self._edit = edit
        self._jobs: Sequence[Preset] = ()
        self._current = ""
        self._group = QActionGroup(self)
        self.menu = QMenu(window)
        self.menu.setObjectName("jobs_menu")
        self.menu.setToolTipsVisible(True)
        theme.follow(self)

    def set_jobs(self, jobs: Sequence[Preset], current: str) -> None:
        """What there is to choose, and the id of what is chosen."""
        self._jobs, self._current = jobs, current
        for action in self._group.actions():
            self._group.removeAction(action)
            self._window.removeAction(action)
            action.deleteLater()
        self.menu.clear()
        for number, job in enumerate(jobs, 1):
            action = self._make(job, number)
            self._group.addAction(action)
            self.menu.addAction(action)
        self.menu.addSeparator()
        self.menu.addAction(self._edit)

    def _make(self, job: Preset, number: int) -> QAction:
        action = QAction(without_mnemonic(job_label(job)), self._window)
        action.setObjectName(f"job_{number}_action")
        action.setCheckable(True)
        action.setChecked(job.id == self._current)
        set_tip(action, job_request(job))
        if number <= WITH_KEYS:
            action.setShortcut(QKeySequence(f"Ctrl+{number}"))
            self._window.addAction(action)
        action.triggered.connect(lambda _=False, job_id=job.id: self.chosen.emit(job_id))
        return action

    def set_current(self, job_id: str) -> None:
        """Mark the chosen one."""
        self._current = job_id
        for job, action in zip(self._jobs, self._group.actions(), strict=True):
            action.setChecked(job.id == job_id)

    def open_at(self, button: QWidget) -> None:
        """Open the menu above a button."""
        corner = button.mapToGlobal(QPoint(button.width(), 0))
        size = self.menu.sizeHint()
        self.menu.popup(corner - QPoint(size.width(), size.height()))

    def retranslate(self) -> None:
        self.set_jobs(self._jobs, self._current)
        self.menu.setTitle(self.tr("&Jobs"))
