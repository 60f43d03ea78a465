"""What OpenVINO is told, and what it says about a file that it cannot read."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsassistant.core.errors import ModelError
from newsassistant.engine.compiled import RuntimeOptions
from newsassistant.engine.runtime import Runtime


def test_options_become_properties() -> None:
    assert RuntimeOptions().to_properties() == {
        "PERFORMANCE_HINT": "LATENCY",
        "KV_CACHE_PRECISION": "f16",
    }
    options = RuntimeOptions(inference_precision="f32", kv_cache_precision="f16", threads=2)
    assert options.to_properties() == {
        "PERFORMANCE_HINT": "LATENCY",
        "KV_CACHE_PRECISION": "f16",
        "INFERENCE_PRECISION_HINT": "f32",
        "DYNAMIC_QUANTIZATION_GROUP_SIZE": "0",
        "INFERENCE_NUM_THREADS": "2",
    }
    grouped = RuntimeOptions(inference_precision="f32", activation_group=64)
    assert grouped.to_properties()["DYNAMIC_QUANTIZATION_GROUP_SIZE"] == "64"


def test_what_openvino_cannot_read_is_a_model_error(tmp_path: Path) -> None:
    xml = tmp_path / "broken" / "openvino_model.xml"
    xml.parent.mkdir()
    xml.write_text("<net", encoding="utf-8")

    with pytest.raises(ModelError) as caught:
        Runtime(xml, RuntimeOptions(), context_length=8)
    assert caught.value.code == "model-load-failed"
    assert caught.value.params["model"] == "broken"
    assert caught.value.params["detail"]
