"""The graph: its interface, what the plugin fuses, and its numbers for shapes the starter lacks."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import openvino as ov
import pytest

from newsassistant.convert.decoder import build_model
from newsassistant.engine.compiled import RuntimeOptions
from newsassistant.engine.runtime import Runtime
from newsassistant.model.config import ModelConfig
from newsassistant.model.folder import MODEL_XML, ModelFolder
from tests.parity import reference
from tests.tiny.decoder import CONFIG, RandomWeights

FloatArray = npt.NDArray[np.float32]
# The graph's float32 sums against numpy's float64 on the same rounded weights; measured 8e-7.
GRAPH_BOUND = 1e-5
SHAPES = {
    "full rotary": CONFIG,
    "partial rotary": replace(CONFIG, rotary_dim=8),
    "bias": replace(CONFIG, rotary_dim=8, qkv_bias=True),
    "scaled positions": replace(CONFIG, rope_scale=16.0),
    "long base": replace(CONFIG, rope_theta=500_000.0),
    "tied head": replace(CONFIG, tied_head=True),
    "no groups": replace(CONFIG, kv_heads=4),
    "one key head": replace(CONFIG, kv_heads=1),
    "wide heads": replace(CONFIG, head_dim=32, rotary_dim=16),
}
IDS = [5, 17, 3, 90, 90, 41, 0, 63, 12, 8, 77]


def load(config: ModelConfig, folder: Path) -> Runtime:
    xml = folder / MODEL_XML
    ov.save_model(build_model(config, RandomWeights(config)), xml, compress_to_fp16=False)
    options = RuntimeOptions(
        kv_cache_precision="f32", inference_precision="f32", last_logits_only=False
    )
    return Runtime(xml, options, context_length=config.context_length)


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_the_graph_equals_numpy(tmp_path: Path, name: str) -> None:
    config = SHAPES[name]
    expected = reference.logits(IDS, config, RandomWeights(config))
    runtime = load(config, tmp_path)

    whole = np.array(runtime.feed(IDS))
    runtime.reset()
    parts = [np.array(runtime.feed(part)) for part in (IDS[:1], IDS[1:7], IDS[7:])]

    scale = np.abs(expected).max()
    assert np.abs(whole - expected).max() / scale < GRAPH_BOUND
    assert np.abs(np.concatenate(parts) - expected).max() / scale < GRAPH_BOUND


def test_only_the_last_logits_when_asked(tmp_path: Path) -> None:
    whole = np.array(load(CONFIG, tmp_path).feed(IDS))
    options = RuntimeOptions(kv_cache_precision="f32", inference_precision="f32")
    last = Runtime(tmp_path / MODEL_XML, options, context_length=64)

    np.testing.assert_allclose(last.feed(IDS), whole[-1], rtol=1e-4, atol=1e-4)


def test_the_interface_is_that_of_openvino_genai() -> None:
    model = build_model(CONFIG, RandomWeights(CONFIG))

    assert {str(port.any_name): str(port.partial_shape) for port in model.inputs} == {
        "input_ids": "[?,?]",
        "attention_mask": "[?,?]",
        "position_ids": "[?,?]",
        "beam_idx": "[?]",
    }
    assert [str(port.any_name) for port in model.outputs] == ["logits"]
    infos = [variable.get_info() for variable in model.get_variables()]
    assert {info.variable_id: str(info.data_shape) for info in infos} == {
        f"past_key_values.{layer}.{kind}present.{layer}.{kind}": "[?,2,?,16]"
        for layer in range(2)
        for kind in ("key", "value")
    }


def test_layers_are_reported_and_an_error_ends_the_build() -> None:
    layers: list[int] = []
    build_model(CONFIG, RandomWeights(CONFIG), on_layer=layers.append)
    assert layers == [0, 1]

    def refuse(layer: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_model(CONFIG, RandomWeights(CONFIG), on_layer=refuse)


def test_masked_tokens_are_not_seen(tmp_path: Path) -> None:
    compiled = load(CONFIG, tmp_path).compiled
    request = compiled.create_infer_request()

    def run(ids: list[list[int]], mask: list[list[int]], positions: list[list[int]]) -> FloatArray:
        request.reset_state()
        arrays = {"input_ids": ids, "attention_mask": mask, "position_ids": positions}
        feeds = {name: np.array(values, dtype=np.int64) for name, values in arrays.items()}
        feeds["beam_idx"] = np.arange(len(ids), dtype=np.int32)
        return np.array(request.infer(feeds)["logits"])

    alone = run([IDS], [[1] * 11], [list(range(11))])
    padded = run([[9, 9, *IDS], [9, 9, *IDS]], [[0, 0] + [1] * 11] * 2, [[0, 0, *range(11)]] * 2)

    np.testing.assert_allclose(padded[0, 2:], alone[0], rtol=1e-3, atol=1e-4)
    np.testing.assert_allclose(padded[1], padded[0], rtol=1e-5, atol=1e-5)


def test_the_cache_follows_the_beams(tmp_path: Path) -> None:
    runtime = load(CONFIG, tmp_path)
    request = runtime.compiled.create_infer_request()
    prompts = [IDS[:6], IDS[5:11]]

    def step(ids: list[list[int]], past: int, beams: list[int]) -> FloatArray:
        total = past + len(ids[0])
        feeds = {
            "input_ids": np.array(ids, dtype=np.int64),
            "attention_mask": np.ones((2, total), dtype=np.int64),
            "position_ids": np.array([range(past, total)] * 2, dtype=np.int64),
            "beam_idx": np.array(beams, dtype=np.int32),
        }
        return np.array(request.infer(feeds)["logits"])

    step(prompts, 0, [0, 1])
    swapped = step([[7], [9]], 6, [1, 0])

    for row, (prompt, last) in enumerate([(prompts[1], 7), (prompts[0], 9)]):
        runtime.reset()
        alone = np.array(runtime.feed([*prompt, last]))
        np.testing.assert_allclose(swapped[row, 0], alone[-1], rtol=1e-3, atol=1e-4)


@pytest.mark.model
def test_what_the_plugin_fuses_in_the_starter(starter_model_dir: Path) -> None:
    folder = ModelFolder.open(starter_model_dir)
    runtime = Runtime(starter_model_dir / MODEL_XML, RuntimeOptions(), context_length=64)

    nodes = runtime.compiled.get_runtime_model().get_ops()
    kinds = Counter(str(node.get_rt_info()["layerType"].astype(str)) for node in nodes)

    layers = folder.config.layers
    assert kinds["ScaledDotProductAttention"] == layers
    assert kinds["RoPE"] == 2 * layers
    assert kinds["RMS"] == 2 * layers + 1
    assert kinds["Softmax"] == 0
    assert kinds["MatMul"] == 1  # positions by frequencies, no weights
    assert kinds["FullyConnected"] == 5 * layers + 1
