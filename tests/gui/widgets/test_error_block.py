"""Errors in words, details folded."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from newsassistant.core.errors import EngineError
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.error_block import ErrorBlock


@pytest.fixture
def block(qtbot: QtBot, theme: Theme) -> ErrorBlock:
    block = ErrorBlock(theme)
    qtbot.addWidget(block)
    return block


def test_it_is_hidden_until_something_fails(block: ErrorBlock) -> None:
    assert block.isHidden()
    assert not block.has_error()


def test_an_error_says_what_and_what_to_do(block: ErrorBlock) -> None:
    error = EngineError("inference-failed", detail="out of memory")
    block.set_error(error)
    assert error.what() in block.text()
    assert error.advice() in block.text()
    assert block.accessibleName() == error.text()
    assert block.has_error()


def test_details_unfold_and_fold(block: ErrorBlock) -> None:
    block.set_error(EngineError("inference-failed", detail="out of memory"))
    toggle = block.findChild(QPushButton, "error_details_button")
    assert toggle is not None
    assert not block.details_shown()
    toggle.click()
    assert block.details_shown()
    assert toggle.text() == "Hide details"
    toggle.click()
    assert not block.details_shown()


def test_without_details_there_is_nothing_to_unfold(block: ErrorBlock) -> None:
    block.set_words("It failed.", "Try again.")
    toggle = block.findChild(QPushButton, "error_details_button")
    assert toggle is not None
    assert toggle.isHidden()
    assert not block.has_error()


def test_an_error_that_was_taken_away_stays_away_in_another_language(
    block: ErrorBlock, theme: Theme
) -> None:
    block.set_error(EngineError("unexpected", detail="x"))
    block.hide()
    theme.reworded.emit()

    assert block.isHidden()


def test_a_cleared_error_is_none(block: ErrorBlock) -> None:
    block.set_error(EngineError("unexpected", detail="x"))
    block.clear()

    assert block.isHidden()
    assert not block.has_error()


def test_an_error_that_is_told_is_read_out_too(
    block: ErrorBlock, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(
        "newsassistant.gui.widgets.error_block.announce", lambda _widget, words: said.append(words)
    )
    block.tell(EngineError("unexpected", detail="x"))
    assert said == [block.text()]
    assert not block.isHidden()

    block.tell(None)
    assert said == [block.text()]
    assert block.isHidden()
    assert not block.has_error()
