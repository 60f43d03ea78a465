"""The model's name in the status bar: the list, the way to the dialog, and no load in passing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from newsassistant.core.types import ModelInfo
from newsassistant.gui.look.i18n import Translations
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.models.combo import ModelCombo

GLM = ModelInfo("chatglm3", "ChatGLM3 & co", "int8", 8192, licence="Its own", family="chatglm3")
STARTER = ModelInfo("starter", "Starter", "int8", 2048, family="starter")


@pytest.fixture
def combo(theme: Theme, qtbot: QtBot) -> ModelCombo:
    combo = ModelCombo(theme)
    qtbot.addWidget(combo)
    combo.show()
    return combo


def entries(combo: ModelCombo) -> list[QAction]:
    return [action for action in combo.menu().actions() if not action.isSeparator()]


def test_its_menu_has_the_models_and_the_way_to_more(combo: ModelCombo, qtbot: QtBot) -> None:
    combo.set_models([GLM, STARTER])
    combo.set_model(STARTER)
    found = entries(combo)

    assert [action.text() for action in found] == [
        "ChatGLM3 && co\tint8",
        "Starter\tint8",
        "Models…",
        "Newsroom servers…",
    ]
    assert [action.isChecked() for action in found] == [False, True, False, False]
    assert "Chinese and English" in found[0].toolTip()
    with qtbot.waitSignal(combo.models_requested):
        found[2].trigger()


def test_a_click_opens_the_menu_even_with_one_model(combo: ModelCombo, qtbot: QtBot) -> None:
    combo.set_model(STARTER)
    QTest.mouseClick(combo, Qt.MouseButton.LeftButton)
    popup = QApplication.activePopupWidget()

    assert popup is combo._menu
    popup.close()


def test_before_the_first_model_the_dialog_is_there(combo: ModelCombo) -> None:
    assert combo.currentText() == "No model yet"
    assert [action.text() for action in entries(combo)] == ["Models…", "Newsroom servers…"]


def test_choosing_another_one_asks_for_it(combo: ModelCombo, qtbot: QtBot) -> None:
    combo.set_models([GLM, STARTER])
    combo.set_model(STARTER)

    with qtbot.waitSignal(combo.model_chosen) as signal:
        entries(combo)[0].trigger()
    assert signal.args == ["chatglm3"]
    with qtbot.assertNotEmitted(combo.model_chosen):
        entries(combo)[1].trigger()


@pytest.mark.parametrize("key", [Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return])
def test_a_key_opens_the_menu_and_loads_nothing(
    combo: ModelCombo, qtbot: QtBot, key: Qt.Key
) -> None:
    combo.set_models([GLM, STARTER])
    combo.set_model(GLM)
    with qtbot.assertNotEmitted(combo.model_chosen):
        QTest.keyClick(combo, key)
    popup = QApplication.activePopupWidget()

    assert popup is combo._menu
    assert combo.currentData() == "chatglm3"
    popup.close()


def test_the_wheel_loads_nothing(combo: ModelCombo, qtbot: QtBot) -> None:
    combo.set_models([GLM, STARTER])
    combo.set_model(GLM)
    none, up = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    place, turn = QPointF(3, 3), QPoint(0, -120)
    modifier = Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(place, place, turn, turn, none, modifier, up, False)
    with qtbot.assertNotEmitted(combo.model_chosen):
        QApplication.sendEvent(combo, event)

    assert combo.currentData() == "chatglm3"


def test_it_says_what_the_model_reads(combo: ModelCombo) -> None:
    combo.set_model(STARTER)
    for words in (combo.toolTip(), combo.accessibleDescription()):
        assert "Reads: English only" in words

    combo.set_model(GLM)
    assert "Reads: Chinese and English" in combo.toolTip()
    assert "Licence: Its own" in combo.toolTip()


def test_its_words_follow_the_language(combo: ModelCombo) -> None:
    translations = Translations()
    translations.use("zh")
    QApplication.processEvents()
    try:
        assert combo.accessibleName() == "模型"
        assert [entry.text() for entry in entries(combo)] == ["模型…", "编辑部服务器…"]
    finally:
        translations.use("en")


def test_a_servers_models_stand_below_its_name(combo: ModelCombo, qtbot: QtBot) -> None:
    away = ModelInfo("@https://desk.example/v1 a&b", "A & B", "@desk.example", 4096)
    combo.set_models([away, STARTER])
    found = entries(combo)

    assert [action.text() for action in found][:3] == [
        "Starter\tint8",
        "At desk.example",
        "A && B",
    ]
    assert not found[1].isEnabled()
    with qtbot.waitSignal(combo.model_chosen) as chosen:
        found[2].trigger()
    assert chosen.args == [away.id]
    with qtbot.waitSignal(combo.servers_requested):
        found[-1].trigger()
