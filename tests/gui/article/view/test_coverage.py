"""Ticks over the scroll bar stand where the sentences are, and cost no layout."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible, QColor
from pytestqt.qtbot import QtBot

from newsassistant.gui.article.view.coverage import CoverageTrack
from newsassistant.gui.article.view.edit import ArticleEdit
from newsassistant.gui.look.theme import Theme

LONG = "Wind grows\n" + "".join(f"Sentence {n} of a long article.\n" for n in range(6000))


@pytest.fixture
def edit(qtbot: QtBot, theme: Theme) -> ArticleEdit:
    edit = ArticleEdit(theme)
    qtbot.addWidget(edit)
    edit.resize(546, 600)
    edit.show()
    return edit


@pytest.fixture
def track(edit: ArticleEdit, theme: Theme) -> CoverageTrack:
    return CoverageTrack(edit, theme)


def test_ticks_stand_beside_a_text_that_is_all_in_view(
    edit: ArticleEdit, track: CoverageTrack
) -> None:
    edit.set_text("One line.\nAnother line.\nThe third line.")
    track.set_covered([(10, 23)], "1 of 3")
    (tick,) = track.ticks()
    cursor = edit.textCursor()
    cursor.setPosition(12)
    assert tick[0] == pytest.approx(edit.cursorRect(cursor).top(), abs=12)
    assert track.isVisible()
    track.set_covered([], "")
    assert not track.isVisible()
    assert track.ticks() == []


def test_those_of_a_long_text_are_spread_over_the_bar(
    edit: ArticleEdit, track: CoverageTrack, qtbot: QtBot
) -> None:
    edit.set_text(LONG)
    places = [LONG.index(f"Sentence {n} of") for n in (0, 3000, 5999)]
    track.set_covered([(place, place + 20) for place in places], "3 of 6000")

    def at_their_places() -> bool:  # once the scroll bar knows the whole text
        middles = [sum(tick) / 2 / track.height() for tick in track.ticks()]
        return middles == pytest.approx([0, 0.5, 1], abs=0.02)

    qtbot.waitUntil(at_their_places)
    assert all(bottom - top > 1.9 for top, bottom in track.ticks())


def test_what_lies_close_together_is_one_tick(edit: ArticleEdit, track: CoverageTrack) -> None:
    edit.set_text(LONG)
    start = LONG.index("Sentence 100 of")
    track.set_covered([(start + 35 * n, start + 35 * n + 20) for n in range(500)], "500 of 6000")
    assert len(track.ticks()) < 30


def test_it_is_painted_over_the_bar_and_named(
    edit: ArticleEdit, track: CoverageTrack, theme: Theme
) -> None:
    edit.set_text(LONG)
    track.set_covered([(0, 10)], "1 of 6000 sentences are in the answers")
    image = edit.grab().toImage()
    middle = image.width() - track.width() // 2 - 1
    colours = {QColor(image.pixel(middle, y)).name() for y in range(12)}
    assert theme.colour("accent").name() in colours
    assert QAccessible.queryAccessibleInterface(track) is not None
    assert track.accessibleName() == "1 of 6000 sentences are in the answers"
    assert track.accessibleName() in edit.verticalScrollBar().toolTip()


def test_it_stays_on_top_of_a_bar_that_comes_later(
    edit: ArticleEdit, track: CoverageTrack, theme: Theme, qtbot: QtBot
) -> None:
    edit.set_text("One line.\n" + 30 * "Another line.\n")
    edit.resize(546, 2000)
    track.set_covered([(0, 9)], "1 of 31")
    edit.resize(546, 200)
    qtbot.waitUntil(lambda: edit.verticalScrollBar().isVisible())

    def is_painted() -> bool:
        image = edit.grab().toImage()
        middle = image.width() - track.width() // 2 - 1
        return image.pixelColor(middle, round(track.ticks()[0][0]) + 1) == theme.colour("accent")

    qtbot.waitUntil(is_painted)


def test_it_follows_the_size(edit: ArticleEdit, track: CoverageTrack) -> None:
    edit.set_text("One line.\nAnother line.")
    track.set_covered([(0, 9)], "1 of 2")
    edit.resize(400, 300)
    assert track.geometry().right() == edit.contentsRect().right()
    assert track.height() == edit.contentsRect().height()
