"""Files of others are read within bounds; ours are written whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from newsassistant.core import files
from newsassistant.core.outside import MissingError, UnfitError
from newsassistant.core.umask import private_files
from tests.hostile import place_strange_files

needs_links = pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")


def test_a_file_is_read_up_to_its_limit(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"12345")

    assert files.read_bytes(path, 5) == b"12345"
    with pytest.raises(UnfitError, match=r"^file is larger than 4 bytes"):
        files.read_bytes(path, 4)


def test_what_is_not_there_is_missing(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match=r"^file is missing"):
        files.read_bytes(tmp_path / "file", 5)
    with pytest.raises(UnfitError):
        files.read_bytes(tmp_path / "a\0b", 5)


@needs_links
def test_strange_files_are_refused_without_waiting(tmp_path: Path) -> None:
    kinds = []
    for kind in place_strange_files(tmp_path, "config.json"):
        kinds.append(kind)
        with pytest.raises(UnfitError, match=r"^config\.json"):
            files.read_json(tmp_path / "config.json")

    assert {"pipe", "folder", "device", "nowhere", "loop", "huge"} <= set(kinds)


@needs_links
def test_a_link_out_of_the_folder_is_refused_where_that_is_asked(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    (folder / "sub").mkdir(parents=True)
    secret, inside = tmp_path / "secret", folder / "inside"
    for path in (secret, inside):
        path.write_bytes(b"text")
    (folder / "out").symlink_to(secret)
    (folder / "in").symlink_to(inside)
    (folder / "door").symlink_to(tmp_path)

    assert files.read_bytes(folder / "inside", 9, within=folder) == b"text"
    assert files.read_bytes(folder / "in", 9, within=folder) == b"text"
    assert files.read_bytes(folder / "out", 9) == b"text"
    for name in ("out", "door/secret", "../secret", "sub/../../secret"):
        with pytest.raises(UnfitError, match="is a link to another place"):
            files.read_bytes(folder / name, 9, within=folder)


@needs_links
def test_a_snapshot_in_a_hubs_cache_may_use_the_blobs_of_its_repository(tmp_path: Path) -> None:
    repository, other = tmp_path / "models--a--b", tmp_path / "models--c--d"
    snapshot = repository / "snapshots" / "0123"
    for folder in (snapshot, repository / "blobs", other / "blobs"):
        folder.mkdir(parents=True)
    (repository / "blobs" / "f00").write_bytes(b"ours")
    (other / "blobs" / "f00").write_bytes(b"theirs")
    (snapshot / "a.json").symlink_to("../../blobs/f00")
    (snapshot / "b.json").symlink_to("../../../models--c--d/blobs/f00")

    assert files.read_bytes(snapshot / "a.json", 9, within=snapshot) == b"ours"
    with pytest.raises(UnfitError):
        files.read_bytes(snapshot / "b.json", 9, within=snapshot)


def test_text_is_utf8_without_its_mark(tmp_path: Path) -> None:
    path = tmp_path / "text"
    path.write_bytes("\ufeff新闻".encode())
    assert files.read_text(path) == "新闻"
    path.write_bytes(b"ab\xff")
    with pytest.raises(UnfitError, match="text: no UTF-8 text at byte 2"):
        files.read_text(path)


def test_json_is_an_object(tmp_path: Path) -> None:
    path = tmp_path / "facts.json"
    path.write_bytes(b'{"a": 1}')
    assert files.read_json(path) == {"a": 1}
    path.write_bytes(b"[1]")
    with pytest.raises(UnfitError, match=r"facts\.json: holds no object"):
        files.read_json(path)


def test_a_file_is_replaced_whole_and_private(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    files.write_whole(path, b"new")

    assert path.read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["file"]
    if os.name != "nt":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.skipif(os.name == "nt", reason="no modes there")
@pytest.mark.parametrize("private", [True, False])
def test_a_file_is_readable_by_others_only_where_it_is_not_private(
    tmp_path: Path, private: bool
) -> None:
    before = os.umask(0o027)
    try:
        files.write_whole(tmp_path / "file", b"new", private=private)
    finally:
        os.umask(before)

    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == (0o600 if private else 0o640)


@pytest.mark.skipif(os.name == "nt", reason="no modes there")
def test_what_the_user_asked_for_has_the_modes_of_their_other_files(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        with private_files():  # as the whole program runs
            files.write_users(tmp_path / "file", b"new")
    finally:
        os.umask(before)

    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o640


def test_what_takes_the_place_is_on_the_disk_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    fsync, replace = os.fsync, os.replace

    def note_fsync(handle: int) -> None:
        done.append("fsync")
        fsync(handle)

    def note_replace(source: Path, target: Path) -> None:
        done.append("replace")
        replace(source, target)

    monkeypatch.setattr(os, "fsync", note_fsync)
    monkeypatch.setattr(os, "replace", note_replace)
    files.write_whole(tmp_path / "file", b"new")

    assert done == ["fsync", "replace"]


@pytest.mark.parametrize("error", [OSError(28, "No space left"), KeyboardInterrupt(), ValueError()])
def test_a_file_that_cannot_be_written_leaves_the_old_one(
    tmp_path: Path, error: BaseException
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")

    def write_half() -> None:
        with files.replacing(path) as file:
            file.write(b"half")
            raise error

    with pytest.raises(type(error)):
        write_half()

    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["file"]


def test_a_folder_that_is_not_there_cannot_be_written_to(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        files.write_whole(tmp_path / "none" / "file", b"")


def test_lines_that_hold_no_object_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    digits = b"9" * 400
    path.write_bytes(b'{"a": 1}\n[]\n{"step": ' + digits + b'}\n\xff\n{"a": NaN}\n\n{"a": 2}\n{"a')

    assert files.read_json_lines(path) == [{"a": 1}, {"a": 2}]
    assert files.read_json_lines(path, 10) == [{"a": 1}]
    with pytest.raises(MissingError):
        files.read_json_lines(tmp_path / "none")
