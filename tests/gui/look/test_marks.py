"""Marks of one kind come and go without those of another."""

from __future__ import annotations

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit
from pytestqt.qtbot import QtBot

from newsassistant.gui.look.marks import ground, set_marks


def marked(text: QTextEdit, colour: str) -> list[str]:
    """What is marked in a colour, be it of the letters or of their ground."""
    found = []
    for mark in text.extraSelections():
        seen = {mark.format.background().color().name(), mark.format.foreground().color().name()}
        if colour in seen:
            found.append(mark.cursor.selectedText())
    return found


def test_kinds_stay_apart_and_move_with_their_text(qtbot: QtBot) -> None:
    text = QTextEdit()
    qtbot.addWidget(text)
    text.setPlainText("one two three")
    grey = QTextCharFormat()
    grey.setForeground(QColor("#888888"))
    set_marks(text, "grey", [(8, 13)], grey)
    set_marks(text, "found", [(0, 3), (4, 7)], ground(QColor("#FFFF00")))
    set_marks(text, "found", [(4, 7)], ground(QColor("#FFFF00")))
    assert (marked(text, "#888888"), marked(text, "#ffff00")) == (["three"], ["two"])

    cursor = QTextCursor(text.document())
    cursor.insertText("zero ")
    assert marked(text, "#ffff00") == ["two"]
    set_marks(text, "grey", [], grey)
    assert (marked(text, "#888888"), marked(text, "#ffff00")) == ([], ["two"])
    assert text.toPlainText() == "zero one two three"
