"""How much memory the program uses."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from newsassistant.gui.shell.memory import _linux, read_memory


def test_the_numbers_are_plausible() -> None:
    memory = read_memory()

    assert memory is not None
    assert 1_000_000 < memory.used <= memory.total


@pytest.mark.skipif(sys.platform == "win32", reason="no such files")
def test_a_system_that_does_not_say_is_no_error(tmp_path: Path) -> None:
    odd = tmp_path / "statm"
    odd.write_text("nonsense")

    assert _linux(odd) is None
    assert _linux(tmp_path / "missing") is None
