"""A passage of the article is selected where it stands in the view."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from newsassistant.gui.facts.showing import select_passage
from tests.gui.pages import MainPage

LINES = "\n\n".join(f"Line {number} of the story 😀 tells of rain." for number in range(200))


def test_a_passage_far_below_is_selected_and_seen(page: MainPage) -> None:
    page.paste(LINES)
    article = page.program.desk.article
    assert article is not None
    edit = page.window.article.edit
    start = article.text.index("Line 150")

    assert select_passage(edit, article.text, (start, start + 8))
    QApplication.processEvents()
    assert edit.textCursor().selectedText() == "Line 150"
    assert edit.viewport().rect().contains(edit.cursorRect())


def test_a_text_that_was_edited_since_is_left_alone(page: MainPage) -> None:
    page.paste(LINES)

    assert not select_passage(page.window.article.edit, "Another text.", (0, 7))
    assert not page.window.article.edit.textCursor().hasSelection()
