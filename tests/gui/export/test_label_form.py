"""The labels on exported files: what is typed and chosen is told at once."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from newsassistant.core.settings import Settings
from newsassistant.gui.export.label_form import LabelForm
from newsassistant.gui.look.theme import Theme


@pytest.fixture
def form(theme: Theme, qtbot: QtBot) -> LabelForm:
    form = LabelForm(theme, Settings())
    qtbot.addWidget(form)
    form.show()
    return form


def test_a_typed_label_is_told_and_the_caret_stays(form: LabelForm, qtbot: QtBot) -> None:
    told: list[Settings] = []
    form.edited.connect(told.append)

    QTest.keyClicks(form.label_edit, "By XY")
    QTest.keyClick(form.label_edit, Qt.Key.Key_Home)
    QTest.keyClicks(form.label_edit, "AI, ")

    assert told[-1] == Settings(export_label="AI, By XY")
    assert form.label_edit.cursorPosition() == 4


def test_the_usual_words_are_offered_while_there_are_none(form: LabelForm, qtbot: QtBot) -> None:
    assert form.offer_button.isVisible()
    assert "AI-assisted, edited by {editor}" in form.offer_button.text()

    with qtbot.waitSignal(form.edited) as told:
        QTest.mouseClick(form.offer_button, Qt.MouseButton.LeftButton)

    assert told.args is not None
    assert told.args[0].export_label == "AI-assisted, edited by {editor}"
    assert not form.offer_button.isVisible()


def test_the_producer_is_asked_for_only_with_the_labels_of_china(
    form: LabelForm, qtbot: QtBot
) -> None:
    assert not form.producer_edit.isVisible()

    with qtbot.waitSignal(form.edited) as told:
        form.chinese_choice.setCurrentIndex(1)
        form.chinese_choice.activated.emit(1)
    assert told.args == [Settings(chinese_labels=True)]
    assert form.producer_edit.isVisible()

    QTest.keyClicks(form.producer_edit, "Desk")
    form.set_settings(Settings(chinese_labels=True, chinese_producer="Desk"))
    assert form.producer_edit.text() == "Desk"


def test_it_says_that_the_rules_are_the_users_question(form: LabelForm) -> None:
    words = " ".join(label.text() for label in form.findChildren(QLabel))

    assert "GB 45438-2025" in words
    assert "for you to find out" in words
