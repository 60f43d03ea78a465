"""Headers of .safetensors files: read right, and every lie in them is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from newsassistant.core.errors import CheckpointError
from newsassistant.model.formats.safetensors import read_safetensors
from tests.unit.model.forge import header_file, safetensors_file, write

HUGE = 1 << 62


def entry(shape: object, begin: object, end: object, dtype: object = "F32") -> dict[str, object]:
    return {"dtype": dtype, "shape": shape, "data_offsets": [begin, end]}


def test_tensors_are_where_the_header_says(tmp_path: Path) -> None:
    arrays: dict[str, npt.NDArray[Any]] = {
        "a": np.arange(6, dtype=np.float32).reshape(2, 3),
        "b": np.arange(4, dtype=np.float16),
        "one": np.array(7.5, dtype=np.float32),
        "none": np.empty((0, 3), dtype=np.float16),
    }
    path = write(tmp_path / "m.safetensors", safetensors_file(arrays))

    found = read_safetensors(path)

    assert list(found) == ["a", "b", "one", "none"]
    for name, array in arrays.items():
        assert found[name].map().dtype == array.dtype
        assert np.array_equal(found[name].map(), array)


def test_a_dtype_that_is_not_ours_is_listed_but_not_read(tmp_path: Path) -> None:
    path = write(tmp_path / "m", header_file({"ids": entry([2], 0, 16, "I64")}, bytes(16)))

    tensor = read_safetensors(path)["ids"]

    assert (tensor.dtype, tensor.shape) == ("I64", (2,))
    with pytest.raises(CheckpointError, match="I64"):
        tensor.map()


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ({"a": entry([4], 0, 20)}, "outside"),
        ({"a": entry([4], 0, HUGE)}, "no valid"),
        ({"a": entry([4], 0, HUGE - 1)}, "outside"),
        ({"a": entry([4], 8, 0)}, "outside"),
        ({"a": entry([4], -4, 12)}, "no valid"),
        ({"a": entry([3], 0, 16)}, "expected 12"),
        ({"a": entry([HUGE - 1, HUGE - 1], 0, 16)}, "expected"),
        ({"a": entry([4.0], 0, 16)}, "no valid"),
        ({"a": entry([True, 4], 0, 16)}, "no valid"),
        ({"a": entry([-1, -4], 0, 16)}, "no valid"),
        ({"a": entry([1] * 70 + [4], 0, 16)}, "no valid"),
        ({"a": entry("4", 0, 16)}, "no valid"),
        ({"a": entry([4], 0, 16, "X7")}, "X7"),
        ({"a": entry([4], 0, 16, ["F32"])}, "list"),
        ({"a": entry([4], 0, 16, None)}, "NoneType"),
        ({"a": {"dtype": "F32", "shape": [4], "data_offsets": [0, 8, 16]}}, "no valid"),
        ({"a": {"dtype": "F32", "shape": [4]}}, "no valid"),
        ({"a": {}}, "dtype"),
        ({"a": 3}, "no tensor"),
        ({"a\x1b[2J": entry([4], 0, 16)}, "no tensor"),
        ({"\ud800": entry([4], 0, 16)}, "no tensor"),
        ({"a": entry([3], 0, 12), "b": entry([2], 8, 16)}, "overlap"),
        ({"a": entry([4], 0, 16), "b": entry([4], 0, 16)}, "overlap"),
        ([], "no object"),
        (b'{"a": 1, "a": 1}', "twice"),
        (b'{"a":' * 100_000, "nested"),
    ],
)
def test_a_lie_in_the_header_is_named(tmp_path: Path, header: object, says: str) -> None:
    path = write(tmp_path / "bad.safetensors", header_file(header, bytes(16)))

    with pytest.raises(CheckpointError) as caught:
        read_safetensors(path)

    assert "bad.safetensors" in str(caught.value)
    assert says in str(caught.value)


@pytest.mark.parametrize("length", [0, 1, 3, 1 << 20, (1 << 64) - 1, 101 << 20])
def test_a_wrong_header_length_is_an_error(tmp_path: Path, length: int) -> None:
    data = header_file({"a": entry([4], 0, 16)}, bytes(16), length=length)

    with pytest.raises(CheckpointError):
        read_safetensors(write(tmp_path / "m", data))


def test_every_truncation_is_an_error(tmp_path: Path) -> None:
    whole = safetensors_file({"a": np.arange(6, dtype=np.float32)})

    for size in range(len(whole)):
        with pytest.raises(CheckpointError):
            read_safetensors(write(tmp_path / "m", whole[:size]))


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError):
        read_safetensors(tmp_path / "none.safetensors")
