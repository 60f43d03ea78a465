"""Folders that appear whole or not at all, and what interrupted builds leave."""

from __future__ import annotations

import os
import stat
import sys
import time
from pathlib import Path

import pytest

from newsassistant.convert.staging import STALE_AFTER_S, sweep, work_folder


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_renamed_folder_stays_and_its_parents_are_made(tmp_path: Path) -> None:
    target = tmp_path / "a" / "b" / "model"
    with work_folder(target) as work:
        assert work.parent == target.parent
        assert work.name.startswith(".model-")
        (work / "file").write_text("x")
        os.replace(work, target)

    assert names(target.parent) == ["model"]
    assert (target / "file").read_text() == "x"


def test_anything_else_leaves_nothing(tmp_path: Path) -> None:
    def fail() -> None:
        with work_folder(tmp_path / "model") as work:
            (work / "file").write_text("x")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    with work_folder(tmp_path / "model") as work:
        assert names(tmp_path) == [work.name]

    assert names(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="no such modes")
def test_who_may_read_it_is_the_users_setting(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        with work_folder(tmp_path / "model") as work:
            assert stat.S_IMODE(work.stat().st_mode) == 0o750
    finally:
        os.umask(before)


def test_only_old_leftovers_of_that_name_are_swept(tmp_path: Path) -> None:
    old = time.time() - STALE_AFTER_S - 60
    for name in (".model-old", ".model-young", ".other-old", "model-old"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text("x")
        if not name.endswith("young"):
            os.utime(tmp_path / name, (old, old))

    sweep(tmp_path, "model")

    assert names(tmp_path) == [".model-young", ".other-old", "model-old"]


def test_a_build_sweeps_first(tmp_path: Path) -> None:
    leftover = tmp_path / ".model-old"
    leftover.mkdir()
    old = time.time() - STALE_AFTER_S - 60
    os.utime(leftover, (old, old))

    with work_folder(tmp_path / "model"):
        assert not leftover.exists()


def test_a_parent_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")

    with pytest.raises(OSError, match="file"), work_folder(tmp_path / "file" / "model"):
        pytest.fail("there is no such folder")
