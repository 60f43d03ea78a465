"""What is refused of an .xml before OpenVINO reads it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from newsassistant.convert.foreign import ir_file
from newsassistant.core.errors import CheckpointError
from tests.unit.convert.foreign import toys


def written(folder: Path) -> tuple[Path, int]:
    toys.write(folder)
    return folder / "openvino_model.xml", (folder / "openvino_model.bin").stat().st_size


def test_a_graph_of_openvino_passes(tmp_path: Path) -> None:
    xml, size = written(tmp_path / "source")
    assert ir_file.scan(xml, size).weights == "fp32"


def test_weights_that_end_too_early_are_refused(tmp_path: Path) -> None:
    xml, size = written(tmp_path / "source")
    with pytest.raises(CheckpointError, match=f"up to byte {size}, {size - 1} in the file"):
        ir_file.scan(xml, size - 1)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('type="Gather" version="opset8"', 'type="Mine" version="extension"', "foreign-operation"),
        ('version="11"', 'version="6"', "foreign-graph"),
        ("<net ", "<not ", "foreign-graph"),
        ('<?xml version="1.0"?>', '<!DOCTYPE a [<!ENTITY b "c">]>', "foreign-graph"),
        ('offset="0"', 'offset="-1"', "foreign-graph"),
        ('offset="0"', 'offset="99999999999999999999999"', "foreign-graph"),
        ("</net>", "", "foreign-graph"),
    ],
)
def test_others_are_refused(tmp_path: Path, old: str, new: str, code: str) -> None:
    xml, size = written(tmp_path / "source")
    text = xml.read_text(encoding="utf-8")
    assert old in text
    xml.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CheckpointError) as caught:
        ir_file.scan(xml, size)
    assert caught.value.code == code


def test_a_deep_document_ends_nothing(tmp_path: Path) -> None:
    xml = tmp_path / "deep.xml"
    xml.write_text('<net version="11">' + "<a>" * 100_000, encoding="utf-8")
    with pytest.raises(CheckpointError, match="nested too deeply"):
        ir_file.scan(xml, 0)


def test_damage_anywhere_is_an_error_of_ours_or_none(tmp_path: Path) -> None:
    xml, size = written(tmp_path / "source")
    content = xml.read_bytes()
    random = np.random.default_rng(2)
    for _ in range(200):
        damaged = bytearray(content)
        for place in random.integers(0, len(damaged), 3):
            damaged[place] = random.integers(0, 256)
        xml.write_bytes(damaged)
        try:
            ir_file.scan(xml, size)
        except CheckpointError:
            continue
