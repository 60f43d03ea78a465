"""Quantisation: what the stored steps and scales stand for, and what the plugin makes of them."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import openvino as ov
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openvino import opset13 as op

from newsassistant.convert import weights
from newsassistant.convert.weights import (
    GROUP,
    Fp16Weights,
    Int4Weights,
    Int8Weights,
    MemoryArena,
    ScratchArena,
    WeightStore,
    quantize_groups,
    quantize_rows,
)

FloatArray = npt.NDArray[np.float32]
RANDOM = np.random.default_rng(5)
STORES: dict[str, Callable[[weights.Arena], WeightStore]] = {
    "int8": Int8Weights,
    "int4": Int4Weights,
    "fp16": Fp16Weights,
}


def matrix(out: int, width: int) -> FloatArray:
    return RANDOM.normal(0, 0.05, (out, width)).astype(np.float32)


def value_of(constant: ov.Output) -> FloatArray:
    """What the plugin computes for a constant."""
    model = ov.Model([op.result(constant)], [], "constant")
    options = {"INFERENCE_PRECISION_HINT": "f32"}
    return np.array(ov.Core().compile_model(model, "CPU", options)([])[0])


def from_rows(weight: FloatArray) -> FloatArray:
    steps, scale = quantize_rows(weight)
    return steps.astype(np.float32) * scale.astype(np.float32)


def from_groups(weight: FloatArray) -> FloatArray:
    steps, zero, scale = quantize_groups(weight)
    wide = (steps.astype(np.float32) - zero.astype(np.float32)) * scale.astype(np.float32)
    return wide.reshape(weight.shape)


def test_rows_are_at_most_half_a_step_off() -> None:
    weight = matrix(9, 33) * np.logspace(-4, 4, 9, dtype=np.float32)[:, None]
    steps, scale = quantize_rows(weight)

    assert (str(steps.dtype), str(scale.dtype), scale.shape) == ("int8", "float16", (9, 1))
    assert steps.min() >= -127
    # Where the scale was rounded down, the row's peak is cut off at 127 steps.
    half = 0.5 * scale.astype(np.float32) + 127 * np.spacing(scale).astype(np.float32) / 2
    assert (np.abs(from_rows(weight) - weight) <= half * 1.001).all()


def test_rows_of_nothing_and_of_next_to_nothing_stay_finite() -> None:
    weight = np.zeros((3, 4), np.float32)
    weight[1] = 1e-30
    weight[2] = [65504.0, -65504.0, 1.0, 0.0]
    steps, scale = quantize_rows(weight)

    assert (scale > 0).all()
    assert np.isfinite(scale).all()
    np.testing.assert_array_equal(steps, [[0] * 4, [0] * 4, [127, -127, 0, 0]])


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.floats(-60000, 60000, width=32), min_size=GROUP, max_size=GROUP),
)
def test_groups_are_at_most_a_step_off_and_keep_zero(values: list[float]) -> None:
    weight = np.array([values, [0.0] * GROUP], np.float32)
    steps, zero, scale = quantize_groups(weight)

    assert steps.shape == (2, 1, GROUP)
    assert steps.max() <= 15
    assert zero.max() <= 15
    wide = scale.astype(np.float32)[0, 0, 0]
    assert (np.abs(from_groups(weight)[0] - weight[0]) <= 1.01 * wide).all()
    assert (from_groups(weight)[weight == 0] == 0).all()


def test_a_row_has_groups_of_its_own() -> None:
    weight = np.concatenate([matrix(4, GROUP), 100 * matrix(4, GROUP)], axis=1)

    step = quantize_groups(weight)[2].astype(np.float32).repeat(GROUP, axis=2).reshape(4, -1)
    assert (np.abs(from_groups(weight) - weight) <= 1.01 * step).all()
    assert step[:, -1].min() > 20 * step[:, 0].max()


@pytest.mark.parametrize("scratch", [False, True])
@pytest.mark.parametrize("name", STORES)
@pytest.mark.parametrize("dtype", [np.float16, np.float32])
def test_constants_are_what_was_quantised(
    tmp_path: Path, name: str, scratch: bool, dtype: type[np.floating[npt.NBitBase]]
) -> None:
    weight = matrix(6, 3 * GROUP).astype(dtype)
    arena = ScratchArena(tmp_path / "scratch") if scratch else MemoryArena()
    store = STORES[name](arena)
    wide = weight.astype(np.float32)
    matrices = {"int8": from_rows(wide), "int4": from_groups(wide), "fp16": wide}
    tables = {"int8": from_rows(wide), "int4": from_rows(wide), "fp16": wide}

    found = {kind: value_of(getattr(store, kind)(weight, "w")) for kind in ("matrix", "table")}

    np.testing.assert_allclose(found["matrix"], matrices[name], rtol=2e-3, atol=1e-6)
    np.testing.assert_allclose(found["table"], tables[name], rtol=2e-3, atol=1e-6)


def test_rows_that_no_group_fits_become_int8() -> None:
    weight = matrix(5, GROUP + 1)
    stored = value_of(Int4Weights(MemoryArena()).matrix(weight, "w"))

    np.testing.assert_allclose(stored, from_rows(weight), rtol=2e-3, atol=1e-6)


@pytest.mark.parametrize("name", STORES)
def test_blocks_of_rows_give_the_same_as_all_at_once(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    weight = matrix(7, GROUP)  # an odd number of 4-bit zeros
    whole = value_of(STORES[name](MemoryArena()).matrix(weight, "w"))
    monkeypatch.setattr(weights, "ROWS_PER_BLOCK", 3)

    blocks = value_of(STORES[name](MemoryArena()).matrix(weight, "w"))

    np.testing.assert_array_equal(blocks, whole)


def test_scratch_arrays_lie_in_the_file_and_do_not_touch(tmp_path: Path) -> None:
    arena = ScratchArena(tmp_path / "scratch")
    arrays = [
        arena.array(shape, dtype)
        for shape, dtype in (((3, 5), np.int8), ((2,), np.float16), ((0,), np.uint8))
    ]
    for number, array in enumerate(arrays, start=1):
        array[...] = number

    assert [array.tolist() for array in arrays] == [[[1] * 5] * 3, [2.0, 2.0], []]
    assert (tmp_path / "scratch").read_bytes()[:15] == b"\1" * 15


@pytest.mark.skipif(not hasattr(os, "posix_fallocate"), reason="this system has no such call")
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EOPNOTSUPP])
def test_a_full_disk_is_an_error_before_a_page_is_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def refuse(file: int, start: int, size: int) -> None:
        raise OSError(code, os.strerror(code))

    arena = ScratchArena(tmp_path / "scratch")
    monkeypatch.setattr(os, "posix_fallocate", refuse)
    if code == errno.EOPNOTSUPP:  # a file system without that call gets a file with holes
        arena.array((5,), np.int8)[:] = 1
        assert (tmp_path / "scratch").read_bytes() == b"\1" * 5
        return
    with pytest.raises(OSError, match="No space left"):
        arena.array((5,), np.int8)
