"""The selector: styles that fit, those that do not, what they are used for, the dialog."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QStandardItemModel, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from newsassistant.gui.look.i18n import Translations
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.styles.choice import BY_JOB, StyleOption
from newsassistant.gui.styles.combo import StyleCombo
from newsassistant.gui.widgets.flat_combo import NOTE_ROLE

REASON = "Starter style was made for SmolLM2."
OPTIONS = [
    StyleOption("house", "House style", "ChatGLM3-6B"),
    StyleOption("long", "The house style of a paper with a very long name", "ChatGLM3-6B"),
    StyleOption("small", "Starter & co", "SmolLM2", REASON),
]


@pytest.fixture
def combo(theme: Theme, qtbot: QtBot) -> StyleCombo:
    combo = StyleCombo(theme)
    qtbot.addWidget(combo)
    combo.set_styles(OPTIONS, "", "summaries")
    combo.show()
    return combo


def entry(combo: StyleCombo, words: str) -> QAction:
    found = [action for action in combo.menu().actions() if action.text().startswith(words)]
    assert len(found) == 1, [action.text() for action in combo.menu().actions()]
    return found[0]


def test_the_base_model_comes_first_and_is_in_use(combo: StyleCombo) -> None:
    assert combo.currentText() == "Base model"
    assert combo.currentData() == ""
    assert combo.count() == 4
    assert entry(combo, "Base model").isChecked()


def test_the_style_in_use_is_shown_with_what_it_is_for(combo: StyleCombo) -> None:
    combo.set_styles(OPTIONS, "house", "summaries")
    assert combo.currentText() == "House style"
    assert combo.currentData(NOTE_ROLE) == "for summaries"
    assert "House style" in combo.toolTip()

    combo.set_styles(OPTIONS, "house", "everything")

    assert not combo.currentData(NOTE_ROLE)
    assert entry(combo, "Use for summaries and questions").isChecked()


def test_without_a_style_it_does_not_ask_what_for(combo: StyleCombo) -> None:
    assert entry(combo, "Use for summaries only").isEnabled()

    combo.set_styles([], "", "summaries", by_job=True)

    assert not [action for action in combo.menu().actions() if "Use for" in action.text()]


def test_those_that_came_with_the_program_are_one_row(combo: StyleCombo, qtbot: QtBot) -> None:
    combo.set_styles(OPTIONS, BY_JOB, "summaries", by_job=True)
    assert (combo.currentText(), combo.currentData()) == ("Built-in", BY_JOB)
    assert entry(combo, "Built-in").isChecked()
    assert "Built-in" in combo.toolTip()

    combo.set_styles(OPTIONS, "", "summaries", by_job=True)
    with qtbot.waitSignal(combo.style_chosen) as chosen:
        entry(combo, "Built-in").trigger()

    assert chosen.args == [BY_JOB]


def test_one_that_does_not_fit_is_disabled_and_says_why(combo: StyleCombo) -> None:
    model = combo.model()
    assert isinstance(model, QStandardItemModel)
    assert not model.item(3).isEnabled()
    assert combo.itemData(3, Qt.ItemDataRole.ToolTipRole) == REASON
    action = entry(combo, "Starter && co")

    assert not action.isEnabled()
    assert action.toolTip() == REASON
    assert action.text().endswith("for SmolLM2")
    assert combo.menu().toolTipsVisible()


def test_a_long_name_leaves_room_and_keeps_its_tool_tip(combo: StyleCombo) -> None:
    assert combo.itemText(2).endswith("…")
    assert combo.itemData(2, Qt.ItemDataRole.ToolTipRole) == OPTIONS[1].name


def test_the_menu_says_what_is_wanted(combo: StyleCombo, qtbot: QtBot) -> None:
    with qtbot.waitSignal(combo.style_chosen) as chosen:
        entry(combo, "House style").trigger()
    with qtbot.waitSignal(combo.use_chosen) as used:
        entry(combo, "Use for summaries and questions").trigger()
    with qtbot.waitSignal(combo.styles_requested):
        entry(combo, "Styles…").trigger()

    assert (chosen.args, used.args) == (["house"], ["everything"])


def test_a_press_opens_the_menu_above_the_bar(combo: StyleCombo) -> None:
    combo.move(50, 500)

    combo.showPopup()

    menu = QApplication.activePopupWidget()
    assert menu is not None
    assert menu.isVisible()
    menu.close()


def test_arrow_keys_choose_without_the_menu_and_skip_what_does_not_fit(combo: StyleCombo) -> None:
    chosen: list[str] = []
    combo.style_chosen.connect(chosen.append)
    combo.setFocus()

    QTest.keyClick(combo, Qt.Key.Key_Down)
    QTest.keyClick(combo, Qt.Key.Key_End)

    assert chosen == ["house", "long"]


def test_the_wheel_changes_nothing(combo: StyleCombo) -> None:
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(combo, event)

    assert combo.currentData() == ""


def test_the_tool_tip_names_the_shortcut(combo: StyleCombo) -> None:
    combo.set_shortcut("Ctrl+Shift+B")

    assert "Ctrl+Shift+B" in combo.toolTip()


def test_choosing_what_is_chosen_says_nothing(combo: StyleCombo, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(combo.style_chosen):
        combo.activated.emit(0)


def test_words_change_with_the_language(combo: StyleCombo) -> None:
    translations = Translations()
    translations.use("zh")
    QApplication.processEvents()
    try:
        assert combo.currentText() == "基础模型"
        assert combo.accessibleName() == "风格"
    finally:
        translations.use("en")
        QApplication.processEvents()

    assert combo.accessibleName() == "Style"
