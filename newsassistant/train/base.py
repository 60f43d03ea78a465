"""A frozen base as `transformers.GlmForCausalLM`, filled from the readers of `model`.

Knows nothing of training. ChatGLM2, ChatGLM3, GLM-4, GLM-Edge and the starter are all the same
graph there (docs: design facts, "ChatGLM2/3 weights load into GlmForCausalLM").
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from transformers import GlmConfig, GlmForCausalLM

from newsassistant.model.config import ModelConfig
from newsassistant.model.stored import FloatArray
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


def load_base(source: Source, *, dtype: torch.dtype = torch.float32) -> GlmForCausalLM:
    """The model with the source's weights in `dtype`, every parameter frozen, in evaluation mode.

    Tensors are converted one by one, so the peak is the result and one matrix. Raises
    CheckpointError.
    """
    with torch.device("meta"):
        model = GlmForCausalLM(glm_config(source.config))
    state = dict(state_dict(source.weights, source.config, dtype))
    model.load_state_dict(state, strict=False, assign=True)
    model.tie_weights()
    # Buffers of the rotary embedding are computed, not stored: made anew off the meta device.
    model.model.rotary_emb = type(model.model.rotary_emb)(config=model.config)
    model.requires_grad_(False)
    return model.eval()


def state_dict(
    weights: Weights, config: ModelConfig, dtype: torch.dtype
) -> Iterator[tuple[str, torch.Tensor]]:
    """Name in transformers -> tensor, one at a time."""

    def made(array: FloatArray) -> torch.Tensor:
        # A copy: mapped arrays are read-only, which torch does not know.
        return torch.from_numpy(np.array(array)).to(dtype)

    yield "model.embed_tokens.weight", made(weights.embedding())
    yield "model.norm.weight", made(weights.final_norm())
    if not config.tied_head:
        yield "lm_head.weight", made(weights.head())
    sizes = (config.q_size, config.q_size + config.kv_size)
    for layer in range(config.layers):
        name = f"model.layers.{layer}"
        yield f"{name}.input_layernorm.weight", made(weights.norm(layer, "attention"))
        yield f"{name}.post_attention_layernorm.weight", made(weights.norm(layer, "ffn"))
        bias = weights.qkv_bias(layer)
        for kind, array in (("weight", weights.qkv(layer)), ("bias", bias)):
            if array is not None:
                for part, rows in zip("qkv", np.split(array, sizes), strict=True):
                    yield f"{name}.self_attn.{part}_proj.{kind}", made(rows)
        yield f"{name}.self_attn.o_proj.weight", made(weights.output(layer))
        yield f"{name}.mlp.gate_up_proj.weight", made(weights.gate_up(layer))
        yield f"{name}.mlp.down_proj.weight", made(weights.down(layer))
