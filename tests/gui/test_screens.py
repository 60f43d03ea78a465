"""On small and on scaled screens every control of the main job is shown, whole and in reach.

Each screen has a process of its own: Qt reads both its size and its scale once.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.screens import offscreen

ROOT = Path(__file__).resolve().parents[2]
LIMIT_S = 240
SCREENS = (
    ("1", (1366, 768)),
    ("1", (1280, 720)),
    ("1", (960, 640)),
    ("1.25", (1366, 768)),
    ("1.5", (1600, 1000)),
    ("1.5", (960, 640)),
    ("2", (1366, 768)),
    ("2", (1280, 720)),
)


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Qt has one offscreen screen there")


@pytest.mark.parametrize(("scale", "size"), SCREENS)
def test_the_main_job_is_in_reach(scale: str, size: tuple[int, int], tmp_path: Path) -> None:
    assert look(tmp_path, size, scale=scale) == {"en": [], "zh": []}


@pytest.mark.parametrize("size", [(1366, 768), (960, 640)])
def test_letters_twice_as_large_lose_nothing(size: tuple[int, int], tmp_path: Path) -> None:
    assert look(tmp_path, size, zoom="2") == {"en": [], "zh": []}


def look(
    tmp_path: Path, size: tuple[int, int], *, scale: str = "1", zoom: str = "1"
) -> dict[str, Any]:
    """What is wrong in each language on a screen of that size."""
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": offscreen(tmp_path, [size]),
        "QT_SCALE_FACTOR": scale,
        "PYTHONUTF8": "1",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.gui.screen_scene", str(tmp_path), zoom],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=LIMIT_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
