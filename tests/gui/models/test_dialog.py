"""The models dialog by itself: focus, languages, zoom, errors."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

from newsassistant.app.installed.advice import Advice
from newsassistant.app.machine.memory import Spare
from newsassistant.core.errors import DownloadError, ModelError
from newsassistant.core.types import ModelInfo
from newsassistant.download.catalog import MODELS, find
from newsassistant.gui.cards.strip import JobView
from newsassistant.gui.look.i18n import Translations
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.models.dialog import ModelsDialog
from tests.gui.pages import ModelsPage

GIGA = 1_000_000_000
STARTER = ModelInfo("starter", "SmolLM2", "int8", 2048, "apache-2.0", 139_000_000)
LARGE = ModelInfo(
    "chatglm3-6b", "ChatGLM3-6B", "int8", 8192, "", 6 * GIGA, weight_bytes=6_500_000_000
)


@pytest.fixture
def page(theme: Theme, qtbot: QtBot) -> ModelsPage:
    dialog = ModelsDialog(theme)
    qtbot.addWidget(dialog)
    dialog.set_models([STARTER, LARGE], "starter", Spare(5 * GIGA, 16 * GIGA))
    dialog.set_catalogue(MODELS, {})
    dialog.show()
    return ModelsPage(dialog, qtbot)


def test_what_is_installed_is_not_offered_again(page: ModelsPage) -> None:
    assert page.ids().count("chatglm3-6b") == 1
    assert page.button("download", "chatglm3-6b") is None
    assert page.button("use", "chatglm3-6b") is not None


def test_a_damaged_model_says_why_and_can_be_removed(page: ModelsPage) -> None:
    acted: list[tuple[str, str]] = []
    page.dialog.acted.connect(lambda action, model: acted.append((action, model)))
    error = ModelError("model-damaged", path="models/old", detail="config.json is missing")
    page.dialog.set_models([STARTER], "starter", None, damaged={"old": error})

    row, remove = page.dialog.row("old"), page.button("remove", "old")
    assert row is not None
    assert remove is not None
    assert "config.json is missing" in " ".join(label.text() for label in row.findChildren(QLabel))
    assert page.button("use", "old") is None
    remove.click()
    assert acted == [("remove", "old")]


def test_what_came_with_the_program_stays(page: ModelsPage) -> None:
    page.dialog.set_models([STARTER, LARGE], "", None, shipped={"starter"})

    kept, other = page.button("remove", "starter"), page.button("remove", "chatglm3-6b")
    assert kept is not None
    assert other is not None
    assert not kept.isEnabled()
    assert "came with the program" in kept.toolTip()
    assert other.isEnabled()


def test_what_all_users_share_stays(page: ModelsPage) -> None:
    page.dialog.set_models([STARTER, LARGE], "", None, shared={"chatglm3-6b"})

    kept, use = page.button("remove", "chatglm3-6b"), page.button("use", "chatglm3-6b")
    assert kept is not None
    assert use is not None
    assert not kept.isEnabled()
    assert "All users" in kept.toolTip()
    assert use.isEnabled()


def test_a_model_of_a_newer_version_is_not_called_damaged(page: ModelsPage) -> None:
    error = ModelError("model-too-new", path="models/new", actual=2, expected=1)
    page.dialog.set_models([STARTER], "starter", None, damaged={"new": error})

    row = page.dialog.row("new")
    assert row is not None
    words = " ".join(label.text() for label in row.findChildren(QLabel))
    assert "newer News Assistant" in words
    assert "damaged" not in words


def test_the_focus_stays_when_the_rows_change(page: ModelsPage) -> None:
    button = page.button("verify", "chatglm3-6b")
    assert button is not None
    button.setFocus()
    page.qtbot.waitUntil(button.hasFocus)
    page.dialog.set_models([STARTER, LARGE], "", None)

    again = page.button("verify", "chatglm3-6b")
    assert again is not button
    assert again is not None
    assert page.dialog.focusWidget() is again


def test_every_control_has_a_name_and_a_place_in_the_tab_order(page: ModelsPage) -> None:
    kinds = (QPushButton, QComboBox, QLineEdit)
    found = [item for kind in kinds for item in page.dialog.findChildren(kind)]
    controls = [item for item in found if item.isVisible()]
    unnamed = [
        item.objectName()
        for item in controls
        if not (item.accessibleName() or (isinstance(item, QPushButton) and item.text()))
    ]
    unreachable = [
        item.objectName() for item in controls if not item.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]

    assert unnamed == []
    assert unreachable == []


def test_escape_closes_it_and_enter_presses_nothing(page: ModelsPage) -> None:
    acted: list[tuple[str, str]] = []
    page.dialog.acted.connect(lambda action, model: acted.append((action, model)))
    QTest.keyClick(page.dialog.options.mirror_edit, Qt.Key.Key_Return)
    assert acted == []
    assert page.dialog.isVisible()

    QTest.keyClick(page.dialog, Qt.Key.Key_Escape)
    assert not page.dialog.isVisible()


def test_while_a_job_runs_no_other_can_begin(page: ModelsPage) -> None:
    page.dialog.set_job(JobView("verify", "GLM"))

    for action, model in (("verify", "starter"), ("download", "chatglm-6b")):
        button = page.button(action, model)
        assert button is not None
        assert not button.isEnabled()
    use = page.button("use", "chatglm3-6b")
    assert use is not None
    assert use.isEnabled()


def test_an_error_offers_to_try_again_only_where_that_helps(page: ModelsPage) -> None:
    error = DownloadError("download-list", host="mirror.example", detail="no")
    page.dialog.set_error(error)
    assert page.dialog.retry_button.isHidden()
    page.dialog.set_error(error, can_retry=True)
    assert not page.dialog.retry_button.isHidden()
    page.dialog.set_error(None)

    assert page.error() == ""
    assert page.dialog.retry_button.isHidden()


def test_it_changes_language_and_zoom_while_open(page: ModelsPage, theme: Theme) -> None:
    translations = Translations()
    translations.use("zh")
    page.qtbot.waitUntil(lambda: page.dialog.windowTitle() == "模型")
    words = page.words("chatglm3-6b")
    translations.use("en")
    theme.set_zoom(1.6)

    assert "内存" in words
    assert page.dialog.minimumWidth() == round(520 * 1.6)


# --- which one to take --------------------------------------------------------------------------


def test_the_best_one_for_this_computer_comes_first_and_says_so(page: ModelsPage) -> None:
    dialog = page.dialog
    dialog.set_models([STARTER], "starter", Spare(3 * GIGA, 8 * GIGA))
    advice = Advice(find("glm-edge-4b-chat"), "int4")
    dialog.set_catalogue(MODELS, {}, advice=advice, disk=30 * GIGA)

    assert page.ids()[:2] == ["starter", "glm-edge-4b-chat"]
    words = page.words("glm-edge-4b-chat")
    assert "Best for this computer" in words
    assert "Chinese and English" in words
    assert "with int4" in words
    assert "30.0 GB free" in words
    assert sum("Best for this computer" in page.words(model.id) for model in MODELS) == 1
    assert dialog.options.weights() == "int4"


def test_another_precision_says_at_once_what_it_needs(page: ModelsPage) -> None:
    dialog = page.dialog
    dialog.set_catalogue(MODELS, {}, disk=200 * GIGA)
    before = page.words("glm-edge-4b-chat")
    weights = dialog.options._weights
    weights.setCurrentIndex(weights.findData("fp16"))

    assert "with int8" in before
    assert "with fp16" in page.words("glm-edge-4b-chat")


def test_a_disk_that_is_too_full_is_told_before_the_download(page: ModelsPage) -> None:
    page.dialog.set_models([], "", Spare(60 * GIGA, 64 * GIGA))
    page.dialog.set_catalogue(MODELS, {}, disk=5 * GIGA)
    assert page.warns("chatglm3-6b")

    page.dialog.set_catalogue(MODELS, {}, disk=500 * GIGA)
    assert not page.warns("chatglm3-6b")


def test_the_starter_is_shown_as_what_it_is(page: ModelsPage) -> None:
    starter = ModelInfo("starter", "SmolLM2-135M-Instruct", "int8", 2048, family="starter")
    page.dialog.set_models([starter, LARGE], "starter", None)

    assert "In use · For trying out" in page.words("starter")
    assert "English only" in page.words("starter")
    assert "For trying out" not in page.words("chatglm3-6b")


def test_an_error_offers_another_source_where_there_is_one(page: ModelsPage, qtbot: QtBot) -> None:
    error = DownloadError("download-unreachable", host="huggingface.co", detail="")
    page.dialog.set_error(error, can_retry=True)
    assert page.dialog.other_button.isHidden()

    page.dialog.set_error(error, can_retry=True, other="ModelScope")
    assert page.dialog.other_button.text() == "Try ModelScope"
    with qtbot.waitSignal(page.dialog.other_source_requested):
        page.dialog.other_button.click()
    page.dialog.set_error(None)

    assert page.dialog.other_button.isHidden()


def test_a_low_dialog_scrolls_where_to_download_from_with_the_models(page: ModelsPage) -> None:
    dialog = page.dialog
    scrolled = []
    for height in (700, 490, 700):
        dialog.resize(dialog.width(), height)
        dialog._fill()
        area = dialog.findChild(QScrollArea)
        assert area is not None
        scrolled.append(area.isAncestorOf(dialog.options))

    assert scrolled == [False, True, False]
