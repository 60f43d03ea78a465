"""Small prefixes and the folders that each format keeps them in.

The sizes are those of `configs.V2`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from newsassistant.model.base import Base
from newsassistant.model.prefixes.prefix import Prefix
from tests.unit.model import configs
from tests.unit.model.forge import safetensors_file, torch_file, write

LENGTH, LAYERS, KV_HEADS, HEAD_DIM = 3, 2, 1, 4
WIDTH = LAYERS * 2 * KV_HEADS * HEAD_DIM
V2_BASE = Base("chatglm2", LAYERS, KV_HEADS, HEAD_DIM, name="THUDM/chatglm2-6b")
ENCODER = "transformer.prefix_encoder."
PEFT: dict[str, Any] = {
    "peft_type": "PREFIX_TUNING",
    "task_type": "CAUSAL_LM",
    "base_model_name_or_path": "THUDM/glm-4-9b-chat-hf",
    "num_virtual_tokens": LENGTH,
    "num_layers": LAYERS,
    "num_attention_heads": KV_HEADS,
    "token_dim": KV_HEADS * HEAD_DIM,
    "num_transformer_submodules": 1,
    "prefix_projection": False,
}
Arrays = Mapping[str, npt.NDArray[Any]]


def flat() -> npt.NDArray[np.float32]:
    """[LENGTH, WIDTH], no two numbers alike."""
    eighths = np.arange(LENGTH * WIDTH, dtype=np.float32) / np.float32(8)
    return eighths.reshape(LENGTH, WIDTH)


def rows_of(table: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """The rows in `table` [LENGTH, WIDTH], number by number."""
    rows = np.empty((LAYERS, 2, len(table), KV_HEADS, HEAD_DIM), dtype=np.float32)
    for layer, part, row, head, column in np.ndindex(rows.shape):
        slot = 2 * layer + part
        rows[layer, part, row, head, column] = table[
            row, (slot * KV_HEADS + head) * HEAD_DIM + column
        ]
    return rows


def prefix(base: Base = V2_BASE, **changes: Any) -> Prefix:
    """A usable prefix."""
    shape = (base.layers, 2, LENGTH, base.kv_heads, base.head_dim)
    values = np.random.default_rng(1).normal(size=shape).astype(np.float32)
    return Prefix(**{"rows": values, "base": base, **changes})


def encoder(projected: int = 0) -> dict[str, npt.NDArray[np.float32]]:
    """The tensors of an official encoder; `projected` is the inner size, 0 for none."""
    if not projected:
        return {f"{ENCODER}embedding.weight": flat()}
    source = np.random.default_rng(2)
    shapes = {
        "embedding.weight": (LENGTH, 5),
        "trans.0.weight": (projected, 5),
        "trans.0.bias": (projected,),
        "trans.2.weight": (WIDTH, projected),
        "trans.2.bias": (WIDTH,),
    }
    return {
        f"{ENCODER}{name}": source.normal(size=shape).astype(np.float32)
        for name, shape in shapes.items()
    }


def write_official(
    folder: Path, tensors: Arrays | None = None, config: Mapping[str, Any] = configs.V2
) -> Path:
    """What the official trainer leaves."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps({**config, "pre_seq_len": LENGTH}))
    write(folder / "pytorch_model.bin", torch_file(encoder() if tensors is None else tensors))
    return folder


def write_peft(
    folder: Path, tensors: Arrays | None = None, *, suffix: str = ".safetensors", **config: Any
) -> Path:
    """What PEFT leaves."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "adapter_config.json").write_text(json.dumps({**PEFT, **config}))
    make = safetensors_file if suffix == ".safetensors" else torch_file
    data = make({"prompt_embeddings": flat()} if tensors is None else tensors)
    write(folder / f"adapter_model{suffix}", data)
    return folder
