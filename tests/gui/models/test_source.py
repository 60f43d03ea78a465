"""Where models come from and how exact they shall be."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from newsassistant.gui.look.i18n import Translations
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.models.source import SourceOptions


@pytest.fixture
def options(theme: Theme, qtbot: QtBot) -> SourceOptions:
    options = SourceOptions(theme, "")
    qtbot.addWidget(options)
    options.show()
    return options


def test_the_first_choice_is_the_best(options: SourceOptions) -> None:
    assert (options.source(), options.weights(), options.mirror()) == ("huggingface", "int8", "")


def test_an_address_is_told_once(options: SourceOptions, qtbot: QtBot) -> None:
    told: list[str] = []
    options.mirror_changed.connect(told.append)
    QTest.keyClicks(options.mirror_edit, " https://mirror.example ")
    QTest.keyClick(options.mirror_edit, Qt.Key.Key_Return)
    QTest.keyClick(options.mirror_edit, Qt.Key.Key_Return)

    assert told == ["https://mirror.example"]


def test_a_mirror_is_for_one_of_the_sources(options: SourceOptions) -> None:
    options._source.setCurrentIndex(1)

    assert options.source() == "modelscope"
    assert not options.mirror_edit.isEnabled()


def test_another_language_keeps_the_choices(options: SourceOptions, qtbot: QtBot) -> None:
    options._weights.setCurrentIndex(1)
    translations = Translations()
    translations.use("zh")
    qtbot.waitUntil(lambda: "内存" in options._weights.currentText())
    chosen = options.weights()
    translations.use("en")

    assert chosen == "int4"


def test_the_chosen_precision_says_what_it_costs_here(options: SourceOptions) -> None:
    assert "not measured on this computer yet" in options.weights_label.text()
    options.set_speeds({}, measuring=True)
    assert "being measured" in options.weights_label.text()

    options.set_speeds({"int8": 1.0, "int4": 1.5, "fp16": 0.5}, measuring=False)
    options._weights.setCurrentIndex(1)

    assert "writes 1.5 times as fast as int8 on this computer" in options.weights_label.text()
    assert options._weights.accessibleDescription() == options.weights_label.text()
    assert options.weights_label.wordWrap()
