"""Reads the columns of a data file beside all else: of a large workbook that takes seconds."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from PySide6.QtCore import Signal

from newsassistant.app.jobs import JobDone, JobEvent, JobFailed
from newsassistant.app.training.data import Columns, read_columns
from newsassistant.gui.cards.jobs import JobOwner


class ColumnsReader(JobOwner):
    """Of the file that was asked for last; what was asked for before is dropped."""

    columns_read = Signal(object, object)  # Path, Columns
    failed = Signal(object)  # NewsAssistantError

    def __init__(self) -> None:
        super().__init__()
        self._path = self._next = Path()
        self._over = False

    def is_reading(self) -> bool:
        """True until the columns, or why there are none, were told."""
        return self._running

    def read(self, path: Path) -> None:
        """Begin; tells the columns later."""
        self._next = path
        if not self._running:
            self._begin(path)

    def stop(self) -> None:
        """Tell nothing more, for the end of the program."""
        self._over = True
        super().stop()

    def _begin(self, path: Path) -> None:
        self._path = path
        self._begin_job(lambda on_progress, cancel: read_columns(path))

    def _ended(self, event: JobEvent) -> None:
        if self._over:
            return
        if self._next != self._path:
            self._begin(self._next)
        elif isinstance(event, JobDone):
            self.columns_read.emit(self._path, cast(Columns, event.result))
        elif isinstance(event, JobFailed):
            self.failed.emit(event.error)
