"""The port: taken before anything is loaded, closed to who dawdles, and ended in order."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from newsassistant.core.errors import InputError
from newsassistant.server import listening
from newsassistant.server.app import make_app
from newsassistant.server.desk import Served
from newsassistant.server.listening import Listener, Place, is_loopback, open_port
from tests.unit.server.serving import HOLDS, Serving, raw, serving


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("LocalHost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.5", False),
        ("localhost.evil.example", False),
    ],
)
def test_what_is_this_computer_alone(host: str, local: bool) -> None:
    assert is_loopback(host) is local


def test_addresses_for_people() -> None:
    assert Place("::1", 80).address == "http://[::1]:80/"
    assert Place("desk", 443, Path("a"), Path("b")).address == "https://desk:443/"


def test_a_port_that_is_taken_is_named() -> None:
    with open_port(Place(port=0)) as taken:
        number = taken.getsockname()[1]
        with pytest.raises(InputError) as caught:
            open_port(Place(port=number))
    assert caught.value.code == "port-unusable"
    assert str(number) in caught.value.text()


def test_a_certificate_that_is_none_is_named(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "cert.pem"
    path.write_text("no certificate")
    with pytest.raises(InputError) as caught:
        Listener(make_app(Served(model="fake")), Place(certificate=path, certificate_key=path))
    assert caught.value.code == "tls-unusable"


def test_who_sends_no_request_is_closed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "HEADERS_S", 0.3)
    with serving(home) as server:
        for sent in (b"", b"GET /health HT", b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nX: "):
            with raw(server.address, sent) as connection:
                assert connection.recv(1000) == b""
        assert server.get("/health").status_code == 200


def test_headers_without_end_are_refused(server: Serving) -> None:
    request = b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"a" * (1 << 18)
    with raw(server.address, b"") as connection:
        try:
            connection.sendall(request)
            answer = connection.recv(1000)
        except ConnectionError:
            answer = b""
    assert not answer or b" 400 " in answer.split(b"\r\n")[0] + b" "
    assert server.get("/health").status_code == 200


def test_two_lengths_are_refused(server: Serving) -> None:
    request = (
        b"POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        b"Content-Type: application/json\r\nContent-Length: 2\r\nContent-Length: 40\r\n\r\n{}"
    )
    with raw(server.address, request) as connection:
        assert connection.recv(1000).startswith(b"HTTP/1.1 400")


def test_at_its_end_who_waits_is_told_and_answers_may_finish(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "FINISH_S", 0.5)
    found = []
    with serving(home) as server:
        thread = threading.Thread(target=lambda: found.append(server.chat(HOLDS)))
        thread.start()
        until = time.monotonic() + 30
        while not server.rows.submitted and time.monotonic() < until:
            time.sleep(0.01)
    thread.join(30)

    assert [reply.status_code for reply in found] == [503]
    assert found[0].json()["error"]["code"] == "stopping"
