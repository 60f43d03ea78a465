"""What moved is told by the name of the part."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from tests.pictures.compare import Region
from tests.pictures.parts import fixed, part_at, places, rearranged

WINDOW = {
    "panel": (0, 0, 400, 300),
    "edit": (10, 10, 380, 200),
    "stop_button": (200, 250, 80, 32),
    "send_button": (300, 250, 80, 32),
}


def test_shown_parts_with_a_name_have_a_place(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(300, 200)
    for name, x, shown in (("a_button", 10, True), ("b_button", 20, False), ("", 30, True)):
        button = QPushButton(window)
        button.setObjectName(name)
        button.setGeometry(x, 5, 40, 20)
        button.setVisible(shown)
    window.show()

    assert places(window) == {"a_button": (10, 5, 40, 20)}


def test_what_scrolls_or_gives_way_is_not_fixed(qtbot: QtBot) -> None:
    window, row = QWidget(), QPushButton("In a list")
    qtbot.addWidget(window)
    area = QScrollArea(window)
    area.setObjectName("list")
    area.setWidget(row)
    row.setObjectName("row_button")
    label = QPushButton("9.8 tokens/s", window)
    label.setObjectName("speed_label")
    label.move(0, 100)
    window.resize(300, 200)
    window.show()

    assert places(window).keys() == {"list", "row_button", "speed_label"}
    assert fixed(window) == {"list"}


def test_a_region_is_in_the_smallest_part_around_it() -> None:
    assert part_at(WINDOW, Region(310, 255, 20, 10, 99)) == "send_button"
    assert part_at(WINDOW, Region(10, 220, 20, 10, 99)) == "panel"
    assert part_at(WINDOW, Region(500, 10, 20, 10, 99)) == ""


def test_other_letters_may_push_and_widen_parts() -> None:
    pushed = {
        **WINDOW,
        "edit": (10, 10, 380, 180),
        "stop_button": (150, 200, 120, 40),
        "send_button": (280, 200, 120, 40),
    }

    assert rearranged(WINDOW, pushed) == []


def test_what_is_gone_new_or_on_the_other_side_is_told() -> None:
    other = {
        "edit": (10, 90, 380, 200),
        "stop_button": (300, 250, 80, 32),
        "send_button": (200, 20, 80, 32),
        "more_button": (0, 0, 20, 20),
    }

    assert rearranged(WINDOW, other) == [
        "panel is not shown",
        "more_button is new",
        "edit and send_button have changed sides",
    ]
