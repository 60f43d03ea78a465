"""The note shows the article's passage beside its mark, and never leaves the window."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from newsassistant.core.types import Article
from newsassistant.evidence.marks import Mark, MarkKind, Strength, Why
from newsassistant.evidence.reading.spans import Span
from newsassistant.gui.evidence.looking import PlacedMark
from newsassistant.gui.evidence.note import MarkNote
from newsassistant.gui.look.theme import Theme
from newsassistant.text.articles.article import parse
from tests.gui.evidence.checks import drawn
from tests.gui.inert import rich_texts

WORDS = "keep the <b>mill</b> & its 1,187 people"
ARTICLE = parse(f"Mill closes\n\nThe owner said: “We did all to {WORDS}.” It was old.")


def quote(article: Article, written: str, found: str) -> PlacedMark:
    start = article.text.index(found)
    nearest = Span(start, start + len(found))
    before = article.text.rindex("\n", 0, start) + 1
    after = article.text.find("\n", start)
    passage = Span(before, after if after > 0 else len(article.text))
    elsewhere, why = Strength.ELSEWHERE, Why.QUOTE_ALTERED
    mark = Mark(0, len(written), MarkKind.QUOTE, elsewhere, written, why, found, nearest)
    return PlacedMark(mark, 0, len(written), passage)


ABSENT = PlacedMark(Mark(0, 2, MarkKind.NUMBER, Strength.ABSENT, "15", Why.NUMBER_ABSENT), 0, 2)


@pytest.fixture
def note(theme: Theme, qtbot: QtBot) -> Iterator[MarkNote]:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(800, 600)
    note = MarkNote(theme, window)
    window.show()
    yield note
    note.close_note()


@pytest.mark.parametrize("x", [0, 300, 790])
@pytest.mark.parametrize("y", [0, 300, 590])
@pytest.mark.parametrize("zoom", [1.0, 2.0])
def test_it_lies_inside_the_window_and_beside_its_mark(
    note: MarkNote, theme: Theme, x: int, y: int, zoom: float
) -> None:
    theme.set_zoom(zoom)
    place = QRect(x, y, 40, 20)
    note.open(ABSENT, ARTICLE, lambda: place, focus=False)
    QApplication.processEvents()
    window = note.parentWidget()
    assert window is not None
    assert window.rect().contains(note.geometry())
    assert not note.geometry().intersects(place.intersected(window.rect()).adjusted(1, 1, -1, -1))
    assert note.height() < 250


def test_its_words_are_data(note: MarkNote) -> None:
    placed = quote(ARTICLE, "“keep the mill”", WORDS)
    note.open(placed, ARTICLE, lambda: QRect(0, 0, 9, 9), focus=False)
    assert WORDS in note.passage.toPlainText()
    assert rich_texts(note) == []
    assert note.accessibleDescription() == note.passage.toPlainText()
    note.copy_button.click()
    assert QApplication.clipboard().text() == WORDS
    assert note.copy_button.text() == "Copied"


def test_of_a_long_passage_what_is_around_the_place_is_shown(note: MarkNote) -> None:
    article = parse(f"Mill closes\n\n{'before ' * 300}{WORDS} {'after ' * 300}")
    note.open(quote(article, "x", WORDS), article, lambda: QRect(0, 0, 9, 9), focus=False)
    text = note.passage.toPlainText()
    assert text.startswith("…")
    assert text.endswith("…")
    assert len(text) < 900
    assert drawn(note.passage, "there") == [WORDS]


def test_where_the_article_has_nothing_there_is_nothing_to_show(note: MarkNote) -> None:
    note.open(ABSENT, ARTICLE, lambda: QRect(0, 0, 9, 9), focus=True)
    for part in (note.passage, note.show_button, note.replace_button, note.copy_button):
        assert not part.isVisible()
    assert note.why.text() == "This number is not in the article."


def test_it_follows_its_mark_and_goes_with_it(note: MarkNote) -> None:
    places: list[QRect | None] = [QRect(10, 300, 40, 20)]
    note.open(ABSENT, ARTICLE, lambda: places[0], focus=False)
    top = note.y()
    places[0] = QRect(10, 280, 40, 20)
    note.follow()
    assert note.y() == top - 20
    places[0] = None
    note.follow()
    assert not note.isVisible()
    assert note.placed() is None


def test_a_press_elsewhere_closes_it_and_one_inside_does_not(note: MarkNote) -> None:
    window = note.parentWidget()
    assert window is not None
    note.open(ABSENT, ARTICLE, lambda: QRect(200, 300, 40, 20), focus=False)
    QTest.mouseClick(note, Qt.MouseButton.LeftButton)
    assert note.isVisible()
    QTest.mouseClick(window, Qt.MouseButton.LeftButton)
    assert not note.isVisible()


def test_it_forgets_what_it_has_shown(note: MarkNote) -> None:
    note.open(quote(ARTICLE, "x", WORDS), ARTICLE, lambda: QRect(0, 0, 9, 9), focus=False)
    note.forget()
    assert not note.isVisible()
    assert note.passage.toPlainText() == ""
    assert note.accessibleDescription() == ""


def test_a_text_that_takes_no_other_words_is_offered_none(note: MarkNote) -> None:
    placed = quote(ARTICLE, "“keep the mill”", WORDS)
    for possible in (True, False):
        note.open(placed, ARTICLE, lambda: QRect(0, 0, 9, 9), can_edit=possible, focus=False)
        assert note.replace_button.isVisible() is possible
