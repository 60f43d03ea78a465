"""The status bar: a sentence for every state, and nothing that is not so."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from newsassistant.app.listener import ChatState
from newsassistant.app.machine.memory import Used
from newsassistant.core.types import Execution, ModelInfo, Progress, Usage
from newsassistant.gui.look.i18n import Translations
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.shell.status_bar import StatusBar
from newsassistant.gui.widgets.elided_label import ElidedLabel
from newsassistant.gui.widgets.flat_combo import NOTE_ROLE
from tests.gui.room import settle

GLM = ModelInfo("chatglm3", "ChatGLM3-6B", "int8", 8192, licence="Its own", device="CPU")
STARTER = ModelInfo("starter", "Starter", "int8", 2048, device="CPU")


@pytest.fixture
def bar(theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> StatusBar:
    memory = Used(6_600_000_000, 16_000_000_000)
    monkeypatch.setattr("newsassistant.gui.shell.status_bar.read_used", lambda: memory)
    bar = StatusBar(theme)
    qtbot.addWidget(bar)
    bar.show()
    return bar


@pytest.mark.parametrize(
    ("state", "progress", "sentence"),
    [
        (ChatState.LOADING, None, "Loading the model…"),
        (
            ChatState.LOADING,
            Progress("r", "preparing", 31, 100),
            "Preparing the starter model: 31 %",
        ),
        (ChatState.LOADING, Progress("r", "loading", 1, 3), "Loading the model: 33 %"),
        (
            ChatState.LOADING,
            Progress("r", "calibrating", 3, 9),
            "Measuring how this model runs best here (once)… 3 of 9",
        ),
        (ChatState.PREFILL, None, "Reading the article…"),
        (ChatState.PREFILL, Progress("r", "prefill", 62, 100), "Reading the article: 62 %"),
        (ChatState.ANSWERING, None, "Writing the answer"),
        (ChatState.STOPPING, None, "Stopping the answer…"),
        (ChatState.COMPARING, None, "Comparing two styles"),
        (ChatState.UNAVAILABLE, None, "No model is loaded"),
    ],
)
def test_every_state_has_its_sentence(
    bar: StatusBar, state: ChatState, progress: Progress | None, sentence: str
) -> None:
    bar.set_state(state)
    if progress is not None:
        bar.set_progress(progress)

    assert bar.status_label.text() == sentence


def test_idle_names_device_and_memory(bar: StatusBar) -> None:
    bar.set_model(GLM)
    bar.set_state(ChatState.IDLE)

    assert bar.status_label.text() == "CPU · 6.6 GB of 16 GB"


def test_the_tip_says_what_memory_counts(bar: StatusBar) -> None:
    bar.set_model(GLM)
    bar.set_state(ChatState.IDLE)
    assert "What the program itself holds" in bar.status_label.toolTip()

    bar.set_state(ChatState.ANSWERING)

    assert bar.status_label.toolTip() == "Writing the answer"


def test_the_bar_shows_progress_of_files_larger_than_two_gigabytes(bar: StatusBar) -> None:
    bar.set_state(ChatState.LOADING)

    bar.set_progress(Progress("r", "loading", 3_350_000_000, 6_700_000_000))

    assert bar.progress_bar.isVisible()
    assert (bar.progress_bar.value(), bar.progress_bar.maximum()) == (500, 1000)


def test_the_bar_is_hidden_when_idle(bar: StatusBar) -> None:
    bar.set_state(ChatState.PREFILL)
    assert bar.progress_bar.isVisible()

    bar.set_state(ChatState.IDLE)

    assert not bar.progress_bar.isVisible()


def test_odd_progress_stays_inside_the_bar(bar: StatusBar) -> None:
    bar.set_state(ChatState.PREFILL)

    bar.set_progress(Progress("r", "prefill", 7, 0))
    assert bar.status_label.text() == "Reading the article…"
    bar.set_progress(Progress("r", "prefill", 7, 5))

    assert bar.progress_bar.value() == 1000


def test_speed_is_shown_and_forgotten(bar: StatusBar) -> None:
    bar.set_usage(Usage(completion_tokens=40, tokens_per_s=9.83, ttft_s=0.41))
    assert bar.speed_label.text() == "9.8 tokens/s · first word 0.4 s"

    bar.set_usage(None)

    assert bar.speed_label.text() == ""


def test_without_room_for_all_the_speed_gives_way_to_the_promise(bar: StatusBar) -> None:
    bar.set_usage(Usage(completion_tokens=40, tokens_per_s=9.83, ttft_s=0.41))
    promise = bar.findChild(ElidedLabel, "offline_label")
    assert promise is not None
    bar.resize(1600, bar.height())
    bar.show()
    settle()
    assert bar.speed_label.isVisible()

    needed = bar._row.sizeHint().width()
    bar.resize(needed - 1, bar.height())
    settle()
    assert not bar.speed_label.isVisible()
    assert bar.status_label.isVisible()
    assert promise.width() >= promise.sizeHint().width()

    bar.resize(needed, bar.height())
    settle()
    assert bar.speed_label.isVisible()


def test_memory_gives_way_too_but_not_what_goes_on(bar: StatusBar) -> None:
    bar.set_state(ChatState.IDLE)
    bar.show()
    settle()
    bar.resize(bar._row.sizeHint().width() - 1, bar.height())
    settle()
    assert not bar.status_label.isVisible()

    bar.say("Copied")
    settle()
    assert bar.status_label.isVisible()


def test_where_there_is_little_room_words_are_left_out_whole(bar: StatusBar) -> None:
    bar.set_usage(Usage(completion_tokens=40, tokens_per_s=9.83, ttft_s=0.41))
    promise = bar.findChild(ElidedLabel, "offline_label")
    assert promise is not None
    seen = []
    for width in (3000, 300, 3000):
        bar.resize(width, bar.height())
        QApplication.processEvents()
        seen.append((promise.text(), bar.speed_label.isHidden()))

    whole, short = ("Offline: nothing leaves this computer", False), ("Offline", True)
    assert seen == [whole, short, whole]
    assert promise.accessibleName() == whole[0]
    assert whole[0] in promise.toolTip()


def test_the_loaded_model_is_chosen(bar: StatusBar) -> None:
    assert bar.model_combo.currentText() == "No model yet"

    bar.set_models([GLM, STARTER])
    bar.set_model(STARTER)

    assert bar.model_combo.currentText() == "Starter"
    assert bar.model_combo.currentData(NOTE_ROLE) == "int8"
    assert [bar.model_combo.itemText(i) for i in range(2)] == ["ChatGLM3-6B", "Starter"]


def test_a_model_unknown_to_the_list_is_added(bar: StatusBar) -> None:
    bar.set_model(GLM)

    assert bar.model_combo.count() == 1
    assert bar.model_combo.currentData() == "chatglm3"
    assert "Its own" in bar.model_combo.toolTip()


def test_choosing_another_model_asks_for_it(bar: StatusBar, qtbot: QtBot) -> None:
    bar.set_models([GLM, STARTER])
    bar.set_model(STARTER)

    with qtbot.waitSignal(bar.model_chosen) as signal:
        bar.model_combo.setCurrentIndex(0)
        bar.model_combo.activated.emit(0)
    assert signal.args == ["chatglm3"]

    bar.model_combo.setCurrentIndex(1)
    with qtbot.assertNotEmitted(bar.model_chosen):
        bar.model_combo.activated.emit(1)


def test_a_download_is_told_while_nothing_else_goes_on(bar: StatusBar) -> None:
    bar.set_model(GLM)
    bar.set_state(ChatState.IDLE)
    bar.set_job("Downloading ChatGLM3-6B: 24 %")
    assert bar.status_label.text() == "Downloading ChatGLM3-6B: 24 %"

    bar.set_state(ChatState.ANSWERING)
    assert bar.status_label.text() == "Writing the answer"
    bar.set_state(ChatState.UNAVAILABLE)
    assert bar.status_label.text() == "Downloading ChatGLM3-6B: 24 %"
    bar.set_job("")

    assert bar.status_label.text() == "No model is loaded"


def test_the_models_name_leads_to_the_models(bar: StatusBar, qtbot: QtBot) -> None:
    bar.set_models([GLM, STARTER])

    with qtbot.waitSignal(bar.model_combo.models_requested):
        bar.model_combo.menu().actions()[-2].trigger()


def test_without_a_style_the_base_model_answers(bar: StatusBar) -> None:
    assert bar.prefix_combo.count() == 1
    assert bar.prefix_combo.currentText() == "Base model"
    assert bar.prefix_combo.isEnabled()  # its menu leads to the styles
    assert "Base model" in bar.prefix_combo.toolTip()


def test_what_was_done_is_said_for_a_while(
    bar: StatusBar, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoken: list[str] = []
    monkeypatch.setattr(
        "newsassistant.gui.shell.status_bar.announce", lambda widget, words: spoken.append(words)
    )
    bar.set_state(ChatState.ANSWERING)

    bar.say("The base model answers from now on")
    assert bar.status_label.text() == "The base model answers from now on"
    assert spoken == ["The base model answers from now on"]
    bar._forget.setInterval(0)
    bar._forget.start()

    qtbot.waitUntil(lambda: bar.status_label.text() == "Writing the answer")


def test_stopping_has_the_last_word(bar: StatusBar) -> None:
    bar.set_stopping()
    bar.set_state(ChatState.IDLE)

    assert bar.status_label.text() == "Stopping…"


def test_words_change_with_the_language(bar: StatusBar) -> None:
    bar.set_state(ChatState.PREFILL)
    bar.set_progress(Progress("r", "prefill", 62, 100))
    translations = Translations()
    translations.use("zh")
    QApplication.processEvents()
    try:
        assert bar.status_label.text() == "正在阅读文章：62 %"
        assert bar.prefix_combo.currentText() == "基础模型"
    finally:
        translations.use("en")
        QApplication.processEvents()

    assert bar.status_label.text() == "Reading the article: 62 %"


def test_what_was_said_does_not_stay_in_another_language(bar: StatusBar) -> None:
    bar.set_state(ChatState.ANSWERING)
    bar.say("The base model answers from now on")

    bar.retranslate()

    assert bar.status_label.text() == "Writing the answer"


def test_measuring_can_be_skipped_as_long_as_it_lasts(bar: StatusBar, qtbot: QtBot) -> None:
    bar.set_state(ChatState.LOADING)
    bar.set_progress(Progress("r", "preparing", 1, 9))
    assert not bar.skip_button.isVisible()

    bar.set_progress(Progress("r", "calibrating", 3, 9))
    assert bar.skip_button.isVisible()
    assert bar.skip_button.accessibleName() == "Skip measuring"
    assert "next time" in bar.skip_button.toolTip()
    assert bar.skip_button.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert (bar.progress_bar.isVisible(), bar.progress_bar.value()) == (True, 333)
    with qtbot.waitSignal(bar.skip_requested):
        QTest.keyClick(bar.skip_button, Qt.Key.Key_Space)
    assert not bar.skip_button.isVisible()
    assert bar.status_label.text() == "Ending the measurement…"  # what runs ends with its step

    bar.set_progress(Progress("r", "loading", 1, 2))
    assert bar.status_label.text() == "Loading the model: 50 %"
    bar.set_state(ChatState.IDLE)
    bar.set_state(ChatState.LOADING)
    bar.set_progress(Progress("r", "calibrating", 0, 9))
    assert bar.skip_button.isVisible()
    bar.set_state(ChatState.IDLE)
    assert not bar.skip_button.isVisible()


def test_it_tells_how_the_loaded_model_is_run(bar: StatusBar) -> None:
    bar.set_model(GLM)
    assert "arithmetic" not in bar.model_combo.toolTip()

    how = Execution("balanced", "f32", 32, "f16", 2, measured=True, speed=1.6, divergence=0.003)
    bar.set_model(replace(GLM, execution=how))

    for words in (bar.model_combo.toolTip(), bar.model_combo.accessibleDescription()):
        assert "Its own" in words
        assert "Balanced: writes 1.6 times as fast" in words
        assert "KL divergence 0.003" in words


def test_a_model_at_rest_is_named_until_it_is_used(bar: StatusBar) -> None:
    bar.set_state(ChatState.IDLE)
    bar.set_resting(True)
    assert bar.sentence() == "The model rests; it loads when asked"
    bar.set_state(ChatState.PREFILL)
    bar.set_progress(Progress("r", "loading", 0, 0))
    assert bar.sentence() == "Loading the model…"
    bar.set_state(ChatState.IDLE)
    assert "GB" in bar.sentence()
    bar.set_resting(True)
    bar.set_resting(False)
    assert "GB" in bar.sentence()


def test_while_another_computer_answers_the_promise_is_another(bar: StatusBar) -> None:
    promise = bar.findChild(QLabel, "offline_label")
    assert isinstance(promise, QLabel)
    bar.set_place("desk.example")
    assert promise.accessibleName() == "desk.example answers: what you ask leaves this computer"
    assert promise.property("role") == "warning"
    bar.set_downloading(True, "model")
    assert "desk.example" in promise.accessibleName()
    bar.set_downloading(False, "model")
    bar.set_place("")
    assert promise.accessibleName() == "Offline: nothing leaves this computer"
    assert promise.property("role") == "good"
