"""Addresses of servers: what is typed becomes an address, or is refused with a reason."""

from __future__ import annotations

import pytest

from newsassistant.core.errors import RemoteError
from newsassistant.engine.remote.server import Server, checked, checked_key


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://desk.example.org", "https://desk.example.org/v1"),
        ("desk.example.org:8443/", "https://desk.example.org:8443/v1"),
        (" https://desk.example.org/v3/ ", "https://desk.example.org/v3"),
        ("HTTPS://desk.example.org/api/v1", "https://desk.example.org/api/v1"),
        ("localhost:8765", "http://localhost:8765/v1"),
        ("127.0.0.1:11434/v1", "http://127.0.0.1:11434/v1"),
        ("http://[::1]:8080", "http://[::1]:8080/v1"),
        ("编辑部.example", "https://xn--rlqz3bu2q.example/v1"),
    ],
)
def test_what_is_typed_becomes_an_address(typed: str, address: str) -> None:
    if "编" in typed:
        assert checked(typed).startswith("https://xn--")
    else:
        assert checked(typed) == address


@pytest.mark.parametrize(
    "typed",
    [
        *("", "https://", "ftp://desk.example.org", "https://user:secret@desk.example.org"),
        *("https://desk.example.org/v1?key=1", "https://desk.example.org/#x", "a b", "https://-x"),
        "https://desk.example.org/" + "v" * 200,
    ],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(RemoteError) as refusal:
        checked(typed)

    assert refusal.value.code == "remote-address"
    assert "secret" not in refusal.value.text() + refusal.value.text("zh")


def test_plain_http_is_for_this_computer_unless_it_is_allowed() -> None:
    with pytest.raises(RemoteError) as refusal:
        checked("http://desk.example.org")

    assert (refusal.value.code, refusal.value.params["host"]) == ("remote-http", "desk.example.org")
    assert checked("http://desk.example.org", allows_http=True) == "http://desk.example.org/v1"


def test_a_key_is_one_word() -> None:
    assert checked_key(" na-123_x\n") == "na-123_x"
    for text in ("a b", "a\r\nX: y", "schlüssel", "k" * 501):
        with pytest.raises(RemoteError):
            checked_key(text)


def test_a_server_does_not_tell_its_secrets() -> None:
    server = Server("https://a.example/v1", key="na-secret", proxy="http://u:pw-secret@p:3128")

    assert "secret" not in repr(server) + str(server)
    assert server.host == "a.example"
