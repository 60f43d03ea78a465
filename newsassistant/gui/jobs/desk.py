"""Joins the dialog of jobs and the shelf: what is edited, saved, moved, imported and exported.

Main thread only. What is written in the form is kept for each job until it is saved or discarded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from newsassistant.core.errors import InputError
from newsassistant.core.files import write_whole
from newsassistant.gui.jobs.dialog import JobsDialog
from newsassistant.gui.jobs.shelf import JobShelf
from newsassistant.gui.jobs.words import flaws_of, report_words, taken_names
from newsassistant.gui.look.labels import job_label
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.basics import attempt
from newsassistant.gui.widgets.dialogs import Dialogs, Sheet
from newsassistant.store import job_file
from newsassistant.store.job_file import Line, content_of, take_in
from newsassistant.text.prompts.library import MOST_JOBS, Library, new_id
from newsassistant.text.prompts.presets import Preset

FILE_NAME = "jobs"


class JobsDesk(QObject):
    """`style_names` gives the names of installed styles by their ids."""

    def __init__(
        self,
        theme: Theme,
        window: QWidget,
        dialogs: Dialogs,
        shelf: JobShelf,
        style_names: Callable[[], Mapping[str, str]],
    ) -> None:
        self.dialog = JobsDialog(theme, parent=window)
        super().__init__(self.dialog)
        self._theme = theme
        self._dialogs = dialogs
        self._shelf = shelf
        self._style_names = style_names
        self._drafts: dict[str, Preset] = {}
        self._current = ""
        self.dialog.acted.connect(self._act)
        self.dialog.chosen.connect(self._choose)
        self.dialog.edited.connect(self._edited)
        shelf.changed.connect(self._show)

    def show(self, job_id: str) -> None:
        """Open the dialog on a job."""
        self.dialog.set_error(None)
        complaint = self._shelf.refresh()
        self.dialog.set_error(complaint)
        if not self.dialog.isVisible():
            self._drafts = {}
            self._choose(job_id)
            self.dialog.say("")
            self.dialog.list.setFocus()
        self._dialogs.open(self.dialog)

    def has_unsaved(self) -> bool:
        """True if something was written that is not saved."""
        return bool(self._drafts)

    # --- what is shown --------------------------------------------------------------------------

    def _jobs(self) -> list[Preset]:
        """Those of the library as they were edited, then new ones."""
        saved = [self._drafts.get(job.id, job) for job in self._shelf.jobs()]
        ids = {job.id for job in saved}
        return [*saved, *(job for job in self._drafts.values() if job.id not in ids)]

    def _job(self) -> Preset:
        jobs = self._jobs()
        return next((job for job in jobs if job.id == self._current), jobs[0])

    def _choose(self, job_id: str) -> None:
        self._current = job_id
        self._show()

    def _show(self) -> None:
        """All anew: the list, and the chosen job in the form."""
        job = self._job()
        self._current = job.id
        self._show_list()
        taken = taken_names(self._jobs(), job.id)
        self.dialog.set_job(job, taken, self._style_names())

    def _show_list(self) -> None:
        self.dialog.set_jobs(self._jobs(), tuple(self._drafts), self._current)
        self.dialog.set_can_restore(bool(self._shelf.library.lost()))

    # --- what the user does ---------------------------------------------------------------------

    def _act(self, action: str) -> None:
        calls: dict[str, Callable[[], object]] = {
            "new": self._new,
            "copy": self._copy,
            "up": lambda: self._move(-1),
            "down": lambda: self._move(1),
            "delete": self._ask_delete,
            "import": self._ask_import,
            "export": self._ask_export,
            "restore": self._restore,
            "save": self.save,
            "discard": self._ask_discard,
            "close": self.ask_close,
        }
        self.dialog.set_error(None)
        calls[action]()

    def _edited(self) -> None:
        """What the form holds is kept, unless it is what is saved already."""
        job = self.dialog.form.job()
        if job == self._shelf.get(job.id):
            self._drafts.pop(job.id, None)
        else:
            self._drafts[job.id] = job
        self._show_list()

    def _new(self) -> None:
        self._add(Preset(new_id(), ""))
        self.dialog.form.name_edit.setFocus()

    def _copy(self) -> None:
        job = self._job()
        names = Library(tuple(self._jobs()))
        name = names.free_name(self.tr("Copy of {0}").format(job_label(job)))
        self._add(replace(job, id=new_id(), name=name))
        self.dialog.form.name_edit.setFocus()
        self.dialog.form.name_edit.selectAll()

    def _add(self, job: Preset) -> None:
        if len(self._jobs()) >= MOST_JOBS:
            self.dialog.say(self.tr("There may be up to {0} jobs.").format(MOST_JOBS))
            return
        self._drafts[job.id] = job
        self._choose(job.id)

    def _move(self, by: int) -> None:
        job_id = self._current
        if self._shelf.get(job_id) is None:
            self.dialog.say(self.tr("Save the new job first, then move it."))
            return
        self._try(lambda: self._shelf.change(lambda library: library.moved(job_id, by)))

    def _ask_delete(self) -> None:
        job = self._job()
        name = job_label(job) or self.tr("New job")
        text = self.tr("Conversations keep its name and what it said.")
        if job.id in (each.id for each in Library().jobs):
            text = self.tr("Restore brings it back as it came.")
        self._dialogs.ask(
            self.dialog,
            self.tr("Delete the job {0}?").format(name),
            text,
            verb=self.tr("Delete"),
            done=lambda: self._delete(job.id),
        )

    def _delete(self, job_id: str) -> None:
        jobs = [job.id for job in self._jobs()]
        place = jobs.index(job_id)
        neighbour = (jobs[place + 1 :] + jobs[:place][::-1] + [""])[0]
        if not self._try(lambda: self._shelf.change(lambda library: library.without(job_id))):
            return
        self._drafts.pop(job_id, None)
        self._choose(neighbour)
        self.dialog.list.setFocus()

    def _restore(self) -> None:
        if self._try(lambda: self._shelf.change(lambda library: library.restored())):
            self.dialog.say(self.tr("The jobs of the program are as they came. Yours stay."))

    # --- saving ---------------------------------------------------------------------------------

    def save(self) -> bool:
        """Save all that was changed; False if something could not be."""
        drafts, jobs = self._drafts, self._jobs()
        bad = {
            job_id: job
            for job_id, job in drafts.items()
            if flaws_of(job, taken_names(jobs, job_id))
        }
        good = [job for job_id, job in drafts.items() if job_id not in bad]

        def put(library: Library) -> Library:
            for job in good:
                library = library.put(job)
            return library

        self._drafts = bad
        if not self._try(lambda: self._shelf.change(put)):
            self._drafts = drafts
            self._show_list()
            return False
        if bad:
            self._choose(self._current if self._current in bad else next(iter(bad)))
            self.dialog.form.show_flaws()
            return False
        self._show()
        self.dialog.say(self.tr("Saved."))
        return True

    def _ask_discard(self) -> None:
        self._dialogs.ask(
            self.dialog,
            self.tr("Discard what is not saved?"),
            self._unsaved_words(),
            verb=self.tr("Discard"),
            done=self._discard,
            lasting=True,
        )

    def _discard(self) -> None:
        self._drafts = {}
        self._show()

    def _unsaved_words(self) -> str:
        names = [job_label(job) or self.tr("New job") for job in self._drafts.values()]
        return self.tr("Not saved: {0}").format(", ".join(names))

    def ask_close(self, then: Callable[[], None] = lambda: None) -> None:
        """Close the dialog, asking before that where something is not saved; `then` go on."""

        def close() -> None:
            self.dialog.accept()
            then()

        def discard() -> None:
            self._discard()
            close()

        def save() -> None:
            if self.save():
                close()

        if not self._drafts:
            close()
            return
        sheet = Sheet(
            self._theme,
            self.tr("Save the changes?"),
            self._unsaved_words(),
            parent=self.dialog,
        )
        sheet.add_cancel()
        sheet.add_button(self.tr("Discard"), done=discard)
        sheet.add_button(self.tr("Save"), primary=True, done=save)
        self._dialogs.open(sheet)

    # --- files ----------------------------------------------------------------------------------

    def _ask_import(self) -> None:
        self._dialogs.ask_file(
            self.dialog,
            self.tr("Import jobs"),
            self.tr("Jobs (*.json)"),
            self._import,
        )

    def _import(self, path: Path) -> None:
        self._try(lambda: self.import_from(path))

    def _export(self, path: Path) -> None:
        self._try(lambda: self.export_to(path))

    def import_from(self, path: Path) -> None:
        """Add the jobs in a file and say what became of each; raises NewsAssistantError."""
        found = job_file.read(path)
        lines: list[Line] = []

        def take(library: Library) -> Library:
            changed, told = take_in(library, found)
            lines[:] = told
            return changed

        self._shelf.change(take)
        self._show()
        added = sum(line.kind in ("added", "renamed") for line in lines)
        words = self.tr("{0} of {1} jobs were added.").format(added, len(lines))
        self.dialog.say(words)
        if added == len(lines) and all(line.kind == "added" for line in lines):
            return
        sheet = Sheet(self._theme, self.tr("Import jobs"), words, parent=self.dialog)
        sheet.add_report(
            report_words(lines, self._style_names()), self.tr("What became of each job")
        )
        sheet.add_close()
        self._dialogs.open(sheet)

    def _ask_export(self) -> None:
        if self._drafts and not self.save():
            return
        self._dialogs.ask_save(
            self.dialog,
            self.tr("Export jobs"),
            FILE_NAME,
            {self.tr("Jobs (*.json)"): "json"},
            self._export,
        )

    def export_to(self, path: Path) -> None:
        """Write all jobs into a file; raises InputError."""
        jobs = self._shelf.jobs()
        try:
            write_whole(path, content_of(jobs), private=False)
        except OSError as error:
            detail = error.strerror or str(error)
            raise InputError("output-unwritable", path=path, detail=detail) from error
        self.dialog.say(self.tr("{0} jobs are in {1}.").format(len(jobs), path.name))

    def _try(self, call: Callable[[], object]) -> bool:
        return attempt(call, self.dialog.set_error)
