"""NaN, infinities and numbers beyond float16 are refused wherever numbers are stored."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from newsassistant.convert import blocks
from newsassistant.convert.numbers import LARGEST, check_peak, find_wild
from newsassistant.convert.weights import Fp16Weights, Int4Weights, Int8Weights, MemoryArena
from newsassistant.core.errors import CheckpointError
from newsassistant.model.checkpoint import Checkpoint
from tests.unit.model import configs

WILD = [float("nan"), float("inf"), float("-inf"), 1e38, -70_000.0]
STORES = [Int8Weights, Int4Weights, Fp16Weights]


def refused(call: Callable[[], object]) -> CheckpointError:
    with pytest.raises(CheckpointError) as caught:
        call()
    assert caught.value.code == "checkpoint-number"
    assert caught.value.text("en")
    assert caught.value.text("zh")
    return caught.value


@pytest.mark.parametrize("number", WILD)
@pytest.mark.parametrize("store", STORES)
def test_no_store_takes_such_a_number(
    store: type[Int8Weights | Int4Weights | Fp16Weights], number: float
) -> None:
    weight = np.ones((3000, 128), dtype=np.float32)
    weight[2500, 77] = number
    made = store(MemoryArena())

    for method in (made.matrix, made.table):
        error = refused(lambda method=method: method(weight, "layers.3.up"))  # type: ignore[misc]
        assert error.params["name"] == "layers.3.up"


@pytest.mark.parametrize("store", STORES)
def test_the_largest_of_float16_is_taken(
    store: type[Int8Weights | Int4Weights | Fp16Weights],
) -> None:
    weight = np.full((2, 128), LARGEST, dtype=np.float32)
    weight[1] = -LARGEST

    store(MemoryArena()).matrix(weight, "x")
    check_peak(np.abs(weight), "x")


@pytest.mark.parametrize("number", WILD)
def test_norms_and_biases_are_looked_at_too(number: float) -> None:
    refused(lambda: blocks.vector(np.array([1.0, number], dtype=np.float32)))


def test_the_tensor_is_found_by_its_name_in_the_file(tmp_path: Path) -> None:
    arrays = configs.numbered(configs.v2_shapes())
    name = "transformer.encoder.layers.1.mlp.dense_h_to_4h.weight"
    arrays[name][5, 2] = np.nan
    checkpoint = Checkpoint.open(configs.write_checkpoint(tmp_path, configs.V3, arrays))

    error = find_wild(checkpoint, checkpoint.names)

    assert error is not None
    assert (error.params["name"], error.params["actual"]) == (name, "nan")
    assert find_wild(checkpoint, [other for other in checkpoint.names if other != name]) is None
