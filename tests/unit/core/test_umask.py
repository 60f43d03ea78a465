"""New files are private, but for those that the user asks for."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsassistant.core.umask import files_of_user, private_files, users_umask

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no modes there")


@pytest.fixture(autouse=True)
def usual() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    path.write_text("x")
    return path.stat().st_mode & 0o777


def test_files_are_private_inside_and_usual_outside(tmp_path: Path) -> None:
    assert mode(tmp_path / "before") == 0o644
    with private_files():
        assert mode(tmp_path / "inside") == 0o600
        assert users_umask() == 0o022
        with files_of_user():
            assert mode(tmp_path / "asked for") == 0o644
        with private_files():
            assert users_umask() == 0o022
        assert mode(tmp_path / "inside again") == 0o600
    assert mode(tmp_path / "after") == 0o644


def test_an_error_leaves_things_as_they_were() -> None:
    with pytest.raises(ZeroDivisionError), private_files():
        raise ZeroDivisionError

    assert users_umask() == 0o022
