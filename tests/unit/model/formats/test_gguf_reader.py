"""Fields are those that the gguf package reads itself; what is cut short is refused as there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from gguf import GGUFEndian, GGUFReader, GGUFWriter

from newsassistant.model.formats.gguf_reader import QuickReader

LISTS: dict[str, list[Any]] = {
    "texts": ["", "a", "Ġ市", "x" * 300],
    "whole": [3, 1, -2],
    "floats": [0.5, -1e30],
    "flags": [True, False],
    "lists": [["a"], ["b"]],
    "one": ["a b"],
}


def write(path: Path, endian: GGUFEndian = GGUFEndian.LITTLE) -> Path:
    writer = GGUFWriter(str(path), "llama", endianess=endian)
    for name, items in LISTS.items():
        writer.add_array(name, items)
    writer.add_string("word", "市")
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.close()
    return path


@pytest.mark.parametrize("endian", [GGUFEndian.LITTLE, GGUFEndian.BIG])
def test_every_field_is_the_same(tmp_path: Path, endian: GGUFEndian) -> None:
    path = write(tmp_path / "a.gguf", endian)
    ours, theirs = QuickReader(str(path)).fields, GGUFReader(str(path)).fields

    assert list(ours) == list(theirs)
    for name, field in theirs.items():
        assert ours[name].contents() == field.contents(), name
        assert ours[name].types == field.types, name


def test_a_file_that_was_cut_is_refused_wherever_that_was(tmp_path: Path) -> None:
    raw = write(tmp_path / "a.gguf").read_bytes()
    short = tmp_path / "short.gguf"
    for length in range(24, len(raw) - 1, 7):
        short.write_bytes(raw[:length])
        with pytest.raises((ValueError, IndexError)):
            QuickReader(str(short))


def test_a_length_that_nobody_can_mean_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.gguf")
    raw = path.read_bytes()
    at = raw.index(b"x" * 300) - 8
    path.write_bytes(raw[:at] + b"\xff" * 8 + raw[at + 8 :])

    with pytest.raises(ValueError, match="behind the file"):
        QuickReader(str(path))
