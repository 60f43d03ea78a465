"""Joins the models dialog and the installer: one job at a time, on a thread of its own."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Protocol, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from newsassistant.app.installed.advice import free_disk, recommend
from newsassistant.app.installed.install import Installed, OnInstall
from newsassistant.app.installed.models import ModelLibrary
from newsassistant.app.installed.needs import budget_of
from newsassistant.app.jobs import JobDone, JobEvent, JobFailed
from newsassistant.app.machine.memory import read_spare
from newsassistant.core.errors import DownloadError, NewsAssistantError
from newsassistant.core.types import CancelToken
from newsassistant.download.catalog import MODELS, CatalogModel, find
from newsassistant.download.hub import Hub, Manifest, Source
from newsassistant.gui.cards.desk import JobDesk, Task
from newsassistant.gui.cards.strip import JobView
from newsassistant.gui.look.labels import family_words, interface_language, size_words
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.models.choice import ModelChoice
from newsassistant.gui.models.dialog import ModelsDialog
from newsassistant.gui.models.licence import LicenceSheet
from newsassistant.gui.models.measuring import Measuring
from newsassistant.gui.models.source import HUB_NAMES
from newsassistant.gui.models.words import job_words_in_brief, needs_words
from newsassistant.gui.settings.preferences import Preferences
from newsassistant.gui.widgets.dialogs import Dialogs
from newsassistant.model.folder import ModelFolder

# What another source would not change.
_OF_NO_SOURCE = ("disk-full", "download-running", "download-proxy", "download-unknown")


class Installer(Protocol):
    """What the desk needs of `app.install.Installer`."""

    def add(
        self,
        source: Path,
        *,
        weights: str,
        family: str,
        on_progress: OnInstall,
        cancel: CancelToken,
    ) -> Installed:
        """Convert or copy a folder."""

    def look_up(self, model_id: str, hub: Hub, cancel: CancelToken) -> Manifest:
        """What would be fetched."""

    def download(
        self, manifest: Manifest, *, weights: str, on_progress: OnInstall, cancel: CancelToken
    ) -> Installed:
        """Fetch and convert."""

    def fetched_bytes(self, model_id: str) -> int:
        """Bytes of a paused download."""

    def discard(self, model_id: str) -> None:
        """Delete a paused download."""

    def remove(self, model_id: str) -> None:
        """Delete an installed model."""


class ModelsDesk(JobDesk):
    """What the user may do with models."""

    models_changed = Signal()
    downloading = Signal(bool)  # a connection may be open
    reported = Signal(str)  # how far the job is, "" where nothing is to be told
    ready_unseen = Signal(str, str)  # while nobody looked: what is said, and the model's id
    failed_unseen = Signal(str)

    def __init__(
        self,
        theme: Theme,
        window: QWidget,
        dialogs: Dialogs,
        preferences: Preferences,
        library: ModelLibrary,
        choice: ModelChoice,
        installer: Installer,
        measuring: Measuring,
        *,
        open_folder: Callable[[Path], None],
        downloads: Path | None = None,
    ) -> None:
        """`downloads` is where checkpoints are fetched to, if that is known."""
        dialog = ModelsDialog(theme, mirror=preferences.settings.hub_endpoint, parent=window)
        super().__init__(dialog)
        self.dialog = dialog
        self._dialogs = dialogs
        self._preferences = preferences
        self._library = library
        self._choice = choice
        self._installer = installer
        self._measuring = measuring
        self._open_folder = open_folder
        self._places = (library.folder, downloads) if downloads is not None else (library.folder,)
        self._failed_id = ""
        self._again: Callable[[], None] | None = None
        self._discards = False
        self._connect()

    def _connect(self) -> None:
        dialog = self.dialog
        dialog.acted.connect(self._act)
        dialog.import_requested.connect(self._ask_import)
        dialog.retry_requested.connect(self._retry)
        dialog.other_source_requested.connect(self._try_other_source)
        dialog.job.pause_requested.connect(self._pause)
        dialog.job.cancel_requested.connect(self._cancel)
        dialog.options.mirror_changed.connect(self._keep_mirror)
        self._measuring.weights_changed.connect(self._show_speeds)
        self._measuring.possible_changed.connect(self._compare_weights)
        self._show_speeds()

    def show(self) -> None:
        """Open the dialog with what is there now."""
        self.refresh()
        self.dialog.say("")
        self.dialog.close_button.setFocus()
        self._dialogs.open(self.dialog)
        self._compare_weights()

    def refresh(self) -> None:
        """Read the disk and the memory again."""
        current = self._choice.current
        found, damaged = self._library.read()
        spare = read_spare()
        self.dialog.set_models(
            found,
            current.id if current is not None else "",
            spare,
            damaged=damaged,
            shipped=self._library.shipped(),
            shared=self._library.shared(),
            budget=budget_of(self._preferences.settings, spare),
        )
        self.dialog.set_catalogue(
            MODELS,
            {model.id: self._installer.fetched_bytes(model.id) for model in MODELS},
            advice=recommend(interface_language(), spare),
            disk=free_disk(self._places),
        )

    def _compare_weights(self) -> None:
        """Nobody waits for that but those who look at the page."""
        if self.dialog.isVisible():
            self._measuring.compare_weights()

    def _show_speeds(self) -> None:
        measuring = self._measuring
        self.dialog.options.set_speeds(measuring.speeds, measuring=measuring.compares)

    # --- what the user wants --------------------------------------------------------------------

    def _act(self, action: str, model_id: str) -> None:
        calls: dict[str, Callable[[str], None]] = {
            "use": self._use,
            "verify": self._verify,
            "remove": self._ask_remove,
            "folder": self._show_folder,
            "download": self._look_up,
            "discard": self._ask_discard,
        }
        self._try(lambda: calls[action](model_id))

    def _use(self, model_id: str) -> None:
        self.dialog.accept()
        self._choice.use(model_id)

    def _show_folder(self, model_id: str) -> None:
        self._open_folder(self._library.find(model_id))

    def _verify(self, model_id: str) -> None:
        folder = ModelFolder.open(self._library.find(model_id))
        name = folder.info().name
        said = self.tr("{0} is complete: every file has the right hash.").format(name)
        self._begin(
            Task(
                "verify",
                name,
                lambda on_progress, cancel: folder.verify(),
                lambda result: self.dialog.say(said),
            )
        )

    def _ask_remove(self, model_id: str) -> None:
        found = {model.id: model for model in self._library.installed()}.get(model_id)
        name = found.name if found is not None else model_id
        size = self.tr("This frees {0}. Conversations stay.")
        words = self.tr("It cannot be used as it is. Conversations stay.")
        said = self.tr("{0} was removed.").format(name)
        task = Task(
            "remove",
            name,
            lambda on_progress, cancel: self._installer.remove(model_id),
            lambda result: self.dialog.say(said),
        )
        self._dialogs.ask(
            self.dialog,
            self.tr("Remove {0}?").format(name),
            size.format(size_words(found.size_bytes)) if found is not None else words,
            verb=self.tr("Remove"),
            done=lambda: self._begin(task),
        )

    def _ask_discard(self, model_id: str) -> None:
        fetched = size_words(self._installer.fetched_bytes(model_id))
        self._dialogs.ask(
            self.dialog,
            self.tr("Discard the download of {0}?").format(find(model_id).name),
            self.tr("This frees {0}; it would have to be fetched again.").format(fetched),
            verb=self.tr("Discard"),
            done=lambda: self._try(lambda: self._discard(model_id)),
        )

    def _discard(self, model_id: str) -> None:
        self._installer.discard(model_id)
        self.refresh()

    def _ask_import(self) -> None:
        self._dialogs.ask_folder(self.dialog, self.tr("Import a model's folder"), self._import)

    def _import(self, source: Path) -> None:
        weights, family = self.dialog.options.weights(), self.dialog.options.family()
        self._begin(
            Task(
                "import",
                source.name,
                lambda on_progress, cancel: self._installer.add(
                    source, weights=weights, family=family, on_progress=on_progress, cancel=cancel
                ),
                self._installed,
            )
        )

    def _look_up(self, model_id: str) -> None:
        model = find(model_id)
        options = self.dialog.options
        hub = Hub.choose(
            cast(Source, options.source()), environment=os.environ, setting=options.mirror()
        )
        self._begin(
            Task(
                "look-up",
                model.name,
                lambda on_progress, cancel: self._installer.look_up(model_id, hub, cancel),
                lambda result: self._ask_licence(model, cast(Manifest, result)),
                fetches=model.id,
            )
        )

    def _ask_licence(self, model: CatalogModel, manifest: Manifest) -> None:
        weights = self.dialog.options.weights()
        task = Task(
            "download",
            model.name,
            lambda on_progress, cancel: self._installer.download(
                manifest, weights=weights, on_progress=on_progress, cancel=cancel
            ),
            self._installed,
            fetches=model.id,
        )
        fetched = self._installer.fetched_bytes(model.id)
        disk, spare = free_disk(self._places), read_spare()
        budget = budget_of(self._preferences.settings, spare)
        needs = needs_words(model, weights, spare, disk, fetched=fetched, budget=budget)
        sheet = LicenceSheet(
            self._dialogs.theme,
            model,
            manifest.licence_text,
            lambda: self._begin(task),
            source=manifest.hub.endpoint,
            left_bytes=max(0, manifest.total_bytes - fetched),
            needs=needs,
            parent=self.dialog,
        )
        self._dialogs.open(sheet)

    def _installed(self, result: object) -> None:
        installed = cast(Installed, result)
        model = installed.model
        words = self.tr("{0} ({1}) is ready. Press Use to answer with it.")
        if not installed.has_tokenizer:
            words = self.tr("{0} ({1}) was converted, but has no tokenizer and cannot chat.")
        said = [words.format(model.name, family_words(model.family))]
        if installed.style:
            said.append(self.tr("The house style inside it was added to Styles."))
        if installed.style_error is not None:
            reason = installed.style_error.text(interface_language())
            said.append(self.tr("The house style inside it cannot be used. {0}").format(reason))
        self.dialog.say(" ".join(said))
        if installed.has_tokenizer and not self.dialog.isVisible():
            ready = self.tr("{0} is ready.").format(model.name)
            self.ready_unseen.emit(ready, model.id)

    def _keep_mirror(self, address: str) -> None:
        self._preferences.set(replace(self._preferences.settings, hub_endpoint=address))

    # --- the job --------------------------------------------------------------------------------

    def _begin(self, task: Task) -> None:
        if self.is_busy():
            return
        self._discards = False
        self._again = lambda: self._begin(task)
        self.downloading.emit(task.kind in ("look-up", "download"))
        super()._begin(task)

    def _show(self, view: JobView | None) -> None:
        super()._show(view)
        self.reported.emit(job_words_in_brief(view))

    def _other_source(self, error: NewsAssistantError) -> str:
        """The source that was not asked, "" where it would fail in the same way."""
        if not isinstance(error, DownloadError) or error.code in _OF_NO_SOURCE:
            return ""
        return next(name for name in HUB_NAMES if name != self.dialog.options.source())

    def _try_other_source(self) -> None:
        options = self.dialog.options
        options.choose_source(next(name for name in HUB_NAMES if name != options.source()))
        self._try(lambda: self._look_up(self._failed_id))

    def _retry(self) -> None:
        if self._again is not None:
            self._again()

    def _pause(self) -> None:
        self._stop_job(discards=False)

    def _cancel(self) -> None:
        task, view = self._task, self._view
        fetched = self._installer.fetched_bytes(task.fetches) if task and task.fetches else 0
        if view is None or not view.can_pause() or not fetched:
            self._stop_job(discards=False)  # of a conversion, what was fetched is kept
            return
        self._dialogs.ask(
            self.dialog,
            self.tr("Stop and delete the download of {0}?").format(view.name),
            self.tr("{0} were fetched. Pause keeps them for later.").format(size_words(fetched)),
            verb=self.tr("Stop and delete"),
            done=lambda: self._stop_job(discards=True),
        )

    def _stop_job(self, *, discards: bool) -> None:
        if self._job is not None and self._view is not None:
            self._discards = discards
            self._job.cancel()
            self._show(replace(self._view, stopping=True))

    def _read_again(self, task: Task, event: JobEvent) -> None:
        self.downloading.emit(False)
        if isinstance(event, JobFailed):
            self._failed_id = task.fetches
            other = self._other_source(event.error) if task.fetches else ""
            self.dialog.set_error(
                event.error, can_retry=task.kind != "remove", other=HUB_NAMES.get(other, "")
            )
            if not self.dialog.isVisible():
                self.failed_unseen.emit(event.error.what(interface_language()))
        elif not isinstance(event, JobDone) and self._discards and task.fetches:
            self._try(lambda: self._installer.discard(task.fetches))
        self.refresh()
        self.models_changed.emit()
