"""The flat combo box: wide enough for its parts, drawn in both schemes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.flat_combo import NOTE_ROLE, FlatCombo


@pytest.fixture(params=["", "status"])
def combo(theme: Theme, qtbot: QtBot, request: pytest.FixtureRequest) -> FlatCombo:
    combo = FlatCombo(theme, request.param)
    qtbot.addWidget(combo)
    combo.addItem("ChatGLM3-6B", "chatglm3")
    combo.addItem("Starter", "starter")
    combo.show()
    return combo


def test_it_makes_room_for_every_part(combo: FlatCombo) -> None:
    plain = combo.sizeHint().width()
    combo.setItemData(0, "int8, a rather long note", NOTE_ROLE)
    noted = combo.sizeHint().width()
    combo.set_lead("Model:")

    assert plain < noted < combo.sizeHint().width()


def test_it_is_drawn_in_the_scheme(combo: FlatCombo, theme: Theme) -> None:
    light = combo.grab().toImage()

    theme.set_scheme("dark")

    assert combo.grab().toImage() != light


def test_keys_choose(combo: FlatCombo, qtbot: QtBot) -> None:
    with qtbot.waitSignal(combo.activated):
        QTest.keyClick(combo, Qt.Key.Key_Down)

    assert combo.currentData() == "starter"


def test_a_disabled_one_looks_different(combo: FlatCombo) -> None:
    enabled = combo.grab().toImage()

    combo.setEnabled(False)

    assert combo.grab().toImage() != enabled


def test_one_choice_needs_no_arrow(theme: Theme, qtbot: QtBot) -> None:
    combo = FlatCombo(theme, "status")
    qtbot.addWidget(combo)
    combo.addItem("Only one")
    alone = combo.grab().toImage()

    combo.addItem("Another")

    assert combo.grab().toImage() != alone


def test_in_a_narrow_bar_the_note_goes_first_and_then_the_choice_is_cut(
    theme: Theme, qtbot: QtBot
) -> None:
    combo = FlatCombo(theme, "status")
    qtbot.addWidget(combo)
    combo.set_lead("Style:")
    combo.addItem("The house style of the Gazette", "house")
    combo.setItemData(0, "for summaries", NOTE_ROLE)
    combo.resize(combo.sizeHint())
    whole = [text for text, _, _ in combo.shown_parts()]
    combo.resize(combo.minimumSizeHint())
    narrow = [text for text, _, _ in combo.shown_parts()]

    assert whole == ["Style:", "The house style of the Gazette", "for summaries"]
    assert narrow[0] == "Style:"
    assert narrow[1].startswith("The")
    assert narrow[1].endswith("…")
    assert len(narrow) == 2
    assert combo.minimumSizeHint().width() < combo.sizeHint().width() / 2


def test_a_name_that_is_also_the_note_stays(theme: Theme, qtbot: QtBot) -> None:
    combo = FlatCombo(theme, "status")
    qtbot.addWidget(combo)
    combo.addItem("int8", "m")
    combo.setItemData(0, "int8", NOTE_ROLE)
    combo.show()
    combo.resize(20, 22)

    assert [role for _, _, role in combo.shown_parts()] == ["text"]
    assert not combo.grab().isNull()
