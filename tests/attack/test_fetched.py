"""Hostile sites: whatever one answers ends as a page within bounds or as one of our errors."""

from __future__ import annotations

import gzip
import random
import socket
from collections.abc import Iterator, Sequence

import pytest

from newsassistant.core.errors import DownloadError
from newsassistant.core.types import CancelToken
from newsassistant.download.page import MOST_BYTES, Page, fetch_page
from tests.attack import rounds
from tests.attack.raw_hub import RawHub, heads, ok

LEAST = 230
PAGE = b"<!doctype html><title>A</title><p>" + b"Words of the story. " * 50
KINDS = (
    *(b"text/html", b"TEXT/HTML; charset=gb18030", b"text/html;charset=" + b"x" * 3000),
    *(b"text/html; charset=\xff\xfe", b'text/html; charset="', b"text/html, text/plain", b"\0"),
    *(b"text/html; charset*=utf-8''%ff", b"application/pdf", b"; ; ;", b"text/html\tx", b""),
)
PACKINGS = (b"gzip", b"deflate", b"GZIP", b"identity", b"br", b"gzip, gzip", b"\xff", b"")
PLACES = (
    *(b"http://127.0.0.1:1/", b"http://[::1]:1/", b"http://localhost:1/", b"http://\xe2\x80\xae/"),
    *(
        b"javascript:alert(1)",
        b"data:text/html,hi",
        b"file:///etc/passwd",
        b"http:///a",
        b"?",
        b"#",
    ),
    *(b"/" * 5000, b"http://" + b"a." * 3000 + b"example/", b"https://a@b@c/", b"\\\\host\\share"),
)


@pytest.fixture
def raw_hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[RawHub]:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    hub = RawHub()
    yield hub
    hub.close()


def made_answers() -> Iterator[bytes]:
    for kind in KINDS:
        yield ok(PAGE, b"Content-Type: " + kind + b"\r\n")
    for kind in KINDS[:3]:
        for packing in PACKINGS:
            head = b"Content-Type: " + kind + b"\r\nContent-Encoding: " + packing + b"\r\n"
            yield ok(gzip.compress(PAGE), head)
    for place in PLACES:
        for code in (b"301", b"308"):
            yield b"HTTP/1.1 " + code + b" X\r\nLocation: " + place + b"\r\n\r\n"
    for name in (b"Refresh", b"Set-Cookie", b"Link", b"Alt-Svc", b"Content-Disposition"):
        yield ok(PAGE, b"Content-Type: text/html\r\n" + name + b": 0;url=http://[\xff\r\n")


def mutated(count: int) -> Iterator[bytes]:
    """Good answers with a few bytes changed, cut out or put in."""
    chance = random.Random(7)
    good = (
        ok(PAGE, b"Content-Type: text/html; charset=utf-8\r\n"),
        ok(gzip.compress(PAGE), b"Content-Type: text/html\r\nContent-Encoding: gzip\r\n"),
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"4\r\n<p>a\r\n3\r\n</p\r\n0\r\n\r\n",
    )
    for number in range(count):
        answer = bytearray(good[number % len(good)])
        for _ in range(chance.randint(1, 4)):
            place = chance.randrange(min(len(answer), 200))
            kind = chance.randrange(3)
            if kind == 0:
                answer[place] = chance.randrange(256)
            elif kind == 1:
                del answer[place : place + chance.randint(1, 20)]
            else:
                answer[place:place] = chance.randbytes(chance.randint(1, 20))
        yield bytes(answer)


def here_only(host: str, port: int) -> Sequence[str]:
    """Names are not looked up in tests."""
    if host not in ("127.0.0.1", "localhost", "::1"):
        raise socket.gaierror(-2, "no such name")
    return ["127.0.0.1"]


def ask(raw_hub: RawHub, answer: bytes) -> Page | None:
    """Anything but a page or an error of ours, with its words, fails the test."""
    raw_hub.answer = answer
    try:
        page = fetch_page(
            f"{raw_hub.url}/a",
            cancel=CancelToken(),
            local_network=True,
            resolve=here_only,
            time_s=5.0,
        )
    except DownloadError as error:
        return None if error.text("en") and error.text("zh") else pytest.fail(error.code)
    assert len(page.data) <= MOST_BYTES
    assert page.name.isprintable()
    assert "/" not in page.name
    return page


def test_answers_of_hostile_sites(raw_hub: RawHub) -> None:
    answers = [*heads(), *made_answers(), *mutated(rounds(150))]
    pages = sum(ask(raw_hub, answer) is not None for answer in answers)

    assert len(answers) >= LEAST
    assert 20 < pages < len(answers)
