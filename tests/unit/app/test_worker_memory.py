"""A refusal of memory ends in one sentence, and the same worker goes on."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such limit")
TIMEOUT_S = 300


def ends(folder: Path, step: str, more_mb: int) -> list[str]:
    """How each thing ended that was asked of a worker with so much memory left."""
    command = [sys.executable, "-m", "tests.unit.app.limited", str(folder), step, str(more_mb)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=TIMEOUT_S)
    assert done.returncode == 0, done.stderr
    found: list[str] = json.loads(done.stdout.splitlines()[-1])
    return found


# OpenVINO's plugin cannot be mapped with the least, the weights cannot with more.
@pytest.mark.parametrize("more_mb", [0, 110])
def test_loading_without_memory(starter_model_dir: Path, more_mb: int) -> None:
    found = ends(starter_model_dir, "load", more_mb)

    assert found == ["out-of-memory", "ModelReady", "Done"]


# The article's keys and values alone take 70 MB in exact execution.
@pytest.mark.parametrize("more_mb", [10, 40])
def test_reading_without_memory(starter_model_dir: Path, more_mb: int) -> None:
    found = ends(starter_model_dir, "read", more_mb)

    assert found == ["ModelReady", "Done", "out-of-memory", "Measured", "Done"]
