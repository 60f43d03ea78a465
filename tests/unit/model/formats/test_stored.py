"""A tensor is mapped as it lies in the file, and bfloat16 widens exactly."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from newsassistant.core.errors import CheckpointError
from newsassistant.model.formats.stored import (
    StoredTensor,
    checked_shape,
    is_plain_name,
    span,
    to_float,
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "data"
    path.write_bytes(b"xyz" + np.arange(24, dtype="<f4").tobytes())
    return path


def test_a_tensor_at_an_odd_offset_reads_right(file: Path) -> None:
    tensor = StoredTensor("a", file, "F32", (4, 6), 3)

    assert np.array_equal(tensor.map(), np.arange(24, dtype=np.float32).reshape(4, 6))


def test_strides_are_followed_and_nothing_can_be_written(file: Path) -> None:
    turned = StoredTensor("a", file, "F32", (6, 4), 3, (1, 6)).map()

    assert np.array_equal(turned, np.arange(24, dtype=np.float32).reshape(4, 6).T)
    assert not turned.flags.writeable
    assert not StoredTensor("a", file, "F32", (4, 6), 3).map().flags.writeable


@pytest.mark.parametrize(("shape", "strides"), [((), None), ((0, 4), None), ((), ())])
def test_single_numbers_and_empty_tensors(
    file: Path, shape: tuple[int, ...], strides: tuple[int, ...] | None
) -> None:
    assert StoredTensor("a", file, "F32", shape, 3, strides).map().shape == shape


def test_an_unreadable_dtype_is_named(file: Path) -> None:
    with pytest.raises(CheckpointError) as caught:
        StoredTensor("layer.weight", file, "I8", (4,), 3).map()

    assert caught.value.params["actual"] == "I8"
    assert "F16, BF16 or F32" in str(caught.value)


def test_a_file_that_became_shorter_is_an_error(file: Path) -> None:
    tensor = StoredTensor("a", file, "F32", (4, 6), 3)
    file.write_bytes(b"xyz")

    with pytest.raises(CheckpointError):
        tensor.map()


def test_bfloat16_is_the_high_half_of_a_float32() -> None:
    exact = np.array([0.0, 1.0, -2.5, np.inf, 2.0**-130, 3.0e38], dtype=np.float32)
    bits = (exact.view(np.uint32) >> 16).astype(np.uint16)

    widened = to_float(bits)

    assert widened.dtype == np.float32
    assert np.array_equal(widened[:4], exact[:4])
    assert np.allclose(widened, exact, rtol=2**-7)


def test_float16_is_copied_on_request_only() -> None:
    stored = np.ones(3, dtype=np.float16)

    assert to_float(stored) is stored
    assert to_float(stored, copy=True) is not stored


@pytest.mark.parametrize(
    "bad", [None, 3, "12", [1.0], [True], [-1], [1 << 62], [[1]], [1] * 9, {"a": 1}]
)
def test_a_shape_is_a_short_list_of_whole_numbers(bad: object) -> None:
    assert checked_shape(bad) is None


def test_a_good_shape_becomes_a_tuple() -> None:
    assert checked_shape([2, 0, 3]) == (2, 0, 3)


def test_span_counts_to_the_last_element() -> None:
    assert span((2, 3), None) == 6
    assert span((2, 3), (10, 2)) == 15
    assert span((0, 3), (10, 2)) == 0


@pytest.mark.parametrize("bad", ["", "a\x1b[31m", "\ud800", "a\nb", "x" * 513])
def test_names_that_could_upset_a_terminal_are_refused(bad: str) -> None:
    assert not is_plain_name(bad)
    assert is_plain_name("transformer.layers.0.weight")
