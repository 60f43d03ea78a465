"""Conversations as files, in the whole window: saved, opened in every way, refused with words."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from newsassistant.core.errors import StoreError
from newsassistant.core.settings import Settings
from newsassistant.engine.fake import FakeEngine
from newsassistant.gui.widgets.error_block import ErrorBlock
from newsassistant.store.chat_file import read, write
from newsassistant.store.exchange import take_out
from tests.gui.pages import PORT, WIND, MainPage
from tests.unit.store.test_chat_file import chat

Start = Callable[..., MainPage]
TITLE = "Government puts £1.2bn into offshore wind to cut bills"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A saved conversation of somebody else."""
    path = tmp_path / "sent.newschat"
    write(path, chat())
    return path


def wait_open(page: MainPage, title: str) -> None:
    page.qtbot.waitUntil(lambda: page.title() == title and page.program.desk.is_measured())


def selected(page: MainPage) -> list[str]:
    """The rows that are marked in the list."""
    rows = page.window.history.list.selectionModel().selectedIndexes()
    return [str(row.data()) for row in rows]


def error_words(page: MainPage) -> str:
    """What the conversation's column says went wrong."""
    blocks = page.window.chat.transcript().findChildren(ErrorBlock)
    shown = [block.text() for block in blocks if block.has_error()]
    return "\n".join([*shown, page.window.chat.empty_state().text()])


# --- saving --------------------------------------------------------------------------------------


def test_ctrl_s_saves_the_open_conversation(page: MainPage, tmp_path: Path) -> None:
    assert not page.action("save_conversation").isEnabled()
    number = page.summarized(WIND)
    page.dialogs.file = tmp_path / "wind.newschat"

    page.window.activateWindow()
    page.qtbot.waitUntil(page.window.isActiveWindow)
    page.keys(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)

    assert page.dialogs.asked == [("save", "Save the conversation")]
    saved = read(tmp_path / "wind.newschat")
    assert saved.conversation.title == TITLE
    assert saved.article is not None
    assert saved.article.text == WIND
    assert [turn.content for turn in saved.messages] == [
        turn.content for turn in page.program.history.messages(number)
    ]
    assert "wind.newschat" in page.window.status.sentence()


def test_the_menu_of_the_list_saves_the_row_under_the_mouse(page: MainPage, tmp_path: Path) -> None:
    page.summarized(WIND)
    page.action("new_chat").trigger()
    page.summarized(PORT)
    panel = page.window.history
    row = panel.model().row_of(1)
    page.dialogs.file = tmp_path / "a.newschat"

    place = panel.list.visualRect(panel.model().index(row)).center()
    panel.list.customContextMenuRequested.emit(QPoint(place))
    menu = panel.findChild(QMenu, "history_menu")
    assert isinstance(menu, QMenu)
    save = next(each for each in menu.actions() if each.text() == "Save conversation…")
    assert isinstance(save, QAction)
    save.trigger()
    menu.close()

    assert read(tmp_path / "a.newschat").conversation.title == TITLE


def test_the_name_that_is_proposed_is_the_title(
    page: MainPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = page.summarized(WIND)
    proposed: list[tuple[str, object]] = []
    monkeypatch.setattr(
        page.dialogs, "ask_save", lambda _p, _h, name, kinds, _d: proposed.append((name, kinds))
    )

    page.program.service.rename(number, "Wind: £1.2bn?")
    page.action("save_conversation").trigger()
    page.program.service.rename(number, "???")
    page.action("save_conversation").trigger()

    kinds = {"Saved conversation (*.newschat)": "newschat"}
    assert proposed == [("Wind £1.2bn", kinds), ("Conversation", kinds)]


def test_an_ending_is_added_and_a_file_replaced_only_if_agreed(
    page: MainPage, tmp_path: Path
) -> None:
    page.summarized(WIND)
    whole = tmp_path / "draft v1.2.newschat"
    page.dialogs.file = tmp_path / "draft v1.2"
    page.action("save_conversation").trigger()
    assert [each.name for each in tmp_path.glob("draft*")] == [whole.name]

    whole.write_text("mine")
    page.action("save_conversation").trigger()
    assert page.dialogs.names() == ["save", "save", "ask"]
    assert whole.read_text() == "mine"
    page.dialogs.agree = True
    page.action("save_conversation").trigger()
    assert read(whole).conversation.title == TITLE


def test_what_cannot_be_saved_is_told(page: MainPage, tmp_path: Path) -> None:
    page.summarized(WIND)
    page.dialogs.file = tmp_path / "no folder" / "a.newschat"

    page.action("save_conversation").trigger()

    assert "cannot be written" in error_words(page)
    assert page.article_text() == WIND


def test_an_answer_is_saved_as_far_as_it_has_come(start: Start, tmp_path: Path) -> None:
    page = start(FakeEngine(["word " * 200], delay_s=0.01))
    page.paste(WIND)
    page.click("summarize_button")
    page.wait_answering()
    page.dialogs.file = tmp_path / "a.newschat"

    page.action("save_conversation").trigger()

    answer = read(tmp_path / "a.newschat").messages[-1]
    assert (answer.role, answer.status) == ("assistant", "stopped")
    assert answer.content.startswith("word")
    page.program.service.stop()
    page.wait_idle()


# --- opening -------------------------------------------------------------------------------------


def by_ctrl_o(page: MainPage, file: Path) -> None:
    page.dialogs.file = file
    page.action("open_article").trigger()


def by_dropping(page: MainPage, file: Path) -> None:
    page.drop(file)


def by_pasting(page: MainPage, file: Path) -> None:
    page.program.desk.take_pasted(file)


def by_a_second_start(page: MainPage, file: Path) -> None:
    page.program.come_forward(file)


@pytest.mark.parametrize("way", [by_ctrl_o, by_dropping, by_pasting, by_a_second_start])
def test_it_is_shown_and_selected(
    page: MainPage, file: Path, way: Callable[[MainPage, Path], None]
) -> None:
    page.summarized(WIND)

    way(page, file)
    wait_open(page, "城市：交通")

    article = chat().article
    assert article is not None
    assert page.article_text() == article.text
    assert selected(page) == ["城市：交通"]
    assert "Really?" in page.transcript()
    assert [item.title for item in page.conversations()] == ["城市：交通", TITLE]


def test_a_start_with_a_file_shows_it_and_keeps_the_draft(start: Start, file: Path) -> None:
    first = start()
    first.paste(WIND)
    first.program.window.close()
    first.qtbot.waitUntil(lambda: first.program.has_ended)

    page = start(file=file)
    wait_open(page, "城市：交通")

    assert page.program.presenter.draft() is not None
    page.action("new_chat").trigger()
    assert page.article_text() == WIND


def test_opened_twice_it_is_there_once(page: MainPage, file: Path) -> None:
    by_dropping(page, file)
    wait_open(page, "城市：交通")
    page.ask("And then?")
    page.action("new_chat").trigger()

    by_dropping(page, file)
    wait_open(page, "城市：交通")

    assert len(page.conversations()) == 1
    assert "And then?" in page.transcript()


def test_what_is_on_the_desk_waits_behind_new_article(page: MainPage, file: Path) -> None:
    page.paste(PORT)

    by_dropping(page, file)
    wait_open(page, "城市：交通")

    page.action("new_chat").trigger()
    assert page.article_text() == PORT


def test_a_search_does_not_hide_it(page: MainPage, file: Path) -> None:
    page.summarized(WIND)
    page.window.history.search.setText("offshore")
    page.qtbot.waitUntil(lambda: page.window.history.model().row_of(1) >= 0)

    by_dropping(page, file)
    wait_open(page, "城市：交通")

    assert page.window.history.search.text() == ""
    assert selected(page) == ["城市：交通"]


def test_its_last_request_can_be_answered_again(page: MainPage, file: Path) -> None:
    by_dropping(page, file)
    wait_open(page, "城市：交通")

    page.action("regenerate").trigger()
    page.wait_idle()

    assert page.answers()[-1] != ""


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "cannot be opened as a conversation"),
        (json.dumps({"format": "newsassistant-chat", "version": 7}), "newer News Assistant"),
        (None, "There is no file"),
    ],
)
def test_an_error_leaves_the_text_in_place(
    page: MainPage, tmp_path: Path, content: str | None, words: str
) -> None:
    page.paste(WIND)
    if content is not None:
        (tmp_path / "a.newschat").write_text(content)

    page.program.desk.open_file(tmp_path / "a.newschat")

    page.qtbot.waitUntil(lambda: words in error_words(page))
    assert page.article_text() == WIND
    assert page.conversations() == []


def test_where_the_history_cannot_be_written_it_opens_in_memory(
    page: MainPage, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.program.history._db.execute("PRAGMA query_only = ON")

    by_dropping(page, file)
    wait_open(page, "城市：交通")

    assert page.program.history.refusal is not None
    assert selected(page) == ["城市：交通"]


def test_a_history_that_refuses_it_is_told(
    page: MainPage, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.paste(WIND)

    def refuse(_: object) -> int:
        raise StoreError("store-unusable", detail="broken")

    monkeypatch.setattr(page.program.history, "add", refuse)
    by_dropping(page, file)

    page.qtbot.waitUntil(lambda: "broken" in error_words(page))
    assert page.article_text() == WIND


def test_what_is_read_when_the_program_ends_is_left(start: Start, file: Path) -> None:
    page = start()
    page.program.window.set_usable(False)
    with page.qtbot.waitSignal(page.program.history_desk.files._was_read):
        by_a_second_start(page, file)

    assert page.conversations() == []
    page.program.window.set_usable(True)


def test_in_chinese(start: Start, tmp_path: Path) -> None:
    page = start(settings=Settings(language="zh", scheme="light"))
    number = page.summarized(WIND)
    page.dialogs.file = tmp_path / "a.newschat"

    page.action("save_conversation").trigger()

    assert page.dialogs.asked == [("save", "保存对话")]
    assert page.window.status.sentence() == "已保存为 a.newschat"
    assert read(tmp_path / "a.newschat") is not None
    assert take_out(page.program.history, number).article is not None
