"""Which proxy is taken, and which are refused by name."""

from __future__ import annotations

import urllib.request

import pytest

from newsassistant.core.errors import DownloadError
from newsassistant.download.proxies import Proxy, parse, proxy_for

HUB = "https://hub.example/a"


@pytest.mark.parametrize(
    ("set_to", "expected"),
    [
        ({}, None),
        ({"HTTPS_PROXY": "http://one:1"}, "one:1"),
        ({"https_proxy": "one:1"}, "one:1"),
        ({"https_proxy": "http://one:1", "HTTPS_PROXY": "http://two:2"}, "one:1"),
        ({"ALL_PROXY": "http://all:3"}, "all:3"),
        ({"ALL_PROXY": "http://all:3", "HTTPS_PROXY": "http://one:1"}, "one:1"),
        ({"ALL_PROXY": "socks5://all:3", "HTTPS_PROXY": "http://one:1"}, "one:1"),
        ({"HTTP_PROXY": "http://one:1"}, None),
        ({"ALL_PROXY": "http://all:3", "NO_PROXY": "hub.example"}, None),
        ({"ALL_PROXY": "socks5://all:3", "NO_PROXY": "*"}, None),
        ({"ALL_PROXY": "http://all:3", "NO_PROXY": "other.example"}, "all:3"),
    ],
)
def test_the_environment(
    monkeypatch: pytest.MonkeyPatch, set_to: dict[str, str], expected: str | None
) -> None:
    for name, value in set_to.items():
        monkeypatch.setenv(name, value)
    found = proxy_for(HUB)

    assert (found.place if found else None) == expected


def test_what_the_system_has_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """macOS and Windows tell of a SOCKS proxy for everything as \"socks\"."""
    monkeypatch.setattr(urllib.request, "getproxies", lambda: {"socks": "socks://127.0.0.1:1080"})
    with pytest.raises(DownloadError) as caught:
        proxy_for(HUB)

    assert caught.value.params["proxy"] == "socks://127.0.0.1:1080"


def test_users_and_passwords_are_decoded() -> None:
    assert parse("http://me:p%40ss@proxy:8080/") == Proxy("proxy:8080", "me", "p@ss")
    assert parse("HTTP://[::1]:8080") == Proxy("[::1]:8080")


@pytest.mark.parametrize(
    "value",
    [
        *("socks5://me:secret@h:1", "socks://h", "ftp://me:secret@h", "http://[", "quic://h"),
        *("http://me:secret@", "http://h:99999", "http://h h:1", "http://me:secret@h:0", "://"),
        *("me:secret@", "http://me:secret@["),
    ],
)
def test_what_cannot_be_served_is_refused_by_name(value: str) -> None:
    with pytest.raises(DownloadError) as caught:
        parse(value)

    assert caught.value.code == "download-proxy"
    assert "secret" not in caught.value.text("en") + caught.value.text("zh")
