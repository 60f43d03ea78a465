"""Results as rows of a list."""

from __future__ import annotations

from PySide6.QtCore import Qt

from newsassistant.app.batch.outcome import Outcome
from newsassistant.gui.folder.model import COLUMNS, STATE, TASK, TITLE, OutcomesModel
from newsassistant.gui.look.theme import Theme


def test_each_result_keeps_its_row(theme: Theme) -> None:
    model = OutcomesModel(theme)
    model.set_outcomes([Outcome("a", "headline", "base"), Outcome("b", "headline", "base")])
    model.update(
        [
            Outcome("b", "headline", "base", "done", "The bridge"),
            Outcome("c", "headline", "house", "failed", reason="It is empty."),
        ]
    )
    rows = range(model.rowCount())
    assert [model.index(row, TITLE).data() for row in rows] == ["a", "The bridge", "c"]
    assert model.index(1, TASK).data() == "Headline · Base model"
    assert model.index(2, STATE).data() == "Not written: It is empty."
    assert model.states() == {"waiting": 1, "done": 1, "failed": 1}
    assert model.columnCount() == COLUMNS


def test_what_was_being_written_waits_again(theme: Theme) -> None:
    model = OutcomesModel(theme)
    model.set_outcomes([Outcome("a", "headline", "base", "writing", "The port")])
    model.give_up()
    assert model.index(0, STATE).data() == "Waiting"
    assert model.index(0, TITLE).data() == "The port"


def test_names_from_files_are_words_and_no_page(theme: Theme) -> None:
    model = OutcomesModel(theme)
    model.set_outcomes([Outcome("<b>a</b>\nb", "headline", "base")])
    index = model.index(0, TITLE)
    assert "\n" not in index.data()
    assert "<b>" not in index.data(Qt.ItemDataRole.ToolTipRole)


def test_what_asks_for_eyes_has_its_colour(theme: Theme) -> None:
    model = OutcomesModel(theme)
    model.set_outcomes(
        [
            Outcome("a", "headline", "base", "done", missing=1),
            Outcome("b", "headline", "base", "failed"),
            Outcome("c", "headline", "base", "done", missing=0),
        ]
    )
    colours = [
        model.index(row, STATE).data(Qt.ItemDataRole.ForegroundRole).name() for row in range(3)
    ]
    assert colours[0] == colours[1] != colours[2]
