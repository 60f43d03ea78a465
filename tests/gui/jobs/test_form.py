"""One job as a form."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from newsassistant.gui.jobs.form import JobForm
from newsassistant.gui.look.i18n import Translations
from newsassistant.gui.look.theme import Theme
from newsassistant.text.prompts.presets import BASE, SHIPPED, Preset

BRIEF = Preset(
    "own-00000001", "Write {length} words.", "写。", length=80, name="Brief", style="house",
    stop=("\n", "END", "\n6.", "a\\b"),
)  # fmt: skip
STYLES = {"house": "House style"}


@pytest.fixture
def form(theme: Theme, qtbot: QtBot) -> JobForm:
    form = JobForm(theme)
    qtbot.addWidget(form)
    form.set_job(BRIEF, (), STYLES)
    form.show()
    return form


@pytest.mark.parametrize("job", [BRIEF, *SHIPPED.values()], ids=lambda job: job.id)
def test_what_is_shown_and_not_touched_is_as_it_was(form: JobForm, job: Preset) -> None:
    form.set_job(job, (), STYLES)
    assert form.job() == job
    assert form.flaws() == []


def test_every_field_takes_what_is_typed(form: JobForm, qtbot: QtBot) -> None:
    form.set_job(Preset("own-2", ""), (), STYLES)
    with qtbot.waitSignal(form.edited):
        QTest.keyClicks(form.name_edit, " Press  release ")
    QTest.keyClicks(form.instruction_edit, "Write it in {language}.")
    QTest.keyClicks(form.chinese_edit, "x")
    QTest.keyClicks(form.length_edit, "120")
    form.style_choice.setCurrentIndex(form.style_choice.findData("house"))
    form.end_choice.setCurrentIndex(1)
    form.stop_edit.setPlainText("END\n\n\\n6.\n")
    assert form.job() == Preset(
        "own-2", "Write it in {language}.", "x", length=120, name="Press release", style="house",
        stop=("\n", "END", "\n6."),
    )  # fmt: skip


def test_showing_a_job_is_no_edit(form: JobForm, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(form.edited):
        form.set_job(SHIPPED["email"], (), STYLES)


def test_a_flaw_is_told_at_its_field_as_soon_as_it_is_one(form: JobForm) -> None:
    form.length_edit.clear()
    form.length_edit.textEdited.emit("")
    label = form.flaw_labels["length"]
    assert not label.isHidden()
    assert "{length}" in label.text()
    assert form.length_edit.accessibleDescription() == label.text()
    QTest.keyClicks(form.length_edit, "9")
    assert label.isHidden()
    assert form.length_edit.accessibleDescription() == ""


def test_what_is_only_missing_yet_is_told_when_it_is_to_be_saved(form: JobForm) -> None:
    form.set_job(Preset("own-2", ""), (), STYLES)
    assert all(label.isHidden() for label in form.flaw_labels.values())
    form.window().activateWindow()
    form.show_flaws()
    assert "name" in form.flaw_labels["name"].text()
    assert not form.flaw_labels["instruction"].isHidden()
    assert form.focusWidget() is form.name_edit


def test_a_name_that_is_taken_is_told(form: JobForm) -> None:
    form.set_job(BRIEF, {"note"}, STYLES)
    form.name_edit.setText("NOTE")
    form.name_edit.textEdited.emit("NOTE")
    assert form.flaws() == ["name-taken"]


def test_a_job_of_the_program_keeps_its_translated_name(form: JobForm) -> None:
    form.set_job(SHIPPED["headline"], (), STYLES)
    assert form.name_edit.text() == "Headline"
    form.name_edit.setText("Title")
    assert form.job().name == "Title"
    form.name_edit.setText(" ")
    assert form.job() == SHIPPED["headline"]


def test_a_style_that_is_not_installed_is_named_and_kept(form: JobForm) -> None:
    job = replace(BRIEF, style="gone")
    form.set_job(job, (), STYLES)
    assert form.style_choice.currentText() == "gone (not installed)"
    assert form.job().style == "gone"
    words = [form.style_choice.itemText(i) for i in range(form.style_choice.count())]
    assert words[:3] == ["As chosen", "Base model", "House style"]
    assert form.style_choice.itemData(1) == BASE


def test_braces_that_are_no_field_are_told(form: JobForm) -> None:
    form.instruction_edit.setPlainText("{length} {name} {language}")
    assert "{name}" in form.note_label.text()
    form.instruction_edit.setPlainText("{length}")
    assert "stays" not in form.note_label.text()


def test_a_change_of_language_loses_nothing(form: JobForm) -> None:
    form.instruction_edit.setPlainText("Other words.")
    form.style_choice.setCurrentIndex(form.style_choice.findData(BASE))
    before = form.job()
    translations = Translations()
    translations.use("zh")
    QApplication.processEvents()
    try:
        assert form.job() == before
        assert form.style_choice.currentText() == "基础模型"
    finally:
        translations.use("en")
        QApplication.processEvents()


def test_every_field_has_a_name_and_a_tip(form: JobForm) -> None:
    for field in form.fields.values():
        assert field.objectName()
        assert field.accessibleName()
        assert "&" not in field.accessibleName()
        assert field.toolTip()
