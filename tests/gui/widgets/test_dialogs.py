"""Dialogs: they say what is at stake and answer through callbacks."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from newsassistant.app.listener import ChatState
from newsassistant.core.settings import Settings
from newsassistant.download.catalog import MODELS
from newsassistant.gui.look.i18n import Translations
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.models.measuring import Measuring
from newsassistant.gui.settings.dialog import SettingsDialog
from newsassistant.gui.settings.preferences import Preferences
from newsassistant.gui.widgets.dialogs import Dialogs, Sheet
from tests.gui.measurings import FakeService


@pytest.fixture
def parent(theme: Theme, qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def dialogs(theme: Theme) -> Dialogs:
    return Dialogs(theme)


def sheet_of(parent: QWidget) -> Sheet:
    return parent.findChildren(Sheet)[-1]


def words_of(sheet: Sheet) -> str:
    return "\n".join(label.text() for label in sheet.findChildren(QLabel))


def press(sheet: Sheet, words: str, qtbot: QtBot) -> None:
    (button,) = (b for b in sheet.findChildren(QPushButton) if b.text() == words)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_too_long_says_by_how_much_and_takes_a_part_only_if_asked(
    dialogs: Dialogs, parent: QWidget, qtbot: QtBot
) -> None:
    agreed: list[bool] = []
    dialogs.ask_too_long(parent, tokens=9300, room=7600, done=lambda: agreed.append(True))
    sheet = sheet_of(parent)

    assert "9,300" in words_of(sheet)
    assert "7,600" in words_of(sheet)
    press(sheet, "Cancel", qtbot)
    assert agreed == []

    dialogs.ask_too_long(parent, tokens=9300, room=7600, done=lambda: agreed.append(True))
    press(sheet_of(parent), "Use the part that fits", qtbot)
    assert agreed == [True]


def test_escape_is_a_no(dialogs: Dialogs, parent: QWidget, qtbot: QtBot) -> None:
    agreed: list[bool] = []
    dialogs.ask_too_long(parent, tokens=2, room=1, done=lambda: agreed.append(True))
    sheet = sheet_of(parent)

    QTest.keyClick(sheet, Qt.Key.Key_Escape)

    qtbot.waitUntil(lambda: not parent.findChildren(Sheet))
    assert agreed == []


def test_a_line_of_text_is_answered_by_enter(
    dialogs: Dialogs, parent: QWidget, qtbot: QtBot
) -> None:
    titles: list[str] = []
    dialogs.ask_text(parent, heading="Rename", text="Old", done=titles.append)
    field = sheet_of(parent).findChildren(QLineEdit)[0]
    assert field.selectedText() == "Old"

    QTest.keyClicks(field, " New title ")
    QTest.keyClick(field, Qt.Key.Key_Return)

    assert titles == ["New title"]


def test_an_empty_line_is_no_answer(dialogs: Dialogs, parent: QWidget, qtbot: QtBot) -> None:
    titles: list[str] = []
    dialogs.ask_text(parent, heading="Rename", text="", done=titles.append)

    press(sheet_of(parent), "Save", qtbot)

    assert titles == []


def test_text_is_never_taken_for_markup(dialogs: Dialogs, parent: QWidget) -> None:
    sheet = Sheet(Theme("light"), "A heading", "<b>not bold</b>", parent=parent)
    label = next(item for item in sheet.findChildren(QLabel) if "not bold" in item.text())

    assert label.textFormat() is Qt.TextFormat.PlainText


def test_every_shortcut_is_listed(dialogs: Dialogs, parent: QWidget) -> None:
    rows = [("New article", "Ctrl+N"), ("Search", "Ctrl+K"), ("Quit", "Ctrl+Q")]

    dialogs.show_shortcuts(parent, rows)

    words = words_of(sheet_of(parent))
    assert all(text in words and keys in words for text, keys in rows)


def test_about_names_the_version_and_the_promise(dialogs: Dialogs, parent: QWidget) -> None:
    dialogs.show_about(parent, "1.2.3")

    assert "1.2.3" in words_of(sheet_of(parent))
    assert "Nothing leaves this computer" in words_of(sheet_of(parent))


def test_a_crash_report_can_be_copied_and_is_dismissed(
    dialogs: Dialogs, parent: QWidget, qtbot: QtBot
) -> None:
    done: list[str] = []
    dialogs.show_crash(
        parent,
        "Traceback: it broke",
        copy=lambda: done.append("copied"),
        dismiss=lambda: done.append("dismissed"),
    )
    sheet = sheet_of(parent)
    assert sheet.findChildren(QPlainTextEdit)[0].toPlainText() == "Traceback: it broke"

    press(sheet, "Copy the report", qtbot)

    assert done == ["copied", "dismissed"]


def test_an_article_is_chosen_among_text_files(
    dialogs: Dialogs, parent: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "open", lambda self: None)
    chosen: list[Path] = []
    dialogs.ask_open(parent, chosen.append)
    dialog = parent.findChildren(QFileDialog)[0]

    dialog.fileSelected.emit(str(tmp_path / "a.txt"))

    assert chosen == [tmp_path / "a.txt"]
    assert "*.txt" in dialog.nameFilters()[0]
    dialog.deleteLater()


def test_settings_take_effect_while_open(
    dialogs: Dialogs, parent: QWidget, theme: Theme, tmp_path: Path, qtbot: QtBot
) -> None:
    opened: list[bool] = []
    preferences = Preferences(Settings(), tmp_path / "settings.toml", theme, Translations())
    measuring = Measuring(FakeService(), lambda model_id: None)
    dialogs.show_settings(
        parent,
        preferences,
        tmp_path,
        measuring,
        open_folder=lambda: opened.append(True),
        open_backups=lambda: opened.append(False),
    )
    dialog = cast(SettingsDialog, parent.findChild(SettingsDialog))

    dialog.choices["scheme"].setCurrentIndex(dialog.choices["scheme"].findData("dark"))
    dialog.choices["scheme"].activated.emit(dialog.choices["scheme"].currentIndex())
    QTest.mouseClick(dialog.folder_button, Qt.MouseButton.LeftButton)

    assert theme.tokens.dark
    assert opened == [True]
    QTest.mouseClick(dialog.backups_button, Qt.MouseButton.LeftButton)
    assert opened == [True, False]
    assert not dialog.isVisible()


def test_the_settings_measure_the_loaded_model_again(
    dialogs: Dialogs, parent: QWidget, theme: Theme, tmp_path: Path
) -> None:
    service = FakeService()
    measured: list[str] = []
    preferences = Preferences(Settings(), tmp_path / "settings.toml", theme, Translations())
    measuring = Measuring(service, measured.append)
    dialogs.show_settings(
        parent,
        preferences,
        tmp_path,
        measuring,
        open_folder=lambda: None,
        open_backups=lambda: None,
    )
    dialog = cast(SettingsDialog, parent.findChild(SettingsDialog))
    service.state = ChatState.ANSWERING
    measuring.set_state(service.state)
    assert not dialog.measure_again_button.isEnabled()

    service.state = ChatState.IDLE
    measuring.set_state(service.state)
    QTest.mouseClick(dialog.measure_again_button, Qt.MouseButton.LeftButton)

    assert measured == ["chatglm3"]
    assert not dialog.isVisible()  # the window shows how far it is


# --- models -------------------------------------------------------------------------------------


def test_asking_does_it_only_for_the_verb(dialogs: Dialogs, parent: QWidget, qtbot: QtBot) -> None:
    done: list[bool] = []
    for verb in ("Cancel", "Remove"):
        dialogs.ask(
            parent, "Remove it?", "It is gone.", verb="Remove", done=lambda: done.append(True)
        )
        press(sheet_of(parent), verb, qtbot)

    assert done == [True]


@pytest.mark.parametrize(("lasting", "expected"), [(False, [True]), (True, [])])
def test_enter_does_nothing_that_lasts(
    dialogs: Dialogs, parent: QWidget, qtbot: QtBot, lasting: bool, expected: list[bool]
) -> None:
    done: list[bool] = []
    dialogs.ask(
        parent,
        "Erase it?",
        "For good.",
        verb="Erase",
        done=lambda: done.append(True),
        lasting=lasting,
    )
    sheet = sheet_of(parent)
    QTest.keyClick(sheet, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not sheet.isVisible())

    assert done == expected


def test_telling_has_one_way_on(dialogs: Dialogs, parent: QWidget, qtbot: QtBot) -> None:
    dialogs.tell(parent, "Too large", "It needs 40 GB.")
    sheet = sheet_of(parent)

    assert "It needs 40 GB." in words_of(sheet)
    assert [button.text() for button in sheet.findChildren(QPushButton)] == ["Close"]
    press(sheet, "Close", qtbot)


def test_the_licence_is_text_and_has_to_be_accepted(
    dialogs: Dialogs, parent: QWidget, qtbot: QtBot
) -> None:
    accepted: list[bool] = []
    for answer in ("Cancel", "Accept and download"):
        dialogs.ask_licence(
            parent,
            MODELS[0],
            "<b>You may</b>",
            source="https://mirror.example",
            left_bytes=12_500_000_000,
            done=lambda: accepted.append(True),
        )
        sheet = sheet_of(parent)
        assert sheet.findChildren(QPlainTextEdit)[0].toPlainText() == "<b>You may</b>"
        assert "12.5 GB will be fetched from https://mirror.example." in words_of(sheet)
        assert "ChatGLM3-6B License" in words_of(sheet)
        press(sheet, answer, qtbot)

    assert accepted == [True]


def test_a_source_without_licence_text_says_so(
    dialogs: Dialogs, parent: QWidget, qtbot: QtBot
) -> None:
    dialogs.ask_licence(parent, MODELS[0], "", source="x", left_bytes=1, done=lambda: None)
    sheet = sheet_of(parent)

    assert "no licence text" in sheet.findChildren(QPlainTextEdit)[0].toPlainText()
    press(sheet, "Cancel", qtbot)


def test_a_folder_is_asked_for(dialogs: Dialogs, parent: QWidget, tmp_path: Path) -> None:
    chosen: list[Path] = []
    dialogs.ask_folder(parent, chosen.append)
    dialog = parent.findChildren(QFileDialog)[-1]
    dialog.fileSelected.emit(str(tmp_path))
    dialog.close()

    assert dialog.fileMode() == QFileDialog.FileMode.Directory
    assert chosen == [tmp_path]


def test_a_style_is_asked_for_by_its_folder(
    dialogs: Dialogs, parent: QWidget, tmp_path: Path
) -> None:
    chosen: list[Path] = []
    dialogs.ask_style_folder(parent, chosen.append)
    dialog = parent.findChildren(QFileDialog)[-1]
    dialog.fileSelected.emit(str(tmp_path))
    dialog.close()

    assert dialog.fileMode() == QFileDialog.FileMode.Directory
    assert chosen == [tmp_path]
