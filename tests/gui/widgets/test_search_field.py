"""The magnifying glass of the search field grows with the zoom and leaves the text alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.search_field import EDGE, SIDE, SearchField


@pytest.mark.parametrize("zoom", [1.0, 1.6, 2.0])
def test_the_glass_follows_the_zoom(theme: Theme, qtbot: QtBot, zoom: float) -> None:
    theme.set_zoom(zoom)
    field = SearchField(theme)
    qtbot.addWidget(field)
    field.resize(300, field.sizeHint().height())
    field.show()
    picture = field.grab().toImage()
    ground = QColor(theme.tokens.hover).rgb()
    columns = range(2, theme.px(60))
    rows = range(picture.height() // 4, picture.height() * 3 // 4)
    inked = [x for x in columns if any(picture.pixel(x, y) != ground for y in rows)]

    assert theme.px(EDGE) <= inked[0] <= theme.px(EDGE + SIDE // 2)
    assert inked[-1] <= theme.px(EDGE + SIDE)
    assert inked[-1] - inked[0] >= theme.px(SIDE) // 2


def test_words_begin_beside_it(theme: Theme, qtbot: QtBot) -> None:
    field = SearchField(theme)
    qtbot.addWidget(field)
    field.show()

    assert field.cursorRect().center().x() >= theme.px(EDGE + SIDE)


def test_escape_empties_it_before_it_stops_anything(theme: Theme, qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    field = SearchField(theme)
    window.setCentralWidget(field)
    stopped: list[bool] = []
    stop = QShortcut(QKeySequence(Qt.Key.Key_Escape), window)
    stop.activated.connect(lambda: stopped.append(True))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    field.setFocus()
    QTest.keyClicks(field, "wind")

    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert (field.text(), stopped) == ("", [])
    QTest.keyClick(field, Qt.Key.Key_Escape)

    assert stopped == [True]
