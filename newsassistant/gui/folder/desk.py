"""Joins the page of a folder with a run: counts, starts, stops, goes on, shows what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from newsassistant.app.batch.census import Census, census
from newsassistant.app.batch.folder import FolderRun, free_output, has_results
from newsassistant.app.batch.ledger import text_of
from newsassistant.app.batch.outcome import Outcome
from newsassistant.app.batch.plan import OWN, Plan, forget_plan, load_plan, save_plan
from newsassistant.app.batch.rows import OpenRows, open_rows
from newsassistant.app.batch.styles import unused_name
from newsassistant.app.batch.tasks import Task
from newsassistant.app.chat import ChatService
from newsassistant.app.jobs import JobDone, JobEvent, JobFailed
from newsassistant.app.turns import Wanted, params_for
from newsassistant.app.worker import Command
from newsassistant.core.errors import CancelledError, InputError, NewsAssistantError
from newsassistant.core.types import CancelToken
from newsassistant.gui.cards.jobs import JobOwner
from newsassistant.gui.folder.dialog import FolderDialog
from newsassistant.gui.folder.setup_page import FORMS, styles_of
from newsassistant.gui.folder.tray import Tray
from newsassistant.gui.folder.words import progress_words
from newsassistant.gui.look.labels import interface_language, job_label, style_label
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import attempt
from newsassistant.gui.widgets.dialogs import Dialogs
from newsassistant.text.prompts.presets import DEFAULT_PRESET, Preset

SHOW_MS = 150
MOST_ROWS = 20_000  # that stand in the list before they are begun


class Worker(Protocol):
    """What the desk needs of `app.worker.EngineWorker`."""

    def submit(self, command: Command) -> None:
        """Queue a command."""

    def prefix_path(self, style: str | Path | None) -> Path | None:
        """Where a style's prefix is; may raise PrefixError."""


class StyleOption(Protocol):
    """A style to choose; `reason` says why it cannot be used now, "" if it can."""

    @property
    def id(self) -> str:
        """What it is known by."""

    @property
    def name(self) -> str:
        """What the user calls it."""

    @property
    def reason(self) -> str:
        """See above."""


class Styles(Protocol):
    """What the desk needs of the window's choice of styles."""

    def options(self) -> Sequence[StyleOption]:
        """All that are installed, those that fit first."""

    def style_for(self, preset_id: str) -> str:
        """The id of the style that does a preset's job, "" for the base model."""


class Jobs(Protocol):
    """What the desk needs of the window's jobs."""

    def jobs(self) -> Sequence[Preset]:
        """All of them."""

    def get(self, job_id: str) -> Preset | None:
        """The one with that id."""


class FolderDesk(JobOwner):
    """One folder at a time; what is asked in the window goes before it. Main thread."""

    reported = Signal(str)  # how far it is, "" where nothing is going on
    ended_unseen = Signal(str)  # while the page was closed
    _counted = Signal(object)  # Future[Census]
    _told = Signal()  # there is something in the tray
    _read = Signal(object)  # (Outcome, str): the text of a result

    def __init__(
        self,
        theme: Theme,
        window: QWidget,
        dialogs: Dialogs,
        service: ChatService,
        worker: Worker,
        styles: Styles,
        jobs: Jobs,
        executor: Executor,
        plan_file: Path,
        *,
        wanted: Callable[[], Wanted] = Wanted,
        is_private: Callable[[], bool] = lambda: False,
        open_folder: Callable[[Path], None],
        open_rows: OpenRows = open_rows,
    ) -> None:
        super().__init__()
        self._window = window
        self._dialogs = dialogs
        self._service = service
        self._worker = worker
        self._styles, self._jobs = styles, jobs
        self._executor = executor
        self._plan_file = plan_file
        self._wanted, self._is_private = wanted, is_private
        self._open_folder, self._open_rows = open_folder, open_rows
        self._folder: Path | None = None
        self._files: Sequence[Path] = ()
        self._output: Path | None = None
        self._counting: Future[Census] | None = None
        self._count_cancel = CancelToken()
        self._census: Census | None = None
        self._plan: Plan | None = None
        self._over = False
        self._tray = Tray(self._told.emit)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOW_MS)
        self._timer.timeout.connect(self._empty_tray)
        self.dialog = FolderDialog(theme, parent=window)
        self._connect()

    def _connect(self) -> None:
        dialog, setup = self.dialog, self.dialog.setup
        setup.card.choose_requested.connect(self.ask_folder)
        setup.card.files_requested.connect(self.ask_files)
        setup.card.dropped.connect(self.set_places)
        setup.output_requested.connect(self._ask_output)
        setup.inside.toggled.connect(lambda _: self._count())
        setup.changed.connect(self._allow)
        setup.reworded.connect(self._offer)
        dialog.start_requested.connect(self._start)
        dialog.run.acted.connect(self._act)
        dialog.run.chosen.connect(self._look_at)
        self._read.connect(self._show_text)
        self._counted.connect(self._take_census)
        self._told.connect(self._timer.start)

    # --- what there is to do ----------------------------------------------------------------------

    def show(self, folder: Path | None = None) -> None:
        """Open the page, with a folder that was dropped; a run that is going on stays in it."""
        if not self.is_running():
            self._offer()
            if folder is not None:
                self.set_folder(folder)
                self.dialog.show_setup()
        self._allow()
        self._dialogs.open(self.dialog)
        running = self.dialog.run.buttons["stop"]
        (running if self.is_running() else self.dialog.setup.card.button).setFocus()

    def offer(self) -> Plan | None:
        """What was stopped with the window and can go on, told once."""
        return load_plan(self._plan_file)

    def go_on(self, plan: Plan) -> None:
        """Open the page and go on with what was stopped."""
        self.show()
        if not self.is_running():
            self._begin(plan)

    def ask_folder(self) -> None:
        """Let the user choose one."""
        heading = self.tr("Choose a folder with articles")
        self._dialogs.ask_folder(self.dialog, heading, self.set_folder, shows_files=True)

    def ask_files(self) -> None:
        """Let the user choose some of a folder."""
        self._dialogs.ask_files(self.dialog, self.tr("Choose articles"), self.set_places)

    def set_places(self, places: Sequence[Path]) -> None:
        """What was dropped or chosen: a folder, or some files of one."""
        folders = [path for path in places if path.is_dir()]
        if folders:
            self.set_folder(folders[0])
        elif places:
            self.set_folder(places[0].parent, places)

    def set_folder(self, folder: Path, files: Sequence[Path] = ()) -> None:
        """Count what is in a folder, and say where results would go."""
        self._folder, self._files = folder, files
        self.dialog.setup.set_folder(folder, files)
        name = self.tr("{0} – summaries").format(folder.name)
        self._set_output(free_output(folder, name))

    def is_running(self) -> bool:
        """True while stories are written about."""
        return self._running

    def stop(self) -> None:
        """End what runs, for the end of the program; what is written is kept. Returns at once."""
        self._over = True
        self._count_cancel.cancel()
        super().stop()

    def is_busy(self) -> bool:
        counting = self._counting
        return super().is_busy() or (counting is not None and not counting.done())

    def ask_close(self, end: Callable[[], None]) -> None:
        """End the program, asking before that if a folder is being summarised."""
        if not self.is_running():
            end()
            return
        self._dialogs.ask(
            self._window,
            self.tr("A folder is being summarised"),
            self.tr(
                "Closing stops it. What is written is kept, and the rest can be written after the "
                "next start."
            ),
            verb=self.tr("Stop and keep for later"),
            done=end,
        )

    # --- what is chosen ---------------------------------------------------------------------------

    def _offer(self) -> None:
        setup = self.dialog.setup
        jobs = [(job.id, job_label(job)) for job in self._jobs.jobs()]
        chosen = setup.jobs.chosen() or (DEFAULT_PRESET,)
        setup.jobs.offer(jobs, chosen)
        own, base = self.tr("As each job is usually written"), style_label("")
        usable = [(each.id, each.name) for each in self._styles.options() if not each.reason]
        named = styles_of(own, base, usable)
        setup.styles.offer(named, setup.styles.chosen() or (OWN,))

    def _ask_output(self) -> None:
        heading = self.tr("Choose a folder for the results")
        self._dialogs.ask_folder(self.dialog, heading, self._take_output)

    def _take_output(self, output: Path) -> None:
        """That of an earlier run is gone on with; in any other there will be a new one."""
        if self._folder is not None and not has_results(output):
            name = self.tr("{0} – summaries").format(self._folder.name)
            output = free_output(output / self._folder.name, name)
        self._set_output(output)

    def _set_output(self, output: Path) -> None:
        self._output = output
        self.dialog.setup.set_output(output, goes_on=has_results(output))
        self._count()

    def _count(self) -> None:
        """Look at the folder again, on another thread."""
        self._count_cancel.cancel()
        self._census = None
        if self._folder is None:
            self._allow()
            return
        cancel = self._count_cancel = CancelToken()
        self.dialog.setup.set_census(None)
        recursive = self.dialog.setup.inside.isChecked()
        self._counting = self._executor.submit(
            census,
            self._folder,
            files=self._files,
            recursive=recursive,
            apart=self._output,
            cancel=cancel,
        )
        self._counting.add_done_callback(self._counted.emit)
        self._allow()

    def _take_census(self, counting: Future[Census]) -> None:
        if counting is not self._counting or self._over or counting.cancelled():
            return
        setup = self.dialog.setup
        try:
            self._census = counting.result()
        except CancelledError:
            return
        except NewsAssistantError as error:
            setup.error.tell(error)
        except OSError as error:
            detail = error.strerror or str(error)
            setup.error.tell(InputError("file-unreadable", path=self._folder, detail=detail))
        setup.set_census(self._census)
        self._allow()

    def _allow(self) -> None:
        ready = self.dialog.setup.plan() is not None and not self.is_running()
        self.dialog.start_button.setEnabled(ready and self._service.model is not None)

    # --- the run ----------------------------------------------------------------------------------

    def _start(self) -> None:
        plan = self.dialog.setup.plan()
        if plan is not None and not self.is_running():
            self._begin(plan)

    def _begin(self, plan: Plan, *, retry: bool = False) -> None:
        setup = self.dialog.setup
        setup.error.clear()
        if self._is_private():
            setup.error.set_words(
                self.tr("Results would be files, and this window is private."),
                self.tr("Leave the private conversation first."),
            )
            return
        tasks: list[Task] = []

        def make_ready() -> None:
            tasks.extend(self._tasks(plan))
            self._service.share()

        if not attempt(make_ready, setup.error.tell):
            self.dialog.show_setup()
            return
        model = self._service.model
        assert model is not None
        run = FolderRun(
            plan,
            tasks,
            model,
            self._worker.submit,
            interface_language(),
            self._tray.put,
            self._tray.set_count,
            retry_failed=retry,
            open_rows=self._open_rows,
        )
        self._plan = plan
        self._keep_plan(plan)
        self.dialog.run.begin(plan.folder.name, self._rows(tasks), several=len(tasks) > 1)
        self.dialog.show_run()
        self._begin_job(lambda on_progress, cancel: run.go(cancel))
        self.dialog.run.buttons["stop"].setFocus()
        self._allow()

    def _rows(self, tasks: Sequence[Task]) -> Sequence[Outcome]:
        """One for each result that is known of before a file was opened."""
        if self._census is None or self._plan is None or self._census.folder != self._plan.folder:
            return ()
        ids = self._census.ids
        if len(ids) * len(tasks) > MOST_ROWS:
            return ()
        return [Outcome(id_, task.name, task.style) for id_, task in product(ids, tasks)]

    def _tasks(self, plan: Plan) -> Iterator[Task]:
        """Each job in each style, once."""
        names: dict[Path, str] = {}
        seen = set()
        for job_id, style in product(plan.jobs, plan.styles):
            job = self._jobs.get(job_id)
            if job is None:
                continue
            style_id = self._styles.style_for(job.id) if style == OWN else style
            if (job.id, style_id) in seen:
                continue
            seen.add((job.id, style_id))
            params = params_for(self._service.model, job, self._wanted())
            task = Task(job.name or job.id, job, params)
            path = self._worker.prefix_path(style_id) if style_id else None
            if path is not None:
                if path not in names:
                    names[path] = unused_name(path, list(names.values()))
                task = replace(task, style=names[path], prefix=path)
            yield task

    def _keep_plan(self, plan: Plan) -> None:
        try:
            save_plan(self._plan_file, plan)
        except OSError:
            return  # it cannot be offered after the next start; all else goes on

    def _act(self, action: str) -> None:
        calls: Mapping[str, Callable[[], None]] = {
            "stop": self._stop_run,
            "resume": lambda: self._again(retry=False),
            "retry": lambda: self._again(retry=True),
            "open": self._open_result,
            "results": self._show_results,
            "another": self._choose_another,
        }
        calls[action]()

    def _stop_run(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self.dialog.run.set_stopping()

    def _again(self, *, retry: bool) -> None:
        if self._plan is not None and not self.is_running():
            self._begin(self._plan, retry=retry)

    def _show_results(self) -> None:
        if self._plan is not None:
            self._open_folder(self._plan.output)

    def _open_result(self) -> None:
        outcome = self.dialog.run.outcome()
        if self._plan is None or outcome is None or not outcome.file:
            return
        path = self._plan.output / outcome.file
        # The list may have been written by anybody.
        if path.parent == self._plan.output and path.suffix[1:] in FORMS and path.is_file():
            self._open_folder(path)
        else:
            self.dialog.run.error.tell(InputError("file-not-found", path=outcome.file))

    def _look_at(self, outcome: Outcome | None) -> None:
        """Show what was written, which another thread fetches, or why nothing was."""
        if outcome is None or self._plan is None or outcome.state != "done":
            reason = outcome.reason if outcome is not None else ""
            self.dialog.run.show_text(reason, why=True)
            return
        reading = self._executor.submit(text_of, self._plan.output, outcome.key)
        reading.add_done_callback(
            lambda done: None if done.cancelled() else self._read.emit((outcome, done.result()))
        )

    def _show_text(self, read: tuple[Outcome, str]) -> None:
        outcome, text = read
        if not self._over and self.dialog.run.outcome() == outcome:
            self.dialog.run.show_text(text)

    def _choose_another(self) -> None:
        self._offer()
        self.dialog.show_setup()
        self._count()

    def _empty_tray(self) -> None:
        outcomes, count = self._tray.take()
        if self._over:
            return
        self.dialog.run.take(outcomes, count)
        if count is not None and self.is_running():
            words = progress_words(count, opened=True)
            name = self._plan.folder.name if self._plan is not None else ""
            self.reported.emit(f"{name} · {words}")

    def _progressed(self, progress: Any) -> None:
        """Everything comes by the tray."""

    def _ended(self, event: JobEvent) -> None:
        self._service.share_no_more()
        if self._over:
            return
        self._timer.stop()
        self._empty_tray()
        self.reported.emit("")
        whole = isinstance(event, JobDone) and bool(event.result)
        error = event.error if isinstance(event, JobFailed) else None
        if whole:
            forget_plan(self._plan_file)
        self.dialog.run.set_ended(whole=whole, error=error)
        self._allow()
        if not self.dialog.isVisible():
            self.ended_unseen.emit(self.dialog.run.title.text())
