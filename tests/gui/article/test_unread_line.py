"""The line below the article counts what is not read, in both languages."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from newsassistant.core.types import Reads
from newsassistant.gui.article.unread_line import UnreadLine
from newsassistant.gui.look.i18n import Translations
from newsassistant.gui.look.theme import Theme
from newsassistant.text.articles.article import parse
from newsassistant.text.articles.passages import without

ARTICLE = parse("Wind grows\n\nThe first line.\nShare this article\nThe last line.")


@pytest.fixture
def line(theme: Theme, parent: QWidget) -> UnreadLine:
    return UnreadLine(theme, parent)


def test_all_that_is_read_needs_no_line(line: UnreadLine) -> None:
    line.set_reads(ARTICLE, None)
    assert line.text() == ""
    line.set_reads(None, None)
    assert line.isHidden()


@pytest.mark.parametrize(
    ("reads", "words"),
    [
        (without(ARTICLE.text, None, (28, 46)), "The model does not read 1 line."),
        (without(ARTICLE.text, None, (20, 40)), "The model does not read 2 lines."),
        (((0, 10),), "The model reads 1 passage, 10 of 61 characters."),
        (((0, 4), (12, 15)), "The model reads 2 passages, 7 of 61 characters."),
    ],
)
def test_lines_are_counted_or_the_passages_that_are_read(
    line: UnreadLine, reads: Reads, words: str
) -> None:
    line.set_reads(ARTICLE, reads)

    assert line.text() == words
    assert not line.look.isHidden()
    assert line.button.text() == "Read everything"


def test_it_speaks_chinese(line: UnreadLine) -> None:
    line.set_reads(ARTICLE, ((0, 4), (12, 15)))
    translations = Translations(line)
    translations.use("zh")
    try:
        line.retranslate()
        assert line.text() == "模型只读 2 段，共 61 个字符中的 7 个。"
    finally:
        translations.use("en")
