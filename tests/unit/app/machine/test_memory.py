"""What memory is to be had on each system, and the verdict on a model."""

from __future__ import annotations

import mmap
import sys
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from newsassistant.app.machine import memory
from newsassistant.app.machine.memory import Spare, fit, kept_bound, read_spare, rows_bound
from tests.systems import on_system

SPARE = Spare(free=5_000, total=16_000)


@pytest.mark.parametrize(
    ("need", "released", "verdict"),
    [
        (5_000, 0, "fits"),
        (5_001, 0, "tight"),
        (5_001, 1, "fits"),
        (16_000, 0, "tight"),
        (16_001, 0, "hopeless"),
    ],
)
def test_the_verdict(need: int, released: int, verdict: str) -> None:
    assert fit(need, SPARE, released=released) == verdict


@pytest.mark.parametrize(("least", "verdict"), [(16_000, "tight"), (16_001, "hopeless")])
def test_only_what_can_never_run_is_refused(least: int, verdict: str) -> None:
    assert fit(99_000, SPARE, least=least) == verdict


def test_what_is_not_known_is_no_reason_to_warn() -> None:
    assert fit(1 << 60, None) == "fits"


@pytest.mark.parametrize("error", [FileNotFoundError(2, "no /proc"), KeyError(b"MemTotal:")])
def test_a_system_that_does_not_say_what_is_free(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail() -> None:
        raise error

    monkeypatch.setattr(psutil, "virtual_memory", fail)

    assert read_spare() is None
    assert memory.read_used() is None


def test_never_more_is_free_than_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    found = SimpleNamespace(available=9_000, total=8_000)
    monkeypatch.setattr(psutil, "virtual_memory", lambda: found)

    assert read_spare() == Spare(8_000, 8_000)


def test_this_computer_has_memory() -> None:
    spare = read_spare()
    assert spare is not None
    assert 0 < spare.free <= spare.total


@pytest.mark.parametrize(
    ("setting_mb", "free", "bound"),
    [
        (0, 8_000_000_000, 800_000_000),
        (0, 500_000_000, 128_000_000),
        (0, 100_000_000_000, 4_000_000_000),
        (0, None, 512_000_000),
        (256, 8_000_000_000, 256_000_000),
        (2000, None, 2_000_000_000),
    ],
)
def test_what_was_read_is_kept_within_a_bound(
    setting_mb: int, free: int | None, bound: int
) -> None:
    spare = Spare(free, 1 << 40) if free is not None else None

    assert kept_bound(setting_mb, spare) == bound


@pytest.mark.parametrize(
    ("setting_mb", "free", "bound"),
    [
        (0, 9_000_000_000, 3_000_000_000),
        (0, 1_000, 128_000_000),
        (0, None, 512_000_000),
        (64, 9_000_000_000, 64_000_000),
    ],
)
def test_many_answers_at_once_have_a_bound(setting_mb: int, free: int | None, bound: int) -> None:
    spare = Spare(free, 1 << 40) if free is not None else None

    assert rows_bound(setting_mb, spare) == bound


# --- what this process uses ----------------------------------------------------------------------


def test_what_is_used_is_plausible() -> None:
    used = memory.read_used()

    assert used is not None
    assert 1_000_000 < used.used <= used.total


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_what_is_only_mapped_does_not_count(tmp_path: Path) -> None:
    file = tmp_path / "weights"
    file.write_bytes(bytes(64 << 20))
    before = memory.read_used()
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as view:
        read = sum(view[:: mmap.PAGESIZE])
        mapped = memory.read_used()
    # Of the system's, not of what the heap of a long run of tests may have to spare.
    held = mmap.mmap(-1, 64 << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    held[:: mmap.PAGESIZE] = b"x" * (len(held) // mmap.PAGESIZE)
    after = memory.read_used()
    held.close()

    assert read == 0
    assert before is not None
    assert mapped is not None
    assert after is not None
    assert mapped.used - before.used < 16 << 20
    assert after.used - before.used > 48 << 20


@pytest.mark.parametrize("text", ["", "RssAnon: many kB", "VmRSS:\t 5 kB\n"])
def test_a_kernel_that_does_not_say_what_is_held(tmp_path: Path, text: str) -> None:
    status = tmp_path / "status"
    status.write_text(text)

    assert memory._anonymous(status) is None
    assert memory._anonymous(tmp_path / "missing") is None


def test_what_is_held_is_in_bytes(tmp_path: Path) -> None:
    status = tmp_path / "status"
    status.write_text("VmRSS:\t  999 kB\nRssAnon:\t  12 kB\nRssFile:\t 900 kB\n")

    assert memory._anonymous(status) == 12 << 10


@pytest.mark.parametrize(("system", "held"), [("win32", 7_000), ("darwin", 5_000)])
def test_what_other_systems_hold(monkeypatch: pytest.MonkeyPatch, system: str, held: int) -> None:
    process = SimpleNamespace(
        memory_info=lambda: SimpleNamespace(rss=9_000, private=7_000),
        memory_full_info=lambda: SimpleNamespace(rss=9_000, uss=5_000),
    )
    monkeypatch.setattr(psutil, "Process", lambda: process)
    on_system(monkeypatch, memory, system)

    assert memory._held() == held


@pytest.mark.parametrize("error", [psutil.AccessDenied(1), PermissionError(1, "no")])
def test_a_system_that_refuses_to_say_what_is_held(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail() -> None:
        raise error

    monkeypatch.setattr(psutil, "Process", lambda: SimpleNamespace(memory_full_info=fail))
    on_system(monkeypatch, memory, "darwin")

    assert memory._held() is None
    assert memory.read_used() is None
