"""The parts that the readers of prefixes share."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from newsassistant.model.formats.safetensors import read_safetensors
from newsassistant.model.prefixes.parts import ROWS, numbers, split_rows, tensor_file
from tests.unit.model.example_prefixes import V2_BASE, flat, rows_of
from tests.unit.model.forge import safetensors_file, write


def test_keys_and_values_alternate_layer_by_layer() -> None:
    table = flat()
    rows = split_rows(table, V2_BASE)

    np.testing.assert_array_equal(rows, rows_of(table))
    assert rows.flags["C_CONTIGUOUS"]
    assert rows.dtype == np.float32
    assert not np.shares_memory(rows, table)


def test_half_precision_becomes_float32(tmp_path: Path) -> None:
    half = np.array([0.5, -3], dtype=np.float16)
    path = write(tmp_path / "a.safetensors", safetensors_file({"a": half}))
    found = numbers(read_safetensors(path)["a"])

    assert found.dtype == np.float32
    assert found.tolist() == [0.5, -3.0]


def test_rows_are_a_file_that_everybody_reads(tmp_path: Path) -> None:
    rows = rows_of(flat())
    header, data = tensor_file(rows)
    path = write(tmp_path / "a.safetensors", header + bytes(data))

    assert len(header) % 8 == 0
    np.testing.assert_array_equal(numbers(read_safetensors(path)[ROWS]), rows)
