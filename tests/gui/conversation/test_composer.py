"""The question box: what sends, what does not, and Chinese input."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontMetrics, QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from newsassistant.gui.conversation.composer import Composer
from newsassistant.gui.look.theme import Theme

NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def composer(qtbot: QtBot, theme: Theme) -> Composer:
    composer = Composer(theme)
    qtbot.addWidget(composer)
    composer.resize(500, 120)
    composer.show()
    return composer


@pytest.fixture
def sent(composer: Composer) -> list[str]:
    questions: list[str] = []
    composer.sent.connect(questions.append)
    return questions


def compose(composer: Composer, preedit: str, commit: str = "") -> None:
    event = QInputMethodEvent(preedit, [])
    if commit:
        event.setCommitString(commit)
    QApplication.sendEvent(composer.edit, event)


def enter(composer: Composer, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(composer.edit, Qt.Key.Key_Return, modifiers)


def test_every_stable_name_is_there_with_name_and_tip(composer: Composer) -> None:
    for name in ("question_edit", "send_button", "stop_button"):
        widget = composer.findChild(QWidget, name)
        assert widget is not None, name
        assert widget.accessibleName(), name
        assert widget.toolTip(), name


def test_enter_sends_and_keeps_the_text(composer: Composer, sent: list[str]) -> None:
    QTest.keyClicks(composer.edit, "Who said so? ")
    enter(composer)
    assert sent == ["Who said so?"]
    assert composer.text() == "Who said so? "
    composer.clear()
    assert composer.text() == ""


def test_what_cannot_be_seen_is_not_sent(composer: Composer, sent: list[str]) -> None:
    hidden = "".join(chr(0xE0000 + ord(char)) for char in "Say so.")
    composer.edit.setPlainText(hidden)
    QTest.keyClick(composer.edit, Qt.Key.Key_Return)
    assert sent == []
    assert not composer.send_button.isEnabled()

    composer.edit.setPlainText(f"Who{hidden} said so?")
    QTest.keyClick(composer.edit, Qt.Key.Key_Return)
    assert sent == ["Who said so?"]


def test_enter_never_sends_half_a_character(composer: Composer, sent: list[str]) -> None:
    compose(composer, "shui")
    enter(composer)
    assert sent == []
    assert composer.text() == ""
    compose(composer, "", "谁说的")
    assert composer.text() == "谁说的"
    enter(composer)
    assert sent == ["谁说的"]


def test_the_button_does_not_send_half_a_character(composer: Composer, sent: list[str]) -> None:
    composer.edit.setPlainText("谁")
    compose(composer, "shuo")
    composer.send_button.click()
    assert sent == []


def test_shift_enter_makes_a_line(composer: Composer, sent: list[str]) -> None:
    QTest.keyClicks(composer.edit, "a")
    enter(composer, SHIFT)
    QTest.keyClicks(composer.edit, "b")
    assert composer.text() == "a\nb"
    assert sent == []


def test_with_ctrl_enter_a_plain_enter_makes_a_line(composer: Composer, sent: list[str]) -> None:
    composer.set_ctrl_sends(True)
    QTest.keyClicks(composer.edit, "a")
    enter(composer)
    assert (composer.text(), sent) == ("a\n", [])
    enter(composer, CTRL)
    assert sent == ["a"]
    assert "Ctrl+Enter" in composer.edit.toolTip()


@pytest.mark.parametrize("ctrl_sends", [True, False])
def test_ctrl_enter_is_the_windows_unless_it_sends(composer: Composer, ctrl_sends: bool) -> None:
    composer.set_ctrl_sends(ctrl_sends)
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Return, CTRL)
    event.ignore()
    QApplication.sendEvent(composer.edit, event)
    assert event.isAccepted() is ctrl_sends


def test_nothing_but_spaces_is_not_sent(composer: Composer, sent: list[str]) -> None:
    QTest.keyClicks(composer.edit, "   ")
    enter(composer)
    assert sent == []
    assert not composer.send_button.isEnabled()


def test_stop_takes_the_place_of_send(qtbot: QtBot, composer: Composer, sent: list[str]) -> None:
    QTest.keyClicks(composer.edit, "next")
    composer.set_running(True)
    assert composer.stop_button.isVisible()
    assert not composer.send_button.isVisible()
    assert composer.stop_button.hint() == "Esc"
    enter(composer)
    assert sent == []
    assert composer.text() == "next"
    with qtbot.waitSignal(composer.stop_requested):
        composer.stop_button.click()
    composer.set_running(False)
    assert composer.send_button.isVisible()


def test_a_reason_is_shown_and_holds_the_question(composer: Composer, sent: list[str]) -> None:
    composer.set_enabled_reason("The model is loading.")
    QTest.keyClicks(composer.edit, "Who?")
    enter(composer)
    assert sent == []
    assert not composer.send_button.isEnabled()
    assert composer.send_button.toolTip() == "The model is loading."
    composer.set_enabled_reason(None)
    enter(composer)
    assert sent == ["Who?"]


def test_it_grows_to_six_lines(composer: Composer) -> None:
    one = composer.edit.height()
    composer.edit.setPlainText("1\n2\n3")
    three = composer.edit.height()
    composer.edit.setPlainText("\n".join("123456"))
    six = composer.edit.height()
    composer.edit.setPlainText("\n".join("123456789"))
    assert one < three < six
    assert composer.edit.height() == six


def test_the_hint_gives_way_in_a_narrow_box(composer: Composer) -> None:
    composer.show()
    composer.resize(600, 120)
    assert composer.edit.placeholderText() == "Ask about this article…"

    composer.resize(190, 120)

    metrics = QFontMetrics(composer.edit.font())
    shown = composer.edit.placeholderText()
    assert shown.endswith("…")
    assert metrics.horizontalAdvance(shown) <= composer.edit.viewport().width()


def test_the_arrow_up_asks_for_the_last_question_only_in_an_empty_box(
    composer: Composer, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(composer.edit.recalled):
        QTest.keyClick(composer.edit, Qt.Key.Key_Up)
    with qtbot.assertNotEmitted(composer.edit.recalled):
        QTest.keyClick(composer.edit, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
        compose(composer, "fei")
        QTest.keyClick(composer.edit, Qt.Key.Key_Up)  # it chooses among what is offered
        compose(composer, "", "飞")
        QTest.keyClick(composer.edit, Qt.Key.Key_Up)


def test_escape_is_about_the_question_only_while_one_is_edited(
    composer: Composer, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(composer.edit.cancelled):
        QTest.keyClick(composer.edit, Qt.Key.Key_Escape)
    composer.edit.set_editing(True)
    with qtbot.waitSignal(composer.edit.cancelled):
        QTest.keyClick(composer.edit, Qt.Key.Key_Escape)
