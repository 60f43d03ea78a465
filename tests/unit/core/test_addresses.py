"""Addresses: which are well formed, and which may be fetched from."""

from __future__ import annotations

import pytest

from newsassistant.core.addresses import check_fetch, hub_address, is_local, split_address
from newsassistant.core.outside import UnfitError
from tests import hostile


@pytest.mark.parametrize(
    "url",
    [
        "https://hub.example",
        "https://hub.example:8443/a?b=c#d",
        "https://mirror_1.example./x",
        "https://192.0.2.1/",
        "https://[2001:db8::1]:443/",
        "https://\u6a21\u578b.example/",
        "http://localhost:8080/a",
        "http://127.9.9.9/",
        "http://[::1]:80/",
        "HTTPS://HUB.example/",
    ],
)
def test_what_may_be_fetched_from(url: str) -> None:
    assert check_fetch(url).hostname


@pytest.mark.parametrize(
    "url",
    [
        "http://hub.example",
        "http://localhost.example/",
        "http://127.0.0.1.example/",
        "http://127.1/",
        "http://0x7f000001/",
        "http://0.0.0.0/",
        "http://[::ffff:127.0.0.1]/",
        "http://127.0.0.1@hub.example/",
        "https://me:secret@hub.example/",
        "http://[",
        "https://",
        "https://:80",
        "https://hub.example:0",
        "https://hub.example:70000",
        "https://hub.example:x",
        "https://a b/",
        "https://a\nb/",
        "https://a\\b/",
        "https://-a/",
        "https://a..b/",
        "ftp://hub.example/",
        "file:///etc/passwd",
        "//hub.example/",
        "hub.example",
        "https://" + "a" * 5000,
        *hostile.TEXTS,
    ],
)
def test_what_may_not(url: str) -> None:
    with pytest.raises(UnfitError):
        check_fetch(url)


def test_a_hub_has_no_query_and_no_slash_at_its_end() -> None:
    assert hub_address("https://hub.example/hf/") == "https://hub.example/hf"
    for url in ("https://hub.example/?a", "https://hub.example/#a", "https://h/" + "a" * 300):
        with pytest.raises(UnfitError):
            hub_address(url)


def test_this_machine() -> None:
    assert [is_local(host) for host in ("LOCALHOST", "127.0.0.1", "::1", "", "10.0.0.1")] == [
        *(True, True, True),
        *(False, False),
    ]
    assert split_address("quic://h:1").port == 1
