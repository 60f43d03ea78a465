"""The styles dialog by itself: rows, details, drops, focus, languages, schemes."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFrame, QPushButton
from pytestqt.qtbot import QtBot

from newsassistant.core.errors import PrefixError
from newsassistant.gui.cards.strip import JobView
from newsassistant.gui.look.i18n import Translations
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.styles.choice import BY_JOB
from newsassistant.gui.styles.dialog import StylesDialog
from tests.gui.example_styles import HOUSE, SMALL, SPORT
from tests.gui.pages import StylesPage

REASON = "Starter style was made for SmolLM2-135M. Load that model, or choose another style."


@pytest.fixture
def page(theme: Theme, qtbot: QtBot) -> StylesPage:
    dialog = StylesDialog(theme)
    qtbot.addWidget(dialog)
    dialog.set_styles(
        [HOUSE, SPORT, SMALL], reasons={"small": REASON}, in_use="house-style", damaged=[]
    )
    dialog.show()
    return StylesPage(dialog, qtbot)


def test_every_style_says_what_it_is(page: StylesPage) -> None:
    assert page.names() == ["House style", "Sport desk", "Starter style"]
    assert "For ChatGLM3-6B · 128 tokens long · 7.3 MB · CC BY 4.0" in page.words("house-style")
    assert "In use" in page.words("house-style")
    assert "In use" not in page.words("sport-desk")


def test_one_that_does_not_fit_says_why_and_cannot_be_used(page: StylesPage) -> None:
    use = page.button("use", "small")

    assert REASON in page.words("small")
    assert use is not None
    assert not use.isEnabled()
    assert use.toolTip() == REASON


def test_the_one_in_use_can_be_left(page: StylesPage, qtbot: QtBot) -> None:
    assert page.button("use", "house-style") is None

    with qtbot.waitSignal(page.dialog.acted) as acted:
        page.press("base", "house-style")

    assert acted.args == ["base", "house-style"]


def test_details_unfold_and_fold(page: StylesPage) -> None:
    page.press("details", "house-style")
    assert "Training pairs\n1200" in page.words("house-style")
    assert "ChatGLM P-Tuning v2, imported" in page.words("house-style")

    page.press("details", "house-style")

    assert "Training pairs" not in page.words("house-style")


def test_a_new_name_is_told(page: StylesPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.dialog.renamed) as renamed:
        page.rename("sport-desk", "Back page")

    assert renamed.args == ["sport-desk", "Back page"]
    assert page.dialog.isVisible()


def test_a_damaged_one_is_listed_with_its_fault(page: StylesPage) -> None:
    fault = PrefixError("prefix-invalid", detail="its hash is 1234, expected 5678")
    page.dialog.set_styles([], reasons={}, in_use="", damaged=[("old", fault)])

    assert "its hash is 1234" in page.words("old")
    assert page.button("delete", "old") is not None
    assert page.button("use", "old") is None


def test_without_any_it_says_what_a_style_is_and_how_to_get_one(page: StylesPage) -> None:
    page.dialog.set_styles([], reasons={}, in_use="", damaged=[])

    assert page.dialog.findChild(QFrame, "no_styles") is not None
    assert "No style is installed yet" in page.words()
    assert "train one here" in page.words()


def test_those_that_came_with_the_program_stand_first_and_have_no_file_to_change(
    page: StylesPage,
) -> None:
    page.dialog.set_styles(
        [], reasons={}, in_use=BY_JOB, damaged=[], by_job=("headline", "three-bullets")
    )

    assert page.names() == ["Built-in styles"]
    assert "3 bullets · Headline" in page.words(BY_JOB)
    assert "Trained on texts of the US government" in page.words(BY_JOB)
    assert page.button("base", BY_JOB) is not None
    assert page.button("rename", BY_JOB) is None
    assert page.button("delete", BY_JOB) is None
    assert "No style of your own yet" in page.words()


def test_a_folder_can_be_dropped_on_it(page: StylesPage, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(page.dialog.dropped) as dropped:
        assert page.drop(tmp_path)

    assert dropped.args == [tmp_path]
    assert page.dialog.property("dropping") == "false"


def test_nothing_is_dropped_while_a_job_runs(page: StylesPage, tmp_path: Path) -> None:
    page.dialog.set_job(JobView("import-style", "house"))

    assert not page.drop(tmp_path)
    assert not page.dialog.import_button.isEnabled()
    assert page.dialog.job.label.text() == "Reading house…"
    assert page.dialog.job.cancel_button.isHidden()


def test_training_is_asked_for(page: StylesPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.dialog.train_requested):
        page.dialog.train_button.click()


def test_the_focus_stays_when_the_rows_change(page: StylesPage) -> None:
    button = page.button("details", "sport-desk")
    assert button is not None
    button.setFocus()
    page.qtbot.waitUntil(button.hasFocus)

    button.click()

    again = page.button("details", "sport-desk")
    assert again is not button
    assert page.dialog.focusWidget() is again


def test_every_control_has_a_name_and_a_tool_tip(page: StylesPage) -> None:
    buttons = [item for item in page.dialog.findChildren(QPushButton) if item.isVisible()]

    assert [b.objectName() for b in buttons if not (b.accessibleName() or b.text())] == []
    assert [b.objectName() for b in buttons if not b.toolTip() and b.text() != "Close"] == []


def test_it_follows_language_scheme_and_zoom(page: StylesPage, theme: Theme) -> None:
    before = page.dialog.grab().toImage()
    translations = Translations()
    translations.use("zh")
    QApplication.processEvents()
    try:
        assert page.dialog.windowTitle() == "风格"
        assert "使用中" in page.words("house-style")
    finally:
        translations.use("en")
        QApplication.processEvents()
    theme.set_scheme("dark")
    theme.set_zoom(1.5)

    assert page.dialog.grab().toImage() != before
    assert page.dialog.windowTitle() == "Styles"


def test_a_name_being_edited_ends_with_the_dialog(page: StylesPage) -> None:
    page.press("rename", "house-style")
    row = page.dialog.row("house-style")
    assert row is not None
    assert row.name_edit is not None

    page.dialog.reject()

    row = page.dialog.row("house-style")
    assert row is not None
    assert row.name_edit is None
