"""Answers are checked against their article beside the window, the newest first."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from newsassistant.app.checking import examined as examining
from newsassistant.core.settings import Settings
from newsassistant.engine.fake import FakeEngine
from newsassistant.evidence import check as checking
from newsassistant.evidence.index import Index
from newsassistant.evidence.marks import MarkKind, Sourced
from newsassistant.gui.conversation.answer_texts import SOURCES
from newsassistant.gui.conversation.parts_card import PartsCard
from newsassistant.gui.evidence.desk import EvidenceDesk
from tests.gui.evidence.checks import (
    ANSWER,
    LONG_MS,
    MARKED,
    MILL,
    checked,
    desk_of,
    drawn,
    line,
    shown,
    summarized,
)
from tests.gui.pages import PORT, MainPage
from tests.gui.stories import message

CHINESE = (
    "阿什福德造纸厂关闭\n\n阿什福德造纸厂于5月4日关闭。厂方称，该厂雇有1187人。"
    "市议会将以3500万元购入该地块。"
)
CHINESE_ANSWER = "造纸厂于5月4日关闭，😀该厂雇有**1250人**。市议会将以3500万元购入该地块。"


def test_what_the_article_has_not_got_is_marked_where_it_stands(
    start: Callable[..., MainPage],
) -> None:
    page = start(FakeEngine([ANSWER]))
    number = summarized(page)
    desk = desk_of(page)
    assert drawn(shown(page, number).view) == MARKED
    examined = desk.examined(number)
    assert examined is not None
    assert examined.missing()[MarkKind.NUMBER] == 1
    assert desk.article is not None
    assert desk.article.text == page.article_text()
    assert line(page, number) == (
        "1 number and 1 name are not in the article; 1 quote differs from the article"
    )
    assert shown(page, number).line.label.property("role") == "warning"


def test_one_desk_checks_the_answers_of_a_window(start: Callable[..., MainPage]) -> None:
    page = start(FakeEngine([ANSWER]))
    assert page.window.chat.findChildren(EvidenceDesk) == [page.program.evidence]


def test_in_chinese(start: Callable[..., MainPage]) -> None:
    page = start(FakeEngine([CHINESE_ANSWER]), settings=Settings(language="zh", scheme="light"))
    number = summarized(page, CHINESE)
    assert drawn(shown(page, number).view) == ["1250"]
    assert line(page, number) == "1 个数字原文未见"
    assert shown(page, number).line.button.text() == "下一处"


def test_the_height_of_the_text_stays_as_it_was(start: Callable[..., MainPage]) -> None:
    page = start(FakeEngine([ANSWER]))
    page.summarized(MILL)
    number = page.message_ids()[-1]
    view = shown(page, number).view
    before = view.document().size(), view.height(), view.toHtml()
    assert line(page, number)  # it is there before the check: nothing moves at its end
    checked(page, number)
    assert drawn(view) == MARKED
    assert (view.document().size(), view.height(), view.toHtml()) == before


def test_all_of_it_runs_on_other_threads(
    start: Callable[..., MainPage], monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: set[int] = set()

    def noted(of: Callable[..., object]) -> Callable[..., object]:
        def call(*given: object) -> object:
            threads.add(threading.get_ident())
            return of(*given)

        return call

    monkeypatch.setattr(examining, "examine", noted(examining.examine))
    monkeypatch.setattr(checking, "check", noted(checking.check))
    monkeypatch.setattr(Index, "of", noted(Index.of))
    page = start(FakeEngine([ANSWER]))
    summarized(page)
    assert threads
    assert threading.get_ident() not in threads


def running(page: MainPage, number: int = 900) -> int:
    """An answer that is being written below the others; the test writes it."""
    page.window.chat.add_message(message(number, "assistant", "", status="running"))
    return number


def wait_marks(page: MainPage, number: int, words: list[str]) -> None:
    view = shown(page, number).view
    page.qtbot.waitUntil(lambda: drawn(view) == words, timeout=LONG_MS)


def settle(page: MainPage) -> None:
    """Let all that is on its way come."""
    desk = desk_of(page)
    page.qtbot.waitUntil(lambda: not desk.is_busy(), timeout=LONG_MS)


def test_a_mark_comes_when_its_sentence_is_complete(start: Callable[..., MainPage]) -> None:
    page = start(FakeEngine([ANSWER]))
    summarized(page)
    number, chat = running(page), page.window.chat
    chat.append_delta(number, "It employed **1,2")
    chat.append_delta(number, "50** people")
    settle(page)
    assert drawn(shown(page, number).view) == []
    chat.append_delta(number, ". Then it")
    wait_marks(page, number, ["1,250"])
    # The paragraph is written anew with each piece: the mark stays.
    for piece in (" closed, after *15*", " years", ", *for* good.", " All of", " it."):
        chat.append_delta(number, piece)
        assert drawn(shown(page, number).view)[0] == "1,250"
    wait_marks(page, number, ["1,250", "15"])
    chat.append_delta(number, "\n\n- A site of 77 acres.\n- It")
    wait_marks(page, number, ["1,250", "15", "77"])
    assert line(page, number) == ""


def test_each_sentence_is_checked_once_before_the_end(
    start: Callable[..., MainPage], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = start(FakeEngine([ANSWER]))
    summarized(page)
    lengths: list[int] = []
    real = checking.check

    def counted(index: Index, text: str) -> object:
        lengths.append(len(text))
        return real(index, text)

    monkeypatch.setattr(checking, "check", counted)
    number, text = running(page), ""
    for count in range(15):
        piece = f"It employed {count + 2000} people at the site. "
        text += piece
        page.window.chat.append_delta(number, piece)
        settle(page)
    assert len(drawn(shown(page, number).view)) >= 13
    assert sum(lengths) <= len(text)


def test_the_end_is_examined_as_a_whole(start: Callable[..., MainPage]) -> None:
    page = start(FakeEngine([ANSWER]))
    summarized(page)
    number, chat = running(page), page.window.chat
    chat.append_delta(number, "It employed 1,250 people. It had led ")
    wait_marks(page, number, ["1,250"])
    chat.append_delta(number, "for 15 years")
    text = "It employed 1,250 people. It had led for 15 years"
    chat.finish(message(number, "assistant", text))
    assert line(page, number) == "Comparing with the article…"
    checked(page, number)
    assert drawn(shown(page, number).view) == ["1,250", "15"]
    assert line(page, number) == "2 numbers are not in the article"


def test_what_is_selected_at_the_end_is_marked_all_the_same(start: Callable[..., MainPage]) -> None:
    page = start(FakeEngine([ANSWER]))
    summarized(page)
    number, chat = running(page), page.window.chat
    chat.append_delta(number, "It employed *1,250* people, and ")
    view = shown(page, number).view
    view.selectAll()
    chat.append_delta(number, "*15* more.")
    chat.finish(message(number, "assistant", "It employed *1,250* people, and *15* more."))
    checked(page, number)
    assert drawn(view) == ["1,250", "15"]
    cursor = view.textCursor()
    cursor.clearSelection()
    view.setTextCursor(cursor)
    page.qtbot.waitUntil(lambda: view.toPlainText() == "It employed 1,250 people, and 15 more.")
    wait_marks(page, number, ["1,250", "15"])


def test_marks_outlive_another_theme_and_zoom(start: Callable[..., MainPage]) -> None:
    page = start(FakeEngine([ANSWER]))
    number = summarized(page)
    view = shown(page, number).view
    colours = {mark.format.underlineColor().name() for mark in view.extraSelections()}
    page.program.theme.set_scheme("dark")
    page.program.theme.set_zoom(1.25)
    assert drawn(view) == MARKED
    assert not colours & {mark.format.underlineColor().name() for mark in view.extraSelections()}


def test_the_line_is_worded_anew_in_another_language(start: Callable[..., MainPage]) -> None:
    page = start(FakeEngine([ANSWER]))
    number = summarized(page)
    page.program.translations.use("zh")
    QApplication.processEvents()
    assert line(page, number) == "1 个数字和 1 个名称原文未见；1 处引语与原文不同"


def test_without_an_article_nothing_is_said(start: Callable[..., MainPage]) -> None:
    page = start(FakeEngine(["In 1999 it had 15 members."]))
    page.ask("How many?")
    number = page.message_ids()[-1]
    settle(page)
    assert line(page, number) == ""
    assert drawn(shown(page, number).view) == []
    assert desk_of(page).article is None


def test_a_reopened_conversation_is_examined_the_newest_first(
    start: Callable[..., MainPage],
) -> None:
    page = start(FakeEngine([ANSWER, "It had 15 owners.", "It had 16 owners."]))
    first = page.summarized(MILL)
    page.ask("And?")
    page.ask("And?")
    answers = page.message_ids()[1::2]
    checked(page, answers[-1])
    page.program.presenter.new_article()
    assert desk_of(page).examined(answers[-1]) is None
    seen: list[int] = []
    desk_of(page).examined_changed.connect(seen.append)
    page.program.presenter.open_conversation(first)
    for number in answers:
        assert line(page, number) == "Comparing with the article…"
    for number in answers:
        checked(page, number)
    assert seen == answers[::-1]
    assert drawn(shown(page, answers[0]).view) == MARKED


def test_another_version_is_marked(start: Callable[..., MainPage]) -> None:
    page = start(FakeEngine(["It employed 1,250.", "It had 15 owners."]))
    summarized(page)
    page.action("regenerate").trigger()
    page.wait_idle()
    number = page.message_ids()[-1]
    checked(page, number)
    assert drawn(shown(page, number).view) == ["15"]
    card = page.window.chat.card(number)
    assert card is not None
    assert not isinstance(card, PartsCard)
    card.versions.step(-1)
    before = page.window.chat.newest_answer()
    assert before is not None
    assert before != number
    checked(page, before)
    assert drawn(shown(page, before).view) == ["1,250"]
    assert page.window.chat.answers.get(number) is None


def test_an_edit_of_the_article_counts_and_another_article_does_not(
    start: Callable[..., MainPage],
) -> None:
    page = start(FakeEngine([ANSWER]))
    number = summarized(page)
    desk = desk_of(page)
    edited = MILL.replace("1,187", "1,250")
    page.paste(edited)
    page.qtbot.waitUntil(
        lambda: desk.article is not None and "1,250" in desk.article.text, timeout=LONG_MS
    )
    wait_marks(page, number, [words for words in MARKED if words != "1,250"])
    page.paste(PORT)
    page.qtbot.waitUntil(
        lambda: desk.article is not None and "1,187" in desk.article.text, timeout=LONG_MS
    )
    wait_marks(page, number, MARKED)


def test_summaries_of_parts_are_marked_once_they_are_unfolded(
    start: Callable[..., MainPage],
) -> None:
    page = start(FakeEngine([ANSWER]))
    summarized(page)
    chat = page.window.chat
    for part, words in enumerate(("It employed 1,250.", "It had 15 owners."), 1):
        chat.add_message(message(900 + part, "assistant", words, preset=f"parts/1:{part}/2"))
    card = chat.card(902)
    assert isinstance(card, PartsCard)
    checked(page, 902)
    assert chat.answers.get(901) is None
    card.set_unfolded(True)
    checked(page, 901)
    assert drawn(shown(page, 901).view) == ["1,250"]
    assert line(page, 902) == "1 number is not in the article"
    card.set_unfolded(False)
    assert desk_of(page).examined(901) is None


def test_nothing_is_kept_of_a_private_conversation(start: Callable[..., MainPage]) -> None:
    page = start(FakeEngine([ANSWER]))
    page.action("new_private").trigger()
    number = summarized(page)
    desk = desk_of(page)
    desk.step(1)
    page.program.private.forget()
    assert desk.article is None
    assert desk.examined(number) is None
    assert "1,187" not in repr(vars(desk))
    assert page.program.checks._indexes is None
    assert page.window.chat.answers.numbers() == []


def test_a_click_on_a_sentence_is_told_and_a_drag_is_not(start: Callable[..., MainPage]) -> None:
    page = start(FakeEngine([ANSWER]))
    number = summarized(page)
    desk, view = desk_of(page), shown(page, number).view
    told: list[tuple[int, Sourced]] = []
    desk.sentence_chosen.connect(lambda *each: told.append(each))
    QApplication.processEvents()
    cursor = QTextCursor(view.document())
    cursor.setPosition(view.toPlainText().index("site costs") + 2)
    spot = view.cursorRect(cursor).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert [each for each, _ in told] == [number]
    examined = desk.examined(number)
    assert examined is not None
    assert told[0][1] in examined.sentences
    assert told[0][1].is_clear
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    spot.setX(spot.x() + 80)
    QTest.mouseMove(view.viewport(), spot)
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert len(told) == 1


def test_sentences_are_marked_for_others_beside_the_marks(start: Callable[..., MainPage]) -> None:
    page = start(FakeEngine([ANSWER]))
    number = summarized(page)
    desk, view = desk_of(page), shown(page, number).view
    examined = desk.examined(number)
    assert examined is not None
    first = examined.sentences[0]
    desk.show_sentences({number: [(first.start, first.end)]})
    assert drawn(view, SOURCES) == ["🏭 The mill at Ashford closed."]
    assert drawn(view) == MARKED
    page.program.theme.set_scheme("dark")
    assert drawn(view, SOURCES) == ["🏭 The mill at Ashford closed."]
    desk.show_sentences({})
    assert drawn(view, SOURCES) == []


def test_a_check_that_fails_takes_its_line_away(
    start: Callable[..., MainPage],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(index: Index, text: str) -> object:
        raise ValueError("no such place")

    page = start(FakeEngine([ANSWER, "It had 15 owners."]))
    monkeypatch.setattr(examining, "examine", fail)
    page.summarized(MILL)
    number = page.message_ids()[-1]
    page.qtbot.waitUntil(lambda: line(page, number) == "", timeout=LONG_MS)
    assert "ValueError" in caplog.text
    monkeypatch.undo()
    page.ask("And?")
    checked(page, page.message_ids()[-1])


def test_an_answer_is_shown_anew_with_its_marks(start: Callable[..., MainPage]) -> None:
    page = start(FakeEngine([ANSWER]))
    number = summarized(page)
    stored = shown(page, number).message
    page.window.chat.finish(replace(stored, content="It had 15 owners."))
    wait_marks(page, number, ["15"])
    page.window.chat.finish(stored)
    wait_marks(page, number, MARKED)
