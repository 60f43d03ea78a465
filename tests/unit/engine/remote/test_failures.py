"""What a server says of an error is quoted in one harmless line; waits are read in both forms."""

from __future__ import annotations

import email.utils
import http.client
import json
import socket
import ssl
import time

import pytest

from newsassistant.core.errors import RemoteError
from newsassistant.engine.remote.failures import asked_wait, of_status, of_trouble, said, said_in

ADDRESS = "https://desk.example.org:8443/v1"


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"error": {"message": "no\nsuch \x1b[31mmodel", "code": 404}}, "no such [31mmodel"),
        ({"error": "plain"}, "plain"),
        ({"detail": "by FastAPI"}, "by FastAPI"),
        ({"detail": [{"msg": "x"}]}, ""),
        ({"object": "error", "message": "by vLLM", "code": 400}, "by vLLM"),
        ([{"error": {"message": "in a list"}}], "in a list"),
        ({"error": None}, ""),
        (3, ""),
    ],
)
def test_what_a_server_says(facts: object, words: str) -> None:
    assert said_in(facts) == words
    assert said(json.dumps(facts).encode()) == words


def test_what_is_no_json_says_nothing() -> None:
    assert said(b"<html>secret article text</html>") == ""
    assert len(said(json.dumps({"error": "x" * 5000}).encode())) <= 200


def test_waits_are_numbers_or_dates() -> None:
    assert asked_wait({"Retry-After": " 12 "}) == 12
    date = email.utils.formatdate(time.time() + 100, usegmt=True)
    assert asked_wait({"Retry-After": date}) == pytest.approx(100, abs=5)
    for text in ("", "soon", "-3", "99999999999"):
        assert asked_wait({"Retry-After": text}) is None


def test_the_host_is_named_with_its_port() -> None:
    error = of_status(500, {}, b"", address=ADDRESS)

    assert error.params["host"] == "desk.example.org:8443"
    assert all("desk.example.org:8443" in error.text(language) for language in ("en", "zh"))


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        (TimeoutError(), "remote-slow"),
        (ConnectionRefusedError(111, "Connection refused"), "remote-unreachable"),
        (socket.gaierror(-2, "Name or service not known"), "remote-unreachable"),
        (ssl.SSLError(1, "wrong version number"), "remote-unreachable"),
        (http.client.IncompleteRead(b"x"), "remote-cut"),
        (http.client.BadStatusLine("x"), "remote-no-api"),
    ],
)
def test_troubles_have_words(trouble: Exception, code: str) -> None:
    error = of_trouble(trouble, address=ADDRESS, seconds=30)

    assert isinstance(error, RemoteError)
    assert error.code == code
    assert "{" not in error.text() + error.text("zh")
