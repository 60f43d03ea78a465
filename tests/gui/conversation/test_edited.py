"""An edited answer says so, and shows what the model wrote when it is asked."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from newsassistant.gui.conversation.edited import MOST_TOLD, EditedLine
from newsassistant.gui.look.theme import Theme
from newsassistant.text.articles.article import parse
from tests.gui.stories import message

ARTICLE = parse("Port strike\n\n“We will not\naccept any delay,” she said. “Nobody goes home.”")
WRITTEN = "She said “We will never accept any delay.” And “Everybody goes home.”"
ONE = WRITTEN.replace("never", "not")
BOTH = ONE.replace("Everybody", "Nobody")


@pytest.fixture
def line(parent: QWidget, theme: Theme) -> EditedLine:
    return EditedLine(theme, ARTICLE, parent)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (ONE, "Edited: 1 quote in the article's words"),
        (BOTH, "Edited: 2 quotes in the article's words"),
        (BOTH.replace("She", "He"), "Edited"),
        (WRITTEN.replace("never", "gladly"), "Edited"),  # not the article's
    ],
)
def test_what_was_edited_is_told(line: EditedLine, content: str, words: str) -> None:
    line.take(message(2, "assistant", content, written=WRITTEN))
    assert line.text() == words
    assert line.button.text() == "Show what the model wrote"


def test_without_its_article_it_is_only_edited(parent: QWidget, theme: Theme) -> None:
    line = EditedLine(theme, None, parent)
    line.take(message(2, "assistant", ONE, written=WRITTEN))
    assert line.text() == "Edited"


def test_the_tool_tip_has_the_words_of_before_and_now(line: EditedLine) -> None:
    line.take(message(2, "assistant", ONE, written=WRITTEN))
    told = "“We will never accept any delay.” → “We will not accept any delay.”"
    assert told in line.label.toolTip()
    many = " x ".join("abcdefg")
    line.take(message(2, "assistant", many.replace("x", "y"), written=many))
    assert line.label.toolTip().count("→") == MOST_TOLD
    assert "…" in line.label.toolTip()


def test_what_nobody_edited_has_no_line(line: EditedLine) -> None:
    line.take(message(2, "assistant", ONE, written=WRITTEN))
    line.take(message(2, "assistant", WRITTEN))
    assert line.text() == ""
    assert line.isHidden()


def test_the_models_words_are_named_while_they_are_shown(line: EditedLine) -> None:
    answer = message(2, "assistant", ONE, written=WRITTEN)
    line.take(answer)
    line.set_written(True)
    assert line.text() == "This is what the model wrote"
    assert line.button.text() == "Show the edited answer"
    line.take(answer)
    assert not line.shows_written
