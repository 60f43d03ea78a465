"""Actions: the promised shortcuts, each once, reachable by mouse too."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu
from pytestqt.qtbot import QtBot

from newsassistant.gui.look.i18n import Translations
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.shell.actions import SHORTCUTS, Actions

PROMISED = {
    "Ctrl+N": "new_chat",
    "Ctrl+F": "find",
    "Ctrl+K": "search",
    "Ctrl+,": "settings",
    "Esc": "stop",
    "Ctrl+D": "compare",
    "Ctrl+R": "regenerate",
    "Ctrl+Shift+C": "copy_answer",
    "Ctrl+B": "sidebar",
    "F1": "shortcuts",
    "Ctrl+/": "shortcuts",
    "Ctrl++": "zoom_in",
    "Ctrl+-": "zoom_out",
    "Ctrl+0": "zoom_reset",
    "Ctrl+O": "open_article",
    "Ctrl+S": "save_conversation",
    "Ctrl+Return": "summarize",
    "Ctrl+Q": "quit",
}


@pytest.fixture
def window(theme: Theme, qtbot: QtBot) -> QMainWindow:
    window = QMainWindow()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def actions(theme: Theme, window: QMainWindow) -> Actions:
    return Actions(theme, window)


@pytest.mark.parametrize("keys", PROMISED)
def test_every_promised_shortcut_works(
    actions: Actions, window: QMainWindow, qtbot: QtBot, keys: str
) -> None:
    action = actions[PROMISED[keys]]
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    combination = QKeySequence(keys)[0]  # type: ignore[index]

    with qtbot.waitSignal(action.triggered):
        QTest.keyClick(window, combination.key(), combination.keyboardModifiers())


def test_no_two_actions_share_a_shortcut() -> None:
    counts = Counter(keys for row in SHORTCUTS.values() for keys in row)

    assert [keys for keys, count in counts.items() if count > 1] == []


def test_every_action_has_words_and_a_place_in_a_menu(
    actions: Actions, window: QMainWindow
) -> None:
    menus = [item for bar in window.menuBar().actions() if isinstance(item := bar.menu(), QMenu)]
    placed = {item.objectName() for menu in menus for item in menu.actions()}

    for name in actions.names():
        assert actions[name].text(), name
        assert f"{name}_action" in placed


def test_the_menu_bar_comes_with_f10(actions: Actions, window: QMainWindow) -> None:
    assert window.menuBar().isHidden()

    actions["menu_bar"].trigger()

    assert not window.menuBar().isHidden()


def menu_of(item: QAction) -> QMenu | None:
    """The menu that opens beside an entry, None for what is no menu."""
    menu = item.menu()
    return menu if isinstance(menu, QMenu) else None


def test_the_more_menu_reaches_what_has_no_button(actions: Actions) -> None:
    shown = actions.more_menu.actions()
    menus = filter(None, map(menu_of, shown))
    inside = [item for menu in menus for item in menu.actions()]
    offered = {item.objectName() for item in [*shown, *inside]}

    assert {"rename_action", "delete_action", "copy_conversation_action"} <= offered
    assert {"shortcuts_action", "settings_action", "about_action"} <= offered
    assert {"quotes_action", "facts_action", "versions_action", "read_only_action"} <= offered


def test_the_more_menu_fits_a_small_screen(actions: Actions) -> None:
    for menu in (actions.more_menu, *map(menu_of, actions.more_menu.actions())):
        if menu is not None:
            assert sum(not item.isSeparator() for item in menu.actions()) <= 22


def test_the_list_of_shortcuts_names_words_and_keys(actions: Actions) -> None:
    rows = dict(actions.rows())

    assert rows["New article"] == QKeySequence("Ctrl+N").toString(
        QKeySequence.SequenceFormat.NativeText
    )
    assert "About News Assistant" not in rows
    assert all("&" not in words for words in rows)
    assert rows["Summarise"] == "Ctrl+Enter"
    assert rows["Keyboard shortcuts"] == "F1 · Ctrl+/"


def test_every_key_is_in_a_group(actions: Actions) -> None:
    groups = actions.groups()
    listed = [row for _, rows in groups for row in rows]
    assert set(actions.rows()) <= set(listed)
    assert len(listed) == len(set(listed))
    assert [title for title, _ in groups][:2] == ["File", "Edit"]
    assert {"F2", "Del", "Shift+Enter"} <= {keys for _, keys in listed}


def test_words_change_with_the_language(actions: Actions, window: QMainWindow) -> None:
    translations = Translations()
    translations.use("zh")
    QApplication.processEvents()
    try:
        assert "新文章" in actions["new_chat"].text()
        assert ("新文章", "Ctrl+N") in actions.rows()
    finally:
        translations.use("en")
        QApplication.processEvents()

    assert actions["new_chat"].text() == "&New article"


def test_a_disabled_stop_leaves_escape_to_others(
    actions: Actions, window: QMainWindow, qtbot: QtBot
) -> None:
    window.show()
    actions["stop"].setEnabled(False)

    with qtbot.assertNotEmitted(actions["stop"].triggered):
        QTest.keyClick(window, Qt.Key.Key_Escape)
