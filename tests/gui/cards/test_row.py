"""A model's card: its words, its buttons, and what a screen reader hears."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from newsassistant.gui.cards.row import CardRow, RowAction, RowFacts
from newsassistant.gui.look.theme import Theme

FACTS = RowFacts(
    "glm",
    "GLM <b>",
    "6.2 GB",
    chip="In use",
    note="Needs 7 GB",
    note_tip="6 GB of it for its weights",
    warns=True,
    actions=(
        RowAction("use", "Use", "Answer with it"),
        RowAction("remove", "Remove…", "It is in use", enabled=False),
    ),
)


def test_it_says_everything_and_nothing_is_markup(theme: Theme, qtbot: QtBot) -> None:
    row = CardRow(theme, FACTS, lambda action, model: None)
    qtbot.addWidget(row)
    labels = row.findChildren(QLabel)

    assert [label.text() for label in labels] == ["GLM <b>", "In use", "6.2 GB", "Needs 7 GB"]
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels)
    assert labels[-1].property("role") == "warning"
    assert "6 GB of it for its weights" in labels[-1].toolTip()
    assert row.accessibleDescription() == "In use 6.2 GB Needs 7 GB 6 GB of it for its weights"


def test_its_buttons_work_by_key(theme: Theme, qtbot: QtBot) -> None:
    acted: list[tuple[str, str]] = []
    row = CardRow(theme, FACTS, lambda action, model: acted.append((action, model)))
    qtbot.addWidget(row)
    row.show()
    use, remove = row.findChildren(QPushButton)
    QTest.keyClick(use, Qt.Key.Key_Space)

    assert acted == [("use", "glm")]
    assert use.accessibleName() == "Use: GLM <b>"
    assert not remove.isEnabled()
    assert remove.toolTip() == "It is in use"


def test_empty_lines_are_left_out(theme: Theme, qtbot: QtBot) -> None:
    row = CardRow(theme, RowFacts("a", "A", ""), lambda action, model: None)
    qtbot.addWidget(row)

    assert [label.text() for label in row.findChildren(QLabel)] == ["A"]
