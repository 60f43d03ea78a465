"""The comparison's dialog, told what happens."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from newsassistant.app.compare import Side, SideState
from newsassistant.core.errors import EngineError
from newsassistant.gui.compare.dialog import CompareDialog
from newsassistant.gui.look.i18n import Translations
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.reading_order import put_in_order

STYLES = [("house", "House style")]
DONE = Side("house", SideState.DONE, "Text")


@pytest.fixture
def dialog(theme: Theme, qtbot: QtBot) -> CompareDialog:
    dialog = CompareDialog(theme)
    qtbot.addWidget(dialog)
    dialog.set_styles(STYLES)
    dialog.set_subject("Wind grows", "Model · int8")
    dialog.set_side(0, Side())
    dialog.set_side(1, Side("house"))
    dialog.show()
    return dialog


def labels(dialog: CompareDialog) -> tuple[bool, bool]:
    """Whether Compare and Stop are shown."""
    return dialog.run_button.isVisible(), dialog.stop_button.isVisible()


def test_it_says_what_is_compared(dialog: CompareDialog) -> None:
    assert dialog.headline.text() == "Wind grows"
    assert "Model · int8" in dialog.note.text()
    dialog.set_subject("Wind grows", "Model · int8", is_part=True)
    assert "part of the article" in dialog.note.text()


def test_compare_and_stop_take_turns(dialog: CompareDialog, qtbot: QtBot) -> None:
    assert labels(dialog) == (True, False)
    with qtbot.waitSignal(dialog.run_requested):
        QTest.mouseClick(dialog.run_button, Qt.MouseButton.LeftButton)
    dialog.set_running(True)
    assert labels(dialog) == (False, True)
    assert not dialog.preset.isEnabled()
    with qtbot.waitSignal(dialog.stop_requested):
        QTest.mouseClick(dialog.stop_button, Qt.MouseButton.LeftButton)
    dialog.set_stopping()
    assert not dialog.stop_button.isEnabled()
    dialog.set_running(False)

    assert labels(dialog) == (True, False)
    assert dialog.preset.isEnabled()


def test_the_button_says_when_both_are_answered(dialog: CompareDialog) -> None:
    assert dialog.run_button.text() == "Compare"
    dialog.set_side(0, Side("", SideState.DONE, "Text"))
    assert dialog.run_button.text() == "Compare"
    dialog.set_side(1, DONE)

    assert dialog.run_button.text() == "Compare again"


def test_escape_stops_before_it_closes(dialog: CompareDialog, qtbot: QtBot) -> None:
    dialog.set_running(True)
    dialog.set_side(1, DONE)
    for widget in (dialog, dialog.stop_button, dialog.columns[1].view):
        with qtbot.waitSignal(dialog.stop_requested):
            QTest.keyClick(widget, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    dialog.set_running(False)
    with qtbot.waitSignal(dialog.finished):
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    assert not dialog.isVisible()


def test_the_close_box_closes_it_while_answers_run(dialog: CompareDialog, qtbot: QtBot) -> None:
    dialog.set_running(True)

    with qtbot.waitSignal(dialog.finished):
        dialog.close()
    assert not dialog.isVisible()


def test_ctrl_enter_asks_from_anywhere(dialog: CompareDialog, qtbot: QtBot) -> None:
    dialog.set_side(1, DONE)
    column = dialog.columns[1]
    for widget in (dialog, column.style_combo, column.view, column.use_button, dialog.close_button):
        with qtbot.waitSignal(dialog.run_requested):
            QTest.keyClick(widget, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_choices_are_told_with_their_side(dialog: CompareDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.style_chosen) as style:
        dialog.columns[1].style_chosen.emit("wire")
    assert style.args == [1, "wire"]
    dialog.set_side(1, DONE)
    with qtbot.waitSignal(dialog.use_requested) as used:
        dialog.columns[1].use_button.click()
    assert used.args == [1]
    with qtbot.waitSignal(dialog.preset_chosen) as preset:
        dialog.preset.setCurrentIndex(3)
    assert preset.args == ["headline"]


def test_setting_the_preset_tells_nobody(dialog: CompareDialog, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(dialog.preset_chosen):
        dialog.set_preset("150-words")

    assert dialog.preset.currentData() == "150-words"


def test_without_a_style_it_says_how_to_get_one(dialog: CompareDialog, qtbot: QtBot) -> None:
    advice = dialog.findChild(QWidget, "compare_advice")
    assert advice is not None
    assert not advice.isVisible()
    dialog.set_styles([])

    assert advice.isVisible()
    assert "no style to compare with" in advice.accessibleName()
    assert not dialog.columns[1].isVisible()
    assert not dialog.run_button.isEnabled()
    with qtbot.waitSignal(dialog.styles_requested):
        QTest.mouseClick(dialog.styles_button, Qt.MouseButton.LeftButton)
    dialog.set_styles([], other_models=True)
    assert "No style fits this model" in advice.accessibleName()
    dialog.set_styles(STYLES)
    assert dialog.run_button.isEnabled()


def test_an_error_of_neither_side_stands_above_them(dialog: CompareDialog) -> None:
    dialog.set_error(EngineError("model-busy"))
    assert dialog.error.isVisible()
    dialog.set_error(None)
    assert not dialog.error.isVisible()


def test_tab_reaches_everything_from_the_top(dialog: CompareDialog) -> None:
    dialog.set_side(0, Side("", SideState.DONE, "Text"))
    dialog.set_side(1, DONE)
    put_in_order(dialog)  # as it is opened
    dialog.activateWindow()
    dialog.run_button.setFocus()
    wanted = [
        "compare_style_0",
        "",  # the answer itself, to select and scroll by keys
        "compare_use_0",
        "compare_copy_0",
        "compare_style_1",
        "",
        "compare_use_1",
        "compare_copy_1",
        "close_button",
    ]
    seen = []
    for _ in wanted:
        dialog.focusNextChild()
        seen.append(dialog.focusWidget().objectName())

    assert seen == wanted


def test_the_focus_stays_where_stop_replaces_compare(dialog: CompareDialog) -> None:
    dialog.run_button.setFocus()
    dialog.set_running(True)
    assert dialog.focusWidget() is dialog.stop_button
    dialog.set_running(False)
    assert dialog.focusWidget() is dialog.run_button


def test_every_button_has_a_name_and_the_window_speaks_chinese(dialog: CompareDialog) -> None:
    translations = Translations()
    translations.use("zh")
    QApplication.processEvents()
    buttons = dialog.findChildren(QPushButton)
    texts = [button.text() or button.accessibleName() for button in buttons if button.isVisible()]

    assert dialog.windowTitle() == "比较风格"
    assert all(texts)
    assert not any(word in " ".join(texts) for word in ("Compare", "Close", "Stop", "Copy", "Use"))
    translations.use("en")
    QApplication.processEvents()


def test_it_is_usable_at_its_smallest(dialog: CompareDialog) -> None:
    dialog.resize(dialog.minimumSize())
    dialog.set_side(0, Side("", SideState.DONE, "Long text. " * 100))
    dialog.set_side(1, DONE)

    assert dialog.width() == dialog.minimumWidth()
    left, right = (column.geometry() for column in dialog.columns)
    assert not left.intersects(right)
    assert left.width() == pytest.approx(right.width(), abs=2)
