"""Connections go to public numbers only, and to those that were looked at."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest

from newsassistant.core.addresses import PrivateError
from newsassistant.core.errors import CancelledError
from newsassistant.core.types import CancelToken
from newsassistant.download import reach
from newsassistant.download.line import Line
from newsassistant.download.reach import MOST_NUMBERS, connector


@pytest.fixture
def used() -> Iterator[Line]:
    """A line that is closed in the end, as whoever fetches does."""
    made = Line(CancelToken())
    yield made
    made.close()


@pytest.mark.parametrize(
    "numbers", [["127.0.0.1"], ["10.0.0.7", "fe80::1"], ["::ffff:169.254.169.254"]]
)
def test_a_name_that_leads_to_private_numbers_is_refused(used: Line, numbers: list[str]) -> None:
    connect = connector(lambda host, port: numbers)

    with pytest.raises(PrivateError):
        connect("news.example", 80, 1.0, used)


def test_what_is_connected_to_is_what_was_looked_at(
    used: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that leads elsewhere the second time (rebinding) is never asked a second time."""
    answers = iter([["10.0.0.7", "93.184.216.34", "93.184.216.35"], ["127.0.0.1"]])
    tried: list[tuple[str, int]] = []

    def refuse(made: socket.socket, place: tuple[str, int]) -> None:
        tried.append(place)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket.socket, "connect", refuse)
    with pytest.raises(ConnectionRefusedError):
        connector(lambda host, port: next(answers))("news.example", 443, 1.0, used)

    assert tried == [("93.184.216.34", 443), ("93.184.216.35", 443)]
    assert list(answers) == [["127.0.0.1"]]


def test_a_few_numbers_of_a_name_are_tried(used: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[object] = []

    def refuse(made: socket.socket, place: tuple[str, int]) -> None:
        tried.append(place)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket.socket, "connect", refuse)
    many = [f"93.184.216.{number}" for number in range(200)]
    with pytest.raises(ConnectionRefusedError):
        connector(lambda host, port: many)("news.example", 80, 1.0, used)

    assert len(tried) == MOST_NUMBERS


def test_the_local_network_where_it_is_allowed(used: Line) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        connect = connector(lambda host, port: ["127.0.0.2", "127.0.0.1"], local_network=True)
        with connect("intranet", port, 5.0, used) as made:
            assert made.getpeername()[1] == port
            assert made.gettimeout() == 5.0


@pytest.mark.parametrize("error", [socket.gaierror(-2, "no such name"), UnicodeError("label")])
def test_a_name_that_leads_nowhere(used: Line, error: Exception) -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise error

    with pytest.raises(socket.gaierror):
        connector(resolve)("news.example", 80, 1.0, used)
    with pytest.raises(socket.gaierror):
        connector(lambda host, port: [])("news.example", 80, 1.0, used)


def test_a_resolver_that_hangs_is_left_alone() -> None:
    cancel, hangs, release = CancelToken(), threading.Event(), threading.Event()

    def resolve(host: str, port: int) -> list[str]:
        hangs.set()
        release.wait(30)
        return []

    def stop() -> None:
        hangs.wait(10)
        cancel.cancel()

    threading.Thread(target=stop).start()
    with pytest.raises(CancelledError):
        connector(resolve)("news.example", 80, 60.0, Line(cancel))
    release.set()


def test_the_systems_resolver_names_each_number_once() -> None:
    assert "127.0.0.1" in reach.numbers_of("localhost", 80)
    assert len(set(found := reach.numbers_of("127.0.0.1", 80))) == len(found) == 1
