"""One page is fetched from a server on this machine that misbehaves."""

from __future__ import annotations

import gzip
import shutil
import socket
import ssl
import subprocess
import threading
import zlib
from collections.abc import Callable, Sequence
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from newsassistant.core.errors import CancelledError, DownloadError
from newsassistant.core.types import CancelToken
from newsassistant.download import page as page_module
from newsassistant.download.page import MOST_BYTES, Page, fetch_page
from newsassistant.download.transport import CHUNK_BYTES
from tests.unit.download.server import (
    Behaviour,
    Handler,
    Site,
    hang_up,
    partial,
    plain,
    redirect,
    status,
    without_ranges,
)

HTML = b"<!doctype html><title>A</title><p>Words of the story.</p>"


def html(data: bytes = HTML, **headers: str) -> Behaviour:
    return plain(data, 200, Content_Type="text/html; charset=utf-8", **headers)


def fetch(url: str, **options: Any) -> Page:
    return fetch_page(url, cancel=CancelToken(), local_network=True, **options)


def failure(call: Callable[[], object]) -> DownloadError:
    with pytest.raises(DownloadError) as caught:
        call()
    for language in ("en", "zh"):
        assert caught.value.text(language)
    return caught.value


def test_a_page_comes_and_nothing_is_told_about_the_user(site: Site) -> None:
    asked: list[str] = []
    url = site.at("/2026/story", plain(HTML, Content_Type="text/html; charset=GB2312"))
    page = fetch(url + "#part", asked=asked.append)

    assert page == Page(HTML, "story.html", "gb2312", url, len(HTML))
    assert asked == [site.url.removeprefix("http://")]
    sent = {name.lower(): value for name, value in site.headers[0].items()}
    assert sent.pop("user-agent").startswith("newsassistant/")
    assert sent.pop("accept-language") == "*"
    assert set(sent) <= {"host", "accept", "accept-encoding", "connection"}
    assert len(site.requests) == 1


@pytest.mark.parametrize(
    ("path", "kind", "name"),
    [
        ("/", "text/html", "127.0.0.1.html"),
        ("/a/report.PDF?x=1", "application/pdf", "report.PDF"),
        ("/a/%E6%96%87", "text/html", "\u6587.html"),
        ("/a%2F..%2Fb", "text/plain", "b.txt"),
        ("/feed", "application/rss+xml", "feed.xml"),
        ("/a.pdf", "application/octet-stream", "a.pdf"),
    ],
)
def test_names_by_address_and_kind(site: Site, path: str, kind: str, name: str) -> None:
    assert fetch(site.at(path, plain(b"%PDF-1.7", Content_Type=kind))).name == name


def test_a_server_may_name_no_kind(site: Site) -> None:
    assert fetch(site.at("/a", plain(HTML))).name == "a"


@pytest.mark.parametrize("kind", ["image/png", "video/mp4", "application/zip", "text/css", "\x7f"])
def test_what_is_no_page_is_not_fetched(site: Site, kind: str) -> None:
    assert failure(lambda: fetch(site.at("/a", plain(HTML, Content_Type=kind)))).code == "page-kind"


@pytest.mark.parametrize("packed", [gzip.compress(HTML, mtime=0), zlib.compress(HTML)])
def test_what_is_packed_is_unpacked(site: Site, packed: bytes) -> None:
    name = "gzip" if packed[0] == 0x1F else "deflate"
    page = fetch(site.at("/a", html(packed, Content_Encoding=name)))

    assert (page.data, page.received) == (HTML, len(packed))


def test_some_servers_send_the_bare_stream(site: Site) -> None:
    packer = zlib.compressobj(wbits=-15)
    packed = packer.compress(HTML) + packer.flush()

    assert fetch(site.at("/a", html(packed, Content_Encoding="deflate"))).data == HTML


@pytest.mark.parametrize("encoding", ["br", "gzip, br", "zstd", "x" * 5000])
def test_other_packings_are_refused(site: Site, encoding: str) -> None:
    url = site.at("/a", html(HTML, Content_Encoding=encoding))
    assert failure(lambda: fetch(url)).code == "page-broken"


@pytest.mark.parametrize(
    "data", [gzip.compress(HTML, mtime=0)[:-9], b"no gzip at all", b"\x1f\x8b"]
)
def test_what_cannot_be_unpacked(site: Site, data: bytes) -> None:
    url = site.at("/a", html(data, Content_Encoding="gzip"))
    assert failure(lambda: fetch(url)).code == "page-broken"


def test_a_little_that_unpacks_to_very_much_is_left_in_time(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """40 MB of nothing; no more than is allowed is ever held."""
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(bytes(1 << 20)) for _ in range(40)) + packer.flush()
    assert len(bomb) < 50_000
    largest = 0

    def watched(chunks: Any, packing: Any, unpack: Any = page_module._unpacked) -> Any:
        nonlocal largest
        for chunk in unpack(chunks, packing):
            largest = max(largest, len(chunk))
            yield chunk

    monkeypatch.setattr(page_module, "_unpacked", watched)
    url = site.at("/a", html(bomb, Content_Encoding="gzip"))
    assert failure(lambda: fetch(url)).code == "page-too-large"
    assert 0 < largest <= CHUNK_BYTES


def test_a_body_that_says_it_is_large_is_not_begun(site: Site) -> None:
    def behave(handler: Handler) -> None:
        handler.begin(200, 300 << 20, {"Content-Type": "text/html"})

    assert failure(lambda: fetch(site.at("/a", behave))).code == "page-too-large"


def test_a_body_that_does_not_say_how_large_it_is_ends_at_the_limit(site: Site) -> None:
    sent = 0

    def behave(handler: Handler) -> None:
        nonlocal sent
        handler.begin(200, None, {"Content-Type": "text/html"})
        for _ in range(300):
            handler.wfile.write(bytes(1 << 20))
            sent += 1 << 20

    assert failure(lambda: fetch(site.at("/a", behave))).code == "page-too-large"
    assert sent < 100 << 20  # what the system's buffers took, and no more


def test_a_page_of_the_largest_size(site: Site) -> None:
    assert len(fetch(site.at("/a", html(b" " * MOST_BYTES))).data) == MOST_BYTES


def test_a_body_shorter_than_it_says_is_no_page(site: Site) -> None:
    assert failure(lambda: fetch(site.at("/a", partial(HTML, 20)))).code == "page-broken"
    assert fetch(site.at("/b", without_ranges(HTML))).data == HTML


def test_a_page_that_drips_for_ever_is_ended(site: Site) -> None:
    def drip(handler: Handler) -> None:
        handler.begin(200, None, {"Content-Type": "text/html"})
        while not handler.site.release.wait(0.02):
            handler.wfile.write(b"<p>")
            handler.wfile.flush()

    assert failure(lambda: fetch(site.at("/a", drip), time_s=0.5)).code == "page-slow"


def test_a_head_that_drips_for_ever_is_ended(site: Site) -> None:
    def drip(handler: Handler) -> None:
        while not handler.site.release.wait(0.02):
            handler.wfile.write(b"H")
            handler.wfile.flush()

    assert failure(lambda: fetch(site.at("/a", drip), time_s=0.5)).code == "page-slow"


def test_a_resolver_that_hangs_is_bounded_too() -> None:
    release = threading.Event()

    def resolve(host: str, port: int) -> Sequence[str]:
        release.wait(30)
        return ()

    error = failure(lambda: fetch("https://news.example/", resolve=resolve, time_s=0.2))
    release.set()
    assert error.code == "page-slow"


def test_cancelling_ends_a_request(site: Site) -> None:
    cancel = CancelToken()

    def stall(handler: Handler) -> None:
        cancel.cancel()
        handler.site.release.wait()

    with pytest.raises(CancelledError):
        fetch_page(site.at("/a", stall), cancel=cancel, local_network=True)
    with pytest.raises(CancelledError):
        fetch_page(site.at("/b", html()), cancel=cancel, local_network=True)
    assert [path for path, _ in site.requests] == ["/a"]


@pytest.mark.parametrize(
    ("code", "told"),
    [
        *((401, "sign-in"), (402, "sign-in"), (403, "sign-in"), (404, "missing")),
        *((410, "missing"), (429, "busy"), (503, "busy"), (500, "server"), (599, "server")),
        *((400, "refused"), (418, "refused"), (451, "refused"), (304, "redirect")),
    ],
)
def test_a_status_is_a_sentence(site: Site, code: int, told: str) -> None:
    error = failure(lambda: fetch(site.at("/a", status(code))))

    assert error.code == f"page-{told}"
    assert site.requests == [("/a", "")]  # nothing is asked for twice


def test_redirects_are_followed_to_the_page(site: Site) -> None:
    asked: list[str] = []
    last = site.at("/c", html())
    site.at("/b", redirect(last, 308))

    assert fetch(site.at("/a", redirect("/b")), asked=asked.append).address == last
    assert len(asked) == 3


@pytest.mark.parametrize("target", ["/a", "ftp://news.example/", "file:///etc/passwd", "//", ""])
def test_redirects_that_are_not_followed(site: Site, target: str) -> None:
    error = failure(lambda: fetch(site.at("/a", redirect(target))))

    assert error.code == "page-redirect"
    assert len(site.requests) <= 6


def test_a_long_chain_of_redirects_ends(site: Site) -> None:
    for number in range(9):
        site.at(f"/{number}", redirect(f"/{number + 1}"))

    assert failure(lambda: fetch(site.url + "/0")).code == "page-redirect"
    assert len(site.requests) == 6


def test_cookies_are_not_sent_back_and_no_referrer(site: Site) -> None:
    site.at("/b", html(Set_Cookie="later=1"))
    url = site.at("/a", status(302, Location="/b", Set_Cookie="seen=1"))
    fetch(url)
    fetch(url)

    names = {name.lower() for sent in site.headers for name in sent}
    assert len(site.headers) == 4
    assert not names & {"cookie", "referer", "authorization", "origin"}


def test_what_a_page_names_is_not_loaded(site: Site) -> None:
    """Neither its parts nor the page that it wants to be replaced by."""
    page = (
        b"<meta http-equiv=refresh content='0;url=/next'><img src=/a.png>"
        b"<script src=/a.js></script><link rel=stylesheet href=/a.css><iframe src=/f></iframe>Words"
    )
    url = site.at("/a", html(page, Refresh="0; url=/next", Link="</a.css>; rel=preload"))

    assert fetch(url).data == page
    assert site.requests == [("/a", "")]


# --- where nothing is fetched from ---------------------------------------------------------------


def public_fetch(url: str, **options: Any) -> Page:
    return fetch_page(url, cancel=CancelToken(), **options)


def test_this_machine_is_asked_nothing_unless_that_is_allowed(site: Site) -> None:
    url = site.at("/a", html())
    asked: list[str] = []
    for host in ("127.0.0.1", "localhost", "127.1", "2130706433", "[::1]", "0x7f.0.0.1"):
        there = url.replace("127.0.0.1", host)
        error = failure(lambda: public_fetch(there, asked=asked.append))  # noqa: B023
        assert error.code == "page-private"
    assert site.requests == []
    assert asked == []


def test_a_public_name_that_leads_here_is_asked_nothing(site: Site) -> None:
    url = site.at("/a", html()).replace("127.0.0.1", "news.example")
    error = failure(lambda: public_fetch(url, resolve=lambda host, port: ["127.0.0.1"]))

    assert error.code == "page-private"
    assert site.requests == []


def test_a_name_that_leads_elsewhere_later_does_not_help(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first answer is public and counts; the second, private one is asked for by a redirect."""
    answers = [["127.0.0.1"], ["127.0.0.1"]]
    monkeypatch.setattr("newsassistant.download.reach.is_public", lambda number: len(answers) == 1)
    site.at("/b", html())
    url = site.at("/a", redirect("/b")).replace("127.0.0.1", "news.example")
    error = failure(lambda: public_fetch(url, resolve=lambda host, port: answers.pop()))

    assert error.code == "page-private"
    assert site.requests == [("/a", "")]


@pytest.mark.parametrize(
    "address",
    ["ftp://a.example", "https://me:pw@a.example/", "https://a.example:25/", "nonsense", ""],
)
def test_addresses_that_are_none(address: str) -> None:
    error = failure(lambda: public_fetch(address))

    assert error.code == "page-address"
    assert "pw" not in str(error)


def test_nobody_answers() -> None:
    def resolve(host: str, port: int) -> Sequence[str]:
        raise socket.gaierror(-2, "Name or service not known")

    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]  # free again after this
    assert failure(lambda: fetch(f"http://127.0.0.1:{port}/")).code == "page-unreachable"
    assert failure(lambda: fetch("http://a.example/", resolve=resolve)).code == "page-unreachable"


def test_a_server_that_hangs_up(site: Site) -> None:
    assert failure(lambda: fetch(site.at("/a", hang_up))).code == "page-broken"


# --- proxies and certificates --------------------------------------------------------------------


def test_a_proxy_is_asked_and_looks_the_name_up(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stands on this machine, which no page may be fetched from."""

    def resolve(host: str, port: int) -> Sequence[str]:
        raise AssertionError("the proxy does that")

    monkeypatch.setenv("http_proxy", site.url)
    site.at("http://news.example/a", html())

    assert public_fetch("http://news.example/a", resolve=resolve).data == HTML
    for private in ("http://10.0.0.1/a", "http://printer/a", "http://nas.local/a"):
        assert failure(lambda: public_fetch(private)).code == "page-private"  # noqa: B023
    assert len(site.requests) == 1


def test_a_redirect_behind_a_proxy_is_looked_at_too(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", site.url)
    site.at("http://news.example/a", redirect("http://10.0.0.1/b"))

    assert failure(lambda: public_fetch("http://news.example/a")).code == "page-redirect"
    assert len(site.requests) == 1


def test_nothing_goes_past_a_proxy_that_cannot_be_used(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("all_proxy", "socks5://127.0.0.1:1080")

    assert failure(lambda: fetch(site.at("/a", html()))).code == "download-proxy"
    assert site.requests == []


class _Secure(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(302 if self.path == "/down" else 200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Location", f"http://{self.headers['Host']}/")
        self.end_headers()
        self.wfile.write(HTML)

    def log_message(self, format: str, *arguments: object) -> None:
        """Not on stderr."""


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl, to make a certificate")
def test_the_certificate_is_checked_for_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the number that is connected to does not take the name's place."""
    key, own = tmp_path / "key.pem", tmp_path / "own.pem"
    command = (
        f"openssl req -x509 -newkey rsa:2048 -nodes -keyout {key} -out {own} -days 2 "
        "-subj /CN=news.example -addext subjectAltName=DNS:news.example"
    )
    subprocess.run(command.split(), check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own, key)
    with HTTPServer(("127.0.0.1", 0), _Secure) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.handle_error = lambda *_: None  # type: ignore[method-assign]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        port = server.server_address[1]

        def ask(host: str, path: str = "/") -> Page:
            address = f"https://{host}:{port}{path}"
            return fetch(address, resolve=lambda host, port: ["127.0.0.1"])

        assert failure(lambda: ask("news.example")).code == "page-untrusted"
        monkeypatch.setenv("SSL_CERT_FILE", str(own))
        assert ask("news.example").data == HTML
        assert failure(lambda: ask("other.example")).code == "page-untrusted"
        assert failure(lambda: ask("news.example", "/down")).code == "page-redirect"
        server.shutdown()
        thread.join()
