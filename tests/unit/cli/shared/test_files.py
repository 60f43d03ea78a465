"""Output files appear whole or not at all."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from newsassistant.cli.shared.files import replacing
from newsassistant.core.errors import InputError


def test_the_file_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.write_text("old")

    with replacing(target) as file:
        file.write(b"new")
        assert target.read_text() == "old"

    assert target.read_text() == "new"
    assert list(tmp_path.iterdir()) == [target]


def test_an_error_leaves_the_old_one_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.write_text("old")

    with pytest.raises(ZeroDivisionError), replacing(target):
        raise ZeroDivisionError

    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written: No such"), replacing(tmp_path / "a/b"):
        pytest.fail("the block may not run")


def test_a_full_disk_is_an_error_with_words(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No space left"), replacing(tmp_path / "out"):
        raise OSError(28, "No space left on device")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="no modes there")
def test_the_mode_is_that_of_a_new_file(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        with replacing(tmp_path / "out"):
            pass
    finally:
        os.umask(before)

    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o640
