"""Where models come from and how exact they shall be."""

from __future__ import annotations

from collections.abc import Iterator

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


# --- what is usual, until somebody chooses -------------------------------------------------------


@pytest.fixture
def chinese() -> Iterator[None]:
    translations = Translations()
    translations.use("zh")
    yield
    translations.use("en")


def sources(options: SourceOptions) -> list[str]:
    return [str(options._source.itemData(i)) for i in range(options._source.count())]


@pytest.mark.usefixtures("chinese")
def test_in_chinese_modelscope_comes_first(
    theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HF_ENDPOINT", raising=False)
    options = SourceOptions(theme, "")
    qtbot.addWidget(options)

    assert options.source() == "modelscope"
    assert sources(options) == ["modelscope", "huggingface"]
    assert not options.mirror_edit.isEnabled()


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize("where", ["setting", "environment"])
def test_whoever_has_a_mirror_fetches_from_it(
    theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    monkeypatch.delenv("HF_ENDPOINT", raising=False)
    if where == "environment":
        monkeypatch.setenv("HF_ENDPOINT", "https://mirror.example")
    options = SourceOptions(theme, "https://mirror.example" if where == "setting" else "")
    qtbot.addWidget(options)

    assert options.source() == "huggingface"


def test_a_chosen_source_stays_in_another_language(
    options: SourceOptions, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HF_ENDPOINT", raising=False)
    options.choose_source("modelscope")
    options.choose_source("huggingface")
    translations = Translations()
    translations.use("zh")
    qtbot.waitUntil(lambda: sources(options)[0] == "modelscope")
    chosen = options.source()
    translations.use("en")

    assert chosen == "huggingface"


def test_the_best_precision_is_marked_and_taken(options: SourceOptions) -> None:
    assert options._weights.currentText() == "int8 (best for this computer)"
    options.set_best("int4")
    assert (options.weights(), options._weights.currentText()) == (
        "int4",
        "int4 (best for this computer)",
    )

    options._weights.setCurrentIndex(options._weights.findData("fp16"))
    options.set_best("int8")

    assert options.weights() == "fp16", "what was chosen stays"


def test_another_precision_is_told(options: SourceOptions, qtbot: QtBot) -> None:
    with qtbot.waitSignal(options.weights_changed):
        options._weights.setCurrentIndex(1)
