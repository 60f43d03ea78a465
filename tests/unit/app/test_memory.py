"""What memory is to be had on each system, and the verdict on a model."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from newsassistant.app import memory
from newsassistant.app.memory import Spare, fit, read_spare

SPARE = Spare(free=5_000, total=16_000)
VM_STAT = """Mach Virtual Memory Statistics: (page size of 16384 bytes)
Pages free:                               1000.
Pages active:                           300000.
Pages inactive:                           2000.
Pages speculative:                          30.
Pages throttled:                             0.
Pages wired down:                       100000.
Pages purgeable:                             4.
"""


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


def test_what_is_not_known_is_no_reason_to_warn() -> None:
    assert fit(1 << 60, None) == "fits"


def test_linux(tmp_path: Path) -> None:
    file = tmp_path / "meminfo"
    file.write_text("MemTotal:       16000 kB\nMemFree: 1 kB\nMemAvailable:    5000 kB\n", "ascii")

    assert memory._linux(file) == Spare(5000 * 1024, 16000 * 1024)


@pytest.mark.parametrize("text", ["", "MemTotal: 5 kB\n", "MemAvailable: many kB\n", "汉"])
def test_linux_that_says_nothing(tmp_path: Path, text: str) -> None:
    file = tmp_path / "meminfo"
    file.write_text(text, "utf-8")

    assert memory._linux(file) is None
    assert memory._linux(tmp_path / "none") is None


def test_macos() -> None:
    assert memory._of_vm_stat(VM_STAT, 1 << 40) == Spare(3034 * 16384, 1 << 40)
    assert memory._of_vm_stat(VM_STAT, 99) == Spare(99, 99)
    assert memory._of_vm_stat("", 99) is None


@pytest.mark.skipif(sys.platform == "win32", reason="has no such command")
def test_macos_without_its_command() -> None:
    if not Path("/usr/bin/vm_stat").exists():
        assert memory._mac() is None
    else:
        assert memory._mac() is not None


def test_this_computer_has_memory() -> None:
    spare = read_spare()
    assert spare is not None
    assert 0 < spare.free <= spare.total


# --- what this process uses ----------------------------------------------------------------------


def test_what_is_used_is_plausible() -> None:
    used = memory.read_used()

    assert used is not None
    assert 1_000_000 < used.used <= used.total


@pytest.mark.skipif(sys.platform == "win32", reason="no such files")
def test_a_system_that_does_not_say_what_is_used_is_no_error(tmp_path: Path) -> None:
    odd = tmp_path / "statm"
    odd.write_text("nonsense")

    assert memory._linux_used(odd) is None
    assert memory._linux_used(tmp_path / "missing") is None
