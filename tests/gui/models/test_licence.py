"""The licence before a download: text, with its source and size, and it has to be accepted."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget

from newsassistant.download.catalog import MODELS
from newsassistant.gui.look.theme import Theme
from newsassistant.gui.models.licence import LicenceSheet
from newsassistant.gui.widgets.dialogs import Sheet
from tests.gui.sheets import press, words_of


def opened(
    theme: Theme, parent: QWidget, text: str, accepted: list[bool], *, warns: bool = False
) -> Sheet:
    sheet = LicenceSheet(
        theme,
        MODELS[0],
        text,
        lambda: accepted.append(True),
        source="https://mirror.example",
        left_bytes=12_500_000_000,
        needs=("Needs 6.8 GB of memory, 8.0 GB free", warns),
        parent=parent,
    )
    sheet.open()
    return sheet


def test_the_licence_is_text_and_has_to_be_accepted(theme: Theme, parent: QWidget) -> None:
    accepted: list[bool] = []
    for answer in ("Cancel", "Accept and download"):
        sheet = opened(theme, parent, "<b>You may</b>", accepted)
        assert sheet.findChildren(QPlainTextEdit)[0].toPlainText() == "<b>You may</b>"
        assert "12.5 GB will be fetched from https://mirror.example." in words_of(sheet)
        assert "ChatGLM3-6B License" in words_of(sheet)
        press(sheet, answer)

    assert accepted == [True]


def test_a_source_without_licence_text_says_so(theme: Theme, parent: QWidget) -> None:
    sheet = opened(theme, parent, "", [])

    assert "no licence text" in sheet.findChildren(QPlainTextEdit)[0].toPlainText()
    press(sheet, "Cancel")


@pytest.mark.parametrize("warns", [True, False])
def test_what_it_needs_is_said_before_the_download(
    theme: Theme, parent: QWidget, warns: bool
) -> None:
    sheet = opened(theme, parent, "", [], warns=warns)
    line = next(x for x in sheet.findChildren(QLabel) if x.text().startswith("Needs 6.8 GB"))

    assert line.property("role") == ("warning" if warns else "muted")
    press(sheet, "Cancel")
