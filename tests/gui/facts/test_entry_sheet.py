"""The sheets of quotes and facts: rows, filter, buttons, states, languages."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from newsassistant.app.checking.entries import fact_entries, quote_entries
from newsassistant.core.errors import InputError
from newsassistant.evidence.index import Index
from newsassistant.gui.facts.entry_list import Row
from newsassistant.gui.facts.entry_sheet import EntrySheet, What
from newsassistant.gui.look.i18n import Translations
from newsassistant.gui.look.theme import Theme
from tests.gui.room import cut_parts, settle
from tests.gui.tab_order import stops_of_tab

TEXT = (
    "Bridge opens\n\nOn 4 May Jane Poole paid £5m in Ashford.\n"
    "“We waited for it for years,” said Jane Poole. “Now it is here.”"
)
INDEX = Index.of(TEXT, "en")


def _made(theme: Theme, qtbot: QtBot, what: What) -> EntrySheet:
    sheet = EntrySheet(theme, what)
    qtbot.addWidget(sheet)
    sheet.set_waiting("Bridge opens")
    entries = quote_entries(INDEX) if what == "quotes" else fact_entries(INDEX)
    sheet.set_entries(entries, TEXT)
    sheet.show()
    return sheet


@pytest.fixture
def quotes(theme: Theme, qtbot: QtBot) -> EntrySheet:
    return _made(theme, qtbot, "quotes")


@pytest.fixture
def facts(theme: Theme, qtbot: QtBot) -> EntrySheet:
    return _made(theme, qtbot, "facts")


def _rows(sheet: EntrySheet) -> list[Row]:
    model = sheet.list.rows
    return [model.index(row).data(Qt.ItemDataRole.UserRole) for row in range(model.rowCount())]


def test_quotes_are_those_of_the_article_letter_by_letter(quotes: EntrySheet) -> None:
    rows = _rows(quotes)

    assert [row.first for row in rows] == ["“We waited for it for years,”", "“Now it is here.”"]
    assert all(row.first in TEXT for row in rows)
    assert {row.second for row in rows} == {"Jane Poole · said"}
    assert rows[0].place == "paragraph 3, sentence 1"


def test_facts_are_filtered_by_kind(facts: EntrySheet) -> None:
    assert len(_rows(facts)) == 4
    facts.kinds.setCurrentIndex(facts.kinds.findData("number"))
    assert [row.first for row in _rows(facts)] == ["£5m"]
    facts.kinds.setCurrentIndex(facts.kinds.findData("name"))
    assert [row.first for row in _rows(facts)] == ["Jane Poole", "Ashford"]
    assert len(facts.entries()) == 2


def test_what_is_chosen_is_shown_and_copied(quotes: EntrySheet, qtbot: QtBot) -> None:
    quotes.list.choose(1)
    with qtbot.waitSignal(quotes.show_requested) as shown:
        QTest.keyClick(quotes.list, Qt.Key.Key_Return)
    assert shown.args[0].text == "“Now it is here.”"
    with qtbot.waitSignal(quotes.copy_requested) as copied:
        QTest.keyClick(quotes.list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert [entry.text for entry in copied.args[0]] == ["“Now it is here.”"]
    with qtbot.waitSignal(quotes.copy_requested) as everything:
        quotes.buttons["copy_all"].click()
    assert len(everything.args[0]) == 2
    assert "2" in quotes.note.text()


@pytest.mark.parametrize("what", ["quotes", "facts"])
def test_nothing_and_not_yet_are_said(theme: Theme, qtbot: QtBot, what: What) -> None:
    sheet = EntrySheet(theme, what)
    qtbot.addWidget(sheet)
    sheet.set_waiting("A headline")
    assert "being read" in sheet.empty.text()
    sheet.set_entries((), "It rained.")
    assert "recognised" in sheet.empty.text()
    enabled = [name for name, button in sheet.buttons.items() if button.isEnabled()]
    assert enabled == ["close"]


def test_it_forgets_everything(quotes: EntrySheet) -> None:
    quotes.forget()

    assert quotes.entries() == ()
    assert _rows(quotes) == []
    assert quotes.headline.text() == ""


def test_an_error_is_told(quotes: EntrySheet) -> None:
    quotes.set_error(InputError("output-unwritable", path="/nowhere", detail="full"))
    assert quotes.error.isVisible()
    quotes.set_error(None)
    assert not quotes.error.isVisible()


@pytest.mark.parametrize("what", ["quotes", "facts"])
def test_keys_reach_everything_and_nothing_is_cut(theme: Theme, qtbot: QtBot, what: What) -> None:
    sheet = _made(theme, qtbot, what)
    translations = Translations()
    for language in ("en", "zh"):
        translations.use(language)
        sheet.retranslate()
        settle()
        assert cut_parts(sheet) == []
    translations.use("en")
    stops = stops_of_tab(sheet, sheet.list)
    assert {button for button in sheet.buttons.values() if button.isEnabled()} <= set(stops)
    for button in sheet.buttons.values():
        assert button.toolTip()


def test_chinese(facts: EntrySheet) -> None:
    translations = Translations()
    translations.use("zh")
    try:
        facts.retranslate()
        assert facts.heading.text() == "文章事实清单"
        assert _rows(facts)[0].place == "第 2 段第 1 句"
    finally:
        translations.use("en")
