"""What is missing for training, the button that installs it, and the command that does."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from newsassistant.app.training.packages import PackageProgress
from newsassistant.core.errors import TrainError
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.training.missing import MissingCard


@pytest.fixture
def card(theme: Theme, qtbot: QtBot) -> MissingCard:
    card = MissingCard(theme)
    qtbot.addWidget(card)
    return card


def test_it_says_what_is_missing_and_what_it_costs(card: MissingCard) -> None:
    assert card.isHidden()
    card.set_missing("torch", "make train-setup", can_install=True)

    assert "torch is missing" in card.label.text()
    assert "250 MB" in card.label.text()
    assert card.install_button.text() == "&Install (about 1 GB)"
    assert not card.install_button.isHidden()
    card.set_missing("", "", can_install=True)
    assert card.isHidden()


def test_the_command_can_be_copied(card: MissingCard) -> None:
    card.set_missing("torch", "make train-setup", can_install=True)

    assert card.command_edit.isReadOnly()
    card.copy_button.click()
    assert QGuiApplication.clipboard().text() == "make train-setup"


def test_it_can_be_looked_for_again(card: MissingCard, qtbot: QtBot) -> None:
    with qtbot.waitSignal(card.retry_requested):
        card.retry_button.click()


def test_without_pip_only_the_command_is_offered(card: MissingCard) -> None:
    card.set_missing("torch", "python3 -m pip install x", can_install=False)

    assert card.install_button.isHidden()
    assert "no pip" in card.label.text()
    assert "train" in card.label.text()
    assert card.command_edit.text() == "python3 -m pip install x"


@pytest.mark.parametrize("code", ["pack-missing", "pack-version"])
def test_a_frozen_program_names_its_pack_and_nothing_else(card: MissingCard, code: str) -> None:
    error = TrainError(code, pack="newsassistant-training", version="1.2", found="1.1")
    card.set_missing("newsassistant-training", "", can_install=False, pack=error)

    assert card.title.text() == error.what("en")
    assert card.label.text() == error.advice("en")
    assert "newsassistant-training 1.2" in card.label.text()
    shown = (card.retry_button, card.install_button, card.command_edit, card.copy_button)
    assert [part.isVisibleTo(card) for part in shown] == [True, False, False, False]


def test_an_installation_shows_how_far_it_is(card: MissingCard, qtbot: QtBot) -> None:
    card.set_missing("torch", "x", can_install=True)
    card.set_progress(PackageProgress("fetching", "torch", 1, 1, 50, 200, permille=150))

    assert (card.bar.value(), card.bar.maximum()) == (150, 1000)
    assert card.label.text().startswith("Fetching torch: ")
    assert card.install_button.isHidden() or not card.install_button.isVisibleTo(card)
    with qtbot.waitSignal(card.cancel_requested):
        card.cancel_button.click()
    card.set_progress(PackageProgress("fetching", "torch", 1, 1))
    assert card.bar.maximum() == 0
    card.set_stopping()
    assert card.label.text() == "Stopping…"
    assert not card.cancel_button.isEnabled()


def test_a_failure_can_be_tried_again(card: MissingCard) -> None:
    card.set_missing("torch", "x", can_install=True)
    card.set_error(TrainError("packages-offline"))

    assert "Nothing answers" in card.error.text()
    assert card.install_button.text() == "Try &again"
    card.set_error(None)
    assert card.error.isHidden()
    assert card.install_button.text().startswith("&Install")
