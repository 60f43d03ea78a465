"""The settings: every choice is signalled at once and shown as it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from newsassistant.core.settings import Settings
from newsassistant.gui.look.i18n import LanguageChoice, Translations
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.settings.dialog import ROWS, SettingsDialog
from newsassistant.text.prompts.presets import Preset
from tests.gui.room import cut_parts, settle


@pytest.fixture
def dialog(theme: Theme, tmp_path: Path, qtbot: QtBot) -> SettingsDialog:
    dialog = SettingsDialog(theme, Settings(language="en"), tmp_path)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def choose(dialog: SettingsDialog, name: str, value: object) -> None:
    choice = dialog.choices[name]
    choice.setCurrentIndex(choice.findData(value))
    choice.activated.emit(choice.currentIndex())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("language", "zh"),
        ("scheme", "dark"),
        ("zoom", 1.25),
        ("preset", "headline"),
        ("answer_temperature", 0.0),
        ("answer_words", 200),
        ("headline_limit", 80),
        ("headline_limit_chinese", 0),
        ("send_with", "ctrl+enter"),
        ("read_ahead", "mains"),
        ("unload_minutes", 15),
        ("device", "GPU"),
        ("execution", "exact"),
        ("kv_cache_precision", "u8"),
        ("kept_memory_mb", 1000),
    ],
)
def test_a_choice_is_signalled(
    dialog: SettingsDialog, qtbot: QtBot, name: str, value: object
) -> None:
    with qtbot.waitSignal(dialog.settings_changed) as signal:
        choose(dialog, name, value)

    assert signal.args == [replace(Settings(language="en"), **{name: value})]  # type: ignore[arg-type]


def test_a_value_that_was_written_by_hand_is_shown_and_kept(
    theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    settings = Settings(language="en", answer_temperature=0.35, answer_words=120)
    dialog = SettingsDialog(theme, settings, tmp_path)
    qtbot.addWidget(dialog)
    assert dialog.choices["answer_temperature"].currentText() == "0.35"
    assert dialog.choices["answer_words"].currentText() == "Up to about 120 words"


def test_a_limit_that_was_written_by_hand_is_offered_too(
    theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    settings = Settings(language="en", headline_limit=72, headline_limit_chinese=0)
    dialog = SettingsDialog(theme, settings, tmp_path)
    qtbot.addWidget(dialog)
    assert dialog.choices["headline_limit"].currentText() == "Up to 72 characters"
    assert dialog.choices["headline_limit_chinese"].currentText() == "Any length"


def test_own_jobs_can_be_the_default(theme: Theme, tmp_path: Path, qtbot: QtBot) -> None:
    jobs = (Preset("own-1", "Write.", name="Brief"),)
    dialog = SettingsDialog(theme, Settings(language="en"), tmp_path, jobs=jobs)
    qtbot.addWidget(dialog)
    assert dialog.choices["preset"].findText("Brief") == 0


def test_choosing_the_same_again_changes_nothing(dialog: SettingsDialog, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(dialog.settings_changed):
        choose(dialog, "language", "en")


def test_settings_changed_elsewhere_are_shown(dialog: SettingsDialog, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(dialog.settings_changed):
        dialog.set_settings(Settings(language="en", zoom=1.4))

    assert dialog.choices["zoom"].currentText() == "140 %"


def test_every_choice_has_a_label_and_a_name(dialog: SettingsDialog) -> None:
    for name in ROWS:
        assert dialog.choices[name].accessibleName()
        assert dialog.choices[name].count() > 1


def test_it_names_the_data_folder_and_opens_it(
    dialog: SettingsDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    assert str(tmp_path) in dialog.folder_label.text().replace("\u200b", "")

    with qtbot.waitSignal(dialog.data_folder_requested):
        QTest.mouseClick(dialog.folder_button, Qt.MouseButton.LeftButton)


def test_it_says_what_stays_here(dialog: SettingsDialog) -> None:
    assert "stay on this computer" in dialog.privacy_label.text()


def test_the_language_changes_under_it(dialog: SettingsDialog) -> None:
    translations = Translations()
    translations.use("zh")
    QApplication.processEvents()
    try:
        assert dialog.windowTitle() == "设置"
        assert dialog.choices["scheme"].itemText(1) == "浅色"
    finally:
        translations.use("en")
        QApplication.processEvents()

    assert dialog.windowTitle() == "Settings"


def test_enter_closes_it(dialog: SettingsDialog, qtbot: QtBot) -> None:
    QTest.keyClick(dialog, Qt.Key.Key_Return)

    assert not dialog.isVisible()


def test_the_style_may_answer_questions_too(theme: Theme, qtbot: QtBot) -> None:
    dialog = SettingsDialog(theme, Settings(language="en"), Path("data"))
    qtbot.addWidget(dialog)
    choice = dialog.choices["prefix_for"]
    assert choice.currentText() == "Summaries only"

    with qtbot.waitSignal(dialog.settings_changed) as changed:
        choice.setCurrentIndex(1)
        choice.activated.emit(1)

    assert changed.args[0].prefix_for == "everything"


def test_what_a_style_is_used_for_is_asked_only_where_one_is_installed(
    dialog: SettingsDialog,
) -> None:
    assert dialog.choices["prefix_for"].isVisible()

    dialog.set_has_styles(False)

    assert not dialog.choices["prefix_for"].isVisible()


@pytest.mark.parametrize(
    ("mode", "words"),
    [("exact", "full precision"), ("balanced", "practically"), ("fastest", "another word")],
)
def test_the_chosen_execution_is_explained(dialog: SettingsDialog, mode: str, words: str) -> None:
    choose(dialog, "execution", mode)

    assert words in dialog.execution_label.text()
    assert words in dialog.choices["execution"].accessibleDescription()


def test_the_cache_is_chosen_by_the_program_unless_told(dialog: SettingsDialog) -> None:
    choice = dialog.choices["kv_cache_precision"]

    assert choice.currentText() == "Chosen for this computer"
    assert [choice.itemData(i) for i in range(choice.count())] == ["auto", "f16", "u8", "f32"]


def test_memory_for_what_was_read_is_automatic_or_chosen(dialog: SettingsDialog) -> None:
    choice = dialog.choices["kept_memory_mb"]

    words = [choice.itemText(i) for i in range(choice.count())]
    assert words == ["Automatic", "256 MB", "512 MB", "1.0 GB", "2.0 GB", "4.0 GB"]
    assert choice.currentText() == "Automatic"


def test_a_longer_sentence_makes_it_higher_instead_of_scrolling(dialog: SettingsDialog) -> None:
    limits = ("headline_limit", "headline_limit_chinese")
    rows = [part[name] for part in (dialog.choices, dialog._labels) for name in limits]
    for part in (dialog.labels_label, dialog.labels_button, dialog.backups_label, *rows):
        part.hide()  # the screen of the tests has no room for more than all
    choose(dialog, "execution", "exact")
    dialog.execution_label.setText("short")
    settle()
    dialog._fit()
    before = dialog.height()

    choose(dialog, "execution", "fastest")
    settle()

    assert dialog.height() > before
    assert dialog._scroll.verticalScrollBar().maximum() == 0
    assert dialog.execution_label.height() >= dialog.execution_label.heightForWidth(
        dialog.execution_label.width()
    )


def test_measuring_again_closes_it_so_that_the_window_can_be_used(
    dialog: SettingsDialog, qtbot: QtBot
) -> None:
    dialog.set_can_measure(False)
    assert "nothing runs" in dialog.measure_again_button.toolTip()
    dialog.set_can_measure(True)
    dialog.measure_again_button.setFocus()

    with qtbot.waitSignal(dialog.measure_again_requested):
        QTest.keyClick(dialog.measure_again_button, Qt.Key.Key_Space)

    assert not dialog.isVisible()


@pytest.mark.parametrize("zoom", [1.0, 2.0])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_is_cut_in_any_face(
    wide_letters: None, qapp: QApplication, qtbot: QtBot, language: LanguageChoice, zoom: float
) -> None:
    theme, translations = Theme("light", zoom), Translations()
    translations.use(language)
    dialog = SettingsDialog(theme, Settings(language=language, zoom=zoom), Path("x" * 40))
    qtbot.addWidget(dialog)
    dialog.show()
    settle()
    cut = cut_parts(dialog)
    translations.use("en")
    theme.detach()

    assert cut == []


def test_tab_goes_from_top_to_bottom(dialog: SettingsDialog, qtbot: QtBot) -> None:
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.choices["language"].setFocus()
    names: list[str] = []
    for _ in range(len(ROWS) + 5):
        focused = dialog.focusWidget()
        assert focused is not None
        names.append(focused.objectName() or "close")
        QTest.keyClick(focused, Qt.Key.Key_Tab)

    rows = [f"{name}_choice" for name in ROWS]
    buttons = ["measure_again_button", "data_folder_button", "backups_button", "labels_button"]
    assert names == [*rows, *buttons, "close"]
