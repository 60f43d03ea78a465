"""A checkpoint folder in all its layouts, and what is said when a part is missing or wrong."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from newsassistant.core.errors import CheckpointError
from newsassistant.model.checkpoint import Checkpoint, read_tensors
from tests.unit.model import configs
from tests.unit.model.forge import header_file, safetensors_file, torch_file, write

Arrays = dict[str, npt.NDArray[Any]]
FIRST: Arrays = {"a": np.arange(6, dtype=np.float16).reshape(2, 3)}
SECOND: Arrays = {"b": np.arange(4, dtype=np.float32), "c": np.ones(2, dtype=np.float16)}
NAMES = {name: 1 + (name != "a") for name in "abc"}  # tensor -> shard


def shard(number: int, stem: str = "model", suffix: str = ".safetensors", of: int = 2) -> str:
    return f"{stem}-{number:05d}-of-{of:05d}{suffix}"


def sharded(folder: Path, *, torch: bool = False, index: bool = True) -> Path:
    """A folder of two shards."""
    stem, suffix = ("pytorch_model", ".bin") if torch else ("model", ".safetensors")
    forge = torch_file if torch else safetensors_file
    write(folder / shard(1, stem, suffix), forge(FIRST))
    write(folder / shard(2, stem, suffix), forge(SECOND))
    if index:
        places = {name: shard(number, stem, suffix) for name, number in NAMES.items()}
        write_index(folder, places, f"{stem}{suffix}.index.json")
    return folder


def write_index(folder: Path, places: object, file: str = "model.safetensors.index.json") -> None:
    (folder / file).write_text(json.dumps({"metadata": {}, "weight_map": places}))


def refused(folder: Path) -> CheckpointError:
    with pytest.raises(CheckpointError) as caught:
        Checkpoint.open(folder)
    assert caught.value.text("zh")
    return caught.value


@pytest.mark.parametrize("torch", [False, True])
@pytest.mark.parametrize("index", [False, True])
def test_shards_are_found_with_and_without_an_index(
    tmp_path: Path, torch: bool, index: bool
) -> None:
    checkpoint = Checkpoint.open(sharded(tmp_path, torch=torch, index=index))

    assert sorted(checkpoint.names) == ["a", "b", "c"]
    assert len(checkpoint.files) == 2
    for name, array in {**FIRST, **SECOND}.items():
        assert checkpoint.shape(name) == array.shape
        assert np.array_equal(checkpoint.tensor(name), array)
        assert checkpoint.tensor(name).dtype == array.dtype


@pytest.mark.parametrize(
    ("file", "data"),
    [
        ("model.safetensors", safetensors_file(FIRST)),
        ("pytorch_model.bin", torch_file(FIRST)),
    ],
)
def test_a_single_file_is_found(tmp_path: Path, file: str, data: bytes) -> None:
    write(tmp_path / file, data)

    assert Checkpoint.open(tmp_path).names == ("a",)


def test_safetensors_are_preferred(tmp_path: Path) -> None:
    write(tmp_path / "model.safetensors", safetensors_file(FIRST))
    write(tmp_path / "pytorch_model.bin", b"never read")

    assert Checkpoint.open(tmp_path).files == (tmp_path / "model.safetensors",)


def test_a_single_file_of_any_name_is_read_by_its_suffix(tmp_path: Path) -> None:
    assert list(read_tensors(write(tmp_path / "x.pt", torch_file(FIRST)))) == ["a"]
    assert list(read_tensors(write(tmp_path / "x.safetensors", safetensors_file(FIRST)))) == ["a"]


@pytest.mark.parametrize("index", [False, True])
def test_a_missing_shard_is_named(tmp_path: Path, index: bool) -> None:
    sharded(tmp_path, index=index)
    (tmp_path / shard(2)).unlink()

    error = refused(tmp_path)

    assert error.code == "checkpoint-missing"
    assert shard(2) in str(error)


def test_shards_of_two_sets_are_refused_unless_one_is_whole(tmp_path: Path) -> None:
    sharded(tmp_path, index=False)
    write(tmp_path / shard(1, of=3), safetensors_file(FIRST))
    assert len(Checkpoint.open(tmp_path).files) == 2
    write(tmp_path / shard(1, of=1), safetensors_file(FIRST))

    assert "1 and 2" in str(refused(tmp_path))
    (tmp_path / shard(1, of=1)).unlink()
    (tmp_path / shard(2)).unlink()
    assert "2 and 3" in str(refused(tmp_path))


def test_a_set_of_no_shards_is_none(tmp_path: Path) -> None:
    write(tmp_path / shard(1, of=0), safetensors_file(FIRST))

    assert refused(tmp_path).code == "checkpoint-missing"


def test_a_million_shards_are_not_looked_for_by_name(tmp_path: Path) -> None:
    write(tmp_path / shard(1, of=99_999), safetensors_file(FIRST))

    assert len(str(refused(tmp_path))) < 1000


@pytest.mark.parametrize(
    "name",
    [
        "../model.safetensors",
        "/etc/passwd",
        "sub/model.safetensors",
        "sub\\model.safetensors",
        "C:model.safetensors",
        "..",
        ".",
        "",
        "config.json",
        "model.safetensors\n",
        "x" * 300 + ".safetensors",
        "a\x00.safetensors",
    ],
)
def test_an_index_cannot_lead_out_of_the_folder(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "inside"
    (folder / "sub").mkdir(parents=True)
    for place in (tmp_path, folder / "sub"):
        write(place / "model.safetensors", safetensors_file(FIRST))
    write_index(folder, {"a": name})

    error = refused(folder)

    assert error.code == "checkpoint-invalid"
    assert "no file name in this folder" in str(error)


@pytest.mark.parametrize("places", [None, {}, [], "model.safetensors", {"a": 1}, {"a": ["x"]}])
def test_an_index_without_a_weight_map_is_refused(tmp_path: Path, places: object) -> None:
    write_index(tmp_path, places)

    assert "model.safetensors.index.json" in str(refused(tmp_path))


def test_a_tensor_that_is_not_where_the_index_says_is_named(tmp_path: Path) -> None:
    sharded(tmp_path)
    write_index(tmp_path, {"a": shard(2), "b": shard(1), "c": shard(2)})

    error = refused(tmp_path)

    assert (error.code, error.params["name"]) == ("checkpoint-tensor", "a")
    assert shard(2) in str(error)


def test_a_tensor_in_two_shards_is_named(tmp_path: Path) -> None:
    sharded(tmp_path, index=False)
    write(tmp_path / shard(2), safetensors_file({**FIRST, **SECOND}))

    assert f"a is in {shard(1)} and in {shard(2)}" in str(refused(tmp_path))


def test_a_folder_without_weights_says_what_is_expected(tmp_path: Path) -> None:
    assert "model.safetensors or pytorch_model.bin" in str(refused(tmp_path))
    assert refused(tmp_path / "none").code == "file-not-found"
    assert refused(write(tmp_path / "file", b"")).code == "file-not-found"


def test_read_checks_the_shape(tmp_path: Path) -> None:
    checkpoint = Checkpoint.open(sharded(tmp_path))

    assert checkpoint.read("a", (2, 3)).shape == (2, 3)
    with pytest.raises(CheckpointError) as caught:
        checkpoint.read("a", (3, 2))
    assert caught.value.params == {"name": "a", "expected": "[3, 2]", "actual": "[2, 3]"}


@pytest.mark.parametrize("method", ["shape", "dtype", "tensor"])
def test_an_unknown_tensor_is_named(tmp_path: Path, method: str) -> None:
    checkpoint = Checkpoint.open(sharded(tmp_path))

    with pytest.raises(CheckpointError) as caught:
        getattr(checkpoint, method)("no.such.weight")
    assert caught.value.params["name"] == "no.such.weight"


def test_mapped_tensors_are_read_only_and_copies_are_not(tmp_path: Path) -> None:
    checkpoint = Checkpoint.open(sharded(tmp_path))

    assert not checkpoint.tensor("b").flags.writeable
    assert checkpoint.tensor("b", copy=True).flags.writeable


def test_rows_are_float32_and_a_part(tmp_path: Path) -> None:
    checkpoint = Checkpoint.open(sharded(tmp_path))

    rows = checkpoint.rows("a", 1, 2)

    assert rows.dtype == np.float32
    assert np.array_equal(rows, [[3, 4, 5]])


def test_bfloat16_is_read_as_float32(tmp_path: Path) -> None:
    exact = np.array([[1.0, -2.5], [0.5, 96.0]], dtype=np.float32)
    raw = (exact.view(np.uint32) >> 16).astype("<u2").tobytes()
    header = {"a": {"dtype": "BF16", "shape": [2, 2], "data_offsets": [0, 8]}}
    write(tmp_path / "model.safetensors", header_file(header, raw))
    checkpoint = Checkpoint.open(tmp_path)

    assert checkpoint.dtype("a") == "BF16"
    assert checkpoint.tensor("a").dtype == np.float32
    assert np.array_equal(checkpoint.tensor("a"), exact)
    assert np.array_equal(checkpoint.rows("a", 1, 2), exact[1:])


def test_a_large_tensor_is_mapped_and_not_loaded(tmp_path: Path) -> None:
    shape = (25_000, 1_000)
    header = {"a": {"dtype": "BF16", "shape": shape, "data_offsets": [0, 50_000_000]}}
    header["b"] = {"dtype": "F16", "shape": shape, "data_offsets": [50_000_000, 100_000_000]}
    start = header_file(header)
    with (tmp_path / "model.safetensors").open("wb") as file:
        file.write(start)
        file.truncate(len(start) + 100_000_000)  # a hole: takes no space on most disks
    tracemalloc.start()

    checkpoint = Checkpoint.open(tmp_path)
    rows = checkpoint.rows("a", 24_000, 24_010)
    last = checkpoint.tensor("b")[-1]

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (rows.shape, last.shape) == ((10, 1_000), (1_000,))
    assert peak < 1_000_000


def test_a_folder_that_may_not_be_read_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "iterdir", forbidden)

    error = refused(tmp_path)
    assert (error.code, error.params["detail"]) == ("file-unreadable", "Permission denied")


def test_a_single_number_has_no_rows(tmp_path: Path) -> None:
    write(tmp_path / "model.safetensors", safetensors_file({"a": np.array(1, dtype=np.float32)}))

    with pytest.raises(CheckpointError):
        Checkpoint.open(tmp_path).rows("a", 0, 1)


def test_unused_tensors_are_reported(tmp_path: Path) -> None:
    assert Checkpoint.open(sharded(tmp_path)).unused({"a", "c", "not there"}) == ("b",)


def test_the_config_is_a_bounded_object(tmp_path: Path) -> None:
    checkpoint = Checkpoint.open(sharded(tmp_path))
    config = tmp_path / "config.json"

    with pytest.raises(CheckpointError) as caught:
        checkpoint.config()
    assert caught.value.code == "file-not-found"
    config.write_text('{"num_layers": 2}')
    assert checkpoint.config() == {"num_layers": 2}
    config.write_text("[]")
    with pytest.raises(CheckpointError, match=r"config\.json"):
        checkpoint.config()
    config.write_text('{"a": "' + "x" * (2 << 20) + '"}')
    with pytest.raises(CheckpointError, match="larger"):
        checkpoint.config()


def test_a_folder_without_a_tokenizer_config_has_an_empty_one(tmp_path: Path) -> None:
    checkpoint = Checkpoint.open(sharded(tmp_path))

    assert checkpoint.tokenizer_config() == {}
    (tmp_path / "tokenizer_config.json").write_text('{"tokenizer_class": "X"}')
    assert checkpoint.tokenizer_config() == {"tokenizer_class": "X"}


def test_a_left_over_index_hides_no_whole_set(tmp_path: Path) -> None:
    """The shards of another format were deleted, or never fetched; their index stayed."""
    arrays = configs.numbered(configs.v2_shapes())
    write(tmp_path / "pytorch_model.bin", torch_file(arrays))
    names = dict.fromkeys(arrays, "model-00001-of-00007.safetensors")
    (tmp_path / "model.safetensors.index.json").write_text(json.dumps({"weight_map": names}))

    assert set(Checkpoint.open(tmp_path).names) == set(arrays)


def test_of_two_sets_that_are_not_whole_the_first_is_named(tmp_path: Path) -> None:
    for stem, suffix in (("model", "safetensors"), ("pytorch_model", "bin")):
        listed = {"weight_map": {"a": f"{stem}-00001-of-00002.{suffix}"}}
        (tmp_path / f"{stem}.{suffix}.index.json").write_text(json.dumps(listed))

    with pytest.raises(CheckpointError, match=r"model-00001-of-00002\.safetensors"):
        Checkpoint.open(tmp_path)
