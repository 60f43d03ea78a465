"""Small configs with the keys of the official files, and checkpoints of zeros that fit them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tests.unit.model.forge import safetensors_file, write

V1: dict[str, Any] = {
    "_name_or_path": "THUDM/chatglm-6b",
    "model_type": "chatglm",
    "bos_token_id": 40,
    "eos_token_id": 41,
    "mask_token_id": 42,
    "gmask_token_id": 43,
    "hidden_size": 8,
    "inner_hidden_size": 12,
    "layernorm_epsilon": 1e-05,
    "max_sequence_length": 64,
    "num_attention_heads": 2,
    "num_layers": 2,
    "position_encoding_2d": True,
    "vocab_size": 50,
}
V2: dict[str, Any] = {
    "_name_or_path": "THUDM/chatglm2-6b",
    "model_type": "chatglm",
    "add_bias_linear": False,
    "add_qkv_bias": True,
    "apply_residual_connection_post_layernorm": False,
    "ffn_hidden_size": 6,
    "hidden_size": 8,
    "kv_channels": 4,
    "layernorm_epsilon": 1e-05,
    "multi_query_attention": True,
    "multi_query_group_num": 1,
    "num_attention_heads": 2,
    "num_layers": 2,
    "original_rope": True,
    "padded_vocab_size": 50,
    "post_layer_norm": True,
    "rmsnorm": True,
    "seq_length": 64,
    "eos_token_id": 2,
}
V3 = {**V2, "_name_or_path": "THUDM/chatglm3-6b"}
GLM: dict[str, Any] = {
    "model_type": "glm",
    "attention_bias": True,
    "eos_token_id": [30, 31],
    "head_dim": 4,
    "hidden_act": "silu",
    "hidden_size": 8,
    "intermediate_size": 6,
    "max_position_embeddings": 64,
    "num_attention_heads": 2,
    "num_hidden_layers": 2,
    "num_key_value_heads": 1,
    "partial_rotary_factor": 0.5,
    "rms_norm_eps": 1.5625e-07,
    "rope_theta": 10000.0,
    "tie_word_embeddings": False,
    "vocab_size": 50,
}
Shapes = dict[str, tuple[int, ...]]


def without(values: dict[str, Any], *keys: str) -> dict[str, Any]:
    """The config less these keys."""
    return {key: value for key, value in values.items() if key not in keys}


def v1_shapes() -> Shapes:
    """Every tensor of `V1`, the tied head included."""
    found: Shapes = {"transformer.word_embeddings.weight": (50, 8), "lm_head.weight": (50, 8)}
    affine: Shapes = {"transformer.final_layernorm": (8,)}
    for layer in range(2):
        start = f"transformer.layers.{layer}"
        affine[f"{start}.input_layernorm"] = (8,)
        affine[f"{start}.post_attention_layernorm"] = (8,)
        affine |= {
            f"{start}.attention.query_key_value": (24, 8),
            f"{start}.attention.dense": (8, 8),
            f"{start}.mlp.dense_h_to_4h": (12, 8),
            f"{start}.mlp.dense_4h_to_h": (8, 12),
        }
        found[f"{start}.attention.rotary_emb.inv_freq"] = (1,)
    for name, shape in affine.items():
        found |= {f"{name}.weight": shape, f"{name}.bias": shape[:1]}
    return found


def v2_shapes() -> Shapes:
    """Every tensor of `V2` and `V3`."""
    found: Shapes = {
        "transformer.embedding.word_embeddings.weight": (50, 8),
        "transformer.encoder.final_layernorm.weight": (8,),
        "transformer.output_layer.weight": (50, 8),
        "transformer.rotary_pos_emb.inv_freq": (1,),
    }
    for layer in range(2):
        start = f"transformer.encoder.layers.{layer}"
        found |= {
            f"{start}.input_layernorm.weight": (8,),
            f"{start}.post_attention_layernorm.weight": (8,),
            f"{start}.self_attention.query_key_value.weight": (16, 8),
            f"{start}.self_attention.query_key_value.bias": (16,),
            f"{start}.self_attention.dense.weight": (8, 8),
            f"{start}.mlp.dense_h_to_4h.weight": (12, 8),
            f"{start}.mlp.dense_4h_to_h.weight": (8, 6),
        }
    return found


def glm_shapes() -> Shapes:
    """Every tensor of `GLM`."""
    found: Shapes = {
        "model.embed_tokens.weight": (50, 8),
        "model.norm.weight": (8,),
        "lm_head.weight": (50, 8),
    }
    for layer in range(2):
        start = f"model.layers.{layer}"
        found |= {
            f"{start}.input_layernorm.weight": (8,),
            f"{start}.post_attention_layernorm.weight": (8,),
            f"{start}.self_attn.o_proj.weight": (8, 8),
            f"{start}.mlp.gate_up_proj.weight": (12, 8),
            f"{start}.mlp.down_proj.weight": (8, 6),
        }
        for part, rows in (("q", 8), ("k", 4), ("v", 4)):
            found[f"{start}.self_attn.{part}_proj.weight"] = (rows, 8)
            found[f"{start}.self_attn.{part}_proj.bias"] = (rows,)
    return found


def numbered(shapes: Shapes) -> dict[str, npt.NDArray[Any]]:
    """Arrays in which no two numbers are alike, so that a wrong row or name shows."""
    arrays, start = {}, 0
    for name, shape in shapes.items():
        count = int(np.prod(shape))
        arrays[name] = np.arange(start, start + count, dtype=np.float32).reshape(shape)
        start += count
    return arrays


def write_checkpoint(
    folder: Path, values: dict[str, Any], arrays: dict[str, npt.NDArray[Any]] | None = None
) -> Path:
    """A checkpoint folder with this config.json and these tensors, none by default."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps(values))
    write(folder / "model.safetensors", safetensors_file(arrays or {}))
    return folder
