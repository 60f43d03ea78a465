"""ChatGLM3, GLM-4-9B and GLM-Edge in GGUF files, under the names of their official checkpoints.

Knows nothing of OpenVINO. llama.cpp calls the architecture of all of them "chatglm"; what its
converter writes is in its conversion/chatglm.py and in the package's table of tensor names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from newsassistant.core.errors import CheckpointError
from newsassistant.core.plain import plain
from newsassistant.model.families import GLM, ROPE_BASE, V1, V2
from newsassistant.model.gguf.file import GgufFile

ARCHITECTURE = "chatglm"
_BLOCK = re.compile(r"blk\.(?P<layer>\d{1,4})\.(?P<part>.+)")

# llama.cpp's name -> those of the first publications, with q, k and v in one matrix.
_WHOLE_FUSED = {
    "token_embd.weight": "transformer.embedding.word_embeddings.weight",
    "output_norm.weight": "transformer.encoder.final_layernorm.weight",
    "output.weight": "transformer.output_layer.weight",
}
_PARTS_FUSED = {
    "attn_norm.weight": "input_layernorm.weight",
    "ffn_norm.weight": "post_attention_layernorm.weight",
    "attn_qkv.weight": "self_attention.query_key_value.weight",
    "attn_qkv.bias": "self_attention.query_key_value.bias",
    "attn_output.weight": "self_attention.dense.weight",
    "ffn_up.weight": "mlp.dense_h_to_4h.weight",
    "ffn_down.weight": "mlp.dense_4h_to_h.weight",
}
# And those of `transformers.models.glm`, with q, k and v apart.
_WHOLE_APART = {
    "token_embd.weight": "model.embed_tokens.weight",
    "output_norm.weight": "model.norm.weight",
    "output.weight": "lm_head.weight",
}
_PARTS_APART = {
    "attn_norm.weight": "input_layernorm.weight",
    "ffn_norm.weight": "post_attention_layernorm.weight",
    **{f"attn_{x}.weight": f"self_attn.{x}_proj.weight" for x in "qkv"},
    **{f"attn_{x}.bias": f"self_attn.{x}_proj.bias" for x in "qkv"},
    "attn_output.weight": "self_attn.o_proj.weight",
    "ffn_up.weight": "mlp.gate_up_proj.weight",
    "ffn_down.weight": "mlp.down_proj.weight",
}


def official_names(file: GgufFile) -> dict[str, str]:
    """Name in the file -> name in the official checkpoint; what is not known keeps its own."""
    if _is_apart(file):
        whole, parts, layers = _WHOLE_APART, _PARTS_APART, "model.layers"
    else:
        whole, parts, layers = _WHOLE_FUSED, _PARTS_FUSED, "transformer.encoder.layers"
    return {name: _official(name, whole, parts, layers) for name in file.tensors}


def _official(name: str, whole: Mapping[str, str], parts: Mapping[str, str], layers: str) -> str:
    block = _BLOCK.fullmatch(name)
    if block is None:
        return whole.get(name, name)
    part = parts.get(block["part"])
    return name if part is None else f"{layers}.{int(block['layer'])}.{part}"


def official_config(file: GgufFile, stop_ids: tuple[int, ...], family: str) -> dict[str, Any]:
    """The values of the official config.json; raises CheckpointError naming the key.

    `family` is that of the tokenizer.
    """
    heads = file.whole("chatglm.attention.head_count", most=4096)
    hidden = file.whole("chatglm.embedding_length", most=1 << 17)
    usual = max(1, hidden // heads)
    head_dim = file.whole("chatglm.attention.key_length", most=1 << 14, default=usual)
    rotary = file.whole("chatglm.rope.dimension_count", most=head_dim)
    groups = file.whole("chatglm.attention.head_count_kv", most=heads, default=heads)
    layers = file.whole("chatglm.block_count", most=1000)
    inner = file.whole("chatglm.feed_forward_length", most=1 << 20)
    context = file.whole("chatglm.context_length", most=1 << 24)
    eps = file.number("chatglm.attention.layer_norm_rms_epsilon", most=1.0)
    base = file.number("chatglm.rope.freq_base", most=1e12, default=ROPE_BASE)
    vocabulary = file.shape("token_embd.weight")[0]
    common = {
        "hidden_size": hidden,
        "num_attention_heads": heads,
        "eos_token_id": list(stop_ids),
    }
    if _is_apart(file):
        return common | {
            "model_type": GLM,
            "num_hidden_layers": layers,
            "head_dim": head_dim,
            "partial_rotary_factor": rotary / head_dim,
            "num_key_value_heads": groups,
            "intermediate_size": inner,
            "vocab_size": vocabulary,
            "max_position_embeddings": context,
            "rms_norm_eps": eps,
            "rope_theta": base,
            "attention_bias": "blk.0.attn_q.bias" in file.tensors,
            "tie_word_embeddings": "output.weight" not in file.tensors,
        }
    if 2 * rotary != head_dim:
        raise _unfit(file, "chatglm.rope.dimension_count", rotary, f"{head_dim // 2}")
    if family == V2 and base != ROPE_BASE:
        # The official code divides positions, which llama.cpp has no key for.
        raise _unfit(file, "chatglm.rope.freq_base", base, f"{ROPE_BASE:g} for ChatGLM2")
    return common | {
        "model_type": V1,
        "num_layers": layers,
        "kv_channels": head_dim,
        "multi_query_attention": True,
        "multi_query_group_num": groups,
        "ffn_hidden_size": inner,
        "padded_vocab_size": vocabulary,
        "seq_length": context,
        "layernorm_epsilon": eps,
        "rope_ratio": base / ROPE_BASE,
        "add_qkv_bias": "blk.0.attn_qkv.bias" in file.tensors,
    }


def _is_apart(file: GgufFile) -> bool:
    return "blk.0.attn_q.weight" in file.tensors


def _unfit(file: GgufFile, key: str, actual: object, expected: str) -> CheckpointError:
    path = plain(file.path.name)
    return CheckpointError("config-invalid", path=path, field=key, actual=actual, expected=expected)
