"""How a server is reached: certificates, its own authority, a proxy, several numbers of a name."""

from __future__ import annotations

import shutil
import ssl
import subprocess
import threading
from pathlib import Path

import pytest

from newsassistant.core.errors import CancelledError, RemoteError
from newsassistant.core.types import CancelToken
from newsassistant.engine.remote.client import RemoteClient
from newsassistant.engine.remote.line import Line, connection
from newsassistant.engine.remote.server import Server
from tests.recorded_server import listed, serving

needs_openssl = pytest.mark.skipif(
    shutil.which("openssl") is None, reason="needs openssl, to make a certificate"
)


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, ssl.SSLContext]:
    """Of desk.example, by itself: its file, and what a server needs."""
    key, own = tmp_path / "key.pem", tmp_path / "own.pem"
    command = (
        f"openssl req -x509 -newkey rsa:2048 -nodes -keyout {key} -out {own} -days 2 "
        "-subj /CN=desk.example -addext subjectAltName=DNS:desk.example"
    )
    subprocess.run(command.split(), check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own, key)
    return own, context


def models(server: Server) -> list[str]:
    client = RemoteClient(server, resolve=lambda host, port: ["127.0.0.1"])
    return [model.name for model in client.models(CancelToken())]


def failure(server: Server) -> RemoteError:
    with pytest.raises(RemoteError) as found:
        models(server)
    return found.value


@needs_openssl
def test_a_certificate_is_trusted_by_the_servers_own_file_alone(
    certificate: tuple[Path, ssl.SSLContext],
) -> None:
    own, context = certificate
    with serving(listed("m"), tls=context) as server:
        address = f"https://desk.example:{server.port}/v1"

        assert failure(Server(address, key="na-key")).code == "remote-untrusted"
        assert server.received == []  # not even the key
        assert models(Server(address, ca_file=str(own))) == ["m"]


@needs_openssl
def test_a_certificate_counts_for_its_name_alone(
    certificate: tuple[Path, ssl.SSLContext],
) -> None:
    own, context = certificate
    with serving(listed("m"), tls=context) as server:
        error = failure(Server(f"https://other.example:{server.port}/v1", ca_file=str(own)))

        assert error.code == "remote-untrusted"
        assert server.received == []


def test_plain_http_where_https_is_expected_is_told() -> None:
    with serving(listed("m")) as server:
        error = failure(Server(f"https://desk.example:{server.port}/v1"))

        assert error.code in ("remote-unreachable", "remote-no-api")
        assert server.received == []


def test_a_file_of_certificates_that_is_none_is_told(tmp_path: Path) -> None:
    none = tmp_path / "none.pem"
    for path in (none, tmp_path):
        assert failure(Server("https://desk.example/v1", ca_file=str(path))).code == "remote-ca"
    none.write_text("no certificate", encoding="utf-8")
    assert failure(Server("https://desk.example/v1", ca_file=str(none))).code == "remote-ca"


def test_a_proxy_is_asked_for_a_way_and_gets_no_key() -> None:
    refuses = [b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"]
    with serving(refuses) as proxy:
        asked = Server(
            "https://desk.example/v1", key="na-key", proxy=f"http://me:pw@127.0.0.1:{proxy.port}"
        )
        error = failure(asked)
        (received,) = proxy.received

    assert (received.method, received.path) == ("CONNECT", "desk.example:443")
    assert received.headers["proxy-authorization"] == "Basic bWU6cHc="
    assert "na-key" not in proxy.texts()
    assert error.code == "remote-unreachable"


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:9", "https://p.example", "a b"])
def test_a_proxy_that_cannot_be_served_is_refused(proxy: str) -> None:
    assert failure(Server("https://desk.example/v1", proxy=proxy)).code == "remote-proxy"


def test_proxies_of_the_environment_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving([]) as proxy, serving(listed("m")) as server:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")

        assert models(Server(server.address)) == ["m"]
        assert proxy.connections == 0


def test_the_numbers_of_a_name_are_tried_in_turn() -> None:
    with serving(listed("m")) as server:
        client = RemoteClient(
            Server(f"http://desk.example:{server.port}/v1", allows_http=True),
            resolve=lambda host, port: ["::1", "127.0.0.1"],
        )

        assert [model.name for model in client.models(CancelToken())] == ["m"]


def test_a_name_that_nobody_knows_is_told() -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise OSError(-2, "Name or service not known")

    with pytest.raises(RemoteError) as found:
        RemoteClient(Server("https://desk.example/v1"), resolve=resolve).models(CancelToken())

    assert found.value.code == "remote-unreachable"


def test_a_line_that_was_cut_makes_no_connection() -> None:
    cancel = CancelToken()
    cancel.cancel()
    with serving([threading.Event()]) as server:
        line = Line(cancel)
        asked = connection(Server(server.address), line)
        with pytest.raises(CancelledError):
            asked.connect()

        assert server.connections == 0
