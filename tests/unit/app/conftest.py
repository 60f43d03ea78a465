"""A chat service that is ready, for the tests of its parts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.app.chats import Desk, DiskFull


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """With its model loaded."""
    history = DiskFull(tmp_path / "h.sqlite3", backups=tmp_path / "backups")
    yield Desk(history).ready()
    history.close()
