"""Joins the card of missing packages and their installation, which runs beside all else."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import Signal

from newsassistant.app.jobs import JobDone, JobEvent, JobFailed
from newsassistant.app.training.packages import OnPackage, PackageProgress
from newsassistant.core.edition import can_install, install_command
from newsassistant.core.errors import TrainError
from newsassistant.core.types import CancelToken
from newsassistant.gui.cards.jobs import JobOwner
from newsassistant.gui.look.labels import interface_language
from newsassistant.gui.training.missing import MissingCard


class Packages(Protocol):
    """What is needed of `app.training.packages.TrainingPackages`."""

    def missing(self) -> str:
        """The first package that is not there, "" if all are."""

    def pack_problem(self) -> TrainError | None:
        """What is wrong with the training pack of a frozen program."""

    def install(self, *, on_progress: OnPackage, cancel: CancelToken) -> None:
        """Fetch them and put them in place."""


class Installing(JobOwner):
    """What the user may do while packages are missing."""

    installed = Signal()
    looked = Signal()  # what is missing may have changed
    downloading = Signal(bool)  # a connection may be open
    reported = Signal(str)  # how far it is, "" once it has ended
    ended_unseen = Signal(str)  # while the page is closed: what is said

    def __init__(self, card: MissingCard, packages: Packages) -> None:
        super().__init__()
        self._card = card
        self._packages = packages
        self._stopping = self._over = False
        card.install_requested.connect(self._install)
        card.cancel_requested.connect(self._cancel)
        card.retry_requested.connect(self.look)

    def missing(self) -> bool:
        """True if something is; cheap."""
        return bool(self._packages.missing())

    def look(self) -> None:
        """Look again at what is there."""
        package = self._packages.missing()
        command = install_command("train") if package else ""
        pack = self._packages.pack_problem()
        self._card.set_missing(package, command, can_install=can_install(), pack=pack)
        self.looked.emit()

    def stop(self) -> None:
        """End the installation, for the end of the program; nothing of it stays."""
        self._over = True
        super().stop()

    def _install(self) -> None:
        if self._running:
            return
        self._stopping = False
        self._card.set_error(None)
        self.downloading.emit(True)
        self._progressed(PackageProgress("fetching"))
        self._card.cancel_button.setFocus()
        self._begin_job(
            lambda on_progress, cancel: self._packages.install(
                on_progress=on_progress, cancel=cancel
            )
        )

    def _cancel(self) -> None:
        if self._job is not None and self._running:
            self._stopping = True
            self._job.cancel()
            self._card.set_stopping()

    def _progressed(self, progress: PackageProgress) -> None:
        if self._stopping or self._over:
            return
        self._card.set_progress(progress)
        words = self.tr("Installing what training needs…")
        if progress.permille is not None:
            percent = progress.permille // 10
            words = self.tr("Installing what training needs: {0} %").format(percent)
        self.reported.emit(words)

    def _ended(self, event: JobEvent) -> None:
        if self._over:
            return
        self._card.set_progress(None)
        self.downloading.emit(False)
        self.reported.emit("")
        self._card.set_error(event.error if isinstance(event, JobFailed) else None)
        unseen = not self._card.window().isVisible()
        self.look()
        if isinstance(event, JobDone):
            self.installed.emit()
        elif not unseen:
            self._card.install_button.setFocus()
        if unseen and isinstance(event, JobDone):
            self.ended_unseen.emit(self.tr("Styles can be trained now."))
        elif unseen and isinstance(event, JobFailed):
            self.ended_unseen.emit(event.error.what(interface_language()))
