"""The sidebar: opening, renaming, deleting with undo, searching."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QMenu,
    QPushButton,
    QToolTip,
    QWidget,
)
from pytestqt.qtbot import QtBot

from newsassistant.gui.history.panel import HistoryPanel
from newsassistant.gui.look.theme import Theme
from tests.gui.history.test_model import TODAY, conversation


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme) -> HistoryPanel:
    panel = HistoryPanel(theme, today=lambda: TODAY)
    qtbot.addWidget(panel)
    panel.resize(236, 700)
    panel.set_conversations(
        [conversation(3, TODAY), conversation(2, TODAY), conversation(1, date(2026, 11, 20))]
    )
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def choose(panel: HistoryPanel, number: int) -> None:
    panel.list.setCurrentIndex(panel.model().index(panel.model().row_of(number)))


def click(panel: HistoryPanel, number: int) -> None:
    index = panel.model().index(panel.model().row_of(number))
    place = panel.list.visualRect(index).center()
    QTest.mouseClick(
        panel.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place
    )


def undo_button(panel: HistoryPanel) -> QPushButton:
    button = panel.findChild(QPushButton, "undo_button")
    assert button is not None
    return button


def test_the_space_below_the_rows_has_no_tool_tip(panel: HistoryPanel) -> None:
    viewport = panel.list.viewport()

    def asked_at(place: QPoint) -> QHelpEvent:
        event = QHelpEvent(QEvent.Type.ToolTip, place, viewport.mapToGlobal(place))
        QApplication.sendEvent(viewport, event)
        return event

    asked_at(QPoint(20, panel.list.height() - 5))
    assert not QToolTip.isVisible()

    asked_at(panel.list.visualRect(panel.model().index(panel.model().row_of(3))).center())
    assert QToolTip.isVisible()
    QToolTip.hideText()


def test_every_stable_name_is_there_with_name_and_tip(panel: HistoryPanel) -> None:
    for name in ("new_chat_button", "history_search", "history_list"):
        widget = panel.findChild(QWidget, name)
        assert widget is not None, name
        assert widget.accessibleName(), name
        assert widget.toolTip(), name


def test_a_click_opens_the_open_one_too(qtbot: QtBot, panel: HistoryPanel) -> None:
    """Another text may be on the desk, and the click brings its own back."""
    opened: list[int] = []
    panel.opened.connect(opened.append)
    click(panel, 2)
    panel.set_current(2)
    click(panel, 2)
    assert opened == [2, 2]


def test_enter_opens(qtbot: QtBot, panel: HistoryPanel) -> None:
    choose(panel, 1)
    with qtbot.waitSignal(panel.opened) as opened:
        QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert opened.args == [1]


def test_marking_the_open_one_tells_nothing(qtbot: QtBot, panel: HistoryPanel) -> None:
    with qtbot.assertNotEmitted(panel.opened):
        panel.set_current(2)
    selected = panel.list.selectionModel().selectedIndexes()
    assert [index.data() for index in selected] == ["Story 2"]
    panel.set_current(None)
    assert panel.list.selectionModel().selectedIndexes() == []


def test_a_new_list_keeps_the_mark(panel: HistoryPanel) -> None:
    panel.set_current(2)
    panel.set_conversations([conversation(9, TODAY), conversation(2, TODAY)])
    selected = panel.list.selectionModel().selectedIndexes()
    assert [index.data() for index in selected] == ["Story 2"]


def test_f2_renames_in_place(qtbot: QtBot, panel: HistoryPanel) -> None:
    choose(panel, 2)
    panel.list.setFocus()
    panel.list.actions()[0].trigger()
    editor = panel.findChild(QLineEdit, "rename_edit")
    assert editor is not None
    assert editor.text() == "Story 2"
    editor.setText("Wind")
    with qtbot.waitSignal(panel.renamed) as renamed:
        QTest.keyClick(editor, Qt.Key.Key_Return)
    assert renamed.args == [2, "Wind"]
    keys = [action.shortcut().toString() for action in panel.list.actions()]
    assert keys == ["F2", "Del", "Shift+Del"]


def test_delete_is_asked_for_and_can_be_undone(qtbot: QtBot, panel: HistoryPanel) -> None:
    choose(panel, 3)
    with qtbot.waitSignal(panel.deleted) as deleted:
        panel.list.actions()[1].trigger()
    assert deleted.args == [3]
    panel.show_undo(3, "A very long title that does not fit into the bar at all")
    assert undo_button(panel).isVisible()
    with qtbot.waitSignal(panel.undo_requested) as undone:
        undo_button(panel).click()
    assert undone.args == [3]
    assert not undo_button(panel).isVisible()


def test_a_long_title_in_the_offer_is_cut_at_its_end(panel: HistoryPanel) -> None:
    panel.show_undo(3, "Tobacco firms lose their appeal in the court of another version")
    words = panel._undo_words.text()
    assert words.startswith("Deleted “Tob")
    assert words.endswith("…”")


def test_the_offer_names_the_keys_that_work_later_too(panel: HistoryPanel) -> None:
    assert "Ctrl+Z" in undo_button(panel).toolTip()


def test_new_rows_leave_the_keys_on_their_row(panel: HistoryPanel, qtbot: QtBot) -> None:
    panel.list.setFocus()
    panel.set_current(3)
    choose(panel, 2)
    panel.set_conversations([conversation(2, TODAY), conversation(3, TODAY)])
    assert panel.list.hasFocus()
    with qtbot.waitSignal(panel.deleted) as deleted:
        panel.list.actions()[1].trigger()
    assert deleted.args == [2]


def test_after_renaming_the_list_has_the_keys(qtbot: QtBot, panel: HistoryPanel) -> None:
    panel.renamed.connect(
        lambda number, title: panel.set_conversations([conversation(number, TODAY, title=title)])
    )
    panel.list.setFocus()
    choose(panel, 2)
    panel.list.actions()[0].trigger()
    editor = panel.list.findChild(QLineEdit, "rename_edit")
    assert editor is not None
    editor.setText("Wind")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: panel.window().focusWidget() is panel.list)
    assert panel.list.currentIndex().data() == "Wind"


def test_the_keys_of_the_list_act_on_the_open_conversation(panel: HistoryPanel) -> None:
    panel.set_current(2)
    panel.focus_list()
    assert panel.list.hasFocus()
    assert panel.list.currentIndex().data() == "Story 2"


def test_the_offer_ends_with_the_next_thing_that_is_opened(panel: HistoryPanel) -> None:
    panel.show_undo(9, "Gone")
    click(panel, 2)
    assert not undo_button(panel).isVisible()


def test_the_offer_ends_by_itself(qtbot: QtBot, panel: HistoryPanel) -> None:
    panel._undo_end.setInterval(10)
    panel.show_undo(9, "Gone")
    qtbot.waitUntil(lambda: not undo_button(panel).isVisible())


def test_searching_is_told_after_a_pause(qtbot: QtBot, panel: HistoryPanel) -> None:
    told: list[str] = []
    panel.search_changed.connect(told.append)
    QTest.keyClicks(panel.search, "wind ")
    qtbot.waitUntil(lambda: told != [])
    assert told == ["wind"]
    panel.focus_search()
    qtbot.waitUntil(lambda: panel.search.selectedText() == "wind ")


def test_an_empty_list_says_why(panel: HistoryPanel) -> None:
    assert panel.empty_text() == ""
    panel.set_conversations([])
    assert panel.empty_text() == "No conversations yet"
    panel.search.setText("lobster")
    panel.set_conversations([])
    assert panel.empty_text() == "Nothing found for “lobster”"


@pytest.mark.parametrize(
    ("name", "signal"),
    [
        ("new_chat_button", "new_requested"),
        ("settings_button", "settings_requested"),
        ("models_button", "models_requested"),
        ("deleted_button", "trash_requested"),
    ],
)
def test_buttons_ask(qtbot: QtBot, panel: HistoryPanel, name: str, signal: str) -> None:
    button = panel.findChild(QPushButton, name)
    assert button is not None
    with qtbot.waitSignal(getattr(panel, signal)):
        button.click()


def test_erasing_for_good_is_asked_of_the_row_under_the_keys(
    qtbot: QtBot, panel: HistoryPanel
) -> None:
    choose(panel, 2)
    with qtbot.waitSignal(panel.erase_requested) as wanted:
        panel.list.actions()[2].trigger()
    assert wanted.args == [2]


def test_the_menu_pins_the_row_under_the_mouse(qtbot: QtBot, panel: HistoryPanel) -> None:
    place = panel.list.visualRect(panel.model().index(panel.model().row_of(2))).center()
    panel.list.customContextMenuRequested.emit(place)
    menu = panel.findChild(QMenu, "history_menu")
    assert menu is not None
    assert menu.actions()[0].text() == "Pin"
    with qtbot.waitSignal(panel.pin_requested) as asked:
        menu.actions()[0].trigger()
    assert asked.args == [2, True]
    menu.close()

    panel.set_conversations([replace(conversation(2, TODAY), pinned=True), conversation(3, TODAY)])
    place = panel.list.visualRect(panel.model().index(panel.model().row_of(2))).center()
    panel.list.customContextMenuRequested.emit(place)
    assert panel._pin.text() == "Unpin"
    with qtbot.waitSignal(panel.pin_requested) as asked:
        panel._pin.trigger()
    assert asked.args == [2, False]


def test_the_keys_are_on_a_row_only_in_the_list(panel: HistoryPanel) -> None:
    choose(panel, 2)
    panel.search.setFocus()
    assert panel.chosen() is None
    panel.list.setFocus()
    assert panel.chosen() == 2
