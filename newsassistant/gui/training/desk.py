"""Joins the training page and the runs: reads the data, starts, stops and goes on with a run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from newsassistant.app.jobs import JobCancelled, JobDone, JobEvent, JobFailed, Work
from newsassistant.app.training.data import Columns
from newsassistant.app.training.runs import RunInfo, TrainingRuns
from newsassistant.app.training.sample import write_sample
from newsassistant.core.errors import NewsAssistantError
from newsassistant.core.wire import DataReport, Started, TrainEvent
from newsassistant.gui.cards.jobs import JobOwner
from newsassistant.gui.look.labels import interface_language
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.training.dialog import DATA, RUN, SETTINGS, TrainDialog
from newsassistant.gui.training.installing import Installing, Packages
from newsassistant.gui.training.reading import ColumnsReader
from newsassistant.gui.training.settings_step import STARTER
from newsassistant.gui.widgets.basics import attempt
from newsassistant.gui.widgets.dialogs import Dialogs
from newsassistant.train.journal import Curve
from newsassistant.train.options import TuneOptions


@dataclass(frozen=True, slots=True)
class Task:
    """A job: reading the data, or a run."""

    kind: Literal["check", "run"]
    work: Work


class TrainDesk(JobOwner):
    """What the user may do with data and runs; a run keeps all else from beginning."""

    prefixes_changed = Signal()  # a new style is in the library
    use_requested = Signal(str)  # its id

    def __init__(
        self,
        theme: Theme,
        window: QWidget,
        dialogs: Dialogs,
        runs: TrainingRuns,
        packages: Packages,
        *,
        open_folder: Callable[[Path], None],
    ) -> None:
        super().__init__()
        self._window = window
        self._dialogs = dialogs
        self._runs = runs
        self._open_folder = open_folder
        self._path: Path | None = None
        self._report: DataReport | None = None
        self._checked: TuneOptions | None = None
        self._shown: RunInfo | None = None
        self._task: Task | None = None
        self._next: Task | None = None
        self._over = False
        self.dialog = TrainDialog(theme, parent=window)
        self.installing = Installing(self.dialog.missing, packages)
        self.reading = ColumnsReader()
        self._connect()

    def _connect(self) -> None:
        dialog = self.dialog
        dialog.step_wanted.connect(dialog.set_step)
        dialog.start_requested.connect(self._start)
        dialog.run_acted.connect(lambda *words: self._try(lambda: self._act(*words)))
        dialog.run.acted.connect(lambda what: self._try(lambda: self._act_on_shown(what)))
        self.installing.looked.connect(self._allow)
        self.installing.installed.connect(self._begin_with_data)
        dialog.data.drop.dropped.connect(self.set_file)
        dialog.data.drop.choose_requested.connect(
            lambda: self._dialogs.ask_file(
                dialog,
                self.tr("Choose the training data"),
                self.tr("Articles and summaries (*.xlsx *.csv *.tsv *.jsonl *.json)"),
                self.set_file,
            )
        )
        dialog.data.sample_requested.connect(self._ask_sample)
        dialog.data.columns_changed.connect(self._check)
        self.reading.columns_read.connect(self._took_columns)
        self.reading.failed.connect(self._has_no_columns)
        dialog.settings.measures_changed.connect(self._check)
        dialog.settings.changed.connect(self._allow)
        dialog.settings.folder_requested.connect(
            lambda: self._dialogs.ask_folder(
                dialog, self.tr("Import a model's folder"), dialog.settings.set_folder
            )
        )

    def show(self) -> None:
        """Open the page with what is there now."""
        self.refresh()
        self.installing.look()
        if self.is_running():
            self.dialog.set_step(RUN)
        self._dialogs.open(self.dialog)
        first = (
            self.dialog.run.buttons["stop"] if self.is_running() else self.dialog.data.drop.button
        )
        first.setFocus()

    def show_run(self, run_id: str) -> None:
        """Open the page with a run that can go on."""
        self.show()
        if not self.is_running():
            self._try(lambda: self._show_run(run_id))

    def offer(self) -> RunInfo | None:
        """A stopped run that was not offered since, if there is one."""
        return self._runs.offer()

    def ask_close(self, end: Callable[[], None]) -> None:
        """End the program, asking before that if a style is being trained."""
        if not self.is_running():
            end()
            return
        self._dialogs.ask(
            self._window,
            self.tr("A style is being trained"),
            self.tr(
                "Closing stops the training. What was learnt is saved, and the training can go "
                "on at the next start."
            ),
            verb=self.tr("Stop and keep for later"),
            done=end,
        )

    def refresh(self) -> None:
        """Read the runs again."""
        self.dialog.set_runs(self._runs.runs())
        self._allow()

    def is_running(self) -> bool:
        """True while a style is being trained."""
        return self._task is not None and self._task.kind == "run"

    def is_busy(self) -> bool:
        return super().is_busy() or self.installing.is_busy() or self.reading.is_busy()

    def stop(self) -> None:
        """End all jobs, for the end of the program; a run is kept. Returns at once."""
        self._next, self._over = None, True
        self.installing.stop()
        self.reading.stop()
        super().stop()

    # --- data -----------------------------------------------------------------------------------

    def set_file(self, path: Path) -> None:
        """Look at a file's columns, and read all of it if they are known."""
        self._path = self._report = self._checked = None
        self.stop_check()
        self.dialog.data.set_file(path, Columns())
        self.dialog.data.set_checking(True)
        self._allow()
        self.reading.read(path)

    def _took_columns(self, path: Path, columns: Columns) -> None:
        self._path = path
        self.dialog.data.set_file(path, columns)
        self.dialog.settings.suggest_name(path.stem)
        self._check()

    def _has_no_columns(self, error: NewsAssistantError) -> None:
        self.dialog.data.set_file(None, Columns())
        self.dialog.data.set_error(error)
        self._allow()

    def _ask_sample(self) -> None:
        kinds = {
            self.tr("Excel workbook (*.xlsx)"): "xlsx",
            self.tr("CSV table (*.csv)"): "csv",
        }
        heading, name = self.tr("Save a file to fill in"), self.tr("Articles and summaries")
        self._dialogs.ask_save(
            self.dialog, heading, name, kinds, lambda path: self._try(lambda: self._save(path))
        )

    def _save(self, path: Path) -> None:
        self.dialog.data.set_sample(None)
        self.dialog.data.set_error(None)
        write_sample(path, interface_language())
        self.dialog.data.set_sample(path)

    def _options(self) -> TuneOptions | None:
        """What was chosen so far; None without a file or its columns."""
        if self._path is None:
            return None
        article, summary = self.dialog.data.columns()
        options = self.dialog.settings.chosen(
            TuneOptions(model=STARTER, data=str(self._path.absolute()), output="")
        )
        if not self.dialog.data.has_columns():
            return options  # reading it all will tell what is wrong
        if not article or not summary or article == summary:
            return None
        return replace(options, prompt_column=article, response_column=summary)

    def _check(self) -> None:
        """Read the data as it would be trained on; a reading that is going on gives way."""
        options = self._options()
        data = self.dialog.data
        data.ask_columns(asks=self._path is not None and options is None)
        if options is None or self.is_running():
            self._allow()
            return
        self._checked, self._report = options, None
        data.set_error(None)
        data.set_report(None)
        data.set_checking(True)
        self.dialog.settings.set_read(None)
        self._begin(
            Task(
                "check",
                lambda on_progress, cancel: self._runs.check(
                    options, on_event=on_progress, cancel=cancel
                ),
            )
        )

    def _took_report(self, report: DataReport) -> None:
        self._report = report
        self.dialog.data.set_checking(False)
        self.dialog.data.set_report(report)
        self.dialog.settings.set_read(report)

    def _data_failed(self, error: NewsAssistantError) -> None:
        self.dialog.data.set_checking(False)
        self.dialog.data.set_error(error)
        self.dialog.settings.set_read(error)

    # --- runs -----------------------------------------------------------------------------------

    def _start(self) -> None:
        options = self._options()
        if options is None or self.is_running() or self.installing.missing():
            return
        self._run(
            options.name,
            options.max_steps,
            Curve(),
            lambda on_progress, cancel: self._runs.start(
                options, on_event=on_progress, cancel=cancel
            ),
        )

    def _resume(self, run_id: str) -> None:
        if self.is_running():
            return
        info = self._runs.find(run_id)
        self._run(
            info.name,
            info.steps,
            self._runs.curve(run_id),
            lambda on_progress, cancel: self._runs.resume(
                run_id, on_event=on_progress, cancel=cancel
            ),
        )

    def _run(self, name: str, steps: int, curve: Curve, work: Work) -> None:
        self._shown = None
        self.dialog.run.begin(name, steps, curve)
        self._begin(Task("run", work))
        self.dialog.set_step(RUN)
        self.dialog.run.buttons["stop"].setFocus()

    def _show_run(self, run_id: str) -> None:
        info = self._runs.find(run_id)
        if info.state != "running":
            self._shown = info
            self.dialog.run.set_ended(info, self._runs.curve(run_id))
            self._allow()
        self.dialog.set_step(RUN)

    def _act(self, action: str, run_id: str) -> None:
        calls: dict[str, Callable[[str], None]] = {
            "show": self._show_run,
            "resume": self._resume,
            "remove": self._ask_remove,
        }
        calls[action](run_id)

    def _act_on_shown(self, action: str) -> None:
        if action == "stop":
            self._stop_run()
        elif self._shown is not None:
            calls: dict[str, Callable[[str], None]] = {
                "resume": self._resume,
                "use": self._use,
                "folder": lambda run_id: self._open_folder(self._runs.find(run_id).folder),
            }
            calls[action](self._shown.id)

    def _stop_run(self) -> None:
        if self.is_running() and self._job is not None:
            self._job.cancel()
            self.dialog.run.set_stopping()

    def _use(self, run_id: str) -> None:
        prefix = self._runs.adopt(run_id)
        self.prefixes_changed.emit()
        self.use_requested.emit(prefix)
        self.dialog.accept()

    def _ask_remove(self, run_id: str) -> None:
        info = self._runs.find(run_id)
        self._dialogs.ask(
            self.dialog,
            self.tr("Remove the training of {0}?").format(info.name),
            self.tr("Its checkpoints are deleted. A style that was made of it stays."),
            verb=self.tr("Remove"),
            done=lambda: self._try(lambda: self._remove(run_id)),
        )

    def _remove(self, run_id: str) -> None:
        self._runs.remove(run_id)
        if self._shown is not None and self._shown.id == run_id:
            self._shown = None
            self.dialog.run.set_none()
        self.refresh()

    # --- the job --------------------------------------------------------------------------------

    def _begin(self, task: Task) -> None:
        if self._task is not None:  # a check: a run keeps others from starting
            self._next = task
            self.stop_check()
            return
        self._task, self._next = task, None
        self._allow()
        self._begin_job(task.work)

    def stop_check(self) -> None:
        """Give up reading the data; nothing is lost."""
        if self._task is not None and self._task.kind == "check" and self._job is not None:
            self._job.cancel()

    def _ended(self, event: JobEvent) -> None:
        if self._over or self._task is None:
            return
        task, self._task = self._task, None
        if self._next is not None:
            self._begin(self._next)
        elif task.kind == "check":
            self._checking_ended(event)
        else:
            self._run_ended(event)
            if self._path is not None and self._report is None:
                self._check()  # a file that was chosen meanwhile
        self.refresh()

    def _progressed(self, event: TrainEvent) -> None:
        if self._over or not self.is_running() or isinstance(event, DataReport):
            return
        if isinstance(event, Started):
            self.refresh()
        self.dialog.run.take(event)

    def _checking_ended(self, event: JobEvent) -> None:
        if self.reading.is_reading():
            return  # another file was chosen
        if isinstance(event, JobDone):
            self._took_report(cast(DataReport, event.result))
        elif isinstance(event, JobFailed):
            self._data_failed(event.error)
        else:
            self.dialog.data.set_checking(False)

    def _run_ended(self, event: JobEvent) -> None:
        if isinstance(event, JobDone):
            self._shown = cast(RunInfo, event.result)
            self.dialog.run.set_ended(self._shown, self._runs.curve(self._shown.id))
            if self._shown.state == "finished":
                self.prefixes_changed.emit()
        elif isinstance(event, JobFailed | JobCancelled):
            self.dialog.run.set_none()
            self.dialog.run.set_error(event.error if isinstance(event, JobFailed) else None)

    def _allow(self) -> None:
        ready = self._report is not None and self._report.used > 0
        complete = ready and self.dialog.settings.is_complete() and not self.installing.missing()
        reading = self._task is not None and self._task.kind == "check"
        self.dialog.set_allowed(
            settings=ready or (self._checked is not None and self.dialog.step() == SETTINGS),
            run=self._shown is not None,
            start=complete and not reading,
            running=self.is_running(),
        )

    def _begin_with_data(self) -> None:
        """The packages have come: the page goes on with its first step, unless that is done."""
        if self.dialog.step() == SETTINGS:
            return
        self.dialog.set_step(DATA)
        following = self.dialog.next_button
        (following if following.isEnabled() else self.dialog.data.drop.button).setFocus()

    def _try(self, call: Callable[[], None]) -> None:
        attempt(call, self._show_error)

    def _show_error(self, error: NewsAssistantError) -> None:
        self.dialog.run.set_error(error)
        self.dialog.data.set_error(error)
        self.refresh()
