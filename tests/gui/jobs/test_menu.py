"""The menu of jobs and the keys of the first nine."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QPushButton
from pytestqt.qtbot import QtBot

from newsassistant.gui.jobs.menu import JobMenu
from newsassistant.gui.look.i18n import Translations
from newsassistant.gui.look.theme import Theme
from newsassistant.text.prompts.presets import SHIPPED, Preset
from tests.gui.inert import rich_texts

MANY = tuple(Preset(f"own-{n:08x}", f"Do {n}.", name=f"Job {n} & more") for n in range(1, 12))


@pytest.fixture
def window(theme: Theme, qtbot: QtBot) -> QMainWindow:
    window = QMainWindow()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def menu(theme: Theme, window: QMainWindow) -> JobMenu:
    return JobMenu(theme, window, QAction("Edit jobs…", window))


def test_the_first_nine_have_keys_that_choose_them(
    menu: JobMenu, window: QMainWindow, qtbot: QtBot
) -> None:
    menu.set_jobs(MANY, MANY[0].id)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    keys = [action.shortcut().toString() for action in menu.menu.actions()[:11]]
    assert keys == [*(f"Ctrl+{n}" for n in range(1, 10)), "", ""]

    for number in (1, 9):
        with qtbot.waitSignal(menu.chosen) as signal:
            QTest.keyClick(window, Qt.Key(ord("0") + number), Qt.KeyboardModifier.ControlModifier)
        assert signal.args == [MANY[number - 1].id]


def test_a_key_goes_to_the_job_that_has_its_place_now(
    menu: JobMenu, window: QMainWindow, qtbot: QtBot
) -> None:
    menu.set_jobs(MANY, "")
    menu.set_jobs(MANY[::-1], "")
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    with qtbot.waitSignal(menu.chosen) as signal:
        QTest.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert signal.args == [MANY[-1].id]


def test_the_chosen_one_is_marked_and_editing_is_last(menu: JobMenu) -> None:
    jobs = tuple(SHIPPED.values())
    menu.set_jobs(jobs, "headline")
    assert [a.text() for a in menu.menu.actions() if a.isChecked()] == ["Headline"]
    menu.set_current("outline")
    assert [a.text() for a in menu.menu.actions() if a.isChecked()] == ["Outline"]
    assert menu.menu.actions()[-1].text() == "Edit jobs…"
    assert menu.menu.actions()[6].toolTip() == "Write an outline"


def test_names_of_others_are_only_words(menu: JobMenu, window: QMainWindow) -> None:
    menu.set_jobs((Preset("own-1", "<img src=x>", name="A && <b>B</b> & C\tD"),), "")
    assert menu.menu.actions()[0].text() == "A &&&& <b>B</b> && C D"
    assert rich_texts(window) == []


def test_words_follow_the_language(menu: JobMenu) -> None:
    menu.set_jobs(tuple(SHIPPED.values()), "")
    translations = Translations()
    translations.use("zh")
    QApplication.processEvents()
    try:
        assert menu.menu.actions()[3].text() == "标题"
        assert "任务" in menu.menu.title()
    finally:
        translations.use("en")
        QApplication.processEvents()


def test_it_opens_above_a_button(menu: JobMenu, window: QMainWindow, qtbot: QtBot) -> None:
    menu.set_jobs(tuple(SHIPPED.values()), "")
    button = QPushButton(window)
    window.show()
    menu.open_at(button)
    assert menu.menu.isVisible()
    menu.menu.close()
