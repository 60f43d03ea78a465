"""The jobs that there are to choose, for the whole window: told when they change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from newsassistant.core.errors import StoreError
from newsassistant.store.job_book import JobBook
from newsassistant.text.prompts.library import Library
from newsassistant.text.prompts.presets import Preset


class JobShelf(QObject):
    """A `JobBook` with signals; main thread."""

    changed = Signal()
    failed = Signal(object)  # StoreError: the file was not as it should be

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._book = JobBook(path)

    @property
    def library(self) -> Library:
        """All of them."""
        return self._book.library

    def jobs(self) -> Sequence[Preset]:
        """All of them in their order."""
        return self._book.library.jobs

    def get(self, job_id: str) -> Preset | None:
        """The job with that id; None for one that was deleted, and for "", a typed question."""
        return self._book.get(job_id)

    def refresh(self) -> StoreError | None:
        """Read the file if it has changed, here or in another window; what was wrong with it."""
        before = self.library
        complaint = self._book.refresh()
        if complaint is not None:
            self.failed.emit(complaint)
        if self.library != before:
            self.changed.emit()
        return complaint

    def change(self, operation: Callable[[Library], Library]) -> None:
        """Change the jobs and write the file; raises StoreError, and they are as they were."""
        before = self.library
        try:
            self._book.change(operation)
        finally:  # another window may have changed the file
            if self.library != before:
                self.changed.emit()
