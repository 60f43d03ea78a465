"""Joins the jobs and what shows them in the window: the choice under the article, and the menu."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, SignalInstance

from newsassistant.gui.article.panel import ArticlePanel
from newsassistant.gui.jobs.menu import JobMenu
from newsassistant.gui.jobs.shelf import JobShelf
from newsassistant.gui.look.labels import job_label


class Styles(Protocol):
    """What is needed of `gui.styles.choice.StyleChoice`."""

    @property
    def changed(self) -> SignalInstance:
        """The styles, or the one in use, are others."""

    def job_note(self, preset_id: str) -> str:
        """Why a job is not done in its own style; "" where it is."""


class JobOffer(QObject):
    """Main thread; `say` is for what a key has brought about."""

    def __init__(
        self,
        shelf: JobShelf,
        panel: ArticlePanel,
        menu: JobMenu,
        styles: Styles,
        say: Callable[[str], None],
    ) -> None:
        super().__init__(panel)
        self._shelf = shelf
        self._panel = panel
        self._menu = menu
        self._styles = styles
        self._say = say
        self._default = ""
        shelf.changed.connect(self.show)
        styles.changed.connect(self._show_note)
        panel.presets.currentIndexChanged.connect(self._show_chosen)
        panel.presets.more_button.clicked.connect(self._open_menu)
        menu.chosen.connect(self._choose)
        self.show()

    def show(self) -> None:
        """Show the jobs that there are now."""
        jobs = self._shelf.jobs()
        self._panel.set_jobs(jobs)
        self._menu.set_jobs(jobs, self._panel.preset())
        self._show_note()

    def use_default(self, job_id: str) -> None:
        """Choose what the settings name, when they name another one."""
        if job_id != self._default:
            self._default = job_id
            self._panel.set_preset(job_id)

    def _choose(self, job_id: str) -> None:
        self._panel.set_preset(job_id)
        job = self._shelf.get(job_id)
        if job is not None:
            self._say(self.tr("Summarise writes: {0}").format(job_label(job)))

    def _open_menu(self) -> None:
        self._menu.open_at(self._panel.presets.more_button)

    def _show_chosen(self) -> None:
        self._menu.set_current(self._panel.preset())
        self._show_note()

    def _show_note(self) -> None:
        self._panel.set_job_note(self._styles.job_note(self._panel.preset()))
