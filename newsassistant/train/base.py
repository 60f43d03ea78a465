"""A frozen base as `transformers.GlmForCausalLM`, filled from the readers of `model`.

Knows nothing of training. ChatGLM2, ChatGLM3, GLM-4, GLM-Edge and the starter are all the same
graph there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
from transformers import GlmConfig, GlmForCausalLM

from newsassistant.model.config import ModelConfig
from newsassistant.model.formats.stored import FloatArray
from newsassistant.train.quantized import Bits, freeze_linears
from newsassistant.train.source import Source, Weights


def glm_config(config: ModelConfig) -> GlmConfig:
    """The same sizes in transformers' words; ChatGLM2-32k divides positions: linear scaling."""
    rope: dict[str, object] = {
        "rope_type": "default" if config.rope_scale == 1.0 else "linear",
        "rope_theta": config.rope_theta,
        "partial_rotary_factor": config.rotary_dim / config.head_dim,
    }
    if config.rope_scale != 1.0:
        rope["factor"] = config.rope_scale
    return GlmConfig(
        vocab_size=config.vocab_size,
        hidden_size=config.hidden_size,
        intermediate_size=config.ffn_size,
        num_hidden_layers=config.layers,
        num_attention_heads=config.heads,
        num_key_value_heads=config.kv_heads,
        head_dim=config.head_dim,
        max_position_embeddings=config.context_length,
        rms_norm_eps=config.norm_eps,
        tie_word_embeddings=config.tied_head,
        rope_parameters=rope,
        partial_rotary_factor=config.rotary_dim / config.head_dim,
        pad_token_id=None,
        eos_token_id=0,
        attention_bias=config.qkv_bias,
        attn_implementation="sdpa",
    )


def load_base(
    source: Source, *, dtype: torch.dtype = torch.float32, bits: Bits | None = None
) -> GlmForCausalLM:
    """The model with the source's weights in `dtype`, every parameter frozen, in evaluation mode.

    `bits` rounds the linear layers of each block as soon as it is read, so the peak is the result
    and one block. Raises CheckpointError.
    """
    with torch.device("meta"):
        model = GlmForCausalLM(glm_config(source.config))
    outside = dict(outer_state(source.weights, source.config, dtype))
    model.load_state_dict(outside, strict=False, assign=True)
    model.tie_weights()
    for index, layer in enumerate(model.model.layers):
        inside = dict(layer_state(source.weights, source.config, index, dtype))
        layer.load_state_dict(inside, assign=True)
        if bits is not None:
            freeze_linears(layer, bits)
    # Buffers of the rotary embedding are computed, not stored: made anew off the meta device.
    model.model.rotary_emb = type(model.model.rotary_emb)(config=model.config)
    model.requires_grad_(False)
    return model.eval()


def kept_logits(
    model: Any, input_ids: torch.Tensor, attention_mask: torch.Tensor, keep: torch.Tensor
) -> torch.Tensor:
    """[B, S] ids and mask -> [B, len(keep), vocab] logits of `keep`; PEFT's models too."""
    logits: torch.Tensor = model(
        input_ids=input_ids, attention_mask=attention_mask, use_cache=False, logits_to_keep=keep
    ).logits
    return logits


def outer_state(
    weights: Weights, config: ModelConfig, dtype: torch.dtype
) -> Iterator[tuple[str, torch.Tensor]]:
    """Name in transformers -> tensor of what stands around the blocks."""
    yield "model.embed_tokens.weight", _tensor(weights.embedding(), dtype)
    yield "model.norm.weight", _tensor(weights.final_norm(), dtype)
    if not config.tied_head:
        yield "lm_head.weight", _tensor(weights.head(), dtype)


def layer_state(
    weights: Weights, config: ModelConfig, layer: int, dtype: torch.dtype
) -> Iterator[tuple[str, torch.Tensor]]:
    """Name inside a decoder block -> tensor; q, k and v apart."""
    sizes = (config.q_size, config.q_size + config.kv_size)
    for kind, array in (("weight", weights.qkv(layer)), ("bias", weights.qkv_bias(layer))):
        if array is not None:
            for part, rows in zip("qkv", np.split(array, sizes), strict=True):
                yield f"self_attn.{part}_proj.{kind}", _tensor(rows, dtype)
    for name, array in (
        ("input_layernorm", weights.norm(layer, "attention")),
        ("post_attention_layernorm", weights.norm(layer, "ffn")),
        ("self_attn.o_proj", weights.output(layer)),
        ("mlp.gate_up_proj", weights.gate_up(layer)),
        ("mlp.down_proj", weights.down(layer)),
    ):
        yield f"{name}.weight", _tensor(array, dtype)


def _tensor(array: FloatArray, dtype: torch.dtype) -> torch.Tensor:
    """A copy: mapped arrays are read-only, which torch does not know."""
    return torch.from_numpy(np.array(array)).to(dtype)
