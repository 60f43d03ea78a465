"""The parts that the readers of prefixes share."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from newsassistant.model.formats.safetensors import read_safetensors
from newsassistant.model.prefixes.parts import base_name, numbers, plain, split_rows
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


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("THUDM/chatglm2-6b", "THUDM/chatglm2-6b"),
        ("chatglm2-6b", "chatglm2-6b"),
        ("/data/models/chatglm2-6b/", "chatglm2-6b"),
        (r"D:\models\chatglm2-6b", "chatglm2-6b"),
        ("./chatglm2-6b", "./chatglm2-6b"),
        ("", ""),
        (None, ""),
        (7, ""),
        ("a\x1b[31m\nb", "a[31mb"),
    ],
)
def test_a_base_is_named_without_the_folders_of_a_disk(value: object, name: str) -> None:
    assert base_name(value) == name


def test_text_for_lists_is_one_short_line() -> None:
    assert plain(" Bulle\ttins\r\n\x07 ") == "Bulletins"
    assert len(plain("x" * 5000)) == 200
    assert plain("新闻摘要") == "新闻摘要"
