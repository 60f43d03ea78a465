"""What the conversation says before its first message."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QProgressBar
from pytestqt.qtbot import QtBot

from newsassistant.core.errors import ModelError
from newsassistant.core.types import Progress
from newsassistant.gui.conversation.empty_state import EmptyKind, EmptyState
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
        ("missing", "models add"),
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
    assert "ChatGLM" in state.text()
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
