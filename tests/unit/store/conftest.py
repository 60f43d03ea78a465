"""A history in a temporary folder, with a clock that the test moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newsassistant.store.history import History


class Clock:
    """Seconds that only advance when the test says so."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history.sqlite3"


@pytest.fixture
def backups(tmp_path: Path) -> Path:
    return tmp_path / "data" / "backups"


@pytest.fixture
def reopen(path: Path, backups: Path, clock: Clock) -> Iterator[Callable[[], History]]:
    """Opens the same file again, as the next start of the program would."""
    opened: list[History] = []

    def open_it() -> History:
        for history in opened:
            history.close()
        opened.append(History(path, backups=backups, clock=clock))
        return opened[-1]

    yield open_it
    for history in opened:
        history.close()


@pytest.fixture
def history(reopen: Callable[[], History]) -> History:
    return reopen()
