"""Children and Tab in the order in which the parts are seen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from newsassistant.gui.widgets.reading_order import put_in_order
from tests.gui.pages import MainPage
from tests.gui.tab_order import stops_of_tab


def names(part: QWidget) -> list[str]:
    """The children as a screen reader hears of them."""
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    return [child.objectName() for child in part.findChildren(QWidget, options=direct)]


def way(window: QWidget, first: QWidget) -> list[str]:
    """Where Tab goes, by name."""
    return [stop.objectName() for stop in stops_of_tab(window, first)]


def button(name: str, parent: QWidget) -> QPushButton:
    """A button of that name."""
    made = QPushButton(parent)
    made.setObjectName(name)
    return made


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """An empty one."""
    window = QWidget()
    qtbot.addWidget(window)
    return window


def test_nested_rows_and_a_grid(window: QWidget) -> None:
    foot, corner, middle, top, side = (
        button(name, window) for name in ("foot", "corner", "middle", "top", "side")
    )
    grid = QGridLayout()
    grid.addWidget(corner, 1, 1)
    grid.addWidget(side, 0, 1)
    grid.addWidget(middle, 0, 0)
    row = QHBoxLayout()
    row.addWidget(top)
    column = QVBoxLayout(window)
    column.addLayout(row)
    column.addLayout(grid)
    column.addWidget(foot)

    put_in_order(window)

    assert names(window) == ["top", "middle", "side", "corner", "foot"]
    assert way(window, top) == ["top", "middle", "side", "corner", "foot"]


def test_a_splitter_is_read_from_its_first_part_and_keeps_its_handles_above(
    window: QWidget, qtbot: QtBot
) -> None:
    splitter = QSplitter(window)
    QVBoxLayout(window).addWidget(splitter)
    parts = [QWidget() for _ in range(2)]
    for number, part in enumerate(parts):
        part.setObjectName(f"part{number}")
        splitter.addWidget(part)
        button(f"button{number}", part)
    last = button("button2", parts[0])
    layout = QVBoxLayout(parts[0])
    layout.addWidget(last)

    put_in_order(window)

    first = parts[0].findChild(QPushButton, "button2")
    assert isinstance(first, QPushButton)
    assert names(splitter)[:2] == ["part0", "part1"]
    assert way(window, first) == ["button2", "button0", "button1"]


def test_what_lies_above_stays_above(window: QWidget) -> None:
    ring = QWidget(window)
    ring.setObjectName("ring")
    field = QLineEdit(window)
    field.setObjectName("field")
    QVBoxLayout(window).addWidget(field)

    put_in_order(window)

    assert names(window) == ["field", "ring"]


def test_a_new_answer_is_read_and_reached_before_the_question_box(page: MainPage) -> None:
    page.paste("A title\n\nThe government said on Tuesday that it would pay.")
    page.summarize()
    stops = way(page.window, page.widget("summarize_button"))
    main = ("summarize_button", "copy_button", "question_edit", "model_combo", "article_edit")

    assert [name for name in stops if name in main] == list(main)


def test_the_drawer_comes_back_to_its_place(page: MainPage) -> None:
    window = page.window
    before = names(window.splitter)[:3]
    window.sidebar.set_room(has_room=False)
    window.sidebar.bring()

    window.sidebar.set_room(has_room=True)

    assert names(window.splitter)[:3] == before
    assert before[0] == "sidebar"
