"""Who may ask: by host, by origin, by key; and the headers that every answer has."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsassistant.server.desk import Served
from newsassistant.server.gate import LOCAL_NAMES
from newsassistant.server.keys import add_key
from tests.unit.server.serving import serving

CHAT = "/v1/chat/completions"


def test_other_names_are_refused_on_this_computer(home: Path) -> None:
    with serving(home, Served(model="fake", hosts=(*LOCAL_NAMES, "desk.example"))) as server:
        for host, status in (
            ("127.0.0.1", 200),
            ("localhost:1234", 200),
            ("[::1]:8765", 200),
            ("DESK.example", 200),
            ("evil.example", 403),
            ("127.0.0.1.evil.example", 403),
        ):
            found = server.get("/v1/models", headers={"Host": host})
            assert found.status_code == status, host
            assert server.get("/", headers={"Host": host}).status_code == status


def test_without_keys_other_names_are_refused_even_if_nobody_named_any(home: Path) -> None:
    with serving(home, Served(model="fake")) as server:
        headers = {"Host": "evil.example", "Origin": "http://evil.example"}
        assert server.get("/v1/models", headers=headers).status_code == 403


def test_pages_of_other_sites_may_not_ask(home: Path) -> None:
    with serving(home, Served(model="fake", hosts=LOCAL_NAMES)) as server:
        body = {"model": "fake", "messages": [{"role": "user", "content": "Hello"}]}
        for headers, status in (
            ({}, 200),
            ({"Origin": server.address}, 200),
            ({"Origin": "https://evil.example"}, 403),
            ({"Origin": "null"}, 403),
            ({"Sec-Fetch-Site": "cross-site"}, 403),
            ({"Sec-Fetch-Site": "same-origin"}, 200),
        ):
            found = server.post(CHAT, body, headers=headers)
            assert found.status_code == status, headers
        assert len(server.rows.submitted) == 3


def test_each_user_has_a_key(home: Path, tmp_path: Path) -> None:
    key = add_key(tmp_path / "keys", "anna")
    with serving(home, Served(model="fake", keys=tmp_path / "keys")) as server:
        body = {"model": "fake", "messages": [{"role": "user", "content": "Hello"}]}
        for headers, status in (
            ({}, 401),
            ({"Authorization": "Bearer wrong"}, 401),
            ({"Authorization": f"Basic {key}"}, 401),
            ({"Authorization": f"Bearer {key}"}, 200),
            ({"Authorization": f"bearer {key}"}, 200),
        ):
            assert server.post(CHAT, body, headers=headers).status_code == status
        for path in ("/v1/models", "/metrics", "/v1/newsassistant/jobs"):
            assert server.get(path).status_code == 401
        for path in ("/", "/page.js", "/page.css", "/health"):
            assert server.get(path).status_code == 200
        assert server.get("/v1/models").headers["WWW-Authenticate"] == "Bearer"
        assert {record.user for record in server.records if record.status == 200} == {"anna"}


@pytest.mark.parametrize("path", ["/", "/health", "/v1/models", "/nothing"])
def test_every_answer_has_the_headers(home: Path, path: str) -> None:
    with serving(home) as server:
        headers = server.get(path).headers

    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "access-control-allow-origin" not in headers
    assert "server" not in headers
