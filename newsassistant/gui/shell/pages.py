"""The pages over the window: models, styles, training, comparison, a folder, settings.

Each is made when it is first wanted, and its modules are imported then: the window would open later
with all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from newsassistant.app.chat import ChatService
from newsassistant.app.installed.models import ModelLibrary
from newsassistant.app.installed.styles import StyleLibrary
from newsassistant.app.turns import Wanted
from newsassistant.app.worker import EngineWorker
from newsassistant.core.paths import Paths
from newsassistant.core.places import is_remote
from newsassistant.core.types import Article, Event, ModelInfo
from newsassistant.gui.article.desk import ArticleDesk
from newsassistant.gui.evidence.work import CheckWork
from newsassistant.gui.jobs.shelf import JobShelf
from newsassistant.gui.models.choice import ModelChoice
from newsassistant.gui.models.measuring import Measuring
from newsassistant.gui.settings.preferences import Preferences
from newsassistant.gui.shell.main_window import MainWindow
from newsassistant.gui.styles.choice import StyleChoice
from newsassistant.gui.widgets.dialogs import Dialogs

if TYPE_CHECKING:
    from newsassistant.gui.compare.desk import CompareDesk
    from newsassistant.gui.folder.desk import FolderDesk
    from newsassistant.gui.jobs.desk import JobsDesk
    from newsassistant.gui.models.desk import ModelsDesk
    from newsassistant.gui.servers.link import ServerLink
    from newsassistant.gui.styles.desk import StylesDesk
    from newsassistant.gui.training.desk import TrainDesk


@dataclass(frozen=True, slots=True)
class Parts:
    """What the pages work with."""

    paths: Paths
    window: MainWindow
    dialogs: Dialogs
    preferences: Preferences
    desk: ArticleDesk
    service: ChatService
    worker: EngineWorker
    models: ModelLibrary
    choice: ModelChoice
    measuring: Measuring
    styles: StyleLibrary
    style: StyleChoice
    jobs: JobShelf
    checks: CheckWork
    show_backups: Callable[[], None]
    show_labels: Callable[[], None]
    open_folder: Callable[[Path], None]
    bring_back: Callable[[Article], object]
    executor: Executor
    is_private: Callable[[], bool]


class Pages(QObject):
    """A page that was never opened is None."""

    models_changed = Signal()
    models_reported = Signal(str)  # how far a job of the models is, "" without one
    model_ready = Signal(str, str)  # while their page is closed: what is said, the model's id
    model_failed = Signal(str)

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self._parts = parts
        self.models: ModelsDesk | None = None
        self.styles: StylesDesk | None = None
        self.training: TrainDesk | None = None
        self.compare: CompareDesk | None = None
        self.jobs: JobsDesk | None = None
        self.servers: ServerLink | None = None  # where a server is set up, or wanted
        self.folder: FolderDesk | None = None

    def show_settings(self) -> None:
        """Open the settings; they take effect while the dialog is open."""
        from newsassistant.gui.settings.dialog import SettingsDialog

        parts, preferences, measuring = self._parts, self._parts.preferences, self._parts.measuring
        folder = parts.paths.data
        dialog = SettingsDialog(
            parts.dialogs.theme,
            preferences.settings,
            folder,
            jobs=parts.jobs.jobs(),
            parent=parts.window,
        )
        dialog.settings_changed.connect(preferences.set)
        dialog.data_folder_requested.connect(lambda: parts.open_folder(folder))
        dialog.backups_requested.connect(parts.show_backups)
        dialog.labels_requested.connect(parts.show_labels)
        dialog.measure_again_requested.connect(measuring.again)
        dialog.set_can_measure(measuring.is_possible())
        dialog.set_has_styles(bool(parts.style.styles()))
        measuring.possible_changed.connect(dialog.set_can_measure)
        preferences.changed.connect(dialog.set_settings)
        parts.dialogs.open(dialog)

    def show_models(self) -> None:
        """Open the models of this computer."""
        if self.models is None:
            from newsassistant.app.installed.install import Installer
            from newsassistant.gui.models.desk import ModelsDesk

            parts = self._parts
            self.models = ModelsDesk(
                parts.dialogs.theme,
                parts.window,
                parts.dialogs,
                parts.preferences,
                parts.models,
                parts.choice,
                Installer(parts.paths),
                parts.measuring,
                open_folder=parts.open_folder,
                downloads=parts.paths.downloads,
            )
            self.models.models_changed.connect(self.models_changed)
            self.models.downloading.connect(
                lambda going: parts.window.status.set_downloading(going, "model")
            )
            self.models.reported.connect(self.models_reported)
            self.models.ready_unseen.connect(self.model_ready)
            self.models.failed_unseen.connect(self.model_failed)
        self.models.show()

    def forget_compared(self) -> None:
        """Forget what was compared."""
        if self.compare is not None:
            self.compare.forget()

    def show_jobs(self) -> None:
        """Open the jobs, to change them."""
        if self.jobs is None:
            from newsassistant.gui.jobs.desk import JobsDesk

            parts = self._parts
            self.jobs = JobsDesk(
                parts.dialogs.theme, parts.window, parts.dialogs, parts.jobs, parts.style.names
            )
        self.jobs.show(self._parts.window.article.preset())

    def show_styles(self) -> None:
        """Open the house styles."""
        self._styles().show()

    def import_style(self, path: Path) -> None:
        """Open the house styles and add the one in a folder or file."""
        self.show_styles()
        self._styles().import_from(path)

    def take_dropped(self, path: Path) -> None:
        """What is no text was dropped: a house style, or a folder of articles."""
        from newsassistant.app.installed.styles import looks_like_style

        if path.is_dir() and not looks_like_style(path):
            self.show_folder(path)
        else:
            self.import_style(path)

    def show_folder(self, path: Path | None = None) -> None:
        """Open the page that summarises a folder."""
        self._folder().show(path)

    def _folder(self) -> FolderDesk:
        if self.folder is None:
            from newsassistant.gui.folder.desk import FolderDesk

            parts = self._parts
            desk = self.folder = FolderDesk(
                parts.dialogs.theme,
                parts.window,
                parts.dialogs,
                parts.service,
                parts.worker,
                parts.style,
                parts.jobs,
                parts.executor,
                parts.paths.folder_plan,
                wanted=lambda: Wanted.of(parts.preferences.settings),
                is_private=parts.is_private,
                open_folder=parts.open_folder,
            )
            desk.reported.connect(parts.window.status.set_job)
            desk.ended_unseen.connect(
                lambda words: parts.window.notice.show_notice(
                    words, self.show_folder, verb=self.tr("Show it")
                )
            )
        return self.folder

    def offer_folder(self) -> None:
        """Say that a folder was not done when the window was closed."""
        if not self._parts.paths.folder_plan.is_file():
            return
        desk = self._folder()
        plan = desk.offer()
        if plan is None:
            return
        words = self.tr("{0} was not summarised to its end.").format(plan.folder.name)
        self._parts.window.notice.show_notice(
            words, lambda: desk.go_on(plan), verb=self.tr("Go on with it…")
        )

    def _styles(self) -> StylesDesk:
        if self.styles is None:
            from newsassistant.gui.styles.desk import StylesDesk

            parts = self._parts
            self.styles = StylesDesk(
                parts.dialogs.theme,
                parts.window,
                parts.dialogs,
                parts.styles,
                parts.style,
                open_folder=parts.open_folder,
            )
            self.styles.train_requested.connect(self._train)
        return self.styles

    def _train(self) -> None:
        if self.styles is not None:
            self.styles.dialog.accept()  # two sheets on one window would be in each other's way
        self.show_training()

    def show_training(self) -> None:
        """Open the training of a style."""
        self._training().show()

    def offer_training(self) -> None:
        """Say that a run was stopped and can go on, once after each stop."""
        if not self._parts.paths.runs.is_dir():
            return
        run = self._training().offer()
        if run is None:
            return
        words = self.tr("The training of {0} was stopped at step {1} of {2}.").format(
            run.name, f"{run.step:,}", f"{run.steps:,}"
        )
        self._parts.window.notice.show_notice(
            words, lambda: self._training().show_run(run.id), verb=self.tr("Go on with it…")
        )

    def _training(self) -> TrainDesk:
        if self.training is None:
            from newsassistant.app.training.packages import TrainingPackages
            from newsassistant.app.training.runs import TrainingRuns
            from newsassistant.gui.training.desk import TrainDesk

            parts = self._parts
            runs = TrainingRuns(parts.paths.runs, install=self._install, has=self._has)
            self.training = TrainDesk(
                parts.dialogs.theme,
                parts.window,
                parts.dialogs,
                runs,
                TrainingPackages(parts.paths.training_packages),
                open_folder=parts.open_folder,
            )
            installing, window = self.training.installing, parts.window
            installing.downloading.connect(
                lambda going: window.status.set_downloading(going, "packages")
            )
            installing.reported.connect(window.status.set_job)
            installing.ended_unseen.connect(
                lambda words: window.notice.show_notice(
                    words, self.show_training, verb=self.tr("Train a style…")
                )
            )
            self.training.prefixes_changed.connect(parts.style.refresh)
            self.training.use_requested.connect(parts.style.choose)
        return self.training

    def _install(self, folder: Path, name: str, licence: str) -> str:
        """The id of a finished style in the library; the job's thread."""
        return self._parts.styles.add(folder, name=name, licence=licence).id

    def _has(self, style_id: str) -> bool:
        """True if a style was not deleted since."""
        return any(style.id == style_id for style in self._parts.styles.list())

    def show_compare(self) -> None:
        """Compare two styles on the article."""
        if self.compare is None:
            from newsassistant.gui.compare.desk import CompareDesk

            parts = self._parts
            self.compare = CompareDesk(
                parts.dialogs.theme,
                parts.window,
                parts.dialogs,
                parts.desk,
                parts.window.article.preset,
                parts.style,
                parts.service,
                parts.worker,
                parts.jobs,
                lambda: Wanted.of(parts.preferences.settings),
                parts.checks,
            )
            self.compare.styles_requested.connect(self.show_styles)
        self.compare.show()

    def link_servers(self) -> ServerLink:
        """What joins newsroom servers with the window, from the first call on."""
        if self.servers is None:
            from newsassistant.app.remote.book import ServerBook
            from newsassistant.gui.servers.link import Calls, ServerLink

            parts, window = self._parts, self._parts.window
            self.servers = ServerLink(
                window,
                parts.dialogs,
                ServerBook(parts.paths),
                parts.service,
                parts.executor,
                Calls(
                    parts.choice.use,
                    parts.bring_back,
                    window.set_place,
                    window.conversation.add_banner,
                    lambda error: window.chat.show_error(error, None),
                ),
            )
            self.servers.changed.connect(self.models_changed)
            parts.style.set_elsewhere(self.servers)
        return self.servers

    def look_at_places(self) -> None:
        """The conversation or the model is another one: say where they are."""
        if self.servers is not None:
            self.servers.look()

    def server_models(self) -> Sequence[ModelInfo]:
        """The models of newsroom servers, where any is set up."""
        return self.servers.models() if self.servers is not None else ()

    def choose_model(self, model_id: str) -> None:
        """Load another model, once it is clear what that means."""
        if is_remote(model_id):
            self.link_servers().choose(model_id)
        else:
            self._parts.choice.use(model_id)

    def show_servers(self) -> None:
        """Open the newsroom servers."""
        self.link_servers().show()

    def handle(self, event: Event) -> None:
        """Take an event of the worker; those of the chat are dropped."""
        if self.compare is not None:
            self.compare.handle(event)

    # --- the end --------------------------------------------------------------------------------

    def ask_close(self, end: Callable[[], None]) -> None:
        """End the program, asking before that if something is going on or a job not saved."""
        if self.jobs is not None and self.jobs.has_unsaved():
            self.jobs.ask_close(lambda: self.ask_close(end))
        else:
            for desk in (self.training, self.folder):
                if desk is not None and desk.is_running():
                    desk.ask_close(end)
                    return
            end()

    def stop(self) -> None:
        """End what runs, for the end of the program; returns at once."""
        for desk in (self.compare, self.training, self.models, self.servers, self.folder):
            if desk is not None:
                desk.stop()

    def is_busy(self) -> bool:
        """True while something is being saved, for the end of the program."""
        desks = (self.models, self.styles, self.training, self.servers, self.folder)
        return any(desk.is_busy() for desk in desks if desk is not None)
