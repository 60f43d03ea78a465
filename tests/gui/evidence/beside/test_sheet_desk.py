"""The sheet of sources opens from the card, a menu and keys, and shows what is chosen in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTextEdit

from newsassistant.engine.fake import FakeEngine
from newsassistant.gui.article.view import sources
from newsassistant.gui.conversation.answer_texts import SOURCES
from newsassistant.gui.evidence.beside.sheet_desk import SourcesSheetDesk
from newsassistant.gui.evidence.beside.source_rows import RowKind
from newsassistant.gui.evidence.beside.sources_sheet import SourcesSheet
from tests.gui.evidence.mills import ANSWER, MILL
from tests.gui.pages import MainPage

LONG_MS = 30_000  # the first check reads the word lists
_KIND = 0x100001


@pytest.fixture
def page(start: Callable[..., MainPage]) -> MainPage:
    page = start(FakeEngine([ANSWER]))
    page.summarized(MILL)
    return page


def desk_of(page: MainPage) -> SourcesSheetDesk:
    return page.program.article_side.sheets


def sheet_of(page: MainPage) -> SourcesSheet:
    page.qtbot.waitUntil(lambda: desk_of(page).sheet is not None, timeout=LONG_MS)
    sheet = desk_of(page).sheet
    assert sheet is not None
    return sheet


def drawn(view: QTextEdit, kind: str) -> list[str]:
    marks = view.extraSelections()
    return [m.cursor.selectedText() for m in marks if m.format.property(_KIND) == kind]


def choose(sheet: SourcesSheet, kind: RowKind, words: str) -> None:
    found = [n for n, r in enumerate(sheet.rows()) if r.kind is kind and words in r.text]
    sheet.list.setCurrentRow(found[0])
    QTest.keyClick(sheet.list, Qt.Key.Key_Return)


def test_the_button_opens_it_as_soon_as_the_sources_are_known(page: MainPage) -> None:
    page.click("sources_button")
    sheet = sheet_of(page)
    assert sheet.isVisible()
    assert not sheet.isModal()
    page.click("sources_button")
    assert desk_of(page).sheet is sheet


def test_a_source_is_shown_in_the_article_and_a_sentence_in_both(page: MainPage) -> None:
    page.click("sources_button")
    sheet = sheet_of(page)
    edit = page.window.article.edit
    choose(sheet, RowKind.SOURCE, "£3.5 million")
    assert drawn(edit, sources.KIND)[0].startswith("The council will buy the site")
    choose(sheet, RowKind.SENTENCE, "1,187")
    shown = page.window.chat.answers.get(page.message_ids()[-1])
    assert shown is not None
    assert drawn(shown.view, SOURCES) == ["It employed 1,187 people."]
    assert drawn(edit, sources.KIND)[0].startswith("It employed 1,187")


def test_keys_open_that_of_the_last_answer(page: MainPage) -> None:
    action = page.action("answer_sources")
    page.qtbot.waitUntil(action.isEnabled, timeout=LONG_MS)
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    page.window.activateWindow()
    page.keys(Qt.Key.Key_S, control, shift)
    assert sheet_of(page).isVisible()


def test_it_goes_with_its_answer(page: MainPage) -> None:
    page.click("sources_button")
    sheet_of(page)
    page.program.presenter.new_article()
    assert desk_of(page).sheet is None
    assert not page.action("answer_sources").isEnabled()


def test_an_answer_without_an_article_has_no_button(start: Callable[..., MainPage]) -> None:
    page = start(FakeEngine(["Good morning."]))
    page.ask("Good morning?")
    assert page.widget("sources_button").isHidden()
    assert not page.action("answer_sources").isEnabled()


def test_nothing_of_a_private_answer_stays_open(start: Callable[..., MainPage]) -> None:
    page = start(FakeEngine([ANSWER]))
    page.action("new_private").trigger()
    page.summarized(MILL)
    page.click("sources_button")
    sheet_of(page)
    page.program.private.forget()
    assert desk_of(page).sheet is None
