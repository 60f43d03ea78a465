"""The private window: what it shows, that it works as always, and that leaving it forgets."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from newsassistant.core.settings import Settings
from newsassistant.core.types import CancelToken, Origin
from newsassistant.engine.fake import FakeEngine
from newsassistant.gui.opening import opening
from newsassistant.gui.opening.opening import Opened, opened_text
from newsassistant.gui.shell.main_window import FRAME
from newsassistant.store.private import is_private
from tests.gui.pages import WIND, MainPage

PORT = "Port strike enters second week\n\nDock workers voted to continue their strike on Monday."
HARVEST = "Harvest is late\n\nFarmers in the east wait for the rain to end, their union said."


def begin(page: MainPage) -> None:
    page.action("new_private").trigger()


def is_on(page: MainPage) -> bool:
    return page.program.history.is_private


def rows(page: MainPage) -> list[str]:
    model = page.window.history.model()
    texts = [model.index(row).data() for row in range(model.rowCount())]
    return [str(text) for text in texts]


def draft(page: MainPage) -> Path:
    page.program.draft.save()
    return page.program.paths.draft


# --- while it is private --------------------------------------------------------------------------


def test_it_shows_a_frame_a_line_and_a_neutral_title(page: MainPage) -> None:
    begin(page)
    page.paste(PORT)
    page.summarize()

    window = page.window
    assert window.private_bar.isVisible()
    assert "nothing of this is written" in window.accessibleDescription()
    inside = window.private_bar.mapTo(window, QPoint(0, 0))
    assert (inside.x(), inside.y()) == (FRAME, FRAME)
    assert window.windowTitle() == "Private conversation – News Assistant"
    assert page.title() == "Private conversation"
    assert rows(page)[-1] == "Private conversation"
    assert "Port" not in "".join(rows(page))


def test_it_answers_as_always(start: Callable[..., MainPage]) -> None:
    page = start(FakeEngine(["One.", "Two.", "Three."]))
    begin(page)
    page.paste(PORT)
    page.summarize()
    page.ask("Who voted?")
    page.action("regenerate").trigger()
    page.wait_idle()

    assert page.answers() == ["One.", "Three."]
    number = page.program.service.conversation_id
    assert is_private(number)
    page.action("copy_answer").trigger()
    assert page.clipboard() == "Three."


@pytest.mark.parametrize("way", ["button", "keys"])
def test_it_begins_by_the_button_and_by_keys(page: MainPage, way: str) -> None:
    if way == "button":
        page.click("new_private_button")
    else:
        control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
        page.keys(Qt.Key.Key_N, control, shift)
    assert is_on(page)


def test_neither_its_article_nor_its_conversation_is_in_a_file(page: MainPage) -> None:
    begin(page)
    page.paste(PORT)
    assert not draft(page).exists()
    page.summarize()
    page.paste(HARVEST)
    assert not draft(page).exists()


def test_an_article_of_before_waits_and_comes_back(page: MainPage) -> None:
    page.paste(PORT)
    begin(page)
    assert page.article_text() == ""
    page.paste(HARVEST)
    assert "Port strike" in draft(page).read_text("utf-8")
    page.dialogs.agree = True
    page.action("new_chat").trigger()

    assert page.article_text().startswith("Port strike")
    assert not is_on(page)


def test_another_private_article_puts_the_first_aside_in_memory_only(page: MainPage) -> None:
    begin(page)
    page.paste(PORT)
    begin(page)

    assert page.article_text() == ""
    assert "Port strike" in page.window.notice.label.text()
    assert not draft(page).exists()
    page.click("notice_undo_button")
    assert page.article_text().startswith("Port strike")
    assert is_on(page)


def test_several_private_conversations_are_opened_without_a_question(page: MainPage) -> None:
    begin(page)
    first = page.summarized(PORT)
    page.summarized(HARVEST)
    page.paste(WIND)  # in no conversation: offered, but in no draft
    page.window.history.opened.emit(first)

    assert page.dialogs.names() == []
    assert page.article_text().startswith("Port strike")
    assert not draft(page).exists()
    assert len(page.conversations()) == 2


def test_a_private_conversation_cannot_be_renamed(page: MainPage) -> None:
    begin(page)
    page.summarized(PORT)
    assert not page.action("rename").isEnabled()
    page.window.history.focus_list()
    QTest.keyClick(page.window.history.list, Qt.Key.Key_F2)
    assert page.window.history.list.state() is not page.window.history.list.State.EditingState


def test_it_can_be_saved_where_the_user_says(page: MainPage, tmp_path: Path) -> None:
    begin(page)
    page.summarized(PORT)
    page.dialogs.file = tmp_path / "mine.newschat"
    page.action("save_conversation").trigger()
    assert page.dialogs.file.exists()


# --- leaving --------------------------------------------------------------------------------------


def ways_out(page: MainPage, kept: int) -> dict[str, Callable[[], object]]:
    return {
        "new article": page.action("new_chat").trigger,
        "another conversation": lambda: page.window.history.opened.emit(kept),
        "the line": lambda: page.click("private_leave_button"),
        "delete": page.action("delete").trigger,
        "erase": page.action("erase").trigger,
        "close": page.window.close,
    }


WAYS = ["new article", "another conversation", "the line", "delete", "erase", "close"]


@pytest.mark.parametrize("way", WAYS)
def test_who_stays_keeps_everything(page: MainPage, way: str) -> None:
    kept = page.summarized(HARVEST)
    begin(page)
    page.summarized(PORT)
    ways_out(page, kept)[way]()

    assert len(page.dialogs.asked) == 1
    assert "Leave and forget" in str(page.dialogs.asked[0][1])
    assert is_on(page)
    assert page.article_text().startswith("Port strike")
    assert not page.program.shutdown.has_begun()


@pytest.mark.parametrize("way", WAYS[:-1])
def test_who_leaves_forgets_everything(start: Callable[..., MainPage], way: str) -> None:
    engine = FakeEngine()
    page = start(engine)
    kept = page.summarized(HARVEST)
    begin(page)
    private = page.summarized(PORT)
    page.type_question("Who is the whistleblower?")
    page.dialogs.agree = True
    ways_out(page, kept)[way]()

    assert not is_on(page)
    assert [item.id for item in page.conversations()] == [kept]
    assert page.program.history.messages(private) == []
    assert "Private conversation" not in rows(page)
    assert not page.window.private_bar.isVisible()
    assert page.window.accessibleDescription() == ""
    assert page.widget("question_edit").toPlainText() == ""  # type: ignore[attr-defined]
    if way == "another conversation":
        assert page.article_text().startswith("Harvest")
    page.qtbot.waitUntil(lambda: engine.forgot != [])


def test_undo_brings_nothing_back(page: MainPage) -> None:
    begin(page)
    page.paste(PORT)
    page.type_question("Why?")
    page.dialogs.agree = True
    page.action("new_chat").trigger()

    for edit in (page.window.article.edit, page.window.composer.edit):
        assert not edit.document().isUndoAvailable()
        edit.undo()
        assert edit.toPlainText() == ""


def test_nobody_is_asked_where_nothing_is_lost(page: MainPage) -> None:
    begin(page)
    page.action("new_chat").trigger()
    assert page.dialogs.names() == []
    assert not is_on(page)


def test_an_answer_that_runs_ends_and_is_told_to_nobody(start: Callable[..., MainPage]) -> None:
    page = start(FakeEngine(["word " * 400], delay_s=0.01))
    begin(page)
    page.paste(PORT)
    page.click("summarize_button")
    page.wait_answering()
    page.dialogs.agree = True
    page.action("new_chat").trigger()
    page.wait_idle()

    assert page.conversations() == []
    assert page.transcript() == ""
    assert page.dialogs.names() == ["ask"]


def test_a_file_that_is_being_read_does_not_come_any_more(
    page: MainPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = threading.Event()

    def read(origin: Origin, password: str, cancel: CancelToken) -> Opened:
        assert left.wait(30)
        return opened_text(PORT.encode(), origin)

    monkeypatch.setattr(opening, "_read", read)
    begin(page)
    page.program.desk.open_file(tmp_path / "secret.pdf")
    assert page.program.desk.is_reading()
    page.dialogs.agree = True
    page.action("new_chat").trigger()
    left.set()

    page.qtbot.waitUntil(lambda: not page.program.desk.is_busy())
    assert page.article_text() == ""


def test_a_conversation_from_a_file_is_private_too(page: MainPage, tmp_path: Path) -> None:
    begin(page)
    page.summarized(PORT)
    page.dialogs.file = tmp_path / "mine.newschat"
    page.action("save_conversation").trigger()
    page.program.private.forget()
    begin(page)
    page.program.desk.open_file(tmp_path / "mine.newschat")
    page.qtbot.waitUntil(lambda: page.article_text() != "")
    assert [is_private(item.id) for item in page.conversations()] == [True]
    assert page.dialogs.names() == ["save"]


def test_what_is_searched_is_not_private_and_is_gone(page: MainPage) -> None:
    begin(page)
    page.summarized(PORT)
    page.program.history_desk.search("strike")
    assert rows(page) == []
    page.window.history.search.setText("strike")
    page.window.article.find_bar.field.setText("voted")
    page.dialogs.agree = True
    page.action("new_chat").trigger()
    assert page.window.history.search.text() == ""
    assert page.window.article.find_bar.field.text() == ""


def test_what_was_copied_is_taken_out_of_the_clipboard(page: MainPage) -> None:
    begin(page)
    page.summarized(PORT)
    page.action("copy_answer").trigger()
    assert page.clipboard() != ""
    page.dialogs.agree = True
    page.action("new_chat").trigger()
    assert page.clipboard() == ""


def test_the_end_of_the_program_takes_it_out_too(page: MainPage) -> None:
    begin(page)
    page.summarized(PORT)
    page.action("copy_conversation").trigger()
    page.program.shutdown.begin()  # as Ctrl-C in the terminal does, which asks nothing
    page.qtbot.waitUntil(lambda: page.program.has_ended)
    assert QGuiApplication.clipboard().text() == ""
    assert not page.program.history.is_private


def test_what_was_compared_is_forgotten(page: MainPage) -> None:
    begin(page)
    page.paste(PORT)
    page.action("compare").trigger()
    compare = page.program.pages.compare
    assert compare is not None
    compare.service.run()
    page.wait_idle()
    page.dialogs.agree = True
    page.action("new_chat").trigger()

    assert compare.service.article is None
    assert [side.text for side in compare.service.sides] == ["", ""]
    assert not compare.dialog.isVisible()


def test_what_was_put_aside_before_is_still_there_after(page: MainPage) -> None:
    page.paste(PORT)
    page.action("new_chat").trigger()  # offers the article
    begin(page)
    page.paste(HARVEST)
    page.dialogs.agree = True
    page.action("new_chat").trigger()
    page.paste(WIND)
    page.action("new_chat").trigger()
    assert "and 1 more" in page.window.notice.label.text()


def test_in_chinese_and_in_the_dark(start: Callable[..., MainPage]) -> None:
    page = start(settings=Settings(language="zh", scheme="dark"))
    begin(page)
    page.summarized(PORT)
    assert page.window.windowTitle().startswith("保密对话")
    assert "不写入磁盘" in page.window.private_bar.label.text()
    page.action("new_chat").trigger()
    assert "留下" not in str(page.dialogs.asked)  # the recorder sees heading, text and verb
    assert "离开并清除" in str(page.dialogs.asked[0][1])
