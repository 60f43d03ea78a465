"""Each headline has its length beside the desk's limit, and can be taken alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from newsassistant.core.settings import Settings
from newsassistant.gui.conversation.bodies.headlines import HeadlinesBody
from newsassistant.gui.conversation.bodies.limits import HeadlineLimits
from newsassistant.gui.look.theme import Theme

TEXT = f'1. **Fire closes port**\n2. "{"Long " * 14}"\n3. Fire closes port'


@pytest.fixture
def limits() -> HeadlineLimits:
    return HeadlineLimits()


@pytest.fixture
def body(qtbot: QtBot, theme: Theme, limits: HeadlineLimits) -> HeadlinesBody:
    made = HeadlinesBody(theme, limits)
    qtbot.addWidget(made)
    made.show()
    made.show_text(TEXT, ended=True)
    return made


def counters(body: HeadlinesBody) -> list[str]:
    return [row.counter.text() for row in body.rows()]


def test_lengths_stand_beside_the_limit(body: HeadlinesBody) -> None:
    assert counters(body) == [
        "16 of 60 characters",
        "69 of 60 characters: 9 too many",
        "16 of 60 characters · the same as 1",
    ]
    assert [row.counter.property("role") for row in body.rows()] == ["muted", "warning", "muted"]
    assert body.rows()[1].view.accessibleDescription() == counters(body)[1]


def test_another_limit_counts_at_once(body: HeadlinesBody, limits: HeadlineLimits) -> None:
    limits.use(Settings(headline_limit=70))
    assert counters(body)[1] == "69 of 70 characters"
    limits.use(Settings(headline_limit=0))
    assert counters(body)[1] == "69 characters"
    assert body.rows()[1].counter.property("role") == "muted"


def test_chinese_headlines_have_the_chinese_limit(body: HeadlinesBody) -> None:
    body.show_text("1、港口大火\n2、2024年港口大火后一年仍未恢复运营，居民盼望早日开放", ended=True)
    assert counters(body) == ["4 of 20 characters", "25 of 20 characters: 5 too many"]


def test_the_length_lives_while_the_headline_is_written(body: HeadlinesBody) -> None:
    body.show_text("1. Fire", ended=False)
    assert counters(body) == ["4 of 60 characters"]
    body.show_text("1. Fire closes", ended=False)
    assert counters(body) == ["11 of 60 characters"]


def test_one_is_copied_by_its_button_and_by_the_keys(body: HeadlinesBody) -> None:
    row = body.rows()[0]
    row.copy_button.click()
    assert QGuiApplication.clipboard().text() == "Fire closes port"
    QGuiApplication.clipboard().clear()
    row.copy_button.setFocus()
    QTest.keyClick(row.copy_button, Qt.Key.Key_Return)
    assert QGuiApplication.clipboard().text() == "Fire closes port"
    assert row.copy_button.accessibleName() == "Copy headline 1"
    assert row.copy_button.toolTip()


def test_the_menu_is_about_the_row_with_the_keys(body: HeadlinesBody, qtbot: QtBot) -> None:
    for row in body.rows():
        row.view.clearFocus()
    assert body.entries() == ()
    body.activateWindow()
    body.rows()[0].copy_button.setFocus()
    qtbot.waitUntil(lambda: body.rows()[0].holds_focus())

    (copy_words, copy), (title_words, use_title) = body.entries()

    assert copy_words == "Copy this headline"
    copy()
    assert QGuiApplication.clipboard().text() == "Fire closes port"
    assert title_words == "Use as the conversation's title"
    with qtbot.waitSignal(body.title_wanted) as signal:
        use_title()
    assert signal.args == ["Fire closes port"]


def test_markup_is_shown_as_text(body: HeadlinesBody) -> None:
    body.show_text("1. <img src=x> & <b>fire</b>\n2. &lt;", ended=True)
    assert [view.toPlainText() for view in body.views()] == ["<img src=x> & <b>fire</b>", "&lt;"]


def test_fewer_rows_leave_nothing_behind(body: HeadlinesBody) -> None:
    body.show_text("1. One", ended=True)
    assert [view.toPlainText() for view in body.views()] == ["One"]
    assert not body.show_text("prose", ended=True)
    assert body.views() == []
