"""A style's card: its details and its name to be edited."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from newsassistant.gui.cards.row import RowFacts
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.styles.row import NameEdit, StyleRow

FACTS = RowFacts("house", "House style", "For ChatGLM3-6B")


@pytest.fixture
def field(qtbot: QtBot) -> NameEdit:
    field = NameEdit("House style")
    qtbot.addWidget(field)
    field.show()
    return field


@pytest.mark.parametrize(
    ("typed", "key", "told"),
    [
        ("The Gazette", Qt.Key.Key_Return, "The Gazette"),
        ("  The Gazette ", Qt.Key.Key_Enter, "The Gazette"),
        ("The Gazette", Qt.Key.Key_Escape, ""),
        ("House style", Qt.Key.Key_Return, ""),
        ("   ", Qt.Key.Key_Return, ""),
    ],
)
def test_a_name_is_told_once(field: NameEdit, typed: str, key: Qt.Key, told: str) -> None:
    names: list[str] = []
    field.done.connect(names.append)
    field.setText(typed)

    QTest.keyClick(field, key)
    field.clearFocus()

    assert names == [told]


def test_leaving_the_field_keeps_the_name(field: NameEdit, qtbot: QtBot) -> None:
    field.setFocus()
    field.setText("The Gazette")

    with qtbot.waitSignal(field.done) as done:
        field.editingFinished.emit()

    assert done.args == ["The Gazette"]


def test_details_stand_above_the_buttons(theme: Theme, qtbot: QtBot) -> None:
    row = StyleRow(theme, FACTS, lambda *_: None, details=[("Origin", "PEFT"), ("Seed", "7")])
    qtbot.addWidget(row)

    texts = [label.text() for label in row.findChildren(QLabel)]

    assert texts[-4:] == ["Origin", "PEFT", "Seed", "7"]
    assert row.name_edit is None


def test_the_name_is_edited_in_its_place(theme: Theme, qtbot: QtBot) -> None:
    told: list[tuple[str, str]] = []
    row = StyleRow(
        theme,
        FACTS,
        lambda *_: None,
        edited=lambda style, name: told.append((style, name)),
        edit_name="Name of the style",
    )
    qtbot.addWidget(row)
    assert row.name_edit is not None
    assert row.title.isHidden()
    assert row.name_edit.accessibleName() == "Name of the style"
    row.name_edit.setText("The Gazette")

    QTest.keyClick(row.name_edit, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: told == [("house", "The Gazette")])
