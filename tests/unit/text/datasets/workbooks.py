"""Workbooks as Excel writes them, and as nobody should."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence

from openpyxl import Workbook

ROWS = (("content", "summary"), ("A long article.", "Short."), ("二〇一六年的新闻。", "新闻"))
SHEET = "xl/worksheets/sheet1.xml"


def workbook(rows: Sequence[Sequence[object]] = ROWS) -> bytes:
    """A workbook with one sheet."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def shared(rows: Sequence[Sequence[str]] = ROWS) -> bytes:
    """The same of rows of two, with its texts in a part of their own, as Excel writes them."""
    texts = "".join(f"<si><t>{cell}</t></si>" for row in rows for cell in row)
    cells = "".join(
        f'<row r="{at + 1}"><c r="A{at + 1}" t="s"><v>{2 * at}</v></c>'
        f'<c r="B{at + 1}" t="s"><v>{2 * at + 1}</v></c></row>'
        for at in range(len(rows))
    )
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'

    def change(name: str, text: str) -> str:
        if name == "[Content_Types].xml":
            return text.replace("</Types>", override)
        sheet = f"<worksheet {space}><sheetData>{cells}</sheetData></worksheet>"
        return sheet if name == SHEET else text

    more = {"xl/sharedStrings.xml": f"<sst {space}>{texts}</sst>"}
    return changed(workbook(()), change, more)


def changed(
    raw: bytes, change: Callable[[str, str], str], more: dict[str, str] | None = None
) -> bytes:
    """A workbook whose parts went through `change(name, text)`."""
    content = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as source,
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        parts = {name: source.read(name).decode() for name in source.namelist()}
        for name, text in parts.items():
            target.writestr(name, change(name, text))
        for name, text in (more or {}).items():
            target.writestr(name, text)
    return content.getvalue()


def with_sheet(xml: str) -> bytes:
    """A workbook with this as the XML of its sheet."""
    return changed(workbook(), lambda name, text: xml if name == SHEET else text)
