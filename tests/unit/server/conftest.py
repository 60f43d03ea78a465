"""A server with scripted rows, for the tests of its app."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.server.serving import Serving, serving


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program's, empty."""
    monkeypatch.setenv("NEWSASSISTANT_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def server(home: Path) -> Iterator[Serving]:
    """One that answers."""
    with serving(home) as found:
        yield found
