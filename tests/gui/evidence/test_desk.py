"""Answers are checked against their article beside the window, the newest first."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTextEdit

from newsassistant.app.checking import examined as examined_module
from newsassistant.engine.fake import FakeEngine
from newsassistant.evidence.marks import MarkKind, Sourced, Strength
from newsassistant.gui.conversation.answer_texts import SOURCES, ShownAnswer
from newsassistant.gui.evidence import marking
from newsassistant.gui.evidence.desk import EvidenceDesk
from newsassistant.gui.program import Application
from newsassistant.text.articles.article import parse
from tests.gui.pages import MainPage

LONG_MS = 30_000  # the first check reads the word lists
MILL = (
    "Mill at Ashford closes\n\n"
    "The paper mill at Ashford closed on 4 May. It employed 1,187 people, its owner said. "
    "“We did all that we could to keep it open,” said Mary Holt, who had led it for 12 years.\n\n"
    "The council will buy the site for £3.5 million."
)
ANSWER = (
    "The mill at **Ashford** closed. It employed 1,250 people, said *Mary Hopkins*.\n\n"
    "- The site costs £3.5 million.\n"
    "- It had been led for 15 years. It was old.\n"
)


def desk_of(page: MainPage) -> EvidenceDesk:
    desk = page.program.evidence
    assert isinstance(desk, EvidenceDesk)
    return desk


def checked(page: MainPage, number: int) -> EvidenceDesk:
    """Wait until an answer was examined."""
    desk = desk_of(page)
    page.qtbot.waitUntil(lambda: desk.examined(number) is not None, timeout=LONG_MS)
    return desk


def shown(page: MainPage, number: int) -> ShownAnswer:
    answer = page.window.chat.answers.get(number)
    assert answer is not None
    return answer


def drawn(view: QTextEdit, kind: str = marking.KIND) -> list[str]:
    """The words of a view that are marked."""
    found = [mark for mark in view.extraSelections() if mark.format.property(_PROPERTY) == kind]
    found.sort(key=lambda mark: mark.cursor.selectionStart())
    return [mark.cursor.selectedText() for mark in found]


_PROPERTY = 0x100001


def test_the_words_that_are_not_in_the_article_are_marked(start: Callable[..., MainPage]) -> None:
    page = start(FakeEngine([ANSWER]))
    page.summarized(MILL)
    number = page.message_ids()[-1]
    desk = checked(page, number)
    view = shown(page, number).view
    assert drawn(view) == ["1,250", "Hopkins", "15"] or drawn(view)[0] == "1,250"
    examined = desk.examined(number)
    assert examined is not None
    assert examined.missing()[MarkKind.NUMBER] == 2
    assert all(mark.strength is Strength.ABSENT for mark in examined.alarms)
    assert desk.article is not None
    assert desk.article.text == page.article_text()
