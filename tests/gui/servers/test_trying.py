"""Asking a server for its models, without waiting for it and without a text."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from pytestqt.qtbot import QtBot

from newsassistant.engine.remote.server import Server
from newsassistant.gui.servers.trying import Trying
from tests.recorded_server import as_json, listed, serving


@pytest.fixture
def trying(qtbot: QtBot) -> Iterator[Trying]:
    with ThreadPoolExecutor(2) as executor:
        made = Trying(executor)
        yield made
        made.stop()
        qtbot.waitUntil(lambda: not made.is_busy())


def test_its_models_are_told(trying: Trying, qtbot: QtBot) -> None:
    with serving(listed("a", "b")) as server:
        asked = Server(server.address, "na-key")
        with qtbot.waitSignal(trying.done) as done:
            trying.begin(asked)
        (received,) = server.received

    assert done.args is not None
    assert done.args[0] == asked
    assert [model.name for model in done.args[1]] == ["a", "b"]
    assert (received.method, received.body) == ("GET", b"")
    qtbot.waitUntil(lambda: not trying.is_busy())


def test_a_refusal_is_told(trying: Trying, qtbot: QtBot) -> None:
    with serving(as_json({}, "401 No")) as server, qtbot.waitSignal(trying.failed) as failed:
        trying.begin(Server(server.address))

    assert failed.args is not None
    assert failed.args[0].code == "remote-key"


def test_what_is_given_up_tells_nothing(trying: Trying, qtbot: QtBot) -> None:
    told: list[object] = []
    trying.done.connect(lambda *found: told.append(found))
    trying.failed.connect(told.append)
    with serving([threading.Event()]) as server:
        trying.begin(Server(server.address))
        qtbot.waitUntil(lambda: server.connections == 1)
        trying.stop()
        qtbot.waitUntil(lambda: not trying.is_busy())

    assert told == []


def test_another_one_takes_its_place(trying: Trying, qtbot: QtBot) -> None:
    with serving([threading.Event()]) as slow, serving(listed("b")) as quick:
        trying.begin(Server(slow.address))
        qtbot.waitUntil(lambda: slow.connections == 1)
        with qtbot.waitSignal(trying.done) as done:
            trying.begin(Server(quick.address))

    assert done.args is not None
    assert done.args[0].address == quick.address
