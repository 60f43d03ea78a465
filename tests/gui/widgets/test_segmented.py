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


# --- more choices than there is room for ----------------------------------------------------------


def many(choice: SegmentedChoice, count: int = 7) -> SegmentedChoice:
    choice.set_most(3)
    choice.set_items([(f"Choice {n}", n, f"Tip {n}") for n in range(count)])
    choice.resize(900, 32)
    choice.show()
    return choice


def test_the_first_choices_are_there_and_the_current_one(choice: SegmentedChoice) -> None:
    many(choice)
    assert choice.rows() == [["Choice 0", "Choice 1", "Choice 2"]]
    assert choice.count() == 7
    choice.setCurrentIndex(choice.findData(5))
    assert choice.rows() == [["Choice 0", "Choice 1", "Choice 2", "Choice 5"]]
    assert choice.more_button.geometry().right() == choice.width() - 2
    choice.setCurrentIndex(0)
    assert choice.rows() == [["Choice 0", "Choice 1", "Choice 2"]]


def test_arrow_keys_leave_out_what_is_not_there(qtbot: QtBot, choice: SegmentedChoice) -> None:
    many(choice).setCurrentIndex(2)
    qtbot.waitExposed(choice)
    segment = next(b for b in choice.findChildren(Segment) if b.words == "Choice 2")
    segment.setFocus()
    qtbot.waitUntil(segment.hasFocus)
    QTest.keyClick(segment, Qt.Key.Key_Right)
    assert choice.currentIndex() in (0, 2)


def test_other_choices_keep_the_current_one_while_it_is_there(
    qtbot: QtBot, choice: SegmentedChoice
) -> None:
    many(choice).setCurrentIndex(5)
    with qtbot.assertNotEmitted(choice.currentIndexChanged):
        choice.set_items([("Five", 5, ""), ("New", 9, "")])
    assert (choice.currentIndex(), choice.currentText(), choice.count()) == (0, "Five", 2)
    with qtbot.waitSignal(choice.currentIndexChanged) as signal:
        choice.set_items([("New", 9, ""), ("Other", 8, "")])
    assert signal.args == [0]
    assert choice.currentData() == 9
    choice.set_items([(str(n), n, "") for n in range(4)])
    choice.setCurrentIndex(3)
    assert choice.currentData() == 3


def test_in_a_narrow_place_everything_is_reached(choice: SegmentedChoice) -> None:
    many(choice)
    for width in range(400, 60, -30):
        choice.resize(width, choice.heightForWidth(width))
        parts = [*(s for s in choice.findChildren(Segment) if not s.isHidden()), choice.more_button]
        assert len(parts) == 4
        for part in parts:
            assert choice.rect().contains(part.geometry()), width


def test_an_ampersand_of_a_name_is_no_key(choice: SegmentedChoice) -> None:
    choice.setItemText(0, "Q&A")
    segment = choice.findChildren(Segment)[0]
    assert (choice.itemText(0), segment.text(), segment.shortcut().isEmpty()) == (
        "Q&A",
        "Q&&A",
        True,
    )
