"""What OpenVINO is told, and what it says about a file that it cannot read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import openvino as ov
import pytest

from newsassistant.convert.chatglm_v1 import build_model as build_v1
from newsassistant.convert.decoder import build_model as build_decoder
from newsassistant.core.errors import ModelError
from newsassistant.engine.compiled import EXACT, RuntimeOptions, compile_model, lacks_memory
from newsassistant.engine.kept import KeptGraphs
from newsassistant.engine.layout import layout_of
from newsassistant.engine.runtime import Runtime
from newsassistant.engine.slices import keep_layers
from newsassistant.model.config import ModelConfig
from newsassistant.model.folder import MODEL_XML
from tests.tiny import chatglm_v1, decoder


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


# As OpenVINO 2026.4.1 says them on Linux, under a limit of the address space.
@pytest.mark.parametrize(
    "words",
    [
        "Exception from core.cpp:117:\nException from plugin.cpp:54:\nstd::bad_alloc\n",
        "Can not create file mapping for 4, err=Cannot allocate memory",
        "Check 'ptr' failed at cpu_memory.cpp:257:\nFailed to allocate 28311552 bytes of memory",
        "[CPU] FullyConnectedCompressed node with name 'layers.0.gate' can't alloc",
        "PlainTensor call posix_memalign failed: 12",
        "libopenvino_intel_cpu_plugin.so: failed to map segment from shared object",
        "Exception from plugin.cpp:54:\nResource temporarily unavailable",
        "Exception from variable_state.cpp:49:\nstd::future_error: Broken promise",
    ],
)
def test_a_refusal_of_memory_is_told_from_other_errors(words: str) -> None:
    assert lacks_memory(RuntimeError(words))
    assert not lacks_memory(ValueError(words)), "somebody else's words"


def test_a_refusal_of_memory_behind_an_error_is_found() -> None:
    error = ModelError("model-load-failed", model="m", detail="d")
    error.__cause__ = MemoryError()

    assert lacks_memory(error)
    assert not lacks_memory(ModelError("model-load-failed", model="m", detail="bad_alloc"))
    assert not lacks_memory(RuntimeError("the shapes are not equal"))


def logits_of(xml: Path, kept: KeptGraphs | None) -> npt.NDArray[np.float32]:
    """What exact execution says of some ids."""
    return Runtime(xml, EXACT, context_length=64, kept=kept).feed([1, 5, 7, 9]).copy()


@pytest.mark.model
def test_a_kept_graph_computes_the_same(starter_model_dir: Path, tmp_path: Path) -> None:
    xml, folder = starter_model_dir / MODEL_XML, tmp_path / "graphs"
    kept = KeptGraphs(folder, lambda: "this machine")
    expected, first = logits_of(xml, None), logits_of(xml, kept)
    (file,) = folder.iterdir()
    written = file.stat()
    second = logits_of(xml, kept)

    assert file.stat().st_ino == written.st_ino  # it was read, not made anew
    np.testing.assert_allclose(first, expected, atol=1e-4)
    np.testing.assert_allclose(second, expected, atol=1e-4)
    assert written.st_size < 4 << 20  # the weights are not in it


@pytest.mark.model
def test_a_kept_graph_that_openvino_refuses_is_made_anew(
    starter_model_dir: Path, tmp_path: Path
) -> None:
    xml = starter_model_dir / MODEL_XML
    kept = KeptGraphs(tmp_path / "graphs", lambda: "this machine")
    key = kept.key(xml, repr(EXACT))
    assert key is not None
    kept.put(key, b"no graph")

    expected = logits_of(xml, None)
    np.testing.assert_allclose(logits_of(xml, kept), expected, atol=1e-4)
    assert len(kept.get(key) or b"") > 1000
    np.testing.assert_allclose(logits_of(xml, kept), expected, atol=1e-4)


@pytest.mark.model
def test_what_is_cut_is_not_kept(starter_model_dir: Path, tmp_path: Path) -> None:
    kept = KeptGraphs(tmp_path / "graphs", lambda: "this machine")
    compile_model(starter_model_dir / MODEL_XML, EXACT, lambda model: keep_layers(model, 1), kept)
    assert not (tmp_path / "graphs").exists()


@pytest.mark.parametrize(
    ("config", "build", "weights"),
    [
        (decoder.CONFIG, build_decoder, decoder.RandomWeights),
        (chatglm_v1.CONFIG, build_v1, chatglm_v1.RandomWeights),
    ],
    ids=["decoder", "ChatGLM-6B"],
)
@pytest.mark.parametrize("options", [EXACT, RuntimeOptions()], ids=["exact", "own"])
def test_both_kinds_of_graphs_are_kept_whole(
    tmp_path: Path,
    config: ModelConfig,
    build: Callable[[ModelConfig, Any], ov.Model],
    weights: Callable[[ModelConfig], Any],
    options: RuntimeOptions,
) -> None:
    xml, layout = tmp_path / MODEL_XML, layout_of(config)
    ov.save_model(build(config, weights(config)), xml, compress_to_fp16=False)
    kept, found = KeptGraphs(tmp_path / "graphs", lambda: "this machine"), []
    for graphs in (None, kept, kept):
        runtime = Runtime(
            xml, options, context_length=config.context_length, layout=layout, kept=graphs
        )
        runtime.feed(layout.shortest())
        found.append(runtime.feed([5]).copy())
    assert len(list((tmp_path / "graphs").iterdir())) == 1
    np.testing.assert_allclose(found[1], found[0], atol=1e-5)
    np.testing.assert_allclose(found[2], found[0], atol=1e-5)
