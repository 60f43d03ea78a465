"""The first step: a file by drop, its columns, and the report read aloud."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from pytestqt.qtbot import QtBot

from newsassistant.app.training.data import Columns, read_columns
from newsassistant.core.wire import BadRow, DataReport
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.training.data_step import DataStep
from newsassistant.text.datasets.pairs import read_pairs

COLUMNS = Columns(("id", "content", "summary"), "content", "summary")


@pytest.fixture
def step(theme: Theme, qtbot: QtBot) -> DataStep:
    step = DataStep(theme)
    qtbot.addWidget(step)
    return step


def dropped(step: DataStep, *paths: Path) -> bool:
    """Drop files; True if they were taken."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    point, left, none = QPoint(5, 5), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(point, Qt.DropAction.CopyAction, data, left, none)
    enter.ignore()
    step.drop.dragEnterEvent(enter)
    step.drop.dropEvent(QDropEvent(point, Qt.DropAction.CopyAction, data, left, none))
    return enter.isAccepted()


def test_one_file_is_taken_and_nothing_else(step: DataStep, tmp_path: Path) -> None:
    file = tmp_path / "pairs.jsonl"
    file.write_text("{}")
    seen: list[Path] = []
    step.drop.dropped.connect(seen.append)

    assert not dropped(step, tmp_path)
    assert not dropped(step, file, file)
    assert dropped(step, file)
    assert seen == [file]


def test_columns_are_shown_with_the_guess(step: DataStep) -> None:
    assert step.columns() == ("", "")
    step.set_file(Path("pairs.jsonl"), COLUMNS)

    assert step.drop.label.text() == "pairs.jsonl"
    assert step.columns() == ("content", "summary")
    assert step.article_choice.count() == 3
    assert step.article_choice.accessibleName() == "The article is in"


def test_a_report_can_be_heard_and_goes_with_the_file(step: DataStep) -> None:
    step.set_file(Path("pairs.jsonl"), COLUMNS)
    step.set_report(DataReport(rows=300, used=299, empty=1, empty_lines=(7,)))

    assert not step.report_card.isHidden()
    assert "299 of 300 rows can be used" in step.report_card.accessibleDescription()
    assert "there is no text: 1 (line 7)" in step.report_words()
    step.set_file(None, Columns())
    assert step.report_card.isHidden()
    assert step.report_words() == ""


def test_a_new_look_keeps_the_report(step: DataStep, theme: Theme) -> None:
    step.set_report(DataReport(rows=300, used=300))
    theme.set_scheme("dark")
    theme.set_zoom(1.4)

    assert "300 of 300" in step.report_words()
    assert not step.report_card.isHidden()


DATA = Path(__file__).parents[2] / "unit" / "text" / "datasets" / "data"


@pytest.mark.parametrize("path", sorted(DATA.glob("*.*")), ids=lambda path: path.name)
def test_every_form_of_data_needs_no_question(step: DataStep, path: Path) -> None:
    """The window's own way: columns where there are some, none where rows are conversations."""
    if path.name.startswith("."):
        return
    step.set_file(path, read_columns(path))
    article, summary = step.columns()

    assert step.has_columns() == (article != "")
    pairs = read_pairs(
        path, prompt_column=article or "content", response_column=summary or "summary"
    )
    assert pairs.rows
    assert (pairs.bad, pairs.missing, pairs.empty) == ((), (), ())


def test_the_encoding_and_the_bad_rows_are_told(step: DataStep) -> None:
    bad = (BadRow(7, "Expecting value, character 3"),)
    report = DataReport(300, 299, bad=1, bad_rows=bad, encoding="big5", encoding_certain=False)
    step.set_report(report)

    words = step.report_words()
    assert "read as big5, which is not certain" in words
    assert "cannot be read: 1 (line 7)" in words
    assert "Line 7: Expecting value" in words
