"""Files of checkpoints are opened if they are files, and hold what they should."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsassistant.core.errors import CheckpointError
from newsassistant.model.checkpoint import Checkpoint
from newsassistant.model.formats.opening import open_file, read_file
from tests.hostile import place_strange_files
from tests.unit.model import configs
from tests.unit.model.forge import torch_file, write

POINTER = (
    b"version https://git-lfs.github.com/spec/v1\n"
    b"oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n"
)


def read_all(folder: Path) -> None:
    """Whatever is read of a checkpoint before its numbers."""
    checkpoint = Checkpoint.open(folder)
    checkpoint.config()
    checkpoint.tokenizer_config()


def test_a_file_is_opened_at_its_beginning(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"12345")
    with open_file(tmp_path / "file") as file:
        assert file.read() == b"12345"


def test_a_file_is_read_whole_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"12345")
    assert read_file(tmp_path / "file", 5) == b"12345"
    with pytest.raises(CheckpointError, match="file is larger than 4 bytes"):
        read_file(tmp_path / "file", 4)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError) as caught:
        open_file(tmp_path / "file")
    assert caught.value.code == "file-not-found"


@pytest.mark.parametrize(
    "name", ["model.safetensors", "pytorch_model.bin", "config.json", "tokenizer_config.json"]
)
def test_the_stand_in_of_git_lfs_is_called_what_it_is(tmp_path: Path, name: str) -> None:
    configs.write_checkpoint(tmp_path, configs.V3, configs.numbered(configs.v2_shapes()))
    if name == "pytorch_model.bin":
        next(tmp_path.glob("*.safetensors")).unlink()
    (tmp_path / name).write_bytes(POINTER)

    with pytest.raises(CheckpointError) as caught:
        read_all(tmp_path)
    assert caught.value.code == "checkpoint-pointer"
    assert name in caught.value.text()
    assert "git lfs pull" in caught.value.text()


@pytest.mark.parametrize("name", ["model.safetensors", "config.json", "tokenizer_config.json"])
def test_strange_files_are_refused_without_waiting(tmp_path: Path, name: str) -> None:
    configs.write_checkpoint(tmp_path, configs.V3, configs.numbered(configs.v2_shapes()))
    (tmp_path / name).unlink(missing_ok=True)

    for _ in place_strange_files(tmp_path, name):
        with pytest.raises(CheckpointError, match=name):
            read_all(tmp_path)


def test_a_link_to_another_place_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("{}")
    folder = configs.write_checkpoint(tmp_path / "a", configs.V3)
    for name in ("tokenizer_config.json", "model.safetensors"):
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to(tmp_path / "secret")

        with pytest.raises(CheckpointError, match=f"{name} is a link to another place"):
            read_all(folder) if name.startswith("model") else Checkpoint(
                folder, {}
            ).tokenizer_config()


def test_the_links_of_a_hubs_cache_are_followed(tmp_path: Path) -> None:
    real = configs.write_checkpoint(tmp_path / "real", configs.V3)
    (tmp_path / "models--x--y" / "blobs").mkdir(parents=True)
    snapshot = tmp_path / "models--x--y" / "snapshots" / "f00"
    snapshot.mkdir(parents=True)
    for number, name in enumerate(("config.json", "model.safetensors")):
        (real / name).rename(tmp_path / "models--x--y" / "blobs" / str(number))
        (snapshot / name).symlink_to(f"../../blobs/{number}")

    read_all(snapshot)


@pytest.mark.parametrize("kind", ["stand-in", "link"])
def test_a_set_that_is_not_there_gives_way_to_one_that_is(tmp_path: Path, kind: str) -> None:
    """A hub's repository has both kinds of files; `git lfs pull` may have fetched one only."""
    arrays = configs.numbered(configs.v2_shapes())
    folder = configs.write_checkpoint(tmp_path / "a", configs.V3, arrays)
    write(folder / "pytorch_model.bin", torch_file(arrays))
    (folder / "model.safetensors").unlink()
    if kind == "stand-in":
        (folder / "model.safetensors").write_bytes(POINTER)
    else:
        (folder / "model.safetensors").symlink_to(tmp_path / "nowhere")

    assert Checkpoint.open(folder).files == (folder / "pytorch_model.bin",)


def test_a_stand_in_says_more_than_a_left_over_index(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors.index.json").write_text('{"weight_map": {"a": "b.safetensors"}}')
    (tmp_path / "pytorch_model.bin").write_bytes(POINTER)

    with pytest.raises(CheckpointError) as caught:
        Checkpoint.open(tmp_path)
    assert caught.value.code == "checkpoint-pointer"
