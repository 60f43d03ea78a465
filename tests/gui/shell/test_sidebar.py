"""The sidebar comes back: by its button beside the article, or over it where there is no room."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from newsassistant.gui.shell.main_window import MINIMUM
from tests.gui.pages import WIND, MainPage
from tests.gui.room import cut_parts, settle

NARROW = (640, 480)


@pytest.fixture
def narrow(page: MainPage) -> MainPage:
    """A window that has no room for the sidebar."""
    page.window.setMinimumSize(1, 1)
    page.window.resize(*NARROW)
    settle()
    return page


def top_at(window: QWidget, place: QPoint) -> QWidget:
    """What a click at this place would meet."""
    part = window.childAt(place)
    assert part is not None
    return part


def test_its_button_shows_while_it_is_away(page: MainPage) -> None:
    button = page.button("sidebar_button")
    assert not button.isVisible()

    page.action("sidebar").trigger()
    settle()
    assert button.isVisible()
    assert button.mapTo(page.window, QPoint()).x() < page.window.article.edit.width() // 4

    page.click("sidebar_button")
    settle()
    assert page.widget("sidebar").isVisible()
    assert page.action("sidebar").isChecked()
    assert not button.isVisible()
    assert page.window.focusWidget() is page.widget("new_chat_button")


def test_nothing_is_cut_beside_the_button(page: MainPage) -> None:
    page.paste(WIND)
    page.window.resize(*MINIMUM)
    page.action("sidebar").trigger()
    settle()

    assert cut_parts(page.window) == []


def test_without_room_it_lies_over_the_article(narrow: MainPage) -> None:
    sidebar, window = narrow.widget("sidebar"), narrow.window
    assert not sidebar.isVisible()

    narrow.click("sidebar_button")
    settle()

    assert window.sidebar.is_drawer()
    assert (window.width(), window.height()) == NARROW
    corner = sidebar.mapTo(window, QPoint(sidebar.width(), sidebar.height()))
    assert corner.x() < NARROW[0]
    assert sidebar.isAncestorOf(top_at(window, QPoint(20, 20)))
    assert narrow.action("sidebar").isChecked()


@pytest.mark.parametrize("way", ["click", "esc", "ctrl-b", "new", "focus"])
def test_the_drawer_closes(narrow: MainPage, way: str) -> None:
    sidebar, window = narrow.widget("sidebar"), narrow.window
    window.activateWindow()
    narrow.qtbot.waitUntil(window.isActiveWindow)
    narrow.click("sidebar_button")
    settle()
    if way == "click":
        right = QPoint(NARROW[0] - 10, NARROW[1] // 2)
        QTest.mouseClick(top_at(window, right), Qt.MouseButton.LeftButton)
    elif way == "esc":
        narrow.keys(Qt.Key.Key_Escape)
    elif way == "ctrl-b":
        narrow.keys(Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    elif way == "new":
        narrow.click("new_chat_button")
    else:
        window.composer.edit.setFocus()
    settle()

    assert not sidebar.isVisible()
    assert not window.sidebar.is_drawer()
    assert window.splitter.widget(0) is sidebar
    veils = window.findChildren(QWidget, "drawer_veil")
    assert not any(veil.isVisible() for veil in veils)


def test_searching_opens_it(narrow: MainPage) -> None:
    narrow.action("search").trigger()
    settle()

    assert narrow.window.sidebar.is_drawer()
    assert narrow.widget("history_search").isVisible()
    assert narrow.window.focusWidget() is narrow.widget("history_search")


def test_a_wider_window_takes_it_back_beside_the_article(narrow: MainPage) -> None:
    narrow.click("sidebar_button")
    narrow.window.resize(1300, 700)
    settle()

    assert not narrow.window.sidebar.is_drawer()
    assert narrow.widget("sidebar").isVisible()
    assert len(narrow.window.splitter.sizes()) == 3


def test_the_columns_are_told_while_it_is_a_drawer(narrow: MainPage) -> None:
    narrow.click("sidebar_button")

    assert len(narrow.window.sidebar.columns()) == 3


def test_at_a_large_zoom_it_can_be_reached(start: Callable[..., MainPage], page: MainPage) -> None:
    page.program.theme.set_zoom(2.0)
    page.window.resize(1100, 800)
    settle()
    assert not page.widget("sidebar").isVisible()

    page.click("sidebar_button")
    QApplication.processEvents()
    assert page.widget("new_chat_button").isVisible()
