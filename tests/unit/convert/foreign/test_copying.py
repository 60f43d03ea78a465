"""Files are copied, links to other places are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsassistant.convert.foreign.copying import copy_file
from newsassistant.core.errors import CancelledError, CheckpointError
from newsassistant.core.types import CancelToken


def test_a_file_is_copied(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 100)
    copy_file(tmp_path, "a", tmp_path / "b", CancelToken(), limit=100)
    assert (tmp_path / "b").read_bytes() == b"x" * 100


def test_links_out_large_ones_and_folders_are_refused(tmp_path: Path) -> None:
    source = tmp_path / "source"
    (source / "folder").mkdir(parents=True)
    (tmp_path / "secret").write_bytes(b"x")
    (source / "link").symlink_to(tmp_path / "secret")
    (source / "large").write_bytes(b"x" * 101)
    for name in ("link", "large", "folder", "missing"):
        with pytest.raises(CheckpointError):
            copy_file(source, name, tmp_path / "made", CancelToken(), limit=100)
    assert not (tmp_path / "made").exists()


def test_a_cancelled_copy_ends(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x")
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(CancelledError):
        copy_file(tmp_path, "a", tmp_path / "b", cancel)
