"""Columns that scroll instead of cutting; one follows what grows at its end."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from newsassistant.gui.widgets.scroll_column import FittingColumn, FollowingColumn, ScrollColumn


@pytest.fixture
def column(qapp: QApplication, qtbot: QtBot) -> FittingColumn:
    column = FittingColumn()
    qtbot.addWidget(column)
    label = QLabel("A sentence that needs several lines in a narrow column. " * 6)
    label.setWordWrap(True)
    column.column.addWidget(label)
    return column


def test_it_is_higher_where_it_is_narrower(column: FittingColumn) -> None:
    assert column.height_for(300) > column.height_for(900) > 0
    assert column.sizeHint().height() == column.height_for(column.sizeHint().width())


def test_all_of_it_can_be_scrolled_to(column: FittingColumn) -> None:
    column.resize(300, column.height_for(300) // 2)
    column.show()
    QApplication.processEvents()
    bar, content = column.verticalScrollBar(), column.widget()

    assert content is not None
    assert bar.maximum() > 0
    assert content.height() >= column.column.totalHeightForWidth(column.viewport().width())
    assert content.width() == column.viewport().width()


def test_with_room_for_all_nothing_scrolls(column: FittingColumn) -> None:
    column.resize(300, column.height_for(300))
    column.show()
    QApplication.processEvents()

    assert column.verticalScrollBar().maximum() == 0


def test_a_column_shows_the_ground_below_it(qtbot: QtBot) -> None:
    column = ScrollColumn()
    qtbot.addWidget(column)
    content = column.widget()

    assert content is not None
    assert content.property("ground") == "plain"
    assert not content.autoFillBackground()


@pytest.fixture
def following(qtbot: QtBot) -> FollowingColumn:
    column = FollowingColumn()
    qtbot.addWidget(column)
    column.resize(200, 100)
    column.show()
    _grow(column, qtbot)
    return column


def _grow(column: FollowingColumn, qtbot: QtBot) -> None:
    before = column.verticalScrollBar().maximum()
    part = QWidget()
    part.setFixedHeight(300)
    column.column.addWidget(part)
    qtbot.waitUntil(lambda: column.verticalScrollBar().maximum() > before)


def test_it_stays_at_the_end_while_it_grows(following: FollowingColumn, qtbot: QtBot) -> None:
    _grow(following, qtbot)
    bar = following.verticalScrollBar()

    assert bar.value() == bar.maximum() > 0
    assert following.is_following()


def test_it_stays_where_the_reader_is(following: FollowingColumn, qtbot: QtBot) -> None:
    bar = following.verticalScrollBar()
    bar.setValue(10)
    _grow(following, qtbot)
    assert (bar.value(), following.is_following()) == (10, False)

    following.follow()
    assert (bar.value(), following.is_following()) == (bar.maximum(), True)


def test_what_is_complete_stays_in_place(following: FollowingColumn, qtbot: QtBot) -> None:
    bar = following.verticalScrollBar()
    place = bar.value()
    following.grows = False
    _grow(following, qtbot)

    assert bar.value() == place
