"""Whole checkpoints with damaged and hostile files: read, or refused in words of ours."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.attack import rounds

ROOT = Path(__file__).resolve().parents[2]
CHECKPOINTS = 400
HANG_S = 120


def test_spoilt_checkpoints_are_read_or_refused(tmp_path: Path) -> None:
    """In a process of its own, whose memory is limited."""
    count = rounds(CHECKPOINTS)
    command = [sys.executable, "-m", "tests.attack.checkpoints", "75", str(count), str(tmp_path)]

    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=HANG_S * rounds(1)
    )

    assert done.returncode == 0, done.stderr[-3000:]
    read, refused = map(int, done.stdout.split())
    assert read + refused == count
    assert read > count // 20  # damage in the numbers themselves is no error
    assert refused > count // 3
