"""A folder summarised over the whole window, with scripted rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from newsassistant.app.batch.plan import load_plan
from newsassistant.core.errors import EngineError
from newsassistant.gui.folder.setup_page import FORMS
from tests.gui.folders import FolderPage
from tests.gui.pages import WIND, MainPage
from tests.unit.app.batch.scripted import LONG

SLOW_S = 0.05
MANY = 80  # that take seconds at this pace, so that a run is still there when a test looks


@pytest.fixture
def folder(page: MainPage, tmp_path: Path, qtbot: QtBot) -> Iterator[FolderPage]:
    yield FolderPage(page, tmp_path, qtbot)
    page.dialogs.agree = True  # to the end of a run that goes on


def test_every_story_has_a_line_and_a_file(folder: FolderPage) -> None:
    folder.write(a="The port opens", b="The bridge closes")
    folder.start()
    folder.wait_ended()
    assert folder.lines() == [
        ("The port opens", "Written · nothing marked"),
        ("The bridge closes", "Written · nothing marked"),
    ]
    assert {name: row["text"] for name, row in folder.results().items()} == {
        "a.txt": "The port opens",
        "b.txt": "The bridge closes",
    }
    assert len(list(folder.output().glob("*.docx"))) == 2
    assert folder.run.title.text() == "wire is summarised"
    assert folder.run.facts.text() == "2 written"
    folder.qtbot.waitUntil(lambda: folder.shown() == ["open", "results", "another"])


def test_bad_ones_say_why_and_stop_nothing(folder: FolderPage) -> None:
    folder.write(a="The port opens", long=f"{LONG} a report")
    (folder.folder / "empty.txt").write_text("\n", "utf-8")
    folder.start()
    folder.wait_ended()
    states = dict(folder.lines())
    assert states["The port opens"] == "Written · nothing marked"
    assert states["empty.txt"].startswith("Not written: There is no article text.")
    assert states[f"{LONG} a report"].startswith("Not written: ")
    assert folder.run.facts.text() == "1 written · 2 not written"

    folder.choose_row("empty")
    assert "There is no article text." in folder.run.text.toPlainText()
    assert folder.shown() == ["retry", "results", "another"]
    (folder.folder / "empty.txt").write_text("Rain in May\n\nThe port opens.", "utf-8")
    folder.press("retry")
    folder.wait_ended()
    assert folder.run.facts.text() == "2 written · 1 not written"


def test_a_result_is_read_in_the_page_and_opened(folder: FolderPage, qtbot: QtBot) -> None:
    folder.write(a="The port opens")
    folder.start()
    folder.wait_ended()
    folder.choose_row("The port")
    qtbot.waitUntil(lambda: folder.run.text.toPlainText() == "The port opens")
    folder.press("open")
    QTest.keyClick(folder.run.view, Qt.Key.Key_Return)
    assert [path.suffix for path in folder.opened] == [".docx", ".docx"]
    assert folder.opened[0].parent == folder.output()
    folder.press("results")
    assert folder.opened[-1] == folder.output()


def test_a_list_that_somebody_changed_opens_nothing_elsewhere(
    folder: FolderPage, tmp_path: Path
) -> None:
    folder.write(a="The port opens")
    folder.start()
    folder.wait_ended()
    (tmp_path / "other.docx").write_bytes(b"x")
    file = folder.results()["a.txt"]["file"]
    path = folder.output() / "stories.jsonl"
    path.write_text(path.read_text("utf-8").replace(file, "../other.docx"), "utf-8")
    folder.press("another")
    folder.wait_counted()
    folder.press("start")
    folder.wait_ended()
    folder.choose_row("The port")
    folder.press("open")
    assert folder.opened == []
    assert "other.docx" in folder.run.error.text()


def test_stopped_it_goes_on_and_makes_nothing_twice(folder: FolderPage, qtbot: QtBot) -> None:
    folder.rows.delay_s = SLOW_S
    folder.write(**{f"s{number:02}": f"Story number {number}" for number in range(MANY)})
    folder.start()
    qtbot.waitUntil(lambda: folder.run.count().made > 0)
    folder.press("stop")
    folder.wait_ended()
    assert folder.run.title.text() == "wire was stopped; what is written is kept"
    assert folder.shown()[0] == "resume"
    assert folder.dialog.focusWidget() is folder.run.buttons["resume"]
    made = set(folder.results())
    assert made
    assert len(made) < MANY
    assert "Being written…" not in dict(folder.lines()).values()
    folder.rows.delay_s = 0
    before = dict(folder.rows.submits)
    folder.press("resume")
    folder.wait_ended()
    assert len(folder.results()) == MANY
    for name in made:
        story = f"Story number {int(name[1:3])}"
        assert folder.rows.submits[story] == before[story]
    assert folder.run.facts.text() == f"{MANY} written"


def test_a_question_is_answered_meanwhile(folder: FolderPage, qtbot: QtBot) -> None:
    folder.rows.delay_s = SLOW_S
    folder.write(**{f"s{number:02}": f"Story number {number}" for number in range(MANY)})
    folder.start()
    qtbot.waitUntil(lambda: folder.run.count().made > 0)
    folder.press("close")
    folder.page.summarized(WIND)
    assert folder.page.answers()
    assert folder.desk.is_running()
    assert folder.rows.ways > 0
    folder.rows.delay_s = 0
    folder.wait_ended()
    assert len(folder.results()) == MANY
    assert folder.told == ["wire is summarised"]


def test_the_model_stays_while_it_runs(folder: FolderPage, qtbot: QtBot) -> None:
    folder.rows.delay_s = SLOW_S
    folder.write(**{f"s{number:02}": f"Story number {number}" for number in range(MANY)})
    folder.start()
    qtbot.waitUntil(lambda: folder.run.count().made > 0)
    with pytest.raises(EngineError, match="A folder is being summarised"):
        folder.page.program.service.load("another")


def test_closing_the_window_asks_then_keeps_it_for_later(
    folder: FolderPage, qtbot: QtBot, start: Callable[..., MainPage], tmp_path: Path
) -> None:
    page = folder.page
    folder.rows.delay_s = SLOW_S
    folder.write(**{f"s{number:02}": f"Story number {number}" for number in range(MANY)})
    folder.start()
    qtbot.waitUntil(lambda: folder.run.count().made > 0)
    folder.press("close")
    page.window.close()
    assert "Closing stops it." in str(page.dialogs.asked[-1][1])
    assert not page.program.has_ended
    page.dialogs.agree = True
    with qtbot.waitSignal(page.program.ended):
        page.window.close()
    made = len(folder.results())
    assert 0 < made < MANY

    again = start()
    notice = again.window.notice
    qtbot.waitUntil(notice.isVisible)
    assert "wire was not summarised to its end." in notice.label.text()
    later = FolderPage(again, tmp_path, qtbot)
    plan = later.desk.offer()
    assert plan is not None
    later.desk.go_on(plan)
    later.wait_ended()
    assert len(later.results()) == MANY
    assert sum(later.rows.submits.values()) == MANY - made
    assert later.desk.offer() is None


def test_the_names_of_jobs_follow_the_language(folder: FolderPage, qtbot: QtBot) -> None:
    folder.write(a="The port opens")
    folder.choose()
    preferences = folder.page.program.preferences
    preferences.set(replace(preferences.settings, language="zh"))
    qtbot.waitUntil(lambda: folder.setup.output_button.text() == "更改…")
    boxes = folder.setup.jobs.findChildren(QCheckBox, "folder_job_headline")
    assert [box.text() for box in boxes] == ["标题"]
    plan = folder.setup.plan()
    assert plan is not None
    assert plan.jobs == ("three-bullets",)


def test_a_private_window_writes_nothing(folder: FolderPage) -> None:
    folder.write(a="The port opens")
    folder.choose()
    folder.page.program.history.begin_private()
    folder.press("start")
    assert not folder.desk.is_running()
    assert "this window is private" in folder.setup.error.text()
    assert not folder.output().exists()
    assert load_plan(folder.page.program.paths.folder_plan) is None


def test_some_files_of_a_folder(folder: FolderPage) -> None:
    folder.write(a="The port opens", b="The bridge closes")
    folder.desk.show()
    folder.page.dialogs.file = folder.folder / "b.txt"
    folder.press("files")
    folder.wait_counted()
    assert folder.setup.card.counted.text() == "One file – texts 1"
    assert not folder.setup.inside.isEnabled()
    folder.press("start")
    folder.wait_ended()
    assert list(folder.results()) == ["b.txt"]


def test_results_go_where_the_user_says(folder: FolderPage, tmp_path: Path) -> None:
    folder.write(a="The port opens")
    folder.choose()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "mine.txt").write_text("x", "utf-8")
    folder.page.dialogs.file = elsewhere
    folder.press("output")
    folder.wait_counted()
    folder.setup.forms.setCurrentIndex(FORMS.index(""))
    folder.press("start")
    folder.wait_ended()
    found = sorted(path.name for path in elsewhere.iterdir())
    assert found == ["mine.txt", "wire – summaries"]
    assert not list((elsewhere / "wire – summaries").glob("*.docx"))
    folder.choose_row("The port")
    assert "open" not in folder.shown()


def test_a_folder_with_results_is_gone_on_with(folder: FolderPage) -> None:
    folder.write(a="The port opens")
    folder.start()
    folder.wait_ended()
    folder.press("another")
    folder.wait_counted()
    folder.write(b="The bridge closes")
    folder.choose()
    assert "Results are there already" in folder.setup.note.text()
    folder.press("start")
    folder.wait_ended()
    assert folder.run.facts.text() == "2 written"
    assert folder.rows.submits["The port opens"] == 1


def test_several_jobs_and_styles_have_a_column(folder: FolderPage) -> None:
    folder.write(a="The port opens")
    folder.choose()
    for box in folder.setup.jobs.findChildren(type(folder.setup.inside)):
        box.setChecked(box.objectName() in ("folder_job_headline", "folder_job_one-sentence"))
    folder.press("start")
    folder.wait_ended()
    assert len(folder.lines()) == 2
    assert not folder.run.view.isColumnHidden(1)


def test_a_folder_that_cannot_be_written_to_says_so(folder: FolderPage) -> None:
    folder.write(a="The port opens")
    folder.choose()
    folder.output().write_text("in the way", "utf-8")
    folder.press("start")
    folder.wait_ended()
    assert "cannot be written" in folder.run.error.text()
    assert folder.shown()[0] == "resume"


def test_a_folder_that_went_away_says_so(folder: FolderPage, qtbot: QtBot) -> None:
    folder.desk.show(folder.folder / "gone")
    qtbot.waitUntil(lambda: bool(folder.setup.error.text()))
    assert not folder.dialog.start_button.isEnabled()
