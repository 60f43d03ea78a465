"""A column that scrolls instead of cutting."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from newsassistant.gui.widgets.scroll_column import ScrollColumn


@pytest.fixture
def column(qapp: QApplication, qtbot: QtBot) -> ScrollColumn:
    column = ScrollColumn()
    qtbot.addWidget(column)
    label = QLabel("A sentence that needs several lines in a narrow column. " * 6)
    label.setWordWrap(True)
    column.column.addWidget(label)
    return column


def test_it_is_higher_where_it_is_narrower(column: ScrollColumn) -> None:
    assert column.height_for(300) > column.height_for(900) > 0
    assert column.sizeHint().height() == column.height_for(column.sizeHint().width())


def test_all_of_it_can_be_scrolled_to(column: ScrollColumn) -> None:
    column.resize(300, column.height_for(300) // 2)
    column.show()
    QApplication.processEvents()
    bar, content = column.verticalScrollBar(), column.widget()

    assert content is not None
    assert bar.maximum() > 0
    assert content.height() >= column.column.totalHeightForWidth(column.viewport().width())
    assert content.width() == column.viewport().width()


def test_with_room_for_all_nothing_scrolls(column: ScrollColumn) -> None:
    column.resize(300, column.height_for(300))
    column.show()
    QApplication.processEvents()

    assert column.verticalScrollBar().maximum() == 0
