"""What is chosen before a run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from newsassistant.app.batch.census import Census
from newsassistant.app.batch.plan import OWN, Plan
from newsassistant.gui.folder.setup_page import SetupPage, styles_of
from newsassistant.gui.look.theme import Theme
from tests.gui.pages import drop_on


@pytest.fixture
def setup(theme: Theme, qtbot: QtBot) -> SetupPage:
    page = SetupPage(theme)
    qtbot.addWidget(page)
    page.jobs.offer([("headline", "Headline"), ("150-words", "150 words")], ("headline",))
    page.styles.offer(styles_of("As usual", "Base model", [("house", "House")]), (OWN,))
    return page


def test_nothing_to_do_until_all_is_chosen(setup: SetupPage, tmp_path: Path) -> None:
    assert setup.plan() is None
    setup.set_folder(tmp_path)
    setup.set_output(tmp_path / "out", goes_on=False)
    assert "Looking" in setup.card.counted.text()
    assert setup.plan() is None
    setup.set_census(Census(tmp_path, {"text": 2}))
    assert setup.plan() == Plan(tmp_path, tmp_path / "out", ("headline",), (OWN,), "docx")
    setup.jobs.offer([("headline", "Headline")], ())
    assert setup.plan() is None


def test_an_empty_folder_is_nothing_to_do(setup: SetupPage, tmp_path: Path) -> None:
    setup.set_folder(tmp_path)
    setup.set_output(tmp_path / "out", goes_on=False)
    setup.set_census(Census(tmp_path))
    assert "no file" in setup.card.counted.text()
    assert setup.plan() is None


def test_folders_and_files_are_dropped_on_the_card(setup: SetupPage, tmp_path: Path) -> None:
    dropped: list[Sequence[Path]] = []
    setup.card.dropped.connect(dropped.append)
    file = tmp_path / "a.txt"
    file.write_text("x", "utf-8")
    assert drop_on(setup.card, tmp_path)
    assert drop_on(setup.card, file)
    assert dropped == [[tmp_path], [file]]


def test_all_can_be_named_by_a_screen_reader(setup: SetupPage) -> None:
    assert setup.output_button.accessibleName() == "Change where results go"
    assert setup.card.files_button.accessibleName() == "Choose files"
    assert setup.forms.accessibleName()
