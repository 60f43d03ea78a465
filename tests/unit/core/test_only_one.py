"""A lock that dies with its process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from newsassistant.core.errors import DownloadError
from newsassistant.core.only_one import Lock, only_one

ROOT = Path(__file__).resolve().parents[3]
HOLD = """
import sys
from pathlib import Path
from newsassistant.core.only_one import Lock
lock = Lock.take(Path(sys.argv[1]))
print("none" if lock is None else "held", flush=True)
sys.stdin.read()
"""
BUSY = DownloadError("download-running", path="wire")
HOLD_FOLDER = """
import sys
from pathlib import Path
from newsassistant.core.errors import DownloadError
from newsassistant.core.only_one import only_one
with only_one(Path(sys.argv[1]), DownloadError("download-running", path="wire")):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_it_comes_and_goes(tmp_path: Path) -> None:
    path = tmp_path / "a.lock"
    for _ in range(2):
        lock = Lock.take(path)
        assert lock is not None
        assert Lock.take(path) is None
        other = Lock.take(tmp_path / "b.lock")
        assert other is not None
        for held in (lock, lock, other):
            held.release()
        assert not path.exists()


def test_one_process_has_it_until_it_is_killed(tmp_path: Path) -> None:
    path, pipe = tmp_path / "a.lock", subprocess.PIPE
    command = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "held\n"
        assert Lock.take(path) is None
        child.kill()

    assert path.exists()
    lock = Lock.take(path)
    assert lock is not None
    lock.release()


def test_a_file_that_lost_its_name_is_no_lock(tmp_path: Path) -> None:
    path = tmp_path / "a.lock"
    lock = Lock.take(path)
    assert lock is not None
    if sys.platform != "win32":
        path.unlink()
        other = Lock.take(path)
        assert other is not None
        other.release()
    lock.release()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes and links")
def test_it_is_private_and_follows_no_link(tmp_path: Path) -> None:
    lock = Lock.take(tmp_path / "a.lock")
    assert lock is not None
    assert lock.path.stat().st_mode & 0o077 == 0
    os.symlink(tmp_path / "elsewhere", tmp_path / "b.lock")
    with pytest.raises(OSError, match=r".+"):
        Lock.take(tmp_path / "b.lock")
    assert not (tmp_path / "elsewhere").exists()


def test_where_no_file_can_be_made_it_raises(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Lock.take(tmp_path / "nowhere" / "a.lock")


def test_the_lock_of_a_folder_comes_and_goes(tmp_path: Path) -> None:
    for _ in range(2):
        with only_one(tmp_path / "wire", BUSY):
            assert os.listdir(tmp_path) == [".wire.lock"]
    assert os.listdir(tmp_path) == []


def test_a_second_one_is_refused_and_folders_are_apart(tmp_path: Path) -> None:
    with only_one(tmp_path / "wire", BUSY):
        with pytest.raises(DownloadError) as caught, only_one(tmp_path / "wire", BUSY):
            pass
        with only_one(tmp_path / "press", BUSY):
            assert caught.value is BUSY

    with only_one(tmp_path / "wire", BUSY):
        pass


def test_a_dead_process_holds_no_folder(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD_FOLDER, str(tmp_path / "wire")]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "held\n"
        with pytest.raises(DownloadError), only_one(tmp_path / "wire", BUSY):
            pass
        child.kill()

    with only_one(tmp_path / "wire", BUSY):
        assert (tmp_path / ".wire.lock").exists()
