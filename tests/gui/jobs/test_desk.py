"""Editing, saving, moving, importing and exporting jobs; nothing written is lost silently."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from newsassistant.gui.jobs.desk import JobsDesk
from newsassistant.gui.jobs.shelf import JobShelf
from newsassistant.gui.look.theme import Theme
from newsassistant.store.job_file import content_of, read
from newsassistant.text.prompts.presets import SHIPPED, Preset
from tests.gui.pages import RecordedDialogs

BRIEF = Preset("own-00000001", "Write a brief.", name="Brief")


class Bench:
    """A desk on a file, with dialogs that are only written down."""

    def __init__(self, theme: Theme, home: Path, qtbot: QtBot) -> None:
        self.path = home / "jobs.json"
        self.dialogs = RecordedDialogs(theme)
        self.shelf = JobShelf(self.path)
        self.desk = JobsDesk(
            theme,
            None,  # type: ignore[arg-type]
            self.dialogs,
            self.shelf,
            lambda: {"house": "House style"},
        )
        self.dialog = self.desk.dialog
        self.form = self.dialog.form
        qtbot.addWidget(self.dialog)
        self.desk.show("headline")

    def press(self, name: str) -> None:
        button = {**self.dialog.tools, **self.dialog.buttons}[name]
        assert button.isEnabled()
        button.click()

    def write(self, words: str) -> None:
        self.form.instruction_edit.setPlainText(words)

    def names(self) -> list[str]:
        return [self.dialog.list.item(row).text()[4:] for row in range(self.dialog.list.count())]

    def current(self) -> str:
        return self.names()[self.dialog.list.currentRow()]

    def saved(self) -> list[Preset]:
        again = JobShelf(self.path)
        again.refresh()
        return list(again.jobs())


@pytest.fixture
def bench(theme: Theme, tmp_path: Path, qtbot: QtBot) -> Bench:
    return Bench(theme, tmp_path, qtbot)


def test_it_opens_on_the_chosen_job(bench: Bench) -> None:
    assert bench.current() == "Headline"
    assert bench.form.instruction_edit.toPlainText() == SHIPPED["headline"].english
    assert not bench.dialog.buttons["save"].isEnabled()


def test_what_is_written_is_kept_for_each_job_until_it_is_saved(bench: Bench) -> None:
    bench.write("Shout.")
    assert bench.current() == "Headline *"
    bench.dialog.list.setCurrentRow(0)
    bench.write("One line, please.")
    bench.dialog.list.setCurrentRow(3)
    assert bench.form.instruction_edit.toPlainText() == "Shout."
    assert not bench.path.exists()

    bench.press("save")

    assert [job.english for job in bench.saved()][0::3][:2] == ["One line, please.", "Shout."]
    assert bench.current() == "Headline"
    assert not bench.desk.has_unsaved()


def test_what_is_written_back_as_it_was_is_no_change(bench: Bench) -> None:
    bench.write("Shout.")
    bench.write(SHIPPED["headline"].english)
    assert not bench.desk.has_unsaved()


def test_a_new_job(bench: Bench) -> None:
    bench.press("new")
    assert bench.current() == "New job *"
    QTest.keyClicks(bench.form.name_edit, "Brief")
    bench.press("save")
    assert not bench.path.exists()
    assert "what the model" in bench.form.flaw_labels["instruction"].text()
    assert bench.desk.has_unsaved()

    bench.write("Write a brief.")
    bench.press("save")

    made = bench.saved()[-1]
    assert replace(made, id=BRIEF.id) == BRIEF
    assert bench.names()[-1] == "Brief"


def test_good_ones_are_saved_while_another_must_be_corrected(bench: Bench) -> None:
    bench.write("Shout.")
    bench.press("new")
    bench.dialog.list.setCurrentRow(0)
    bench.press("save")
    assert bench.current() == "New job *"
    assert any(job.english == "Shout." for job in bench.saved())


def test_a_copy_has_a_name_of_its_own(bench: Bench) -> None:
    bench.press("copy")
    assert bench.form.name_edit.text() == "Copy of Headline"
    bench.press("save")
    bench.dialog.list.setCurrentRow(3)
    bench.press("copy")
    assert bench.form.name_edit.text() == "Copy of Headline (2)"
    assert bench.saved()[-1].english == SHIPPED["headline"].english


def test_jobs_move_at_once_and_edits_stay(bench: Bench) -> None:
    bench.write("Shout.")
    bench.press("up")
    assert bench.names()[2] == "Headline *"
    assert [job.id for job in bench.saved()][2] == "headline"
    assert bench.saved()[2] == SHIPPED["headline"]
    assert bench.form.instruction_edit.toPlainText() == "Shout."


def test_deleting_is_asked_for_and_the_neighbour_is_next(bench: Bench) -> None:
    bench.press("delete")
    assert len(bench.names()) == len(SHIPPED)
    assert "Headline" in str(bench.dialogs.asked[-1])
    bench.dialogs.agree = True
    bench.press("delete")
    assert "headline" not in [job.id for job in bench.saved()]
    assert bench.current() == "5 headlines"


def test_restoring_loses_nothing(bench: Bench) -> None:
    assert not bench.dialog.buttons["restore"].isEnabled()
    bench.write("Shout.")
    bench.press("save")
    bench.press("restore")
    words = {job.english for job in bench.saved()}
    assert {"Shout.", SHIPPED["headline"].english} <= words
    assert not bench.dialog.buttons["restore"].isEnabled()


def test_closing_with_changes_asks(bench: Bench) -> None:
    bench.write("Shout.")
    bench.press("close")
    assert bench.dialog.isVisible()
    assert "Headline" in str(bench.dialogs.asked[-1])
    bench.dialogs.agree = True
    bench.press("close")
    assert not bench.dialog.isVisible()
    assert bench.saved()[3].english == "Shout."


def test_closing_with_a_flaw_stays_open_and_says_it(bench: Bench) -> None:
    bench.write("")
    bench.dialogs.agree = True
    bench.press("close")
    assert bench.dialog.isVisible()
    assert not bench.form.flaw_labels["instruction"].isHidden()


def test_ending_the_program_goes_on_once_all_is_settled(bench: Bench) -> None:
    went: list[int] = []
    bench.write("Shout.")
    bench.desk.ask_close(lambda: went.append(1))
    assert went == []
    bench.dialogs.agree = True
    bench.desk.ask_close(lambda: went.append(2))
    assert went == [2]


def test_discarding_is_asked_for(bench: Bench) -> None:
    bench.write("Shout.")
    bench.press("discard")
    assert bench.desk.has_unsaved()
    sheet = str(bench.dialogs.asked[-1])
    assert "Headline" in sheet


def test_without_changes_it_closes(bench: Bench) -> None:
    bench.press("close")
    assert not bench.dialog.isVisible()


def test_what_cannot_be_saved_stays_in_the_form(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("newsassistant.core.files.os.fsync", fail)
    bench.write("Shout.")
    bench.press("save")
    assert "No space left" in bench.dialog.error.text()
    assert bench.desk.has_unsaved()
    assert bench.form.instruction_edit.toPlainText() == "Shout."


def test_what_another_window_has_saved_is_shown_and_edits_stay(bench: Bench) -> None:
    bench.write("Shout.")
    JobShelf(bench.path).change(lambda library: library.put(BRIEF))
    bench.press("save")
    assert bench.names()[-1] == "Brief"
    assert {"Shout.", "Write a brief."} <= {job.english for job in bench.saved()}


def test_a_file_is_imported_and_reported(bench: Bench, tmp_path: Path) -> None:
    path = tmp_path / "theirs.json"
    path.write_bytes(content_of([BRIEF, SHIPPED["email"]]))
    bench.dialogs.file = path
    bench.press("import")
    assert bench.names()[-1] == "Brief"
    report = str(bench.dialogs.asked[-1][1])
    assert "1 of 2 jobs were added." in report
    assert "There already: E-mail" in report


def test_what_is_no_file_of_jobs_is_an_error_in_the_dialog(bench: Bench, tmp_path: Path) -> None:
    path = tmp_path / "theirs.json"
    path.write_text("{}")
    bench.dialogs.file = path
    bench.press("import")
    assert "cannot be opened as a file of jobs" in bench.dialog.error.text()
    assert len(bench.names()) == len(SHIPPED)


def test_exporting_saves_first_and_gives_all(bench: Bench, tmp_path: Path) -> None:
    bench.write("Shout.")
    bench.dialogs.file = tmp_path / "mine.json"
    bench.press("export")
    assert read(tmp_path / "mine.json").jobs() == tuple(bench.saved())
    assert not bench.desk.has_unsaved()


def test_a_full_disk_is_told_when_exporting(bench: Bench, tmp_path: Path) -> None:
    bench.dialogs.file = tmp_path / "none" / "mine.json"
    bench.press("export")
    assert "cannot be written" in bench.dialog.error.text()


def test_a_damaged_library_is_told_when_it_is_opened(bench: Bench) -> None:
    bench.press("close")
    bench.path.write_text("{")
    bench.desk.show("headline")
    assert "kept as jobs.json.bad" in bench.dialog.error.text()
