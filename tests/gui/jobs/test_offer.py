"""What there is to choose under the article, and what is said of the chosen one."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from newsassistant.gui.article.panel import ArticlePanel
from newsassistant.gui.jobs.menu import JobMenu
from newsassistant.gui.jobs.offer import JobOffer
from newsassistant.gui.jobs.shelf import JobShelf
from newsassistant.gui.look.theme import Theme
from newsassistant.text.prompts.presets import SHIPPED, Preset

BRIEF = Preset("own-00000001", "Write a brief.", name="Brief")


class Styles(QObject):
    """Says of one job that its style is gone."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.notes = {BRIEF.id: "The style x of this job is not installed."}

    def job_note(self, preset_id: str) -> str:
        return self.notes.get(preset_id, "")


class Bench:
    """A panel and a menu over one file."""

    def __init__(self, theme: Theme, home: Path, qtbot: QtBot) -> None:
        self.window = QMainWindow()
        qtbot.addWidget(self.window)
        self.panel = ArticlePanel(theme)
        self.window.setCentralWidget(self.panel)
        self.shelf, self.styles = JobShelf(home / "jobs.json"), Styles()
        self.menu = JobMenu(theme, self.window, QAction("Edit jobs…", self.window))
        self.said: list[str] = []
        self.offer = JobOffer(self.shelf, self.panel, self.menu, self.styles, self.said.append)
        self.window.show()

    def note(self) -> str:
        label = self.panel._job_note
        return "" if label.isHidden() else label.text()


@pytest.fixture
def bench(theme: Theme, tmp_path: Path, qtbot: QtBot) -> Bench:
    return Bench(theme, tmp_path, qtbot)


def test_what_is_added_can_be_chosen_in_menu_and_panel(bench: Bench) -> None:
    bench.shelf.change(lambda library: library.put(BRIEF))
    assert bench.panel.presets.findData(BRIEF.id) == len(SHIPPED)
    bench.menu.menu.actions()[len(SHIPPED)].trigger()
    assert bench.panel.preset() == BRIEF.id
    assert bench.said == ["Summarise writes: Brief"]
    shown = [words for row in bench.panel.presets.rows() for words in row]
    assert shown == ["One line", "3 bullets", "150 words", "Headline", "Brief"]


def test_the_chosen_one_stays_when_jobs_change_and_gives_way_when_it_goes(bench: Bench) -> None:
    bench.panel.set_preset("headline")
    bench.shelf.change(lambda library: library.put(BRIEF).moved("headline", -9))
    assert bench.panel.preset() == "headline"
    bench.shelf.change(lambda library: library.without("headline"))
    assert bench.panel.preset() == "one-sentence"


def test_the_menu_marks_what_was_chosen_in_the_panel(bench: Bench) -> None:
    bench.panel.set_preset("headline")
    assert [a.text() for a in bench.menu.menu.actions() if a.isChecked()] == ["Headline"]


def test_a_style_that_is_gone_is_told_while_its_job_is_chosen(bench: Bench) -> None:
    bench.shelf.change(lambda library: library.put(BRIEF))
    assert bench.note() == ""
    bench.panel.set_preset(BRIEF.id)
    assert bench.note() == "The style x of this job is not installed."
    bench.styles.notes.clear()
    bench.styles.changed.emit()
    assert bench.note() == ""


def test_a_default_counts_only_when_it_is_another_one(bench: Bench) -> None:
    bench.offer.use_default("headline")
    assert bench.panel.preset() == "headline"
    bench.panel.set_preset("150-words")
    bench.offer.use_default("headline")  # some other setting was changed
    assert bench.panel.preset() == "150-words"
    bench.offer.use_default("one-sentence")
    assert bench.panel.preset() == "one-sentence"


def test_the_button_behind_the_first_four_opens_all(bench: Bench, qtbot: QtBot) -> None:
    bench.panel.presets.more_button.click()
    qtbot.waitUntil(bench.menu.menu.isVisible)
    bench.menu.menu.close()
