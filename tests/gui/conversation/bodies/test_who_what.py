"""Six answers, each with its source in the article or without one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from newsassistant.evidence.reading.spans import Span
from newsassistant.gui.conversation.bodies.who_what import Cell, WhoWhatBody
from newsassistant.gui.look.theme import Theme

TEXT = "Who: the mayor\nWhat: a fire\nWhen: unknown\nWhere: <b>port</b>\nWhy: lightning"
PLACES = (Span(0, 9), Span(10, 20), None, Span(30, 40))


@pytest.fixture
def body(qtbot: QtBot, theme: Theme) -> WhoWhatBody:
    made = WhoWhatBody(theme)
    qtbot.addWidget(made)
    made.resize(420, 300)
    made.show()
    made.show_text(TEXT, ended=True)
    return made


def said(cell: Cell) -> list[str]:
    """What can be read in a cell."""
    parts = (cell.unstated, cell.written)
    words = [cell.view.toPlainText()] if cell.view.isVisible() else []
    return words + [part.text() for part in parts if part.isVisible()]


def test_before_the_check_it_is_as_the_model_wrote_it(body: WhoWhatBody) -> None:
    assert [said(cell) for cell in body.cells.values()] == [
        ["the mayor"],
        ["a fire"],
        ["not stated"],
        ["<b>port</b>"],
        ["lightning"],
        ["not stated"],
    ]
    assert [view.toPlainText() for view in body.views()] == [
        "the mayor",
        "a fire",
        "<b>port</b>",
        "lightning",
    ]
    assert not any(cell.jump.isVisible() for cell in body.cells.values())
    assert body.cells["when"].unstated.toolTip() == "The model wrote: unknown"
    assert body.cells["how"].unstated.toolTip() == ""


def test_what_has_no_clear_source_is_not_stated_and_can_still_be_read(body: WhoWhatBody) -> None:
    body.set_places(PLACES)
    assert said(body.cells["who"]) == ["the mayor"]
    assert said(body.cells["where"]) == [
        "not stated",
        "The model wrote: <b>port</b> — no clear source in the article",
    ]
    assert "port" in body.cells["where"].accessibleDescription()
    shown = {field for field, cell in body.cells.items() if cell.jump.isVisible()}
    assert shown == {"who", "what", "why"}


def test_without_places_all_is_as_before(body: WhoWhatBody) -> None:
    body.set_places(PLACES)
    body.set_places(())
    assert said(body.cells["where"]) == ["<b>port</b>"]
    assert body.cells["who"].place is None


def test_mouse_and_keys_lead_to_the_place(body: WhoWhatBody, qtbot: QtBot) -> None:
    body.set_places(PLACES)
    cell = body.cells["what"]
    assert cell.jump.accessibleName() == "What: show in the article"
    ways: list[Callable[[], object]] = [
        lambda: QTest.keyClick(cell.jump, Qt.Key.Key_Space),
        lambda: QTest.keyClick(cell.view, Qt.Key.Key_Return),
        lambda: cell.view.clicked.emit(0),
    ]
    for act in ways:
        with qtbot.waitSignal(body.place_wanted) as signal:
            act()
        assert signal.args == [Span(10, 20)]
    with qtbot.assertNotEmitted(body.place_wanted):
        body.cells["where"].view.clicked.emit(0)


def test_while_it_is_written_what_is_to_come_is_empty(body: WhoWhatBody) -> None:
    body.show_text("Who: the mayor\nWhat: a", ended=False)
    assert [said(cell) for cell in body.cells.values()][:2] == [["the mayor"], ["a"]]
    assert [said(cell) for cell in body.cells.values()][2:] == [[""]] * 4


def test_labels_and_cells_are_named(body: WhoWhatBody) -> None:
    assert body.accessibleName() == "Who, what, when, where, why, how"
    assert [cell.view.accessibleName() for cell in body.cells.values()] == [
        *("Who", "What", "When", "Where", "Why", "How"),
    ]
