"""One process at a time fetches into a folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from newsassistant.core.errors import DownloadError
from newsassistant.download.lock import only_one

ROOT = Path(__file__).resolve().parents[3]
HOLD = """
import sys
from pathlib import Path
from newsassistant.download.lock import only_one
with only_one(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_the_lock_comes_and_goes(tmp_path: Path) -> None:
    for _ in range(2):
        with only_one(tmp_path / "wire"):
            assert os.listdir(tmp_path) == [".wire.lock"]
    assert os.listdir(tmp_path) == []


def test_a_second_one_is_refused_and_folders_are_apart(tmp_path: Path) -> None:
    with only_one(tmp_path / "wire"):
        with pytest.raises(DownloadError) as caught, only_one(tmp_path / "wire"):
            pass
        with only_one(tmp_path / "press"):
            assert caught.value.code == "download-running"

    with only_one(tmp_path / "wire"):
        pass


def test_a_dead_process_holds_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path / "wire")]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "held\n"
        with pytest.raises(DownloadError), only_one(tmp_path / "wire"):
            pass
        child.kill()

    with only_one(tmp_path / "wire"):
        assert (tmp_path / ".wire.lock").exists()
