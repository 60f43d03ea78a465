"""Files are copied whole; links out of the folder, pipes and what is too large are not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from newsassistant.convert.foreign.copying import copy_file
from newsassistant.core.errors import CancelledError, CheckpointError
from newsassistant.core.types import CancelToken


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "model.bin").write_bytes(b"abc" * 1000)
    return folder


def refused(source: Path, name: str, target: Path, limit: int | None = None) -> None:
    with pytest.raises(CheckpointError) as caught:
        copy_file(source, name, target, CancelToken(), limit=limit)
    assert caught.value.code == "checkpoint-invalid"
    assert not target.exists()


def test_a_file_is_copied(source: Path, tmp_path: Path) -> None:
    copy_file(source, "model.bin", tmp_path / "made", CancelToken(), limit=3000)

    assert (tmp_path / "made").read_bytes() == b"abc" * 1000


def test_what_is_missing_or_too_large_is_refused(source: Path, tmp_path: Path) -> None:
    refused(source, "other.bin", tmp_path / "made")
    refused(source, "model.bin", tmp_path / "made", limit=2999)


@pytest.mark.skipif(os.name == "nt", reason="Windows makes links for administrators only")
def test_links_out_of_the_folder_and_pipes_are_refused(source: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"secret")
    (source / "link").symlink_to(tmp_path / "secret")
    os.mkfifo(source / "pipe")

    refused(source, "link", tmp_path / "made")
    refused(source, "pipe", tmp_path / "made")


def test_it_can_be_cancelled(source: Path, tmp_path: Path) -> None:
    cancel = CancelToken()
    cancel.cancel()

    with pytest.raises(CancelledError):
        copy_file(source, "model.bin", tmp_path / "made", cancel)
