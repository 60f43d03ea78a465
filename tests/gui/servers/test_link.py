"""A server's model in the window: nothing goes there before it is asked, and it is always seen."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from newsassistant.app.listener import ChatState
from newsassistant.app.remote.book import ServerBook
from newsassistant.core.paths import Paths
from newsassistant.core.places import remote_id
from newsassistant.engine.fake import FakeEngine
from newsassistant.gui.conversation.message_card import AnswerCard
from newsassistant.gui.widgets.error_block import ErrorBlock
from tests.gui.conftest import ENGLISH
from tests.gui.pages import PORT, WIND, MainPage
from tests.gui.servers.newsrooms import (
    EVENING,
    HOUSE,
    KEY,
    PLAIN,
    banner,
    choose,
    host,
    promise,
    set_up,
)
from tests.recorded_server import RecordedServer, answer, newsroom, serving

Start = Callable[..., MainPage]
ANSWER = "The government will invest £1.2bn."


@pytest.fixture
def server() -> Iterator[RecordedServer]:
    with serving(newsroom(ANSWER)) as running:
        yield running


@pytest.fixture
def model(tmp_path: Path, server: RecordedServer) -> str:
    """The id of a model of a server that is set up, and may be sent texts."""
    return set_up(tmp_path, server)


def errors(page: MainPage) -> str:
    """What the conversation says went wrong."""
    blocks = page.window.chat.findChildren(ErrorBlock)
    return " ".join(block.text() for block in blocks)


def prompts(server: RecordedServer) -> list[str]:
    """The last message of each request that came in."""
    found = []
    for received in server.received:
        messages = received.json()["messages"]
        assert isinstance(messages, list)
        found.append(str(messages[-1]["content"]))
    return found


# --- nothing leaves unasked ----------------------------------------------------------------------


def test_without_a_server_none_of_its_code_is_there(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from newsassistant.gui import program\n"
        "from newsassistant.gui.shell import pages\n"
        "from newsassistant.app import worker\n"
        "print([name for name in sys.modules "
        "if 'engine.remote' in name or 'app.remote' in name or 'gui.servers' in name])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ran.stdout.strip() == "[]"


def test_without_a_server_nothing_changes(page: MainPage) -> None:
    assert page.program.pages.servers is None
    assert banner(page) == ""
    assert promise(page) == "Offline: nothing leaves this computer"


def test_pasting_reading_typing_and_choosing_send_nothing(
    start: Start, server: RecordedServer, model: str, tmp_path: Path
) -> None:
    file = tmp_path / "port.txt"
    file.write_text(PORT, encoding="utf-8")
    page = start(settings=replace(ENGLISH, model=model))
    page.paste(WIND)
    page.type_question("Who said so?")
    page.window.article.edit.selectAll()
    page.program.style.choose(remote_id(server.address, EVENING.name))
    page.window.article.set_preset("headline")
    choose(page, "fake")
    choose(page, model)
    page.drop(file)
    page.wait_opened()
    page.wait_read(PORT)
    page.program.pages.show_servers()
    page.qtbot.wait(50)

    assert server.connections == 0


def test_what_is_asked_is_sent_and_nothing_else(
    start: Start, server: RecordedServer, model: str
) -> None:
    page = start(settings=replace(ENGLISH, model=model))
    page.paste(WIND)
    page.summarize()

    assert page.answers() == [ANSWER]
    assert len(server.received) == 1
    assert prompts(server)[0].startswith("Government puts £1.2bn")
    assert server.received[0].headers["authorization"] == f"Bearer {KEY}"
    page.ask("Who said so?")
    assert prompts(server)[1] == "Who said so?"
    assert server.connections == 2


def test_before_the_first_text_it_is_told_what_is_sent(
    start: Start, server: RecordedServer, tmp_path: Path
) -> None:
    model = set_up(tmp_path, server, agreed=False)
    page = start()
    choose(page, model)
    name, asked = page.dialogs.asked[-1]
    assert name == "ask"
    for words in (host(server), "article", "question", "style", "Nothing is sent before"):
        assert words in str(asked)
    assert page.program.service.place == ""
    page.dialogs.agree = True
    choose(page, model)
    assert page.program.service.place == host(server)
    choose(page, "fake")
    choose(page, model)
    assert page.dialogs.names() == ["ask", "ask"]
    assert ServerBook(Paths.under(tmp_path)).all()[0].agreed
    assert server.connections == 0


def test_a_settings_file_alone_lets_nothing_leave(
    start: Start, server: RecordedServer, tmp_path: Path
) -> None:
    model = set_up(tmp_path, server, agreed=False)
    page = start(settings=replace(ENGLISH, model=model))
    page.paste(WIND)
    page.summarize()

    assert server.connections == 0
    assert "Nobody has agreed yet" in errors(page)


# --- never a silent switch -----------------------------------------------------------------------


def test_another_place_begins_another_conversation_about_the_same_article(
    start: Start, server: RecordedServer, model: str
) -> None:
    engine = FakeEngine(["Here."])
    page = start(engine)
    first = page.summarized(WIND)
    choose(page, model)

    assert page.program.service.conversation_id is None
    assert page.article_text() == WIND
    assert "Here." not in page.transcript()
    page.wait_read(WIND)
    page.ask("Who?")
    assert page.program.service.conversation_id not in (None, first)
    assert "Here." not in server.texts()
    choose(page, "fake")
    assert page.program.service.conversation_id is None
    assert page.article_text() == WIND


def test_a_conversation_of_this_computer_is_not_asked_in(
    start: Start, server: RecordedServer, model: str
) -> None:
    page = start()
    first = page.summarized(WIND)
    choose(page, model)
    page.program.presenter.open_conversation(first)

    assert banner(page) == (
        f"This conversation stays on this computer. {host(server)} answers new ones only."
    )
    assert not page.button("send_button").isEnabled()
    assert not page.button("summarize_button").isEnabled()
    assert not page.action("regenerate").isEnabled()
    assert "goes on only where it was begun" in page.button("send_button").toolTip()
    page.click("place_new_button")
    assert page.program.service.conversation_id is None
    assert page.article_text() == WIND
    assert banner(page) == f"This conversation leaves this computer: {host(server)}"
    page.wait_read(WIND)
    page.summarize()
    assert page.answers() == [ANSWER]


def test_a_private_conversation_stays(start: Start, server: RecordedServer, model: str) -> None:
    page = start()
    page.program.private.begin()
    page.paste(WIND)
    choose(page, model)
    assert page.dialogs.names()[-1] == "tell"
    assert page.program.service.place == ""
    page.program.private.forget()
    choose(page, model)
    page.program.private.begin()
    page.paste(WIND)

    assert "Private conversations stay on this computer" in banner(page)
    assert not page.button("summarize_button").isEnabled()
    assert "private conversation does not leave" in page.button("summarize_button").toolTip()
    assert server.connections == 0
    choose(page, "fake")
    assert banner(page) == ""
    page.wait_read(WIND)
    page.summarize()
    assert page.answers() != []
    assert server.connections == 0


# --- it is always seen ---------------------------------------------------------------------------


def test_the_place_is_seen_above_at_the_foot_and_in_the_title(
    start: Start, server: RecordedServer, model: str
) -> None:
    page = start()
    choose(page, model)

    assert banner(page) == f"This conversation leaves this computer: {host(server)}"
    assert promise(page) == f"{host(server)} answers: what you ask leaves this computer"
    assert page.window.windowTitle().endswith(host(server))
    page.program.translations.use("zh")
    QApplication.processEvents()
    assert host(server) in banner(page)
    assert "离开" in banner(page)
    page.program.translations.use("en")
    QApplication.processEvents()
    choose(page, "fake")
    assert banner(page) == ""
    assert promise(page) == "Offline: nothing leaves this computer"
    assert host(server) not in page.window.windowTitle()


def test_an_answer_is_stored_with_its_place(
    start: Start, server: RecordedServer, model: str
) -> None:
    page = start(settings=replace(ENGLISH, model=model))
    number = page.summarized(WIND)
    messages = page.program.history.messages(number)

    assert messages[-1].model == f"House 7B · @{host(server)}"
    assert page.program.history.get(number).model == f"House 7B · @{host(server)}"


def test_a_conversation_is_read_while_its_server_is_away(
    start: Start, tmp_path: Path, qtbot: QtBot
) -> None:
    with serving(newsroom(ANSWER)) as server:
        model = set_up(tmp_path, server)
        page = start(settings=replace(ENGLISH, model=model))
        number = page.summarized(WIND)
        page.program.presenter.new_article()
    page.program.presenter.open_conversation(number)

    assert ANSWER in page.transcript()
    page.ask("And?")
    page.qtbot.waitUntil(lambda: f"{host(server)} cannot be reached" in errors(page))
    assert ANSWER in page.transcript()


def test_a_server_that_was_removed_is_told(
    start: Start, server: RecordedServer, model: str, tmp_path: Path
) -> None:
    ServerBook(Paths.under(tmp_path)).remove(server.address)
    page = start(settings=replace(ENGLISH, model=model), ready=False)
    page.qtbot.waitUntil(lambda: page.state() is ChatState.UNAVAILABLE)

    assert "is not set up on this computer" in page.window.chat.empty_state().text()
    choose(page, "fake")
    assert page.summarized(WIND)


# --- models and styles ---------------------------------------------------------------------------


def test_the_models_of_a_server_stand_below_its_name(
    start: Start, server: RecordedServer, tmp_path: Path
) -> None:
    set_up(tmp_path, server, models=(HOUSE, PLAIN))
    page = start()
    menu = page.window.status.model_combo.menu()
    words = [action.text() for action in menu.actions() if not action.isSeparator()]

    at = words.index(f"At {host(server)}")
    assert words[at + 1 : at + 3] == ["House 7B", "qwen2.5:7b"]
    assert not menu.actions()[[a.text() for a in menu.actions()].index(words[at])].isEnabled()


def test_a_style_of_the_server_is_asked_for(
    start: Start, server: RecordedServer, model: str
) -> None:
    page = start(settings=replace(ENGLISH, model=model))
    choice = page.program.style
    style = remote_id(server.address, EVENING.name)
    assert [option.name for option in choice.options()] == ["Evening desk"]
    choice.choose(style)
    page.paste(WIND)
    page.summarize()
    page.ask("Who?")

    assert [r.json()["model"] for r in server.received] == ["house-7b:evening", "house-7b"]
    first = page.window.chat.findChildren(AnswerCard)[0]
    assert "Evening desk" in first.accessibleName()
    choose(page, "fake")
    assert choice.current() == ""
    choose(page, model)
    assert choice.current() == style


def test_a_style_for_a_job_does_that_job(
    start: Start, server: RecordedServer, tmp_path: Path
) -> None:
    headline = replace(EVENING, name="house-7b:heads", title="Heads", preset="headline")
    model = set_up(tmp_path, server, models=(replace(HOUSE, styles=(headline,)),))
    page = start(settings=replace(ENGLISH, model=model))

    assert page.program.style.style_for("headline") == remote_id(server.address, headline.name)
    assert page.program.style.style_for("three-bullets") == ""


# --- secrets -------------------------------------------------------------------------------------


def test_the_key_is_nowhere_but_in_its_file(
    start: Start,
    server: RecordedServer,
    model: str,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    page = start(settings=replace(ENGLISH, model=model))
    page.summarized(WIND)
    server.answers = lambda received: answer()[:1]
    page.ask("Who?")
    number = page.program.service.conversation_id
    assert number is not None
    exported = page.program.keeper.take_out(number)
    page.window.close()
    page.qtbot.waitUntil(lambda: page.program.has_ended)

    found = [
        path for path in tmp_path.rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()
    ]
    assert found == [Paths.under(tmp_path).server_keys]
    assert KEY not in caplog.text + repr(exported)
    assert WIND[:20] not in caplog.text
