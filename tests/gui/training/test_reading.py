"""The columns of the file that was chosen last, told once they were read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from newsassistant.app.training.data import Columns
from newsassistant.core.errors import InputError
from newsassistant.gui.training.reading import ColumnsReader


@pytest.fixture
def reader(qtbot: QtBot) -> Iterator[ColumnsReader]:
    reader = ColumnsReader()
    yield reader
    qtbot.waitUntil(lambda: not reader.is_busy())


def write(path: Path, header: str) -> Path:
    path.write_text(f"{header}\n1,2\n", "utf-8")
    return path


def test_the_columns_come_later(reader: ColumnsReader, qtbot: QtBot, tmp_path: Path) -> None:
    path = write(tmp_path / "rows.csv", "article,summary")
    with qtbot.waitSignal(reader.columns_read) as told:
        reader.read(path)
        assert reader.is_reading()

    assert told.args == [path, Columns(("article", "summary"), "article", "summary")]
    assert not reader.is_reading()


def test_only_the_last_file_is_told(reader: ColumnsReader, qtbot: QtBot, tmp_path: Path) -> None:
    told: list[Path] = []
    reader.columns_read.connect(lambda path, columns: told.append(path))
    paths = [write(tmp_path / f"{number}.csv", "a,b") for number in range(3)]
    for path in paths:
        reader.read(path)
    qtbot.waitUntil(lambda: not reader.is_reading())

    assert told == paths[-1:]


def test_why_there_are_none(reader: ColumnsReader, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(reader.failed) as told:
        reader.read(tmp_path / "none")

    assert told.args is not None
    assert isinstance(told.args[0], InputError)


def test_at_the_end_of_the_program_nothing_is_told(
    reader: ColumnsReader, qtbot: QtBot, tmp_path: Path
) -> None:
    told: list[object] = []
    reader.columns_read.connect(lambda path, columns: told.append(path))
    reader.read(write(tmp_path / "rows.csv", "a,b"))
    reader.stop()
    qtbot.waitUntil(lambda: not reader.is_reading())

    assert told == []
