"""An installation from its button to its end, seen or unseen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from newsassistant.core.errors import TrainError
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.training.installing import Installing
from newsassistant.gui.training.missing import MissingCard
from tests.gui.trainings import FakePackages


class Page:
    """The card on a window of its own, and what was told."""

    def __init__(self, theme: Theme, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.packages = FakePackages()
        self.packages.absent = "torch"
        self.card = MissingCard(theme)
        self.window = QWidget()
        QVBoxLayout(self.window).addWidget(self.card)
        qtbot.addWidget(self.window)
        self.installing = Installing(self.card, self.packages)
        self.told: list[object] = []
        self.unseen: list[str] = []
        self.installing.downloading.connect(self.told.append)
        self.installing.installed.connect(lambda: self.told.append("installed"))
        self.installing.reported.connect(self.told.append)
        self.installing.ended_unseen.connect(self.unseen.append)
        self.installing.look()
        self.window.show()

    def wait(self) -> None:
        """Until the installation has ended and was told to have."""
        self.qtbot.waitUntil(lambda: False in self.told and not self.installing.is_busy())


@pytest.fixture
def page(theme: Theme, qtbot: QtBot) -> Iterator[Page]:
    page = Page(theme, qtbot)
    yield page
    page.installing.stop()
    qtbot.waitUntil(lambda: not page.installing.is_busy())


def test_the_connection_is_told_for_as_long_as_it_is_open(page: Page) -> None:
    page.card.install_button.click()
    page.wait()

    assert page.told[0] is True
    assert "Installing what training needs: 15 %" in page.told
    assert page.told[-3:] == [False, "", "installed"]
    assert page.card.isHidden()
    assert not page.installing.missing()
    assert page.unseen == []


def test_a_failure_stays_on_the_card(page: Page) -> None:
    page.packages.error = TrainError("packages-offline")
    page.card.install_button.click()
    page.wait()

    assert "Nothing answers" in page.card.error.text()
    assert not page.card.isHidden()
    page.packages.error = None
    page.told.clear()
    page.card.install_button.click()
    page.wait()
    assert page.card.error.isHidden()


def test_cancelling_leaves_the_question(page: Page) -> None:
    page.packages.go_on.clear()
    page.card.install_button.click()
    page.card.cancel_button.click()
    assert page.card.label.text() == "Stopping…"
    page.wait()

    assert "torch is missing" in page.card.label.text()
    assert page.card.error.isHidden()
    assert "installed" not in page.told


def test_a_pack_that_was_installed_meanwhile_is_found(page: Page) -> None:
    page.packages.pack = TrainError(
        "pack-missing", pack="newsassistant-training", version="1.2", found=""
    )
    page.packages.absent = "newsassistant-training"
    page.installing.look()
    assert "newsassistant-training 1.2" in page.card.label.text()

    page.packages.pack, page.packages.absent = None, ""
    page.card.retry_button.click()

    assert page.card.isHidden()
    assert not page.installing.missing()


def test_a_second_press_does_nothing(page: Page) -> None:
    page.packages.go_on.clear()
    page.card.install_requested.emit()
    page.card.install_requested.emit()

    assert page.told.count(True) == 1
    page.packages.go_on.set()
    page.wait()


def test_at_the_end_of_the_program_nothing_is_said(page: Page) -> None:
    page.packages.go_on.clear()
    page.card.install_button.click()
    page.window.hide()
    page.installing.stop()
    page.qtbot.waitUntil(lambda: not page.installing.is_busy())

    assert page.unseen == []
    assert False not in page.told


@pytest.mark.parametrize("error", [None, TrainError("packages-offline")])
def test_what_ends_behind_a_closed_page_is_told(page: Page, error: TrainError | None) -> None:
    page.packages.go_on.clear()
    page.packages.error = error
    page.card.install_button.click()
    page.window.hide()
    page.packages.go_on.set()
    page.wait()

    assert page.unseen == ["Styles can be trained now." if error is None else error.what("en")]
