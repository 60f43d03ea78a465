"""GET requests against a server on this machine that misbehaves."""

from __future__ import annotations

import collections
import email.utils
import socket
import ssl
import threading
import time
import urllib.error
import urllib.request

import pytest

from newsassistant.core.errors import CancelledError, DownloadError
from newsassistant.core.types import CancelToken
from newsassistant.download import line, transport
from newsassistant.download.failures import RetryableError
from newsassistant.download.transport import (
    Client,
    Policy,
    wait_unless_cancelled,
    without_password,
)
from tests.unit.download.server import (
    Behaviour,
    Handler,
    Site,
    hang_up,
    partial,
    plain,
    redirect,
    stalling,
    status,
    whole,
)

DATA = b"0123456789" * 100


def get(client: Client, url: str, *, limit: int = 10_000) -> bytes:
    return client.get(url, what="notes.txt", limit=limit, cancel=CancelToken())


def say_nothing(handler: Handler) -> None:
    """Take the request, and no answer ever."""
    handler.site.release.wait()


def test_a_body_comes_whole_and_nothing_is_told_about_the_user(site: Site, client: Client) -> None:
    assert get(client, site.at("/a", whole(DATA))) == DATA

    sent = {name.lower(): value for name, value in site.headers[0].items()}
    assert sent.pop("user-agent").startswith("newsassistant/")
    assert set(sent) <= {"host", "accept-encoding", "connection"}


@pytest.mark.parametrize("behaviour", [status(500), status(503), hang_up, partial(DATA, 10)])
def test_what_may_pass_is_tried_again(
    site: Site, client: Client, waits: list[float], behaviour: Behaviour
) -> None:
    url = site.at("/a", behaviour, behaviour, whole(DATA))

    assert get(client, url) == DATA
    assert waits == [1.0, 2.0]


def test_attempts_and_waits_are_bounded(site: Site, waits: list[float]) -> None:
    client = Client(
        Policy(stall_s=20, attempts=6, longest_wait_s=5), pause=lambda s, c: waits.append(s)
    )
    with pytest.raises(DownloadError) as caught:
        get(client, site.at("/a", status(502)))

    assert caught.value.code == "download-interrupted"
    assert "status 502" in str(caught.value)
    assert waits == [1, 2, 4, 5, 5]


def test_the_server_may_name_the_wait(site: Site, client: Client, waits: list[float]) -> None:
    url = site.at("/a", status(429, Retry_After="7"), status(503, Retry_After="x"), whole(DATA))

    assert get(client, url) == DATA
    assert waits == [7.0, 2.0]


def test_the_wait_may_be_a_date(
    site: Site, client: Client, waits: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time()
    monkeypatch.setattr("newsassistant.download.transport.time.time", lambda: now)
    date = email.utils.formatdate(int(now) + 60, usegmt=True)

    assert get(client, site.at("/a", status(429, Retry_After=date), whole(DATA))) == DATA
    assert 58 <= waits[0] <= 60


def test_a_long_wait_is_told_instead(site: Site, client: Client, waits: list[float]) -> None:
    with pytest.raises(DownloadError) as caught:
        get(client, site.at("/a", status(429, Retry_After="86400")))

    assert (caught.value.code, caught.value.params["seconds"]) == ("download-busy", 86400)
    assert waits == []


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (401, "download-refused"),
        (403, "download-refused"),
        (451, "download-refused"),
        (404, "download-missing"),
        (410, "download-missing"),
        (304, "download-redirect"),
    ],
)
def test_a_refusal_is_final(
    site: Site, client: Client, waits: list[float], code: int, expected: str
) -> None:
    with pytest.raises(DownloadError) as caught:
        get(client, site.at("/a", status(code)))

    assert caught.value.code == expected
    assert len(site.requests) == 1
    assert waits == []


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_redirects_are_followed(site: Site, client: Client, code: int) -> None:
    site.at("/b", whole(DATA))

    assert get(client, site.at("/a", redirect("/b", code))) == DATA


def test_the_range_survives_a_redirect(site: Site, client: Client) -> None:
    site.at("/b", whole(DATA))
    url = site.at("/a", redirect("/b"))

    with client.open(url, what="a", cancel=CancelToken(), start=900) as answer:
        assert (answer.start, answer.total, answer.read()) == (900, 1000, DATA[900:])


@pytest.mark.parametrize("target", ["/a", "file:///etc/hostname", "ftp://127.0.0.1/x", "data:,x"])
def test_circles_and_other_schemes_are_refused(site: Site, client: Client, target: str) -> None:
    with pytest.raises(DownloadError) as caught:
        get(client, site.at("/a", redirect(target)))

    assert caught.value.code == "download-redirect"
    assert len(site.requests) <= 6


def test_a_long_chain_of_redirects_is_refused(site: Site, client: Client) -> None:
    for number in range(9):
        site.at(f"/{number}", redirect(f"/{number + 1}"))

    with pytest.raises(DownloadError) as caught:
        get(client, site.url + "/0")
    assert caught.value.code == "download-redirect"


@pytest.mark.parametrize(
    "answer",
    [
        plain(DATA, 206),
        plain(DATA, 206, Content_Range="bytes 0-999/1000"),
        plain(DATA, 206, Content_Range="bytes 8-/1000"),
        status(416),
    ],
)
def test_a_wrong_range_asks_for_a_start_from_the_beginning(
    site: Site, client: Client, answer: Behaviour
) -> None:
    with (
        pytest.raises(RetryableError) as caught,
        client.open(site.at("/a", answer), what="a", cancel=CancelToken(), start=8),
    ):
        pass
    assert caught.value.restart


def test_an_unknown_length_is_no_error(site: Site, client: Client) -> None:
    url = site.at("/a", plain(DATA[8:], 206, Content_Range="bytes 8-999/*"), plain(DATA))

    with client.open(url, what="a", cancel=CancelToken(), start=8) as answer:
        assert (answer.start, answer.total) == (8, None)
    assert get(client, url) == DATA


def test_a_compressed_body_is_not_taken(site: Site, client: Client) -> None:
    url = site.at("/a", plain(b"\x1f\x8b", Content_Encoding="gzip"), whole(DATA))

    assert get(client, url) == DATA


def test_a_body_that_never_ends_is_cut(site: Site, client: Client) -> None:
    with pytest.raises(DownloadError) as caught:
        get(client, site.at("/a", whole(DATA)), limit=999)

    assert caught.value.code == "download-list"


def test_a_stall_is_noticed(site: Site, waits: list[float]) -> None:
    client = Client(Policy(stall_s=0.05, attempts=99), pause=lambda s, c: waits.append(s))

    assert get(client, site.at("/a", stalling(DATA, 10), whole(DATA))) == DATA
    assert waits


def test_nobody_listening_is_told_soon(waits: list[float], client: Client) -> None:
    with pytest.raises(DownloadError) as caught:
        get(client, "http://127.0.0.1:9")

    assert caught.value.code == "download-unreachable"
    assert caught.value.params["host"] == "127.0.0.1:9"
    assert caught.value.text("en").startswith("127.0.0.1:9 cannot be reached.")
    assert waits == [1.0], "who looks a model up waits in front of the window"


def test_a_name_that_is_not_known_is_told_in_plain_words(
    waits: list[float], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def resolve(*place: object, **options: object) -> list[object]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(DownloadError) as caught:
        get(client, "https://huggingface.example/list")

    assert caught.value.code == "download-unreachable"
    for language in ("en", "zh"):
        assert "huggingface.example" in caught.value.text(language)
        assert "Name or service" not in caught.value.text(language)
    assert "Name or service" in str(caught.value.params["detail"])
    assert waits == [1.0]


def test_a_server_that_never_answers_ends_a_look_up_soon(site: Site, waits: list[float]) -> None:
    policy = Policy(small_s=0.05, attempts=99)
    client = Client(policy, pause=lambda s, c: waits.append(s))
    with pytest.raises(DownloadError) as caught:
        get(client, site.at("/a", say_nothing))

    assert (caught.value.code, waits) == ("download-unreachable", [1.0])


def test_a_long_download_stays_patient(waits: list[float], client: Client) -> None:
    def step() -> None:
        with client.open("http://127.0.0.1:9/a", what="a", cancel=CancelToken()):
            pass

    with pytest.raises(DownloadError) as caught:
        client.keep_trying(step, "127.0.0.1:9", CancelToken())

    assert (caught.value.code, waits) == ("download-unreachable", [1.0, 2.0, 4.0])


def test_a_cancelled_token_cuts_a_stalled_connection(site: Site, client: Client) -> None:
    cancel = CancelToken()
    url = site.at("/a", stalling(DATA, 10))

    def press() -> None:
        site.stalled.wait()
        cancel.cancel()

    helper = threading.Thread(target=press)
    helper.start()

    with pytest.raises(CancelledError):
        client.get(url, what="a", limit=2000, cancel=cancel)
    helper.join()
    assert len(site.requests) == 1


def test_a_cancelled_token_ends_the_waiting(site: Site) -> None:
    cancel = CancelToken()
    client = Client(Policy(stall_s=20), pause=lambda seconds, token: token.cancel())

    with pytest.raises(CancelledError):
        client.get(site.at("/a", status(500)), what="a", limit=9, cancel=cancel)
    assert len(site.requests) == 1


def test_a_token_cancelled_before_makes_no_request_succeed(site: Site, client: Client) -> None:
    cancel = CancelToken()
    cancel.cancel()

    with pytest.raises(CancelledError):
        client.get(site.at("/a", whole(DATA)), what="a", limit=2000, cancel=cancel)


def test_waiting_ends_at_once_when_cancelled() -> None:
    cancel = CancelToken()
    cancel.cancel()

    wait_unless_cancelled(3600, cancel)
    assert cancel.cancelled


def test_a_proxy_of_the_environment_is_used(
    site: Site, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", site.url)
    site.at("http://127.0.0.1:9/a", whole(DATA))

    assert get(client, "http://127.0.0.1:9/a") == DATA


@pytest.mark.parametrize("name", ["ALL_PROXY", "all_proxy", "HTTP_PROXY", "http_proxy"])
@pytest.mark.parametrize("kind", ["socks5", "socks5h", "socks4", "SOCKS5H"])
def test_nothing_goes_past_a_proxy_of_socks(
    site: Site,
    client: Client,
    waits: list[float],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    kind: str,
) -> None:
    """The site is the tripwire; the refusal comes at once and names the proxy, not its password."""
    monkeypatch.setenv(name, f"{kind}://user:secret@127.0.0.1:1080")
    with pytest.raises(DownloadError) as caught:
        get(client, site.at("/a", whole(DATA)))

    assert caught.value.code == "download-proxy"
    assert "127.0.0.1:1080" in caught.value.text("en")
    assert "SOCKS" in caught.value.text("zh")
    assert "secret" not in caught.value.text("en")
    assert (site.requests, waits) == ([], [])


def test_the_tunnel_of_all_proxy_is_used_for_https(
    site: Site, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And what fails there says so."""
    monkeypatch.setenv("ALL_PROXY", site.url)
    with pytest.raises(DownloadError) as caught:
        get(client, "https://hub.example/a")

    assert caught.value.code == "download-interrupted"
    assert site.url.removeprefix("http://") in caught.value.text("en")


def test_the_name_for_a_proxy_stays_with_it(
    site: Site, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A redirect may lead to where no proxy is needed, and there it is nobody's business."""
    monkeypatch.setenv("http_proxy", site.url.replace("//", "//me:secret@"))
    monkeypatch.setenv("no_proxy", "localhost")
    port = site.url.rpartition(":")[2]
    site.at("http://127.0.0.2:9/a", redirect(f"http://localhost:{port}/b"))
    site.at("/b", whole(DATA))

    assert get(client, "http://127.0.0.2:9/a") == DATA
    assert "Proxy-Authorization" in site.headers[0]
    assert not [name for name in site.headers[1] if name.lower() == "proxy-authorization"]


@pytest.mark.parametrize(
    "url", ["http://hub.example/a", "http://[", "ftp://127.0.0.1/a", "http://127.0.0.1:99999/"]
)
def test_what_is_not_safe_is_not_asked_for(client: Client, waits: list[float], url: str) -> None:
    with pytest.raises(DownloadError) as caught:
        get(client, url)

    assert (caught.value.code, waits) == ("download-address", [])


@pytest.mark.parametrize("target", ["http://hub.example/b", "http://[", "https://u:p@hub.example/"])
def test_a_redirect_leads_to_safe_places_only(
    site: Site, client: Client, waits: list[float], target: str
) -> None:
    with pytest.raises(DownloadError) as caught:
        get(client, site.at("/a", redirect(target)))

    assert (caught.value.code, waits) == ("download-redirect", [])


def drip(handler: Handler) -> None:
    """A byte every few milliseconds, for as long as somebody takes them."""
    handler.begin(200, 10**9)
    while not handler.site.release.wait(0.01):
        handler.wfile.write(b"x")
        handler.wfile.flush()


def drip_headers(handler: Handler) -> None:
    """The same, before there is an answer at all."""
    while not handler.site.release.wait(0.01):
        handler.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        handler.wfile.flush()


@pytest.mark.parametrize("behaviour", [drip, drip_headers])
def test_a_small_answer_has_to_come_in_time(
    site: Site, waits: list[float], behaviour: Behaviour
) -> None:
    client = Client(Policy(answer_s=0.3), pause=lambda s, c: waits.append(s))
    with pytest.raises(DownloadError) as caught:
        get(client, site.at("/a", behaviour), limit=10**9)

    assert (caught.value.code, waits) == ("download-interrupted", [])


def test_a_large_answer_that_trickles_is_given_up(site: Site) -> None:
    """By a clock that is a minute further at each look."""
    minutes = iter(range(1000))
    client = Client(Policy(watch_s=60), clock=lambda: 60.0 * next(minutes))
    with (
        client.open(site.at("/a", drip), what="a", cancel=CancelToken()) as answer,
        pytest.raises(RetryableError, match="bytes in 60 seconds"),
    ):
        collections.deque(iter(answer.read, b""), maxlen=0)


def test_a_large_answer_in_good_time_goes_on(site: Site) -> None:
    minutes = iter(range(1000))
    policy = Policy(watch_s=60, watch_bytes=1)
    client = Client(policy, clock=lambda: 60.0 * next(minutes))
    data = bytes(1 << 20)
    read = b""
    with client.open(site.at("/a", whole(data)), what="a", cancel=CancelToken()) as answer:
        while part := answer.read():
            read += part

    assert read == data


def test_addresses_are_shown_without_a_password() -> None:
    assert without_password("https://me:secret@hub.example/x") == "https://hub.example/x"


def test_an_untrusted_certificate_is_final() -> None:
    problem = ssl.SSLCertVerificationError(1, "bad")
    problem.verify_message = "self-signed certificate"
    with (
        pytest.raises(DownloadError) as caught,
        transport.translated(line.Line(CancelToken()), "hub.example", "a"),
    ):
        raise urllib.error.URLError(problem)

    assert caught.value.code == "download-untrusted"
    assert "self-signed" in str(caught.value)
