"""Graphs of one layer and few numbers, with a cache as exporters keep it; needs no torch.

`graph` makes them with OpenVINO, `onnx` writes the messages of an ONNX file.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import openvino as ov
from openvino import opset6
from openvino import opset13 as op
from openvino.op.util import Variable, VariableInfo

from newsassistant.convert import blocks
from newsassistant.model.config import ModelConfig
from tests.unit.train import tiny

HEADS, SIZE = 2, 8
HIDDEN = HEADS * SIZE
CONFIG: dict[str, Any] = {
    "model_type": "llama",
    "hidden_size": HIDDEN,
    "intermediate_size": 16,
    "num_hidden_layers": 1,
    "num_attention_heads": HEADS,
    "num_key_value_heads": HEADS,
    "vocab_size": tiny.VOCABULARY,
    "max_position_embeddings": 512,
    "rms_norm_eps": 1e-6,
    "eos_token_id": tiny.END,
}
USUAL = ("past_key_values.0.key", "past_key_values.0.value")
KEPT = ("past_key_values.0.keypresent.0.key", "past_key_values.0.valuepresent.0.value")


def config() -> ModelConfig:
    """Of the model that all these are."""
    return ModelConfig(
        family="llama",
        layers=1,
        hidden_size=HIDDEN,
        heads=HEADS,
        kv_heads=HEADS,
        head_dim=SIZE,
        ffn_size=16,
        vocab_size=tiny.VOCABULARY,
        context_length=512,
        norm_eps=1e-6,
        rotary_dim=SIZE,
        rope_theta=10000.0,
    ).validate()


def matrices(bad: float = 0.0) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """The embedding and the head."""
    random = np.random.default_rng(5)
    table = random.normal(0, 1, (tiny.VOCABULARY, HIDDEN)).astype(np.float32)
    head = random.normal(0, 1, (HIDDEN, tiny.VOCABULARY)).astype(np.float32)
    table = table.astype(np.float16).astype(np.float32)
    if bad:
        head[0, 0] = bad
    return table, head.astype(np.float16).astype(np.float32)


def _input(name: str, shape: Sequence[int], dtype: Any) -> ov.Node:
    made = op.parameter(list(shape), dtype, name=name)
    made.get_output_tensor(0).set_names({name})
    return made


def graph(
    *,
    states: Sequence[str] | None = KEPT,
    past: Sequence[str] = USUAL,
    order: Sequence[int] = (0, 1, 2, 3),
    cached: str = "f32",
    grows: bool = True,
    bad: float = 0.0,
    extra: str = "",
    logits: str = "logits",
    tokens: int = -1,
    mask: bool = True,
) -> ov.Model:
    """The cache in `states`, or with None in the inputs `past`; `order` are its axes."""
    table, head = matrices(bad)
    ids = _input("input_ids", [-1, tokens], np.int64)
    seen = _input("attention_mask", [-1, -1], np.int64)
    beams = _input("beam_idx", [-1], np.int32)
    inputs = [ids, *([seen] if mask else [])]
    inputs += [_input("position_ids", [-1, -1], np.int64)] if states is not None else []
    inputs += [_input(extra, [-1, -1], np.int64)] if extra else []
    x = op.gather(blocks.const(table, np.float32), ids, blocks.const(0, np.int64))
    rows = op.reshape(x, blocks.const([0, 0, HEADS, SIZE], np.int64), True)
    new = op.transpose(rows, blocks.const([0, 2, 1, 3], np.int64))
    sinks, results, grown = [], [], []
    axis = list(order).index(2)
    back = [list(order).index(place) for place in range(4)]
    for index in range(2):
        fresh = op.convert(op.transpose(new, blocks.const(list(order), np.int64)), cached)
        shape = [(-1, HEADS, -1, SIZE)[place] for place in order]
        if states is None:
            before: Any = _input(past[index], shape, getattr(ov.Type, cached))
            inputs.append(before)
        else:
            info = VariableInfo()
            info.data_shape, info.data_type = ov.PartialShape(shape), getattr(ov.Type, cached)
            info.variable_id = states[index]
            variable = Variable(info)
            batch = op.gather(op.shape_of(ids), blocks.const([0], np.int64), op.constant(0))
            sizes = [blocks.const([max(size, 0)], np.int64) for size in shape]
            sizes[list(order).index(0)] = batch.output(0)
            empty = op.broadcast(op.convert(op.constant(0.0), cached), op.concat(sizes, 0))
            read = opset6.read_value(empty, variable)
            before = op.gather(read, beams, op.constant(list(order).index(0)))
        both = op.concat([before, fresh] if grows else [fresh, before], axis)
        grown.append(op.convert(op.transpose(both, op.constant(back)), np.float32))
        if states is None:
            results.append(op.result(both))
            results[-1].get_output_tensor(0).set_names({past[index].replace("past", "present")})
        else:
            sinks.append(opset6.assign(both, variable))
    low = blocks.causal_mask(seen.output(0), ids.output(0)) if mask else None
    attended = op.scaled_dot_product_attention(new, *grown, *([low] if low is not None else []))
    merged = op.transpose(attended, op.constant([0, 2, 1, 3]))
    mixed = op.add(x, op.reshape(merged, op.constant([0, 0, HIDDEN]), True))
    out = op.result(op.matmul(mixed, blocks.const(head, np.float32), False, False))
    out.get_output_tensor(0).set_names({logits})
    inputs += [beams] if states is not None else []
    return ov.Model([out, *results], sinks, inputs, "toy")


def write(folder: Path, model: ov.Model | None = None, **changed: Any) -> Path:
    """A folder as hubs have it; `changed` are keys of config.json."""
    folder.mkdir(parents=True)
    ov.save_model(model or graph(), folder / "openvino_model.xml", compress_to_fp16=False)
    return write_texts(folder, **changed)


def write_texts(folder: Path, **changed: Any) -> Path:
    """What lies beside a graph."""
    (folder / "config.json").write_text(json.dumps({**CONFIG, **changed}), encoding="utf-8")
    text = json.dumps(tiny.tokenizer(), ensure_ascii=False)
    (folder / "tokenizer.json").write_text(text, encoding="utf-8")
    values = {"chat_template": tiny.TEMPLATE, "eos_token": "<|end|>"}
    (folder / "tokenizer_config.json").write_text(json.dumps(values), encoding="utf-8")
    return folder


def _field(number: int, value: bytes | str | int) -> bytes:
    if isinstance(value, int):
        return _varint(number << 3) + _varint(value)
    content = value.encode() if isinstance(value, str) else value
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    value &= (1 << 64) - 1
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])


def tensor(name: str, values: npt.NDArray[Any], outside: dict[str, str] | None = None) -> bytes:
    """A TensorProto; `outside` are the entries of one that lies in another file."""
    kind = {"float32": 1, "int64": 7}[str(values.dtype)]
    made = b"".join(_field(1, size) for size in values.shape) + _field(2, kind) + _field(8, name)
    if outside is None:
        return made + _field(9, values.tobytes())
    entries = [_field(1, key) + _field(2, value) for key, value in outside.items()]
    return made + b"".join(_field(13, each) for each in entries) + _field(14, 1)


def node(kind: str, inputs: Sequence[str], output: str, domain: str = "", **whole: Any) -> bytes:
    """A NodeProto; attributes are a whole number or a list of them."""
    made = b"".join(_field(1, name) for name in inputs) + _field(2, output) + _field(4, kind)
    for name, value in whole.items():
        if isinstance(value, bytes):
            made += _field(5, _field(1, name) + _field(6, value) + _field(20, 5))
        elif isinstance(value, int):
            made += _field(5, _field(1, name) + _field(3, value) + _field(20, 2))
        else:
            listed = b"".join(_field(8, each) for each in value)
            made += _field(5, _field(1, name) + listed + _field(20, 7))
    return made + (_field(7, domain) if domain else b"")


def _value(name: str, kind: int, sizes: Sequence[int | str]) -> bytes:
    dims = [_field(1, _field(1 if isinstance(size, int) else 2, size)) for size in sizes]
    shape = b"".join(dims)
    return _field(1, name) + _field(2, _field(1, _field(1, kind) + _field(2, shape)))


def onnx(
    *,
    outside: dict[str, str] | None = None,
    more: Sequence[bytes] = (),
    cache: bool = True,
    through: str = "x",
) -> bytes:
    """A ModelProto with the cache as inputs and outputs, which nothing but the outputs reads.

    The head reads `through`, which a node in `more` may make.
    """
    table, head = matrices()
    nodes = [
        node("Gather", ["table", "input_ids"], "x"),
        node("Reshape", ["x", "heads"], "rows"),
        node("Transpose", ["rows"], "new", perm=[0, 2, 1, 3]),
        *more,
        node("MatMul", [through, "head"], "logits"),
    ]
    cached: list[str | int] = ["rows", HEADS, "past", SIZE]
    inputs = [_value("input_ids", 7, ["rows", "tokens"])]
    inputs.append(_value("attention_mask", 7, ["rows", "all"]))
    outputs = [_value("logits", 1, ["rows", "tokens", tiny.VOCABULARY])]
    for name in USUAL if cache else ():
        present = name.replace("past_key_values", "present")
        nodes.append(node("Concat", [name, "new"], present, axis=2))
        inputs.append(_value(name, 1, cached))
        outputs.append(_value(present, 1, ["rows", HEADS, "all", SIZE]))
    body = b"".join(_field(1, each) for each in nodes) + _field(2, "toy")
    heads = np.array([0, 0, HEADS, SIZE], dtype=np.int64)
    for each in (tensor("table", table, outside), tensor("head", head), tensor("heads", heads)):
        body += _field(5, each)
    body += b"".join(_field(11, each) for each in inputs)
    body += b"".join(_field(12, each) for each in outputs)
    opset = _field(1, "") + _field(2, 17)
    own = _field(1, "com.microsoft") + _field(2, 1)
    return _field(1, 8) + _field(7, body) + _field(8, opset) + _field(8, own)
