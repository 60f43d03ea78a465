"""Files of MindSpore that are broken or lie: refused, with little memory."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from newsassistant.core.errors import CheckpointError
from newsassistant.model.formats.mindspore import read_mindspore

MADE = Path(__file__).parent.parent / "mindspore"


def varint(value: int) -> bytes:
    low, rest = value & 0x7F, value >> 7
    return bytes([low | 0x80]) + varint(rest) if rest else bytes([low])


def part(number: int, content: bytes) -> bytes:
    return varint(number << 3 | 2) + varint(len(content)) + content


def entry(name: str, sizes: list[int], kind: str, content: bytes) -> bytes:
    dims = b"".join(b"\x08" + varint(size) for size in sizes)
    tensor = dims + part(2, kind.encode()) + part(3, content)
    return part(1, part(1, name.encode()) + part(2, tensor))


GOOD = entry("a", [2, 2], "Float32", bytes(16))
BAD = {
    "0 bytes": b"",
    "no MindSpore checkpoint": b"PK\x03\x04",
    "ends within a number": b"\x0a\xff",
    "more than 9 bytes": b"\x0a" + b"\xff" * 12,
    "expected up to": b"\x0a" + varint(1 << 61) + b"ab",
    "a field of kind 3": b"\x0a\x02\x0b\x0c",
    "is no plain tensor": part(1, part(1, b"a") + part(3, b"map")),
    "has no name or no numbers": part(1, part(1, b"a")),
    "expected Float16": entry("a", [4], "Int4", bytes(2)),
    "expected 16 for": entry("a", [2, 2], "Float32", bytes(12)),
    "no valid sizes": entry("a", [1] * 9, "Float32", bytes(4)),
    "a is there twice": GOOD + entry("b", [1], "Float16", bytes(2)) + GOOD,
    "32 bytes, expected 16": GOOD + GOOD,
    "do not go together": GOOD + entry("a", [2, 2], "Float16", bytes(8)),
    "is no name": entry("a\n", [1], "Float32", bytes(4)),
    "is no text": part(1, part(1, b"\xff\xfe")),
    "a name of 3000 bytes": entry("a" * 3000, [1], "Float32", bytes(4)),
}


@pytest.mark.parametrize("expected", BAD)
def test_each_fault_is_named(tmp_path: Path, expected: str) -> None:
    path = tmp_path / "a.ckpt"
    path.write_bytes(BAD[expected])
    with pytest.raises(CheckpointError) as caught:
        read_mindspore(path)
    assert caught.value.code == "checkpoint-invalid"
    assert expected in caught.value.text()


def test_counters_and_texts_of_a_training_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.ckpt"
    notes = entry("step", [], "Int32", bytes(4)) + entry("note", [1], "str", "hi".encode("utf-32"))
    path.write_bytes(GOOD + notes + entry("old", [0], "Float32", bytes(4)))
    assert list(read_mindspore(path)) == ["a"]


def test_a_cut_file_is_refused_or_has_fewer_tensors(tmp_path: Path) -> None:
    whole = (MADE / "half.ckpt").read_bytes()
    path = tmp_path / "a.ckpt"
    count = len(read_mindspore(MADE / "half.ckpt"))
    for length in range(0, len(whole), 7):
        path.write_bytes(whole[:length])
        try:
            assert len(read_mindspore(path)) < count
        except CheckpointError:
            continue


def test_changed_bytes_raise_nothing_else(tmp_path: Path) -> None:
    whole = (MADE / "sliced.ckpt").read_bytes()
    source = np.random.default_rng(5)
    path = tmp_path / "a.ckpt"
    for _ in range(300):
        changed = bytearray(whole)
        for at in source.integers(0, len(whole), 4):
            changed[at] = source.integers(0, 256)
        path.write_bytes(changed)
        try:
            for tensor in read_mindspore(path).values():
                if tensor.dtype in ("F32", "F16", "BF16"):
                    tensor.map()
        except CheckpointError:
            continue


def test_a_file_of_12_gb_takes_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.ckpt"
    size = 12 << 30
    dims = b"\x08" + varint(size // 2)
    tensor = dims + part(2, b"Float16") + varint(3 << 3 | 2) + varint(size)
    value = part(1, b"a") + varint(2 << 3 | 2) + varint(len(tensor) + size) + tensor
    with path.open("wb") as file:
        file.write(b"\x0a" + varint(len(value) + size) + value)
        file.truncate(file.tell() + size)
    tracemalloc.start()
    found = read_mindspore(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found["a"].shape == (size // 2,)
    assert peak < 1 << 20
