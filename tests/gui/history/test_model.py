"""Conversations grouped by day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from newsassistant.gui.history.model import (
    ID_ROLE,
    SECOND_LINE_ROLE,
    HistoryModel,
    group_by_day,
)
from newsassistant.store.history import StoredConversation

TODAY = date(2026, 11, 21)


def conversation(
    number: int,
    day: date,
    *,
    title: str = "",
    preset: str = "",
    prefix: str = "",
    snippet: str = "",
) -> StoredConversation:
    stamp = datetime(day.year, day.month, day.day, 12, number % 60).timestamp()
    return StoredConversation(
        number, title or f"Story {number}", preset, "m", prefix, stamp, stamp, snippet
    )


@pytest.fixture
def model(qapp: QApplication) -> HistoryModel:
    model = HistoryModel(today=lambda: TODAY)
    model.set_conversations(
        [
            conversation(4, TODAY, preset="three-bullets", prefix="House style"),
            conversation(3, TODAY),
            conversation(2, date(2026, 11, 20)),
            conversation(1, date(2025, 3, 9), snippet="… wind …"),
        ]
    )
    return model


def test_each_day_has_one_heading(model: HistoryModel) -> None:
    words = [model.index(row).data() for row in range(model.rowCount())]
    assert words == [
        "Today",
        "Story 4",
        "Story 3",
        "Yesterday",
        "Story 2",
        "9 March 2025",
        "Story 1",
    ]


def test_days_cannot_be_chosen(model: HistoryModel) -> None:
    assert model.flags(model.index(0)) == Qt.ItemFlag.NoItemFlags
    assert model.flags(model.index(1)) & Qt.ItemFlag.ItemIsSelectable
    assert model.conversation(model.index(0)) is None
    assert model.index(0).data(ID_ROLE) is None


def test_the_second_line_says_what_was_asked_and_who_answered(model: HistoryModel) -> None:
    assert model.index(1).data(SECOND_LINE_ROLE) == "3 bullets · House style"
    assert model.index(2).data(SECOND_LINE_ROLE) == "Questions · Base model"
    assert model.index(6).data(SECOND_LINE_ROLE) == "… wind …"
    described = model.index(1).data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert described == "3 bullets · House style, Today"


def test_rows_are_found_by_id(model: HistoryModel) -> None:
    assert model.row_of(2) == 4
    assert model.row_of(77) == -1


def test_renaming_is_told_not_done(qtbot: QtBot, model: HistoryModel) -> None:
    index = model.index(1)
    with qtbot.waitSignal(model.renamed) as renamed:
        assert model.setData(index, "  Better title ")
    assert renamed.args == [4, "Better title"]
    assert index.data() == "Story 4"


@pytest.mark.parametrize(("row", "title"), [(1, "  "), (0, "A day"), (1, "Story 4")])
def test_a_title_that_changes_nothing_is_not_told(
    qtbot: QtBot, model: HistoryModel, row: int, title: str
) -> None:
    with qtbot.assertNotEmitted(model.renamed):
        model.setData(model.index(row), title)


def test_days_of_this_year_have_no_year(model: HistoryModel) -> None:
    assert model.day_words(date(2026, 11, 2)) == "2 November"


def test_no_conversations_make_no_rows() -> None:
    assert group_by_day([]) == []


def test_a_style_is_called_by_its_name_and_by_its_id_once_it_is_gone(model: HistoryModel) -> None:
    model.set_conversations([conversation(4, TODAY, preset="headline", prefix="house")])
    model.set_style_names({"house": "The Gazette"})
    assert model.index(1).data(SECOND_LINE_ROLE) == "Headline · The Gazette"

    model.set_style_names({})

    assert model.index(1).data(SECOND_LINE_ROLE) == "Headline · house"


def test_a_job_of_the_users_own_is_called_as_it_was_then(model: HistoryModel) -> None:
    model.set_conversations([conversation(4, TODAY, preset="own-0000000a:Brief")])
    assert model.index(1).data(SECOND_LINE_ROLE) == "Brief · Base model"


def test_a_damaged_conversation_has_a_name(qapp: QApplication) -> None:
    model = HistoryModel()
    damaged = StoredConversation(1, "", "", "", "", 86_400.0, 86_400.0, damaged=True)
    model.set_conversations([damaged])
    assert model.data(model.index(1)) == "Damaged conversation"


def test_whose_turn_it_is_stands_under_the_title(qtbot: QtBot, model: HistoryModel) -> None:
    def second(number: int) -> str:
        return str(model.index(model.row_of(number)).data(SECOND_LINE_ROLE))

    before = second(4)
    with qtbot.waitSignal(model.dataChanged):
        model.set_turns(3, (2, 4))
    assert [second(3), second(2), second(4)] == ["Answering…", "Waits, number 1", "Waits, number 2"]
    with qtbot.assertNotEmitted(model.dataChanged):
        model.set_turns(3, (2, 4))
    model.set_turns(None, ())
    assert second(4) == before


def test_equal_titles_are_told_apart_by_a_time(model: HistoryModel) -> None:
    twins = [conversation(number, TODAY, title="Port strike") for number in (7, 5)]
    model.set_conversations([*twins, conversation(3, TODAY)])
    lines = [model.index(row).data(SECOND_LINE_ROLE) for row in (1, 2, 3)]
    assert lines == [
        "12:07 · Questions · Base model",
        "12:05 · Questions · Base model",
        "Questions · Base model",
    ]
    described = model.index(1).data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert described == "12:07 · Questions · Base model, Today"


def test_equal_titles_of_one_minute_show_seconds(model: HistoryModel) -> None:
    first = conversation(7, TODAY, title="Port strike")
    later = replace(first, id=8, updated_at=first.updated_at + 9, snippet="… dock …")
    model.set_conversations([later, first])
    assert model.index(1).data(SECOND_LINE_ROLE) == "12:07:09 · … dock …"
    assert model.index(2).data(SECOND_LINE_ROLE) == "12:07:00 · Questions · Base model"


def test_pinned_ones_stand_under_a_heading_of_their_own(model: HistoryModel) -> None:
    pinned = [
        replace(conversation(2, date(2026, 11, 20)), pinned=True),
        replace(conversation(1, date(2025, 3, 9)), pinned=True),
    ]
    model.set_conversations([*pinned, conversation(4, TODAY), conversation(3, TODAY)])
    words = [model.index(row).data() for row in range(model.rowCount())]
    assert words == ["Pinned", "Story 2", "Story 1", "Today", "Story 4", "Story 3"]
    about = model.index(2).data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert about.startswith("Pinned, ")
    assert about.endswith(", 9 March 2025")


def test_a_day_after_the_pinned_ones_has_its_heading_too(model: HistoryModel) -> None:
    model.set_conversations([replace(conversation(2, TODAY), pinned=True), conversation(1, TODAY)])
    words = [model.index(row).data() for row in range(model.rowCount())]
    assert words == ["Pinned", "Story 2", "Today", "Story 1"]
