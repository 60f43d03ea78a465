"""The connections that requests go over: where they may lead, and how they are cut."""

from __future__ import annotations

import http.client
import io
import socket
import threading
import urllib.error
import urllib.request

import pytest

from newsassistant.core.addresses import check_fetch, host_of
from newsassistant.core.errors import CancelledError, DownloadError
from newsassistant.core.types import CancelToken
from newsassistant.download import line
from newsassistant.download.line import Line, Rules, opener
from tests.unit.download.server import Site, redirect, whole


def test_https_never_becomes_http() -> None:
    request = urllib.request.Request("https://hub.example/file")
    body, headers = io.BytesIO(), http.client.HTTPMessage()
    with pytest.raises(DownloadError) as caught:
        line._Redirects(check_fetch).redirect_request(
            request, body, 302, "", headers, "http://hub.example/file"
        )

    assert caught.value.code == "download-redirect"
    assert caught.value.params["detail"] == "https to http"
    assert body.closed


def test_the_rules_see_every_address_and_every_host_is_told(site: Site) -> None:
    checked: list[str] = []
    asked: list[str] = []
    made: list[tuple[str, int]] = []

    def connect(host: str, port: int, timeout: float, used: Line) -> socket.socket:
        made.append((host, port))
        return socket.create_connection((host, port), timeout)

    site.at("/b", whole(b"there"))
    first = site.at("/a", redirect("/b"))
    used = Line(CancelToken())
    rules = Rules(check=checked.append, connect=connect, asked=asked.append)
    with opener(used, rules).open(first, timeout=5) as response:
        assert response.read() == b"there"
    used.close()

    host = host_of(site.url)
    assert checked == [site.url + "/b"]
    assert asked == [host, host]
    assert [f"{name}:{port}" for name, port in made] == [host, host]


def test_no_host_is_told_that_could_not_be_reached() -> None:
    asked: list[str] = []

    def connect(host: str, port: int, timeout: float, used: Line) -> socket.socket:
        raise ConnectionRefusedError

    used = Line(CancelToken())
    with pytest.raises(urllib.error.URLError):
        opener(used, Rules(connect=connect, asked=asked.append)).open(
            "http://localhost/", timeout=5
        )
    assert asked == []


def test_a_greeting_of_tls_that_never_comes_can_be_cut() -> None:
    """The socket that is connected has gone over to TLS by then."""
    cancel = CancelToken()
    used = Line(cancel)
    cancel.set_hook(used.cut)
    with socket.create_server(("127.0.0.1", 0)) as server:
        greeted = threading.Event()

        def serve() -> None:
            client, _ = server.accept()
            with client:
                client.recv(100)
                greeted.set()
                client.settimeout(10)
                while client.recv(4096):
                    pass

        thread = threading.Thread(target=serve)
        thread.start()

        def stop() -> None:
            greeted.wait(10)
            cancel.cancel()

        threading.Thread(target=stop).start()
        address = f"https://localhost:{server.getsockname()[1]}/"
        with pytest.raises(urllib.error.URLError):
            opener(used).open(address, timeout=60)
        with pytest.raises(CancelledError):
            used.check()
        used.close()
        thread.join(10)
        assert not thread.is_alive()
