"""What other people's exporters write: folders of tiny models of transformers, as graphs.

Needs torch and transformers. The steps are those of optimum-intel: the model with past keys and
values as inputs and outputs, then states in their place.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
import openvino as ov
import torch
from openvino import opset13 as op
from transformers import (
    DynamicCache,
    GlmConfig,
    GlmForCausalLM,
    LlamaConfig,
    LlamaForCausalLM,
    Qwen2Config,
    Qwen2ForCausalLM,
)

from tests.unit.train import tiny

PAST, NEW = 3, 4
KINDS = ("key", "value")
SIZES: dict[str, Any] = {
    "vocab_size": tiny.VOCABULARY,
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": 512,
    "eos_token_id": tiny.END,
    "pad_token_id": None,
    "bos_token_id": None,
}


def make(kind: str, *, seed: int = 3, **sizes: int) -> Any:
    """A tiny model of random weights: "llama", "qwen2" or "glm"; its numbers are float16's."""
    torch.manual_seed(seed)
    config, model = {
        "llama": (LlamaConfig, LlamaForCausalLM),
        "qwen2": (Qwen2Config, Qwen2ForCausalLM),
        "glm": (GlmConfig, GlmForCausalLM),
    }[kind]
    more = {"head_dim": 8} if kind != "qwen2" else {}
    made = model(config(**{**SIZES, **more, **sizes})).eval()
    with torch.no_grad():
        for name, parameter in made.named_parameters():
            middle = 1.0 if name.endswith("norm.weight") else 0.0
            spread = 1.0 if "embed" in name else 0.3
            parameter.copy_((middle + spread * torch.randn_like(parameter)).half().float())
    return made


class WithPast(torch.nn.Module):
    """The model with its cache as inputs and outputs; `order` are the axes that it shows."""

    def __init__(self, model: Any, order: Sequence[int] = (0, 1, 2, 3)) -> None:
        super().__init__()
        self.model = model
        self.order = tuple(order)

    def forward(
        self,
        input_ids: torch.Tensor,
        attention_mask: torch.Tensor,
        position_ids: torch.Tensor,
        *past: torch.Tensor,
    ) -> tuple[torch.Tensor, ...]:
        """Logits, then keys and values of each layer."""
        back = tuple(int(axis) for axis in np.argsort(self.order))
        cache = DynamicCache(config=self.model.config)
        for index, layer in enumerate(cache.layers):
            found = cast(Any, layer)
            found.keys, found.values = (
                tensor.permute(back) for tensor in past[2 * index : 2 * index + 2]
            )
            found.dtype, found.device, found.is_initialized = past[0].dtype, past[0].device, True
        out = self.model(
            input_ids=input_ids,
            attention_mask=attention_mask,
            position_ids=position_ids,
            past_key_values=cache,
            use_cache=True,
        )
        kept = [part for layer in out.past_key_values.layers for part in (layer.keys, layer.values)]
        return (out.logits, *(part.permute(self.order) for part in kept))


def examples(model: Any, order: Sequence[int] = (0, 1, 2, 3)) -> tuple[torch.Tensor, ...]:
    """Inputs to trace with."""
    config = model.config
    ids = torch.randint(0, config.vocab_size, (2, NEW))
    mask = torch.ones(2, PAST + NEW, dtype=torch.long)
    positions = torch.arange(PAST, PAST + NEW)[None].repeat(2, 1)
    size = config.hidden_size // config.num_attention_heads
    shape = (2, config.num_key_value_heads, PAST, size)
    past = [torch.randn(shape).permute(tuple(order)) for _ in range(2 * config.num_hidden_layers)]
    return (ids, mask, positions, *past)


def names(layers: int) -> tuple[list[str], list[str]]:
    """Of the past inputs and the present outputs, as optimum has them."""
    places = [(layer, kind) for layer in range(layers) for kind in KINDS]
    past = [f"past_key_values.{layer}.{kind}" for layer, kind in places]
    return past, [f"present.{layer}.{kind}" for layer, kind in places]


def stateless(model: Any) -> ov.Model:
    """The graph with past keys and values as inputs and outputs."""
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        graph = ov.convert_model(WithPast(model), example_input=examples(model))
    past, present = names(model.config.num_hidden_layers)
    for port, name in zip(graph.inputs[3:], past, strict=True):
        shape = port.get_partial_shape()
        shape[1] = model.config.num_key_value_heads
        port.get_node().set_partial_shape(shape)
        port.get_tensor().set_names({name})
    for result, name in zip(graph.outputs, ["logits", *present], strict=True):
        result.get_tensor().set_names({name})
    graph.validate_nodes_and_infer_types()
    return graph


def stateful(model: Any) -> ov.Model:
    """The same with states and beams, in the steps of optimum-intel."""
    from openvino._offline_transformations import apply_make_stateful_transformation

    graph = stateless(model)
    past, present = names(model.config.num_hidden_layers)
    beams = op.parameter([-1], np.int32, name="beam_idx")
    beams.get_output_tensor(0).set_names({"beam_idx"})
    graph.add_parameters([beams])
    for name in past:
        port = graph.input(name)
        readers = port.get_target_inputs()
        gathered = op.gather(port, beams, op.constant(0))
        for reader in readers:
            reader.replace_source_output(gathered.output(0))
    graph.validate_nodes_and_infer_types()
    apply_make_stateful_transformation(graph, dict(zip(past, present, strict=True)))
    _begin_empty(graph)
    return graph


def _begin_empty(graph: ov.Model) -> None:
    """States of as many rows as the ids have, and of no tokens."""
    ids = graph.input("input_ids")
    shape = op.shape_of(ids, output_type="i64")
    batch = op.gather(shape, op.constant([0]), op.constant(0))
    for node in graph.get_ops():
        if node.get_type_name() == "ReadValue":
            sizes: list[Any] = [
                op.constant(np.array([size.min_length], dtype=np.int64))
                for size in node.get_output_partial_shape(0)
            ]
            sizes[0] = batch
            zero = op.constant(0.0, dtype=node.get_output_element_type(0))
            node.set_arguments([op.broadcast(zero, op.concat(sizes, axis=0)).output(0)])
    graph.validate_nodes_and_infer_types()


def write_folder(
    folder: Path, model: Any, graph: Callable[[Any], ov.Model] = stateful, *, half: bool = False
) -> Path:
    """A folder as hubs have it: graph, weights, config, tokenizer, template, a model card."""
    folder.mkdir(parents=True)
    ov.save_model(graph(model), folder / "openvino_model.xml", compress_to_fp16=half)
    write_texts(folder, model)
    return folder


def write_onnx(folder: Path, model: Any, *, within: str = "") -> Path:
    """A folder with an ONNX export, in `within` as hubs have it; by torch's older exporter.

    Its last step adds functions of the onnxscript package, of which these models have none.
    """
    from torch.onnx._internal.torchscript_exporter import onnx_proto_utils

    (folder / within).mkdir(parents=True)
    path = folder / within / "model.onnx"
    past, present = names(model.config.num_hidden_layers)
    inputs, outputs = ["input_ids", "attention_mask", "position_ids", *past], ["logits", *present]
    axes = {name: {0: "rows", 1: "tokens"} for name in (*inputs[:3], "logits")}
    axes |= {name: {0: "rows", 2: "tokens"} for name in (*past, *present)}
    usual = onnx_proto_utils._add_onnxscript_fn
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        onnx_proto_utils._add_onnxscript_fn = lambda model_bytes, custom_opsets: model_bytes
        try:
            torch.onnx.export(
                WithPast(model),
                examples(model),
                str(path),
                input_names=inputs,
                output_names=outputs,
                dynamic_axes=axes,
                opset_version=17,
                dynamo=False,
            )
        finally:
            onnx_proto_utils._add_onnxscript_fn = usual
    write_texts(folder, model)
    return folder


def write_texts(folder: Path, model: Any) -> None:
    """What lies beside a graph."""
    config = json.loads(model.config.to_json_string(use_diff=False))
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    text = json.dumps(tiny.tokenizer(), ensure_ascii=False)
    (folder / "tokenizer.json").write_text(text, encoding="utf-8")
    values = {"chat_template": tiny.TEMPLATE, "eos_token": "<|end|>"}
    (folder / "tokenizer_config.json").write_text(json.dumps(values), encoding="utf-8")
    stops = {"eos_token_id": [tiny.END, tiny.END + 1], "do_sample": False}
    (folder / "generation_config.json").write_text(json.dumps(stops), encoding="utf-8")
    card = "---\nlanguage: en\nlicense: apache-2.0\n---\n# A tiny model\n"
    (folder / "README.md").write_text(card, encoding="utf-8")


def logits(model: Any, ids: Sequence[int]) -> Any:
    """Of every position, by transformers: [len(ids), vocab]."""
    with torch.no_grad():
        return model(torch.tensor([list(ids)])).logits[0].numpy()
