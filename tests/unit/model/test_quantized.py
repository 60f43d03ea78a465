"""Checkpoints of int8 and int4 rows are read as what they stand for."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from newsassistant.core.errors import CheckpointError
from newsassistant.model.quantized import open_checkpoint, unpack
from tests.unit.model.configs import V1, V2, write_checkpoint
from tests.unit.model.forge import Archive, Tensor, state_dict, write
from tests.unit.model.quantizing import pack, quantized, typed_file

NAME = "transformer.layers.0.mlp.dense_h_to_4h.weight"
Arrays = Mapping[str, npt.NDArray[Any]]


def folder(path: Path, arrays: Arrays, **values: Any) -> Path:
    """A checkpoint of the first generation that says so much of its bits."""
    write_checkpoint(path, {**V1, **values})
    write(path / "model.safetensors", typed_file(arrays))
    return path


def refused(path: Path) -> CheckpointError:
    with pytest.raises(CheckpointError) as caught:
        open_checkpoint(path)
    assert caught.value.text("en")
    assert caught.value.text("zh")
    return caught.value


def test_the_first_step_of_a_byte_lies_in_its_high_half() -> None:
    packed = np.array([[0x1F, 0x78, -0x80, 0x0F]], dtype=np.int16).astype(np.int8)

    assert unpack(packed, 4).tolist() == [[1, -1, 7, -8, -8, 0, 0, -1]]
    assert unpack(packed, 8).tolist() == [[31, 120, -128, 15]]


def test_every_pair_of_steps_comes_back() -> None:
    steps = np.array([(a, b) for a in range(-8, 8) for b in range(-8, 8)], dtype=np.int8)

    assert (unpack(pack(steps), 4) == steps).all()


@pytest.mark.parametrize("bits", [4, 8])
def test_a_matrix_is_its_steps_times_the_scale_of_the_row(tmp_path: Path, bits: int) -> None:
    weight = np.random.default_rng(5).normal(size=(12, 8)).astype(np.float32)
    arrays, expected = quantized({NAME: weight}, bits)

    checkpoint = open_checkpoint(folder(tmp_path, arrays, quantization_bit=bits))

    assert checkpoint.names == (NAME,)
    assert (checkpoint.shape(NAME), checkpoint.dtype(NAME)) == ((12, 8), "F32")
    assert (checkpoint.tensor(NAME) == expected[NAME]).all()
    assert (checkpoint.rows(NAME, 3, 7) == expected[NAME][3:7]).all()
    assert np.abs(expected[NAME] - weight).max() < np.abs(weight).max() / (2**bits - 3)


def test_the_files_of_pytorch_are_read_too(tmp_path: Path) -> None:
    """As they are published: one pytorch_model.bin."""
    weight = np.random.default_rng(6).normal(size=(12, 8)).astype(np.float32)
    arrays, expected = quantized({NAME: weight}, 4)
    write_checkpoint(tmp_path, {**V1, "quantization_bit": 4})
    (tmp_path / "model.safetensors").unlink()
    tensors = {
        NAME: Tensor((12, 4), "0", "CharStorage"),
        f"{NAME}_scale": Tensor((12,), "1", "HalfStorage"),
    }
    storages = {str(key): array.tobytes() for key, array in enumerate(arrays.values())}
    write(tmp_path / "pytorch_model.bin", Archive(state_dict(tensors), storages).data())

    assert (open_checkpoint(tmp_path).tensor(NAME) == expected[NAME]).all()


def test_bits_in_the_config_alone_change_nothing(tmp_path: Path) -> None:
    """The official training notes the bits that it ran with, beside float weights."""
    weight = np.ones((12, 8), dtype=np.float32)

    checkpoint = open_checkpoint(folder(tmp_path, {NAME: weight}, quantization_bit=4))

    assert (checkpoint.tensor(NAME) == weight).all()


@pytest.mark.parametrize("bits", [None, 0, 2, 3, True, "4", [4], 1 << 80])
def test_rows_of_other_bits_are_refused_in_one_sentence(tmp_path: Path, bits: object) -> None:
    arrays, _ = quantized({NAME: np.ones((12, 8), dtype=np.float32)}, 4)

    error = refused(folder(tmp_path, arrays, quantization_bit=bits))

    assert error.code == "checkpoint-quantized"
    assert len(error.text()) < 300


@pytest.mark.parametrize(
    ("noted", "said"),
    [({"quant_method": "gptq", "bits": 4}, "gptq"), ({}, ""), ({"a": 1}, "another"), ([1], "")],
)
def test_other_methods_are_refused_by_name(tmp_path: Path, noted: object, said: str) -> None:
    write_checkpoint(tmp_path, {**V2, "quantization_config": noted})
    if noted:
        error = refused(tmp_path)
        assert error.code == "checkpoint-quantized"
        assert said in error.text()
    else:
        open_checkpoint(tmp_path)


@pytest.mark.parametrize(
    ("name", "kind"), [("a.weight", np.int8), ("a.qweight", np.int8), ("a.weight_packed", np.int8)]
)
def test_whole_numbers_without_a_known_scale_are_refused(
    tmp_path: Path, name: str, kind: type[np.int8]
) -> None:
    error = refused(folder(tmp_path, {name: np.ones((2, 2), dtype=kind)}, quantization_bit=4))

    assert error.code == "checkpoint-quantized"
    assert f"{name} is I8 without a scale" in error.text()
    open_checkpoint(folder(tmp_path, {"a.mask": np.ones((2, 2), dtype=kind)}))


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({NAME: np.ones((12, 8), dtype=np.float32)}, NAME),
        ({NAME: np.ones(12, dtype=np.int8)}, NAME),
        ({f"{NAME}_scale": np.ones(11, dtype=np.float16)}, f"{NAME}_scale"),
        ({f"{NAME}_scale": np.ones((12, 1), dtype=np.float16)}, f"{NAME}_scale"),
        ({f"{NAME}_scale": np.ones(12, dtype=np.int8)}, f"{NAME}_scale"),
    ],
)
def test_a_scale_must_fit_its_matrix(tmp_path: Path, changes: Arrays, named: str) -> None:
    arrays, _ = quantized({NAME: np.ones((12, 8), dtype=np.float32)}, 8)

    error = refused(folder(tmp_path, {**arrays, **changes}, quantization_bit=8))

    assert (error.code, error.params["name"]) == ("checkpoint-tensor", named)
