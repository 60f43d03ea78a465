"""What is read ahead is in the system's cache, and nothing that goes wrong there is told."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from newsassistant.core.types import CancelToken
from newsassistant.engine import page_cache as module
from newsassistant.engine.page_cache import BLOCK_BYTES, fill
from tests.systems import on_system


def ended(path: Path, stop: CancelToken) -> bool:
    """Whether a thread was started; it has ended then."""
    thread = fill(path, stop)
    if thread is None:
        return False
    thread.join(30)
    assert not thread.is_alive()
    return True


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The last bytes of the blocks that were looked for; none of them is in the cache."""
    found: list[int] = []

    def is_cached(handle: int, at: int) -> bool:
        found.append(at)
        return False

    monkeypatch.setattr(module, "_is_cached", is_cached)
    return found


linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what its cache holds")


@linux
def test_each_block_is_looked_for_to_the_end(tmp_path: Path, asked: list[int]) -> None:
    path = tmp_path / "weights"
    path.write_bytes(bytes(2 * BLOCK_BYTES + 10))
    assert ended(path, CancelToken())
    assert asked == [BLOCK_BYTES - 1, 2 * BLOCK_BYTES - 1, 2 * BLOCK_BYTES + 9]


@linux
def test_what_was_just_read_is_in_the_cache(tmp_path: Path) -> None:
    path = tmp_path / "weights"
    path.write_bytes(bytes(BLOCK_BYTES))
    with path.open("rb") as file:
        file.read()
        handle = file.fileno()
        try:
            known = module._is_cached(handle, 0)
        except OSError:
            pytest.skip("this file system cannot say")
        assert known
        assert not module._is_cached(handle, BLOCK_BYTES)  # behind the end


@linux
def test_it_stops_when_told(tmp_path: Path, asked: list[int]) -> None:
    path = tmp_path / "weights"
    path.write_bytes(bytes(BLOCK_BYTES))
    stop = CancelToken()
    stop.cancel()
    assert ended(path, stop)
    assert asked == []


@linux
@pytest.mark.parametrize("kind", ["missing", "empty", "pipe"])
def test_what_is_no_file_of_weights_is_left_alone(
    tmp_path: Path, asked: list[int], kind: str
) -> None:
    path = tmp_path / "weights"
    if kind == "empty":
        path.write_bytes(b"")
    elif kind == "pipe":
        os.mkfifo(path)
    assert ended(path, CancelToken())
    assert asked == []


def test_other_systems_read_when_it_is_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_system(monkeypatch, module, "darwin")
    assert fill(tmp_path / "weights", CancelToken()) is None
