"""A run as it is shown."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from newsassistant.app.batch.outcome import Outcome
from newsassistant.app.batch.run import Count
from newsassistant.core.errors import InputError
from newsassistant.gui.folder.run_page import RunPage
from newsassistant.gui.look.theme import Theme


@pytest.fixture
def run(theme: Theme, qtbot: QtBot) -> RunPage:
    page = RunPage(theme)
    qtbot.addWidget(page)
    page.begin("wire", [Outcome(each, "headline", "base") for each in "abc"], several=False)
    return page


def shown(page: RunPage) -> list[str]:
    return [name for name, button in page.buttons.items() if not button.isHidden()]


def test_while_it_runs(run: RunPage) -> None:
    assert run.title.text() == "wire · Making ready…"
    run.take([Outcome("a", "headline", "base", "done")], Count(3, 1))
    assert run.title.text() == "wire · 1 of 3"
    assert run.facts.text() == "1 written · 2 left"
    assert shown(run) == ["stop", "results"]
    run.set_stopping()
    assert not run.buttons["stop"].isEnabled()


def test_ended_before_all_was_done(run: RunPage) -> None:
    run.take([Outcome("a", "headline", "base", "writing")], Count(3))
    error = InputError("output-unwritable", path="x", detail="No space left on device")
    run.set_ended(whole=False, error=error)
    assert "No space left" in run.error.text()
    assert shown(run) == ["resume", "results", "another"]
    assert run.model.states()["waiting"] == 3


def test_enter_opens_the_chosen_one(run: RunPage) -> None:
    acted: list[str] = []
    chosen: list[Outcome] = []
    run.acted.connect(acted.append)
    run.chosen.connect(chosen.append)
    run.view.setCurrentIndex(run.model.index(1, 0))
    QTest.keyClick(run.view, Qt.Key.Key_Return)
    assert acted == ["open"]
    assert chosen[-1].story == "b"


def test_a_text_is_shown_while_there_is_one(run: RunPage) -> None:
    assert run.reading.isHidden()
    run.show_text("The port opens.")
    assert not run.reading.isHidden()
    run.show_text("<b>no page</b>", why=True)
    assert run.text.toPlainText() == "<b>no page</b>"
    run.show_text("")
    assert run.reading.isHidden()
