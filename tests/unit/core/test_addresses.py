"""Addresses: which are well formed, and which may be fetched from."""

from __future__ import annotations

import pytest

from newsassistant.core.addresses import (
    PrivateError,
    check_fetch,
    check_page,
    host_of,
    hub_address,
    in_ascii,
    is_local,
    is_public,
    lone_address,
    split_address,
)
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


@pytest.mark.parametrize(
    "url",
    [
        "https://news.example/2026/05/story.html?a=b#c",
        "http://news.example",
        "https://www.example.co.uk:8443/",
        "https://\u65b0\u95fb.example/\u6587\u7ae0",
        "https://93.184.216.34/",
        "https://[2606:2800:220:1::1]/",
        "https://home.example/",
        "https://local.news.example./",
    ],
)
def test_pages_come_from_the_public_net(url: str) -> None:
    assert check_page(url).hostname


@pytest.mark.parametrize(
    "host",
    [
        *("localhost", "LOCALHOST.", "a.localhost", "printer", "nas.local", "wiki.internal"),
        *("router.lan", "box.home.arpa", "x.corp", "dc.intranet", "localhost.localdomain"),
        *("127.0.0.1", "10.1.2.3", "172.31.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
        *("0.0.0.0", "224.0.0.1", "255.255.255.255", "240.0.0.1", "198.18.0.1", "192.0.2.1"),
        *("127.1", "0x7f000001", "2130706433", "0177.0.0.1", "0x7f.1", "1.2.3", "1.2.3.4.5"),
        *("[::1]", "[::]", "[fe80::1]", "[fc00::1]", "[fd12::1]", "[ff02::1]", "[::127.0.0.1]"),
        *("[::ffff:127.0.0.1]", "[::ffff:10.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b::a00:1]"),
        *("[2002:7f00:1::]", "[2001:0:1::1]", "[2001:db8::1]", "[64:ff9b:1::1]", "[4000::1]"),
    ],
)
def test_pages_do_not_come_from_here_unless_that_is_allowed(host: str) -> None:
    with pytest.raises(PrivateError):
        check_page(f"http://{host}:8080/a")
    assert check_page(f"http://{host}:8080/a", local_network=True).port == 8080


@pytest.mark.parametrize(
    "url",
    [
        *("ftp://news.example/", "file:///etc/passwd", "javascript:alert(1)", "news.example", ""),
        *("https://me@news.example/", "https://me:pw@news.example/", "https://@news.example/"),
        *("https://news.example:22/", "https://news.example:25/", "https://news.example:0/"),
        *("https://news.example:99999/", "https:///story", "https://news .example/", "https://["),
        "https://news.example/" + "a" * 2000,
    ],
)
@pytest.mark.parametrize("local", [False, True])
def test_what_no_page_is_fetched_from(url: str, local: bool) -> None:
    with pytest.raises(UnfitError) as caught:
        check_page(url, local_network=local)
    assert not isinstance(caught.value, PrivateError)


@pytest.mark.parametrize("number", ["93.184.216.34", "2606:2800::1", "64:ff9b::5db8:d822"])
def test_public_numbers(number: str) -> None:
    """The last one is how a network of IPv6 alone reaches 93.184.216.34."""
    assert is_public(number)


def test_a_name_is_no_number() -> None:
    assert not is_public("news.example")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://news.example/a", "https://news.example/a"),
        ("  HTTP://news.example/a?b=c \n", "HTTP://news.example/a?b=c"),
        ("<https://news.example/a>", "https://news.example/a"),
        ("www.example.org/a", "https://www.example.org/a"),
        ("http://127.0.0.1:8000/a", "http://127.0.0.1:8000/a"),
        ("https://\u65b0\u95fb.example/\u6587", "https://\u65b0\u95fb.example/\u6587"),
    ],
)
def test_a_text_that_is_an_address_and_nothing_else(text: str, address: str) -> None:
    assert lone_address(text) == address


@pytest.mark.parametrize(
    "text",
    [
        *("", "https://", "https:// news.example", "See https://news.example/a", "news.example"),
        *("https://a.example https://b.example", "https://a.example\nhttps://b.example"),
        *("Headline\nhttps://a.example", "ftp://a.example", "https://me:pw@a.example", "www.a"),
        *("https://a.example/" + "a" * 3000, "https://a.example/" + "a" * 10_000, "www."),
    ],
)
def test_texts_that_are_no_address(text: str) -> None:
    assert lone_address(text) == ""


def test_any_text_may_be_asked_about() -> None:
    for text in hostile.TEXTS:
        assert lone_address(text) == ""
        assert lone_address(f"https://{text}") in ("", f"https://{text}".strip())


def test_an_address_as_it_is_sent() -> None:
    sent = in_ascii("HTTPS://b\u00fccher.example:8443/\u5173/a%20b;c?q=\u4e2d&r=%E4#part")

    assert sent == "https://xn--bcher-kva.example:8443/%E5%85%B3/a%20b;c?q=%E4%B8%AD&r=%E4"
    assert in_ascii("http://a.example") == "http://a.example"
    with pytest.raises(UnfitError):
        in_ascii("https://" + "\u00fc" * 63 + ".example/")


def test_hosts_for_messages() -> None:
    assert host_of("http://[") == "http://["
    assert host_of("https://me:secret@hub.example/x") == "hub.example"
