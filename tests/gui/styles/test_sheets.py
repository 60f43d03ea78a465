"""The sheets of a style that travels: what is asked, what is shown, in both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from newsassistant.app.installed.styles import Said
from newsassistant.gui.look.i18n import Translations
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.styles.sheets import ExportedSheet, PackageSheet, StyleExportSheet
from newsassistant.gui.widgets.dialogs import Sheet
from tests.gui.example_styles import HOUSE, PACKAGE, SENT


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def words_of(sheet: Sheet) -> str:
    return "\n".join(label.text() for label in sheet.findChildren(QLabel))


def default_of(sheet: Sheet) -> QPushButton:
    return next(button for button in sheet.findChildren(QPushButton) if button.isDefault())


def hash_of(sheet: Sheet) -> QLineEdit:
    found = sheet.findChild(QLineEdit, "hash_edit")
    assert found is not None
    return found


def test_what_is_said_of_a_style_is_asked(theme: Theme, parent: QWidget) -> None:
    said: list[Said] = []
    sheet = StyleExportSheet(theme, HOUSE, said.append, parent=parent)
    assert not sheet.remark_edit.isEnabled()

    sheet.signed_edit.setText(" A. Editor ")
    assert sheet.remark_edit.isEnabled()
    sheet.remark_edit.setText("Read with 40 stories.")
    sheet.notes_edit.setText("For the night")
    default_of(sheet).click()

    assert said == [
        Said(
            signed_off_by="A. Editor",
            remark="Read with 40 stories.",
            licence="CC BY 4.0",
            notes="For the night",
        )
    ]


def test_a_remark_without_a_name_is_left_out(theme: Theme, parent: QWidget) -> None:
    said: list[Said] = []
    sheet = StyleExportSheet(theme, HOUSE, said.append, parent=parent)
    sheet.signed_edit.setText("x")
    sheet.remark_edit.setText("Good.")
    sheet.signed_edit.setText("  ")
    default_of(sheet).click()

    assert said == [Said(licence="CC BY 4.0")]


def test_an_earlier_sign_off_is_told(theme: Theme, parent: QWidget) -> None:
    sheet = StyleExportSheet(theme, SENT, lambda said: None, parent=parent)

    assert "Now signed off by A. Editor on 2026-11-30." in words_of(sheet)
    assert sheet.notes_edit.text() == "For the night's wire"


def test_a_file_shows_all_that_came_with_it(theme: Theme, parent: QWidget) -> None:
    done: list[bool] = []
    sheet = PackageSheet(theme, SENT, lambda: done.append(True), parent=parent)
    words = words_of(sheet)

    for told in ("For ChatGLM3-6B", "CC BY 4.0", "A. Editor on ", "For the night's wire", "1200"):
        assert told in words
    assert hash_of(sheet).text() == PACKAGE
    assert hash_of(sheet).isReadOnly()
    assert "Nobody has signed" not in words
    default_of(sheet).click()
    assert done == [True]


def test_what_speaks_against_a_file_is_said(theme: Theme, parent: QWidget) -> None:
    style = replace(SENT, sign_off=None)
    words = words_of(PackageSheet(theme, style, lambda: None, reason="Too large.", parent=parent))

    assert "Nobody has signed this style off." in words
    assert "Too large." in words


def test_the_hash_of_an_exported_file_can_be_copied(theme: Theme, parent: QWidget) -> None:
    sheet = ExportedSheet(theme, "a.newsstyle", PACKAGE, parent=parent)

    assert hash_of(sheet).text() == PACKAGE
    assert "by telephone" in words_of(sheet)


def test_chinese(theme: Theme, parent: QWidget) -> None:
    translations = Translations()
    translations.use("zh")
    try:
        words = words_of(PackageSheet(theme, SENT, lambda: None, parent=parent))
        assert "签发" in words
        words = words_of(StyleExportSheet(theme, HOUSE, lambda said: None, parent=parent))
        assert "签发人：" in words
    finally:
        translations.use("en")
