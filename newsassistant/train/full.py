"""The full fine-tune: every weight moves, and the result is a checkpoint of the base's own kind.

Knows nothing of data or loops.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import torch
from torch import nn
from transformers import GlmForCausalLM

from newsassistant.model.families import GLM
from newsassistant.model.weights import ChatGlmWeights, GlmWeights
from newsassistant.train.base import kept_logits
from newsassistant.train.checkpoints import write_tensors
from newsassistant.train.source import Source

_ROLES = {
    "attention_norm": "input_layernorm.weight",
    "ffn_norm": "post_attention_layernorm.weight",
    "output": "self_attn.o_proj.weight",
    "gate_up": "mlp.gate_up_proj.weight",
    "down": "mlp.down_proj.weight",
}
_NOT_COPIED = (".bin", ".safetensors", ".index.json")


class FullTuner(nn.Module):
    """All weights of the base in float32, trainable."""

    def __init__(self, base: GlmForCausalLM) -> None:
        super().__init__()
        self.base = base.requires_grad_(True)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, keep: torch.Tensor
    ) -> torch.Tensor:
        """[B, S] ids and mask -> [B, len(keep), vocab] logits of the positions in `keep`."""
        return kept_logits(self.base, input_ids, attention_mask, keep)

    def save_checkpoint(self, folder: Path, source: Source) -> None:
        """Weights in the names of the source's family beside its config and tokenizer files.

        `newsassistant convert` reads the folder. float16, as the official checkpoints are.
        """
        folder.mkdir(parents=True, exist_ok=True)
        tensors = checkpoint_tensors(self.base.state_dict(), source)
        write_tensors(folder / "model.safetensors", tensors)
        if source.path is None:
            config = json.dumps(glm_values(source), indent=2) + "\n"
            for name, text in {"config.json": config, **source.texts}.items():
                (folder / name).write_text(text, encoding="utf-8", newline="")
            return
        for file in source.path.iterdir():
            if file.is_file() and not file.name.endswith(_NOT_COPIED):
                shutil.copyfile(file, folder / file.name)


def glm_values(source: Source) -> dict[str, object]:
    """config.json of a base that has none, in the words of `transformers.models.glm`."""
    config = source.config
    return {
        "architectures": ["GlmForCausalLM"],
        "model_type": GLM,
        "attention_bias": config.qkv_bias,
        "eos_token_id": [source.stop_id],
        "head_dim": config.head_dim,
        "hidden_act": "silu",
        "hidden_size": config.hidden_size,
        "intermediate_size": config.ffn_size,
        "max_position_embeddings": config.context_length,
        "num_attention_heads": config.heads,
        "num_hidden_layers": config.layers,
        "num_key_value_heads": config.kv_heads,
        "partial_rotary_factor": config.rotary_dim / config.head_dim,
        "rms_norm_eps": config.norm_eps,
        "rope_theta": config.rope_theta,
        "tie_word_embeddings": config.tied_head,
        "vocab_size": config.vocab_size,
    }


def checkpoint_tensors(
    state: Mapping[str, torch.Tensor], source: Source
) -> dict[str, torch.Tensor]:
    """transformers' names -> those of the source's family, q, k and v put together where it does.

    What `train.base` has taken apart; float16 copies on the CPU.
    """
    names = ChatGlmWeights.names if isinstance(source.weights, ChatGlmWeights) else GlmWeights.names

    def stored(*keys: str) -> torch.Tensor:
        return torch.cat([state[key].detach().cpu() for key in keys]).half().contiguous()

    made = {names["embedding"][0]: stored("model.embed_tokens.weight")}
    made[names["final_norm"][0]] = stored("model.norm.weight")
    if not source.config.tied_head:
        made[names["head"][0]] = stored("lm_head.weight")
    for layer in range(source.config.layers):
        stem = f"model.layers.{layer}"
        for role, key in _ROLES.items():
            made[names[role][0].format(layer=layer)] = stored(f"{stem}.{key}")
        for role, kind in (("qkv", "weight"), ("qkv_bias", "bias")):
            keys = [f"{stem}.self_attn.{part}_proj.{kind}" for part in "qkv"]
            if keys[0] not in state:
                continue
            targets = [name.format(layer=layer) for name in names[role]]
            groups = [keys] if len(targets) == 1 else [[key] for key in keys]
            made |= {name: stored(*group) for name, group in zip(targets, groups, strict=True)}
    return made
