"""Headline, dateline, gaps: found without changing a character."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QApplication

from newsassistant.gui.article.view.format import (
    LAST_DATELINE,
    MAX_SET_BLOCKS,
    ArticleHighlighter,
    BlockFormats,
    Kind,
    is_dateline,
    kind_of,
)
from newsassistant.gui.look.theme import Theme

ARTICLE = (
    "Wind money for the coast\nLONDON, 21 November\n\nThe first paragraph ends.\n\nThe second one."
)


def formatted(theme: Theme, text: str) -> QTextDocument:
    document = QTextDocument()
    document.documentLayout()  # without one, Qt tells no highlighter of changes
    document.setPlainText(text)
    BlockFormats(theme).format_all(document, QTextCursor(document))
    return document


def kinds(document: QTextDocument) -> list[Kind]:
    return [kind_of(document.findBlockByNumber(number)) for number in range(document.blockCount())]


def test_paragraphs_are_told_apart(theme: Theme) -> None:
    document = formatted(theme, ARTICLE)
    assert document.toPlainText() == ARTICLE
    assert kinds(document) == [
        Kind.HEADLINE,
        Kind.DATELINE_TIGHT,
        Kind.GAP,
        Kind.BODY_TIGHT,
        Kind.GAP,
        Kind.BODY,
    ]


def test_a_first_line_that_is_a_sentence_is_no_headline(theme: Theme) -> None:
    document = formatted(theme, "It rained on Tuesday.\nIt will rain again.")
    assert kinds(document) == [Kind.BODY, Kind.BODY]


def test_an_empty_last_line_keeps_a_full_line_for_the_caret(theme: Theme) -> None:
    document = formatted(theme, "Head\n\nBody text.\n")
    assert kinds(document)[-1] is Kind.BODY


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ("LONDON, 21 November", True),
        ("By Jane Smith", True),
        ("新华社北京11月20日电", True),
        ("The minister said so.", False),
        ("a quiet line of words", False),
        ("LONDON " + "x" * 80, False),
    ],
)
def test_datelines(theme: Theme, second: str, expected: bool) -> None:
    document = formatted(theme, f"A headline\n{second}\nText.")
    assert is_dateline(document.findBlockByNumber(1)) is expected


def test_of_endless_lines_only_the_head_is_set(theme: Theme) -> None:
    document = formatted(theme, "Wind money\n" + "X\n\n" * MAX_SET_BLOCKS + "end")

    head, *rest = kinds(document)
    assert head is Kind.HEADLINE
    assert set(rest[LAST_DATELINE:]) == {Kind.BODY}


def test_writing_in_a_gap_gives_it_a_line(theme: Theme) -> None:
    document = formatted(theme, ARTICLE)
    cursor = QTextCursor(document.findBlockByNumber(2))
    BlockFormats(theme).leave_gap(cursor)
    assert kinds(document)[2] is Kind.BODY


def test_the_dateline_hangs_on_the_headline(theme: Theme) -> None:
    document = formatted(theme, "A headline\nLONDON, 21 November\nText.")
    highlighter = ArticleHighlighter(document, theme)
    QApplication.processEvents()  # the first highlighting is done at the next turn
    highlighter.highlight_head()
    muted = theme.colour("muted").name()
    assert foreground_after(document, 15) == muted
    cursor = QTextCursor(document.firstBlock())
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
    cursor.insertText(".")
    assert foreground_after(document, 16) is None


def foreground_after(document: QTextDocument, position: int) -> str | None:
    block = document.findBlock(position)
    for part in block.layout().formats():
        brush = part.format.foreground()
        inside = part.start <= position - block.position() < part.start + part.length
        if inside and brush.style() != Qt.BrushStyle.NoBrush:
            return brush.color().name()
    return None
