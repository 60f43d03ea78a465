"""What moved is told by the name of the part."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.pictures.compare import Region
from tests.pictures.parts import moved, part_at, places

WINDOW = {"panel": (0, 0, 400, 300), "send_button": (300, 250, 80, 32)}


def test_shown_parts_with_a_name_have_a_place(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(300, 200)
    for name, x, shown in (("a_button", 10, True), ("b_button", 20, False), ("", 30, True)):
        button = QPushButton(window)
        button.setObjectName(name)
        button.setGeometry(x, 5, 40, 20)
        button.setVisible(shown)

    assert places(window) == {"a_button": (10, 5, 40, 20)}


def test_a_region_is_in_the_smallest_part_around_it() -> None:
    assert part_at(WINDOW, Region(310, 255, 20, 10, 99)) == "send_button"
    assert part_at(WINDOW, Region(10, 10, 20, 10, 99)) == "panel"
    assert part_at(WINDOW, Region(500, 10, 20, 10, 99)) == ""


def test_other_letters_may_push_a_part_a_little() -> None:
    pushed = {**WINDOW, "send_button": (310, 240, 70, 30)}

    assert moved(WINDOW, pushed, 400) == []


def test_what_is_gone_new_or_elsewhere_is_told() -> None:
    other = {"panel": (0, 40, 400, 260), "stop_button": (300, 250, 80, 32)}

    assert moved(WINDOW, other, 400) == [
        "send_button is not shown",
        "stop_button is new",
        "panel lies at (0, 40), not (0, 0)",
    ]
