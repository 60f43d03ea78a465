"""What the conversation says before its first message."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from newsassistant.core.errors import ModelError
from newsassistant.core.types import Progress
from newsassistant.gui.conversation.empty_state import EmptyKind, EmptyState
from newsassistant.gui.look.i18n import Translations
from newsassistant.gui.look.theme import Theme


@pytest.fixture
def state(qtbot: QtBot, theme: Theme) -> EmptyState:
    state = EmptyState(theme)
    qtbot.addWidget(state)
    return state


def bar(state: EmptyState) -> QProgressBar:
    found = state.findChild(QProgressBar)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("no-article", "Paste, drop or open one"),
        ("ready", "Press Summarise"),
        ("missing", "Choose one under Models"),
        ("damaged", "Choose another model"),
    ],
)
def test_every_state_says_what_to_do(state: EmptyState, kind: EmptyKind, words: str) -> None:
    state.set_kind(kind)
    assert state.kind() == kind
    assert words in state.text()
    assert words in state.accessibleDescription()
    assert bar(state).isHidden()


def test_the_first_start_shows_how_far_it_is_and_what_comes(state: EmptyState) -> None:
    state.set_progress(Progress("", "preparing", 5_000_000_000, 10_000_000_000))
    assert "starter model" in state.text()
    assert "reads English only" in state.text()
    assert not state.models_button.isHidden()
    assert not bar(state).isHidden()
    assert bar(state).value() == 500
    state.set_progress(None)
    assert state.kind() == "no-article"
    assert bar(state).isHidden()


def test_loading_of_unknown_length_moves_without_end(state: EmptyState) -> None:
    state.set_progress(Progress("", "loading", 0, 0))
    assert (bar(state).minimum(), bar(state).maximum()) == (0, 0)
    assert state.kind() == "loading"


def test_reading_an_article_is_not_its_business(state: EmptyState) -> None:
    state.set_progress(Progress("", "prefill", 1, 2))
    assert state.kind() == "no-article"


def test_an_error_goes_when_the_next_try_starts(state: EmptyState) -> None:
    error = ModelError("model-damaged", path="m", detail="hash")
    state.set_error(error)
    assert error.what() in state.text()
    state.set_progress(Progress("", "loading", 0, 1))
    assert error.what() not in state.text()
    state.set_error(error)
    state.clear_error()
    assert error.what() not in state.text()


def test_measuring_says_how_far_it_is_and_how_to_go_on(state: EmptyState) -> None:
    state.set_progress(Progress("", "calibrating", 3, 9))
    assert state.kind() == "calibrating"
    assert "Measuring how this model runs best here (once)… 3 of 9" in state.text()
    assert "skip" in state.text()
    assert bar(state).value() == 333
    state.set_progress(Progress("", "loading", 1, 2))
    assert state.kind() == "loading"


# --- the first steps ----------------------------------------------------------------------------


def offered(state: EmptyState) -> list[str]:
    """The buttons that are shown, from top to bottom."""
    buttons = (state.sample_button, state.paste_button, state.models_button)
    return [button.text() for button in buttons if not button.isHidden()]


def test_the_empty_window_offers_the_first_steps(state: EmptyState, qtbot: QtBot) -> None:
    state.set_starter(True)
    assert offered(state) == ["Try a sample article", "Paste yours", "Get a better model…"]
    assert "small and reads English only" in state.text()
    state.show()

    for button, signal in (
        (state.sample_button, state.sample_requested),
        (state.paste_button, state.paste_requested),
        (state.models_button, state.models_requested),
    ):
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert button.toolTip()
        with qtbot.waitSignal(signal):
            QTest.keyClick(button, Qt.Key.Key_Space)


def test_no_button_moves_from_under_the_pointer(state: EmptyState, qtbot: QtBot) -> None:
    state.resize(560, 640)
    with qtbot.waitExposed(state):
        state.show()
    seen: list[int] = []
    for progress in (Progress("", "loading", 1, 2), Progress("", "calibrating", 1, 5), None):
        state.set_progress(progress)
        state.set_starter(progress is None)
        QApplication.processEvents()
        seen.append(state.sample_button.mapTo(state, QPoint(0, 0)).y())

    assert len(set(seen)) == 1


def test_a_good_model_needs_no_better_one(state: EmptyState) -> None:
    state.set_starter(False)

    assert offered(state) == ["Try a sample article", "Paste yours"]
    assert "starter" not in state.text()


def test_with_an_article_nothing_is_to_be_tried_or_pasted(state: EmptyState) -> None:
    state.set_starter(True)
    state.set_has_article(True)
    state.set_kind("loading")
    assert offered(state) == ["Get a better model…"]

    state.set_kind("ready")
    assert offered(state) == ["Get a better model…"]


@pytest.mark.parametrize("kind", ["missing", "damaged"])
def test_without_a_model_the_way_to_one_is_a_button(state: EmptyState, kind: EmptyKind) -> None:
    state.set_kind(kind)

    assert offered(state) == ["Models…"]


KINDS: list[EmptyKind] = [
    *("no-article", "ready", "preparing", "calibrating"),
    *("loading", "missing", "damaged"),
]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_sentence_names_a_command(state: EmptyState, language: str) -> None:
    translations = Translations()
    translations.use("zh" if language == "zh" else "en")
    QApplication.processEvents()
    try:
        for kind in KINDS:
            state.set_kind(kind)
            labels, buttons = state.findChildren(QLabel), state.findChildren(QPushButton)
            words = " ".join([*(x.text() for x in labels), *(x.text() for x in buttons)])
            assert "newsassistant" not in words
            assert "FOLDER" not in words
    finally:
        translations.use("en")


def test_in_chinese_the_starters_language_comes_first(state: EmptyState) -> None:
    translations = Translations()
    translations.use("zh")
    QApplication.processEvents()
    try:
        state.set_starter(True)
        assert state.accessibleName() == "入门模型只读英文"
        assert offered(state)[0] == "试试英文示例文章"
        state.set_starter(False)
        assert state.accessibleName() != "入门模型只读英文"
    finally:
        translations.use("en")


def test_all_of_it_is_reached_in_a_low_window_with_large_letters(
    state: EmptyState, theme: Theme
) -> None:
    theme.set_zoom(2.0)
    state.set_starter(True)
    state.resize(state.minimumSizeHint().width(), 220)
    state.show()
    state.activateWindow()
    QApplication.processEvents()

    assert state.height() == 220, "it does not make the window higher"
    state.sample_button.setFocus()
    for button in (state.paste_button, state.models_button):
        QTest.keyClick(state.focusWidget(), Qt.Key.Key_Tab)
        QApplication.processEvents()
        assert button.hasFocus()
        place = button.rect().translated(button.mapTo(state, button.rect().topLeft()))
        assert state.rect().contains(place)
