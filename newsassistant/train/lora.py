"""LoRA with PEFT on the attention projections, and its adapter in the checkpoint's own names.

Knows nothing of data or loops. Source: arxiv.org/abs/2106.09685. ChatGLM's checkpoints hold q, k
and v in one matrix, so three adapters of rank r become one of rank 3r there: exact, not fitted.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import torch
from peft import LoraConfig, PeftModel, TaskType, get_peft_model
from torch import nn
from transformers import GlmForCausalLM

from newsassistant.model.families import GLM
from newsassistant.train.base import kept_logits
from newsassistant.train.checkpoints import write_tensors

TARGETS = ("q_proj", "k_proj", "v_proj")
_FUSED = "base_model.model.transformer.encoder.layers.{layer}.self_attention.query_key_value"


class LoraTuner(nn.Module):
    """A frozen base with low-rank additions; `forward` gives logits of the kept positions."""

    def __init__(
        self, base: GlmForCausalLM, rank: int, *, alpha: int, dropout: float = 0.0
    ) -> None:
        super().__init__()
        config = LoraConfig(
            task_type=TaskType.CAUSAL_LM,
            r=rank,
            lora_alpha=alpha,
            lora_dropout=dropout,
            target_modules=list(TARGETS),
        )
        self.peft: PeftModel = get_peft_model(base, config)
        self._rank, self._alpha = rank, alpha

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, keep: torch.Tensor
    ) -> torch.Tensor:
        """[B, S] ids and mask -> [B, len(keep), vocab] logits of the positions in `keep`."""
        return kept_logits(self.peft, input_ids, attention_mask, keep)

    def save_adapter(self, folder: Path, family: str) -> None:
        """PEFT's two files, in the names of the family's checkpoint, as `convert --lora` reads."""
        folder.mkdir(parents=True, exist_ok=True)
        found = {
            name.replace(".default", ""): tensor.detach().float().cpu().contiguous()
            for name, tensor in self.peft.named_parameters()
            if "lora_" in name
        }
        tensors = {name.removeprefix("peft."): tensor for name, tensor in found.items()}
        config = {
            "peft_type": "LORA",
            "task_type": "CAUSAL_LM",
            "r": self._rank,
            "lora_alpha": self._alpha,
            "target_modules": sorted(TARGETS),
            "bias": "none",
            "fan_in_fan_out": False,
        }
        if family != GLM:
            tensors = _fused(tensors)
            config |= {"r": 3 * self._rank, "lora_alpha": 3 * self._alpha}
            config["target_modules"] = ["query_key_value"]
        write_tensors(folder / "adapter_model.safetensors", tensors)
        text = json.dumps(config, indent=2)
        (folder / "adapter_config.json").write_text(text + "\n", encoding="utf-8")


def _fused(tensors: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """q, k and v of each layer as one adapter: A below each other, B block by block."""
    made: dict[str, torch.Tensor] = {}
    layers = {int(name.split(".layers.")[1].split(".")[0]) for name in tensors}
    for layer in sorted(layers):
        stem = f"base_model.model.model.layers.{layer}.self_attn"
        pairs = [
            [tensors[f"{stem}.{target}.lora_{side}.weight"] for side in "AB"] for target in TARGETS
        ]
        name = _FUSED.format(layer=layer)
        made[f"{name}.lora_A.weight"] = torch.cat([a for a, _ in pairs])
        made[f"{name}.lora_B.weight"] = torch.block_diag(*[b for _, b in pairs])  # type: ignore[no-untyped-call]
    return made
