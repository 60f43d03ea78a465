"""Hostile hubs: whatever one answers ends as a value, one of our errors, or one to try again.

A hub on this machine sends raw bytes, so that heads of answers can be hostile too.
"""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from newsassistant.core.errors import DownloadError
from newsassistant.core.types import CancelToken
from newsassistant.download.fetch import RemoteFile, fetch_all
from newsassistant.download.hub import Hub, read_manifest, sources
from newsassistant.download.transport import Client, Policy
from tests import hostile
from tests.attack import rounds
from tests.unit.download.hubs import MODEL, huggingface_list, modelscope_list

LEAST = 100
FIRST = {"huggingface": huggingface_list(), "modelscope": modelscope_list()}


class RawHub:
    """Gives the same bytes to everybody who asks, and hangs up."""

    def __init__(self) -> None:
        self.answer = b""
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                asked, _ = self._listener.accept()
            except OSError:
                return
            with asked, contextlib.suppress(OSError):
                asked.settimeout(5)
                if not asked.recv(65536):
                    return
                asked.sendall(self.answer)
                asked.shutdown(socket.SHUT_WR)
                while asked.recv(65536):
                    pass

    def close(self) -> None:
        """Wake the thread by an empty request."""
        with socket.create_connection(self._listener.getsockname()):
            pass
        self._thread.join(10)
        self._listener.close()


@pytest.fixture
def raw_hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[RawHub]:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    hub = RawHub()
    yield hub
    hub.close()


def client() -> Client:
    return Client(
        Policy(stall_s=2, answer_s=2, attempts=1, longest_wait_s=1), pause=lambda s, c: None
    )


def ok(body: bytes, head: bytes = b"") -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n%s\r\n%s" % (len(body), head, body)


def heads() -> Iterator[bytes]:
    """Whole answers with something wrong in front of the body."""
    for length in (b"-1", b"1e999", b"9" * 4000, b"9" * 5000, b"0x10", b"", "٣".encode(), b"1, 2"):
        yield b"HTTP/1.1 200 OK\r\nContent-Length: " + length + b"\r\n\r\n[]"
    for chunk in (
        b"-5\r\n",
        b"f" * 5000 + b"\r\n",
        b"zz\r\n",
        b"\r\n",
        b"5\r\n[]",
        b"ffffffffff\r\n[]",
    ):
        yield b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk
    for code in (b"", b"abc", b"99", b"1000", b"-200", b"204", b"206", b"300", b"418", b"599"):
        yield b"HTTP/1.1 " + code + b" X\r\n\r\n"
    for place in (
        b"http://[",
        b"//",
        b"",
        b"http://a b/",
        b"\xff\xfe",
        b"http://hub.example/",
        b"/x",
    ):
        yield b"HTTP/1.1 302 X\r\nLocation: " + place + b"\r\n\r\n"
    for wait in (b"1e999", b"9" * 5000, b"-1", b"Thu, 01 Jan 0001 00:00:00 GMT", b"nan"):
        yield b"HTTP/1.1 503 X\r\nRetry-After: " + wait + b"\r\n\r\n"
    yield b""
    yield b"\0" * 1000
    yield b"HTTP/9.9 200 OK\r\n\r\n[]"
    yield b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500 + b"\r\n[]"
    yield b"HTTP/1.1 200 OK\r\nX: " + b"y" * 200_000 + b"\r\n\r\n[]"
    yield b"HTTP/1.1 100 Continue\r\n\r\n" * 1000
    yield ok(b"\x1f\x8b", b"Content-Encoding: gzip\r\n")


def bodies() -> Iterator[tuple[str, bytes]]:
    """(source, body) of hostile lists."""
    for source in sources():
        for _, raw in hostile.raw_json():
            yield source, raw
        first: Any = FIRST[source]
        entries = first if source == "huggingface" else first["Data"]["Files"]
        for entry in entries:
            for key in entry:
                for value in hostile.VALUES[::2]:
                    changed = json.dumps(first).replace(
                        f'"{key}": {json.dumps(entry[key])}', f'"{key}": {json.dumps(value)}'
                    )
                    if len(changed) < 200_000:
                        yield source, changed.encode()


def ask(raw_hub: RawHub, source: Any, answer: bytes) -> bool:
    """True if a manifest came of it; anything but an error of ours fails the test."""
    raw_hub.answer = answer
    hub = Hub.choose(source, endpoint=raw_hub.url)
    try:
        manifest = read_manifest(MODEL, hub, client=client(), cancel=CancelToken())
    except DownloadError as error:
        return not (error.text("en") and error.text("zh"))
    assert all(0 <= file.size <= 1 << 40 for file in manifest.files)
    return True


def test_answers_of_hostile_hubs(raw_hub: RawHub) -> None:
    count = 0
    for answer in heads():
        ask(raw_hub, "huggingface", answer)
        count += 1
    made = [*bodies()]
    for source, body in made[:: max(1, len(made) // rounds(120))]:
        ask(raw_hub, source, ok(body))
        count += 1

    assert count >= LEAST


def test_files_of_hostile_hubs(raw_hub: RawHub, tmp_path: Path) -> None:
    """No answer makes a file; what has arrived stays a part."""
    file = RemoteFile("a.bin", 10, f"{raw_hub.url}/a.bin", sha256="0" * 64)
    for answer in heads():
        raw_hub.answer = answer
        with pytest.raises(DownloadError):
            fetch_all(
                [file],
                tmp_path,
                client=client(),
                on_progress=lambda done, total, name: None,
                cancel=CancelToken(),
            )
        assert not (tmp_path / "a.bin").exists()
