"""The joined buttons that are scripted like a combo box."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from newsassistant.gui.look.theme import Theme
from newsassistant.gui.widgets.segmented import Segment, SegmentedChoice


@pytest.fixture
def choice(qtbot: QtBot, theme: Theme) -> SegmentedChoice:
    choice = SegmentedChoice(theme)
    qtbot.addWidget(choice)
    for text, data in (("One line", "one"), ("3 bullets", "three"), ("Headline", "head")):
        choice.addItem(text, data)
    return choice


def test_it_is_scripted_like_a_combo_box(choice: SegmentedChoice) -> None:
    assert choice.count() == 3
    assert choice.currentIndex() == 0
    assert choice.currentData() == "one"
    assert choice.itemText(1) == "3 bullets"
    assert choice.findData("head") == 2
    assert choice.findData("none") == -1
    choice.setCurrentIndex(2)
    assert (choice.currentText(), choice.currentData()) == ("Headline", "head")


def test_out_of_range_changes_nothing(choice: SegmentedChoice) -> None:
    choice.setCurrentIndex(9)
    choice.setItemText(9, "x")
    choice.setItemToolTip(-2, "x")
    assert choice.currentIndex() == 0
    assert choice.itemText(9) == ""
    assert choice.itemData(-1) is None


def test_a_change_is_told_once(qtbot: QtBot, choice: SegmentedChoice) -> None:
    seen: list[int] = []
    choice.currentIndexChanged.connect(seen.append)
    choice.setCurrentIndex(1)
    choice.setCurrentIndex(1)
    choice.findChildren(QPushButton)[2].click()
    assert seen == [1, 2]


def test_arrow_keys_move_the_choice(qtbot: QtBot, choice: SegmentedChoice) -> None:
    choice.show()
    qtbot.waitExposed(choice)
    first = choice.findChildren(QPushButton)[0]
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    QTest.keyClick(first, Qt.Key.Key_Right)
    assert choice.currentIndex() == 1


def test_tab_stops_only_at_the_current_choice(choice: SegmentedChoice) -> None:
    choice.setCurrentIndex(1)
    stops = [
        button.text()
        for button in choice.findChildren(QPushButton)
        if button.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert stops == ["3 bullets"]


def test_choosing_does_not_change_the_width(choice: SegmentedChoice) -> None:
    before = [button.sizeHint().width() for button in choice.findChildren(QPushButton)]
    choice.setCurrentIndex(2)
    assert [button.sizeHint().width() for button in choice.findChildren(QPushButton)] == before


def test_the_words_grow_with_the_zoom(choice: SegmentedChoice, theme: Theme) -> None:
    small = choice.sizeHint().width()
    theme.set_zoom(1.6)
    assert choice.sizeHint().width() > small


def test_a_narrow_place_makes_rows_and_cuts_no_word(choice: SegmentedChoice) -> None:
    widths = [part.sizeHint().width() for part in choice.findChildren(Segment)]
    choice.show()
    choice.resize(sum(widths) + 2, choice.sizeHint().height())
    assert choice.rows() == [["One line", "3 bullets", "Headline"]]

    narrow = max(widths[0] + widths[1], widths[2]) + 2
    choice.resize(narrow, choice.heightForWidth(narrow))

    assert choice.rows() == [["One line", "3 bullets"], ["Headline"]]
    assert choice.heightForWidth(narrow) > choice.heightForWidth(sum(widths) + 2)
    for part in choice.findChildren(Segment):
        assert part.shown_text() == part.text()
        assert choice.rect().contains(part.geometry())


def test_a_word_wider_than_the_place_ends_in_dots(choice: SegmentedChoice) -> None:
    choice.setItemText(1, "Donaudampfschifffahrtsgesellschaft")
    width = choice.minimumSizeHint().width()
    choice.show()
    choice.resize(width, choice.heightForWidth(width))

    long = choice.findChildren(Segment)[1]
    assert len(choice.rows()) == 3
    assert long.shown_text().endswith("…")
    assert long.geometry().right() < width
    assert choice.itemText(1) == "Donaudampfschifffahrtsgesellschaft"
