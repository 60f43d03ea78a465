"""ChatGLM-6B's graph: its interface, what the plugin fuses, and its numbers in chunks and turns."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import openvino as ov
import pytest

from newsassistant.convert.chatglm_v1 import build_model
from newsassistant.convert.weights import Fp16Weights, MemoryArena
from newsassistant.engine.compiled import RuntimeOptions
from newsassistant.engine.layout import BidirectionalLayout, layout_of
from newsassistant.engine.runtime import Runtime
from newsassistant.model.config import ModelConfig
from newsassistant.model.folder import MODEL_XML
from tests.parity.test_checkpoint_formats import first_generation
from tests.tiny.chatglm_v1 import BOS, CONFIG, GMASK, MASK, RandomWeights

# The graph's float32 sums against numpy's float64 on the same weights; measured 4e-7.
GRAPH_BOUND = 1e-5
PROMPT = [5, 17, 3, 9, 9, 41, GMASK, BOS]
ANSWER = [12, 8, 33]


def load(config: ModelConfig, folder: Path) -> Runtime:
    xml = folder / MODEL_XML
    store = Fp16Weights(MemoryArena())
    model = build_model(config, RandomWeights(config), store=store)
    ov.save_model(model, xml, compress_to_fp16=False)
    options = RuntimeOptions(
        kv_cache_precision="f32", inference_precision="f32", last_logits_only=False
    )
    length = config.context_length
    return Runtime(xml, options, context_length=length, layout=layout_of(config))


def expected_logits(config: ModelConfig, ids: list[int]) -> npt.NDArray[np.float64]:
    """In numpy, all positions at once."""
    layout = BidirectionalLayout(bos_id=BOS, gmask_id=GMASK, mask_id=MASK)
    visible, positions = layout.inputs([], ids)
    return first_generation(
        np.array(ids),
        positions[0],
        visible[0] == 0,
        config,
        RandomWeights(config),  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("tied", [True, False])
def test_the_graph_equals_numpy(tmp_path: Path, tied: bool) -> None:
    config = replace(CONFIG, tied_head=tied)
    expected = expected_logits(config, PROMPT + ANSWER)
    runtime = load(config, tmp_path)

    whole = np.array(runtime.feed(PROMPT + ANSWER))
    runtime.reset()
    parts = [np.array(runtime.feed(part)) for part in (PROMPT, ANSWER[:1], ANSWER[1:])]

    scale = np.abs(expected).max()
    assert np.abs(whole - expected).max() / scale < GRAPH_BOUND
    assert np.abs(np.concatenate(parts) - expected).max() / scale < GRAPH_BOUND


def test_the_prompt_sees_all_of_itself_and_the_answer_only_what_came_before(
    tmp_path: Path,
) -> None:
    runtime = load(CONFIG, tmp_path)
    logits = np.array(runtime.feed(PROMPT + ANSWER))
    runtime.reset()
    other_prompt = np.array(runtime.feed([*PROMPT[:5], 40, *PROMPT[6:], *ANSWER]))
    runtime.reset()
    other_answer = np.array(runtime.feed([*PROMPT, *ANSWER[:2], 34]))

    assert np.abs(logits[0] - other_prompt[0]).max() > 1e-3
    np.testing.assert_allclose(logits[:-1], other_answer[:-1], atol=1e-5)


def test_the_interface() -> None:
    model = build_model(CONFIG, RandomWeights(CONFIG))

    assert {str(port.any_name): str(port.partial_shape) for port in model.inputs} == {
        "input_ids": "[?,?]",
        "attention_mask": "[?,?,?]",
        "position_ids": "[?,?,?]",
        "beam_idx": "[?]",
    }
    assert [str(port.any_name) for port in model.outputs] == ["logits"]
    infos = [variable.get_info() for variable in model.get_variables()]
    assert {info.variable_id: str(info.data_shape) for info in infos} == {
        f"past_key_values.{layer}.{kind}present.{layer}.{kind}": "[?,3,?,16]"
        for layer in range(2)
        for kind in ("key", "value")
    }


def test_attention_is_one_node_a_layer(tmp_path: Path) -> None:
    runtime = load(CONFIG, tmp_path)
    runtime.feed(PROMPT)
    graph = runtime.compiled.get_runtime_model()

    kinds = Counter(node.get_rt_info()["layerType"].astype(str) for node in graph.get_ops())
    assert kinds["ScaledDotProductAttention"] == CONFIG.layers
    assert kinds["Softmax"] == 0


def test_layers_are_reported_and_an_error_ends_the_build() -> None:
    layers: list[int] = []
    build_model(CONFIG, RandomWeights(CONFIG), on_layer=layers.append)
    assert layers == [0, 1]

    def refuse(layer: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_model(CONFIG, RandomWeights(CONFIG), on_layer=refuse)
