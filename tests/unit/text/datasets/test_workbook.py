"""Excel workbooks: what their cells are as texts, and what is refused."""

from __future__ import annotations

import datetime
import io
import random
import zipfile
from contextlib import suppress

import pytest
from defusedxml import EntitiesForbidden
from openpyxl import Workbook

from newsassistant.core.errors import TrainError
from newsassistant.core.outside import contained
from newsassistant.text.datasets import workbook as module
from newsassistant.text.datasets.workbook import Cells, cells_of, is_workbook
from tests.unit.text.datasets.workbooks import ROWS, shared, with_sheet, workbook


def read(raw: bytes) -> list[Cells]:
    return list(cells_of(raw))


def refusal(raw: bytes) -> str:
    """What is said of a workbook that cannot be read, whoever notices it."""
    with (
        pytest.raises(TrainError) as caught,
        contained(lambda clause: TrainError("data-workbook", path="x", detail=clause)),
    ):
        read(raw)
    return str(caught.value.params["detail"])


@pytest.mark.parametrize("make", [workbook, shared])
def test_the_cells_of_the_first_sheet(make: object) -> None:
    raw = make()  # type: ignore[operator]
    assert is_workbook(raw)

    assert read(raw) == [(number, list(row)) for number, row in enumerate(ROWS, 1)]


def test_values_are_texts() -> None:
    day = datetime.datetime(2026, 3, 1, 9, 30)
    rows = [("a", "b"), (5.0, 1.25), (True, day), (" x_x000D_\ny ", None), ("=1+1", 7)]

    assert [cells for _, cells in read(workbook(rows))[1:]] == [
        ["5", "1.25"],
        ["True", "2026-03-01 09:30:00"],
        ["x\r\ny", ""],
        ["", "7"],  # nobody has computed it
    ]


def test_rows_keep_their_numbers_and_what_is_beside_the_table_is_left_out() -> None:
    rows = [(), ("a", "b", None), ("1", "2", "a note"), (), ("3",)]

    assert read(workbook(rows)) == [
        (2, ["a", "b"]),
        (3, ["1", "2"]),
        (4, ["", ""]),
        (5, ["3", ""]),
    ]


def test_a_sheet_that_is_hidden_is_passed_over() -> None:
    book = Workbook()
    book.active.sheet_state = "hidden"
    book.active.append(("no", "no"))
    book.create_sheet().append(("a", "b"))
    content = io.BytesIO()
    book.save(content)

    assert read(content.getvalue()) == [(1, ["a", "b"])]


def test_an_empty_sheet_has_no_rows() -> None:
    assert read(workbook(())) == []


def test_old_and_damaged_ones_are_told_apart() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("word/document.xml", "x")

    assert "old or a protected" in refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert "damaged" in refusal(workbook()[:500])
    assert "no workbook" in refusal(content.getvalue())


def test_what_unpacks_to_too_much_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = with_sheet(" " * (module.MOST_BYTES + 1))
    assert len(bomb) < 1 << 20

    assert "more than 128 MB" in refusal(bomb)


def test_entities_are_refused() -> None:
    entities = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'

    with pytest.raises(ValueError, match="invalid XML") as caught:
        read(with_sheet(f"{entities}<worksheet>&b;</worksheet>"))
    assert isinstance(caught.value.__cause__, EntitiesForbidden)


def test_a_row_far_below_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_ROWS", 1000)
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    cell = '<c r="A{0}" t="inlineStr"><is><t>a</t></is></c>'
    rows = "".join(f'<row r="{at}">{cell.format(at)}</row>' for at in (1, 999_999_999_999))

    sheet = f"<worksheet {space}><sheetData>{rows}</sheetData></worksheet>"
    assert "more than 1000 rows" in refusal(with_sheet(sheet))


def test_whatever_is_damaged_in_it_is_an_error_with_words() -> None:
    chance = random.Random(7)
    sheet = "".join(f"<row><c><v>{number}</v></c></row>" for number in range(9))
    whole = f"<worksheet><sheetData>{sheet}</sheetData></worksheet>"
    for _ in range(150):
        at = chance.randrange(len(whole))
        with (
            suppress(TrainError),
            contained(lambda clause: TrainError("data-workbook", path="x", detail=clause)),
        ):
            read(with_sheet(whole[:at] + chance.choice('<>&\0"/ 9-') + whole[at + 1 :]))
