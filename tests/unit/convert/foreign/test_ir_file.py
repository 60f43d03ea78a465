"""A graph's .xml is looked through first: entities, other operations, places out of the file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import openvino as ov
import pytest
from openvino import opset13 as op

from newsassistant.convert.foreign.ir_file import scan
from newsassistant.core.errors import CheckpointError

LAYER = '<layer id="0" name="a" type="Parameter" version="opset1"/>'


def net(inside: str = LAYER, version: str = "11", before: str = "") -> str:
    layers = f"<layers>{inside}</layers>"
    return f'<?xml version="1.0"?>{before}<net name="m" version="{version}">{layers}</net>'


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "openvino_model.xml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("dtype", "name"),
    [(np.int8, "int8"), (np.float16, "fp16"), (np.float32, "fp32")],
)
def test_weights_are_named_by_how_most_of_them_are_stored(
    tmp_path: Path, dtype: type, name: str
) -> None:
    value = op.parameter([-1, 64], np.float32)
    weight = op.convert(op.constant(np.ones((64, 64), dtype)), np.float32)
    model = ov.Model([op.matmul(value, weight, False, False)], [value], "m")
    ov.save_model(model, tmp_path / "openvino_model.xml", compress_to_fp16=False)
    size = (tmp_path / "openvino_model.bin").stat().st_size

    assert scan(tmp_path / "openvino_model.xml", size).weights == name


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (net(before='<!DOCTYPE net [<!ENTITY a "b">]>'), "foreign-graph"),
        (net("<a>" * 100 + "</a>" * 100), "foreign-graph"),
        (net(""), "foreign-graph"),
        (net(version="4"), "foreign-graph"),
        (net(version="x"), "foreign-graph"),
        ("<html/>", "foreign-graph"),
        ("no xml", "foreign-graph"),
        (net()[:-10], "foreign-graph"),
        ("", "foreign-graph"),
        (net('<layer type="Evil" version="extension"/>'), "foreign-operation"),
        (net('<layer type="Evil"/>'), "foreign-operation"),
        (net(f'{LAYER}<data offset="90" size="20" element_type="f32"/>'), "foreign-graph"),
        (net(f'{LAYER}<data offset="-1" size="20"/>'), "foreign-graph"),
        (net(f'{LAYER}<data offset="1" size="{"9" * 30}"/>'), "foreign-graph"),
    ],
)
def test_what_is_refused(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(CheckpointError) as caught:
        scan(write(tmp_path, text), 100)
    assert caught.value.code == code
