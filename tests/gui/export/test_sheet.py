"""What goes into an exported file: chosen, shown beforehand, and refused with a reason."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from newsassistant.app.exporting.choice import Choice
from newsassistant.core.settings import Settings
from newsassistant.gui.export.sheet import ExportSheet
from newsassistant.gui.look.theme import Theme
from tests.gui.inert import hostile_texts, rich_texts
from tests.gui.sheets import press

ANSWER = "- One is here.\n- Two is there."
LABEL = "AI-assisted, edited by {editor} with {model}"


def made(
    parent: QWidget, theme: Theme, choice: Choice, answer: str | None = None
) -> tuple[ExportSheet, list[Choice]]:
    done: list[Choice] = []
    sheet = ExportSheet(theme, choice, done.append, answer=answer, model="M 1", parent=parent)
    sheet.show()
    return sheet, done


def test_what_was_chosen_last_is_chosen(parent: QWidget, theme: Theme) -> None:
    choice = Choice(
        form="md", with_article=False, with_sheet=False, with_checks=False, editor="Ann"
    )
    sheet, done = made(parent, theme, choice)

    assert sheet.windowTitle() == "Export the conversation"
    assert not sheet.text.isVisible()
    press(sheet, "Export…")
    assert done == [choice]


def test_cancel_exports_nothing(parent: QWidget, theme: Theme) -> None:
    sheet, done = made(parent, theme, Choice())
    press(sheet, "Cancel")

    assert done == []


def test_everything_can_be_chosen(parent: QWidget, theme: Theme) -> None:
    sheet, done = made(parent, theme, Choice(answer=1), ANSWER)
    sheet.forms.setCurrentIndex(sheet.forms.findData("html"))
    sheet.articles.setCurrentIndex(1)
    sheet.checks.setCurrentIndex(1)
    sheet.sheets.setCurrentIndex(1)
    QTest.keyClicks(sheet.editor, " Ann ")
    press(sheet, "Export…")

    assert done == [
        Choice(
            form="html",
            answer=1,
            with_article=False,
            with_sheet=False,
            with_checks=False,
            editor="Ann",
        )
    ]


def test_the_label_is_shown_as_it_will_be(parent: QWidget, theme: Theme) -> None:
    sheet, _ = made(parent, theme, Choice(label=LABEL, chinese=True))
    assert not sheet.export.isEnabled()
    assert "enter who edited" in sheet.label.text()
    assert "enter who edited" in sheet.export.toolTip()

    QTest.keyClicks(sheet.editor, "Ann")
    assert sheet.label.text() == "本内容由人工智能生成合成\nAI-assisted, edited by Ann with M 1"
    assert sheet.export.isEnabled()

    sheet.set_labels(Settings(export_label="Desk"))
    assert sheet.label.text() == "Desk"
    sheet.set_labels(Settings())
    assert sheet.label.text() == "None"


def test_an_answer_can_be_edited_and_the_changes_are_counted(parent: QWidget, theme: Theme) -> None:
    sheet, done = made(parent, theme, Choice(answer=2, editor="Ann"), ANSWER)
    assert sheet.windowTitle() == "Export the answer"
    assert sheet.changes.text() == "The sheet will say: as the model wrote it"

    sheet.text.setPlainText("- One is here.\n- Two was there.")
    assert sheet.changes.text() == (
        "The sheet will say: edited by Ann before the export: "
        "1 of 2 sentences changed or removed, 1 new"
    )
    sheet.sheets.setCurrentIndex(1)
    assert sheet.changes.text() == ""
    press(sheet, "Export…")
    assert done[0].text == "- One is here.\n- Two was there."


def test_an_unchanged_answer_is_the_models(parent: QWidget, theme: Theme) -> None:
    sheet, done = made(parent, theme, Choice(answer=2), ANSWER)
    sheet.text.setPlainText("else")
    sheet.text.setPlainText(ANSWER)
    press(sheet, "Export…")

    assert done[0].text is None


def test_an_empty_text_cannot_be_exported(parent: QWidget, theme: Theme) -> None:
    sheet, _ = made(parent, theme, Choice(answer=1), ANSWER)
    sheet.text.setPlainText(" \n")

    assert not sheet.export.isEnabled()
    assert "no text" in sheet.export.toolTip()


def test_a_file_to_open_again_holds_everything_as_it_is(parent: QWidget, theme: Theme) -> None:
    sheet, _ = made(parent, theme, Choice(form="newschat", label=LABEL))

    assert sheet.export.isEnabled()
    assert "as it is" in sheet.label.text()
    assert not sheet.articles.isEnabled()
    assert not sheet.checks.isEnabled()
    sheet.forms.setCurrentIndex(0)
    assert sheet.articles.isEnabled()


def test_one_answer_is_offered_no_such_file(parent: QWidget, theme: Theme) -> None:
    sheet, _ = made(parent, theme, Choice(form="newschat", answer=1), ANSWER)

    assert sheet.forms.findData("newschat") < 0
    assert sheet.choice().form == "docx"


def test_every_control_has_a_name_and_a_tip(parent: QWidget, theme: Theme) -> None:
    sheet, _ = made(parent, theme, Choice(answer=1), ANSWER)

    combos = (sheet.forms, sheet.articles, sheet.checks, sheet.sheets)
    for part in (*combos, sheet.editor, sheet.text):
        assert part.objectName().startswith("export_")
        assert part.accessibleName()
        assert part.toolTip()


def test_hostile_words_stay_words(
    parent: QWidget, theme: Theme, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("x") / "x.png"
    for text in hostile_texts(file):
        choice = Choice(answer=1, editor=text, label=text)
        sheet, _ = made(parent, theme, replace(choice), text)
        assert rich_texts(sheet) == []
        sheet.reject()


def test_the_labels_can_be_changed_from_here(parent: QWidget, theme: Theme, qtbot: QtBot) -> None:
    sheet, _ = made(parent, theme, Choice())
    with qtbot.waitSignal(sheet.labels_requested):
        sheet.label_button.click()
