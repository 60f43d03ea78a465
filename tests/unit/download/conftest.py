"""A misbehaving server, and clients that do not sleep."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from newsassistant.core.types import CancelToken
from newsassistant.download.transport import Client, Policy
from tests.unit.download.server import Site, serving


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def site() -> Iterator[Site]:
    """A server on the loopback interface."""
    with serving() as running:
        yield running


@pytest.fixture
def waits() -> list[float]:
    """The waits that were asked for, in seconds."""
    return []


@pytest.fixture
def client(waits: list[float]) -> Client:
    """Patient with connections; between attempts it notes the wait instead of sleeping."""

    def pause(seconds: float, cancel: CancelToken) -> None:
        waits.append(seconds)

    return Client(Policy(stall_s=20.0, attempts=4, gain_bytes=10_000), pause=pause)
