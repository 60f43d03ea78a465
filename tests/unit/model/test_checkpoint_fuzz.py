"""Thousands of damaged and hostile checkpoints: only our own errors, no hang, little memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.model.forge import (
    EMPTY_TUPLE,
    PROTO,
    STOP,
    TUPLE1,
    Archive,
    Tensor,
    header_file,
    number,
    state_dict,
    text,
    write,
)

ROOT = Path(__file__).resolve().parents[3]
HANG_S = 300


def fuzzed(*arguments: str) -> tuple[int, int]:
    """(read, refused) of a run in a process of its own, whose memory is limited."""
    command = [sys.executable, "-m", "tests.unit.model.fuzz", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=HANG_S)
    assert done.returncode == 0, done.stderr[-3000:]
    read, refused = done.stdout.split()
    return int(read), int(refused)


@pytest.mark.parametrize("seed", [20_260, 4_711])
def test_damaged_files_are_read_or_refused(tmp_path: Path, seed: int) -> None:
    read, refused = fuzzed(str(seed), "1000", str(tmp_path))

    assert read + refused == 2000
    assert read > 50  # damage in the numbers themselves is no error
    assert refused > 1000


def test_files_that_ask_for_memory_do_not_get_it(tmp_path: Path) -> None:
    nested = PROTO + EMPTY_TUPLE + TUPLE1 * 900_000 + STOP
    wide = {"w": Tensor((1 << 61,), count=1, strides=(0,)), "v": Tensor((1 << 31, 1 << 30))}
    empty = {f"x{i}": {"dtype": "F32", "shape": [0], "data_offsets": [0, 0]} for i in range(9999)}
    lists = b'{"a":[' + b",".join([b"[]"] * 3_000_000) + b"]}"
    files = {
        "nested.bin": Archive(nested).data(),
        "wide.bin": Archive(state_dict(dict(wide)), {"0": bytes(4)}).data(),
        "long.bin": Archive(PROTO + text("x" * 9_000_000) + STOP).data(),
        "number.bin": Archive(PROTO + b"\x8b\xff\xff\xff\x00" + b"\x01" * 4_000_000 + STOP).data(),
        "count.bin": Archive(PROTO + number(1 << 900) + STOP).data(),
        "empty.safetensors": header_file(empty),
        "lists.safetensors": header_file(lists),
        "long.safetensors": header_file(b" " * (17 << 20)),
    }
    for name, data in files.items():
        write(tmp_path / name, data)
    code = (
        "import sys; from pathlib import Path; from tests.unit.model import fuzz; "
        "fuzz.limit_memory(); "
        "print(*(fuzz.refuses(Path(name)) for name in sys.argv[1:]))"
    )
    command = [sys.executable, "-c", code, *(str(tmp_path / name) for name in files)]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=HANG_S)

    assert done.returncode == 0, done.stderr[-3000:]
    refused = dict(zip(files, done.stdout.split(), strict=True))
    assert refused == {name: str(name != "empty.safetensors") for name in files}
