"""A table to fill in with articles and their summaries: column names and two example rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from newsassistant.core.errors import InputError
from newsassistant.core.files import read_text, replacing
from newsassistant.core.resources import sample_article
from newsassistant.core.types import Language

Row = tuple[str, str]
CSV = ".csv"

_NAMES: Mapping[Language, Row] = {"en": ("article", "summary"), "zh": ("文章", "摘要")}
_OF_THE_SAMPLE: Mapping[Language, str] = {
    "en": "Ministers put £1.2bn into offshore wind over three years to cut bills, while more than "
    "300 projects still wait for the grid.",
    "zh": "央行自12月1日起下调存款准备金率0.5个百分点，预计向市场提供约1万亿元长期资金。",
}
_SHORT: Mapping[Language, Row] = {
    "en": (
        "The city council voted on Monday to plant 4,000 trees along its main roads by 2028. The "
        "work costs 2.4 million euros and begins in spring.",
        "City to plant 4,000 trees along its main roads by 2028.",
    ),
    "zh": (
        "市议会周一通过决定，到2028年在主要道路两旁种植4000棵树。工程耗资240万欧元，将于春季动工。",
        "该市将在2028年前于主要道路旁种植4000棵树。",
    ),
}
_WIDTHS = (90, 45)  # of the columns, in characters


def write_sample(path: Path, language: Language) -> None:
    """Write the table as CSV or, with any other ending, as an Excel workbook; blocks on the disk.

    What is at `path` is replaced. Raises InputError("output-unwritable").
    """
    rows = (_NAMES[language], *_examples(language))
    content = _as_csv(rows) if path.suffix.lower() == CSV else _as_workbook(rows)
    try:
        with replacing(path, private=False) as file:
            file.write(content)
    except OSError as error:
        detail = error.strerror or str(error)
        raise InputError("output-unwritable", path=path, detail=detail) from error


def _examples(language: Language) -> tuple[Row, Row]:
    article = read_text(sample_article(language)).strip()
    return (article, _OF_THE_SAMPLE[language]), _SHORT[language]


def _as_csv(rows: Sequence[Row]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig")  # without the mark Excel takes it for another one


def _as_workbook(rows: Sequence[Row]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    for column, width in zip("AB", _WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
        sheet[f"{column}1"].font = Font(bold=True)
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(vertical="top", wrap_text=True)
    sheet.freeze_panes = "A2"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
