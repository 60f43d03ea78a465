"""A card's menu, and an answer that is dragged into another program."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from newsassistant.gui.conversation import card_actions as module
from newsassistant.gui.conversation.card_actions import DragHandle, show_card_menu
from newsassistant.gui.conversation.message_card import AnswerCard
from newsassistant.gui.look.flavours import flavours
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.text_view import TextView
from tests.gui.stories import message


class Dragged:
    """Stands in for Qt's drag, which would wait for a mouse."""

    def __init__(self, source: DragHandle) -> None:
        self.source = source

    def setMimeData(self, data: QMimeData) -> None:
        taken.append(data)

    def setPixmap(self, picture: object) -> None:
        assert picture is not None

    def exec(self, action: Qt.DropAction) -> None:
        assert action is Qt.DropAction.CopyAction


taken: list[QMimeData] = []


@pytest.fixture(autouse=True)
def no_mouse(monkeypatch: pytest.MonkeyPatch) -> None:
    taken.clear()
    monkeypatch.setattr(module, "QDrag", Dragged)


def move(handle: DragHandle, way: int) -> None:
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    QTest.mouseMove(handle, QPoint(3 + way, 3))
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=QPoint(3 + way, 3))


def test_the_head_of_an_answer_is_dragged_in_all_flavours(qtbot: QtBot, theme: Theme) -> None:
    card = AnswerCard(theme, message(2, "assistant", "- **one**"))
    qtbot.addWidget(card)
    card.resize(400, 200)
    card.show()
    qtbot.waitExposed(card)
    handle = card.findChild(DragHandle)
    assert handle is not None
    move(handle, 1)
    assert taken == []
    move(handle, 80)
    (data,) = taken
    assert data.text() == "• one"
    assert "<li><b>one</b></li>" in data.html()
    assert data.hasFormat("text/markdown")


def test_an_answer_that_is_being_written_is_not_dragged(qtbot: QtBot, theme: Theme) -> None:
    card = AnswerCard(theme, message(2, "assistant", "- **on", status="running"))
    qtbot.addWidget(card)
    card.show()
    handle = card.findChild(DragHandle)
    assert handle is not None
    move(handle, 80)
    assert taken == []


def test_the_menu_has_the_texts_commands_and_the_cards(qtbot: QtBot, theme: Theme) -> None:
    view, done = TextView(theme), list[str]()
    qtbot.addWidget(view)
    view.set_plain("some words")
    entries = [("Copy as Markdown", lambda: done.append("copied"))]
    menu = show_card_menu(view, entries, QPoint(0, 0))
    assert [a.text() for a in menu.actions() if a.text()] == ["Select all", "Copy as Markdown"]
    menu.actions()[-1].trigger()
    assert done == ["copied"]
    menu.actions()[0].trigger()
    menu.close()
    again = show_card_menu(view, entries, QPoint(0, 0))
    assert again.actions()[0].text() == "Copy what is selected"
    again.close()


def test_nothing_is_nothing_to_drag(qtbot: QtBot, theme: Theme) -> None:
    card = AnswerCard(theme, message(2, "assistant", "", status="stopped"))
    qtbot.addWidget(card)
    assert card.flavours() is None
    assert flavours("").plain == ""
