"""One side of two versions: pasted text, marks, places."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtWidgets import QTextEdit
from pytestqt.qtbot import QtBot

from newsassistant.gui.facts.version_side import VersionSide
from newsassistant.gui.look.theme import Theme

TEXT = "It rained 😀. The mayor came. Snow came from Paris."


@pytest.fixture
def side(theme: Theme, qtbot: QtBot) -> VersionSide:
    side = VersionSide(theme, 1)
    qtbot.addWidget(side)
    side.resize(400, 200)
    side.show()
    return side


def _marked(side: VersionSide) -> list[str]:
    """The words under marks, in the order in which they are laid."""
    marks: list[QTextEdit.ExtraSelection] = side.view.extraSelections()
    return [mark.cursor.selectedText() for mark in marks]


def _grounds(side: VersionSide) -> list[str]:
    marks: list[QTextEdit.ExtraSelection] = side.view.extraSelections()
    forms = [mark.format for mark in marks]
    return [form.background().color().name() for form in forms]


def test_marks_lie_on_their_words_behind_wide_characters(side: VersionSide) -> None:
    side.set_text(TEXT, may_edit=False)
    snow, paris = TEXT.index("Snow"), TEXT.index("Paris")
    side.set_marks([(snow, len(TEXT))], [], [(paris, paris + 5)])

    assert _marked(side) == ["Snow came from Paris.", "Paris"]
    mayor = TEXT.index("The mayor")
    side.set_current((mayor, mayor + 15))
    assert _marked(side)[-2:] == ["The mayor came.", "Paris"]  # figures stay above the ground
    side.set_current(None)
    assert "The mayor came." not in _marked(side)


def test_marks_follow_the_theme(side: VersionSide, theme: Theme) -> None:
    side.set_text(TEXT, may_edit=False)
    side.set_marks([(0, 10)], [], [])
    light = _grounds(side)
    theme.set_scheme("dark")
    dark = _grounds(side)
    theme.set_scheme("light")

    assert light != dark


def test_another_text_has_no_marks(side: VersionSide) -> None:
    side.set_text(TEXT, may_edit=False)
    side.set_marks([(0, 10)], [], [])
    side.set_text("Another text.", may_edit=True)

    assert _marked(side) == []
    assert not side.view.isReadOnly()


def test_a_change_far_below_is_scrolled_to(side: VersionSide) -> None:
    text = "\n".join(f"Line {number}." for number in range(400))
    side.set_text(text, may_edit=False)
    side.set_marks([], [], [])
    place = text.index("Line 300.")
    side.set_current((place, place + 9))

    assert side.view.viewport().rect().contains(side.view.cursorRect().center())


def test_only_words_are_pasted_and_files_are_told(side: VersionSide, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setHtml("<p>The <b>mayor</b> came.</p><img src='http://example.org/x.png'>")
    side.set_text("", may_edit=True)
    side.view.insertFromMimeData(data)
    assert side.text().strip() == "The mayor came."
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile("/tmp/story.txt")])
    with qtbot.waitSignal(side.view.file_came) as came:
        side.view.insertFromMimeData(files)
    assert came.args[0] == Path("/tmp/story.txt")


def test_one_endless_word_is_laid_out(side: VersionSide) -> None:
    side.set_text("x" * 40_000, may_edit=False)

    assert len(side.text()) == 40_000
