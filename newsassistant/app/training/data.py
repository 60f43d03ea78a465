"""The columns of a file with training data, and which of them hold articles and summaries."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from newsassistant.core.errors import InputError
from newsassistant.core.files import open_regular
from newsassistant.core.outside import MissingError, UnfitError
from newsassistant.text.datasets.conversations import guess_columns, is_known
from newsassistant.text.datasets.pairs import first_row, first_row_of_workbook
from newsassistant.text.datasets.workbook import is_workbook

PEEK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Columns:
    """All names, and the guessed two; "" where nothing fits.

    No names: there are no rows, or they are conversations, which are read without columns.
    """

    names: tuple[str, ...] = ()
    article: str = ""
    summary: str = ""


def read_columns(path: Path) -> Columns:
    """The columns of the first row; any thread.

    Raises InputError for what cannot be opened, TrainError for a workbook that cannot be read.
    """
    try:
        with open_regular(path) as file:
            raw = file.read(PEEK_BYTES)
    except (OSError, UnfitError) as error:
        if isinstance(error, MissingError):
            raise InputError("file-not-found", path=path) from error
        detail = getattr(error, "strerror", None) or str(error)
        raise InputError("file-unreadable", path=path, detail=detail) from error
    row = first_row_of_workbook(path) if is_workbook(raw) else first_row(raw)
    if is_known(row):
        return Columns()
    names = tuple(name for name in row if name.strip())
    return Columns(names, *guess_columns(names))
