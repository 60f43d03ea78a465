"""An Excel workbook (.xlsx) -> the cells of its first sheet, row by row, as texts.

Read by openpyxl, which defusedxml keeps from entities; how much it may unpack is bounded here.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any

from newsassistant.core.outside import UnfitError

MOST_BYTES = 128 << 20
MOST_PARTS = 10_000
MOST_ROWS = 1_048_576  # Excel's own bounds; so many empty ones may lie between two that are there
MOST_COLUMNS = 1000
HEADER_WITHIN = 100
_ZIP, _OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CONTENTS = "[Content_Types].xml"

Cells = tuple[int, list[str]]


def is_workbook(raw: bytes) -> bool:
    """True for what begins as a workbook, one that cannot be read as well."""
    return raw.startswith((_ZIP, _OLD))


def cells_of(raw: bytes) -> Iterator[Cells]:
    """(number of the row from 1, texts) of the rows of the first sheet that is shown.

    The first row that is not empty names the columns; of the others only as many cells are read.
    Formulas count as what they came to. Raises UnfitError for what is no workbook or unpacks
    to too much, and whatever openpyxl raises for a damaged one. Any thread.
    """
    _check(raw)
    from openpyxl import DEFUSEDXML, load_workbook

    assert DEFUSEDXML, "defusedxml is installed with the program"
    # On styles and extensions that it leaves out; nobody here can act on that.
    warnings.filterwarnings("ignore", category=UserWarning, module=r"openpyxl\.")
    book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
    sheet = next((sheet for sheet in book.worksheets if sheet.sheet_state == "visible"), None)
    if sheet is None:
        raise UnfitError("it has no sheet with cells")
    sheet.reset_dimensions()  # what a file says of its size is not always so
    for number, names in _rows(sheet, 1, most=MOST_COLUMNS):
        if number > HEADER_WITHIN:
            return
        if any(names):
            while not names[-1]:
                names.pop()
            yield number, names
            yield from _rows(sheet, number + 1, most=len(names))
            return


def _rows(sheet: Any, first: int, *, most: int) -> Iterator[Cells]:
    rows = sheet.iter_rows(min_row=first, max_col=most, values_only=True)
    for number, values in enumerate(rows, first):
        if number > MOST_ROWS:
            raise UnfitError(f"it has more than {MOST_ROWS} rows")
        yield number, [_text(value) for value in values]


def _check(raw: bytes) -> None:
    if raw.startswith(_OLD):
        raise UnfitError("it is an old or a protected workbook")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError) as error:
        raise UnfitError("it is damaged") from error
    if _CONTENTS not in {part.filename for part in parts}:
        raise UnfitError("it is no workbook")
    # No part gives more than it has declared: zipfile stops there.
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
        raise UnfitError(f"it unpacks to more than {MOST_BYTES >> 20} MB")


def _text(value: object) -> str:
    """A cell as it is read; Excel writes what XML cannot hold as _x000D_, and 5 as 5.0."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if not isinstance(value, str):
        return str(value)
    from openpyxl.utils.escape import unescape

    return str(unescape(value)).strip()
