"""P-Tuning v2 with PEFT's prefix encoder: what is trained, and how a batch goes through it.

Knows nothing of data or loops. Source: arxiv.org/abs/2110.07602. As in PEFT, real tokens stand at
positions from the prefix's length on, so a prefix may begin as the KV cache of a real text.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from peft import PeftModel, PrefixTuningConfig, TaskType, get_peft_model
from torch import nn
from transformers import GlmForCausalLM
from transformers.cache_utils import Cache, DynamicLayer

from newsassistant.model.base import Base
from newsassistant.model.prefixes.prefix import Prefix


class _FixedRows(DynamicLayer):  # type: ignore[misc]
    """Keys and values [1, kv_heads, length, head_dim] that stand in front and never grow.

    PEFT hands its prefix over in a cache that does grow, which a recomputed (checkpointed) layer
    would fill twice; this one gives the same answer however often it is asked.
    """

    def __init__(self, keys: torch.Tensor, values: torch.Tensor) -> None:
        super().__init__()
        self.keys, self.values = keys, values
        self.is_initialized = True

    def update(
        self, key_states: torch.Tensor, value_states: torch.Tensor, *args: Any, **kwargs: Any
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """The prefix with the new keys and values behind it."""
        assert self.keys is not None
        assert self.values is not None
        size = (key_states.shape[0], -1, -1, -1)
        keys = self.keys.expand(size).to(key_states.dtype)
        values = self.values.expand(size).to(value_states.dtype)
        return torch.cat([keys, key_states], -2), torch.cat([values, value_states], -2)


class PrefixTuner(nn.Module):
    """A frozen base with a trainable prefix; `forward` gives logits of the kept positions."""

    def __init__(self, base: GlmForCausalLM, length: int, *, projection: bool = False) -> None:
        super().__init__()
        sizes = base.config
        heads = int(sizes.num_key_value_heads or sizes.num_attention_heads)
        config = PrefixTuningConfig(
            task_type=TaskType.CAUSAL_LM,
            num_virtual_tokens=length,
            num_layers=sizes.num_hidden_layers,
            num_attention_heads=heads,
            token_dim=heads * int(sizes.head_dim or 0),
            prefix_projection=projection,
            encoder_hidden_size=sizes.hidden_size,
        )
        self.peft: PeftModel = get_peft_model(base, config)
        self.length = length
        self._rows_shape = (length, 2 * sizes.num_hidden_layers, heads, int(sizes.head_dim or 0))

    def start_from(self, ids: Sequence[int]) -> None:
        """Let the prefix begin as what the base keeps of having read `ids`, `length` of them.

        Far better than random rows where data are few. Source: arxiv.org/abs/2101.00190, section
        7.4. Without effect on a projected prefix, whose rows are computed.
        """
        encoder = self._encoder()
        if encoder.prefix_projection or len(ids) != self.length:
            return
        base: Any = self.peft.get_base_model()
        with torch.no_grad():
            cache = base.model(input_ids=torch.tensor([list(ids)]), use_cache=True).past_key_values
            slots = [
                part[0].transpose(0, 1) for one in cache.layers for part in (one.keys, one.values)
            ]
            rows = torch.stack(slots, dim=1)  # [length, 2 * layers, kv_heads, head_dim]
            encoder.embedding.weight.copy_(rows.reshape(self.length, -1))

    def rows(self) -> torch.Tensor:
        """The evaluated prefix [length, 2 * layers, kv_heads, head_dim], with its gradient."""
        tokens = self.peft.prompt_tokens[self.peft.active_adapter]
        encoder = self._encoder()
        made: torch.Tensor = encoder(tokens.to(encoder.embedding.weight.device))
        return made.view(self._rows_shape)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, keep: torch.Tensor
    ) -> torch.Tensor:
        """[B, S] ids and mask -> [B, len(keep), vocab] logits of the positions in `keep`."""
        rows = self.rows().permute(1, 2, 0, 3)  # [2 * layers, kv_heads, length, head_dim]
        slots = [rows[index : index + 1] for index in range(rows.shape[0])]
        layers = [_FixedRows(*pair) for pair in zip(slots[::2], slots[1::2], strict=True)]
        ahead = attention_mask.new_ones(attention_mask.shape[0], self.length)
        base: Any = self.peft.get_base_model()
        logits: torch.Tensor = base(
            input_ids=input_ids,
            attention_mask=torch.cat([ahead, attention_mask], dim=1),
            past_key_values=Cache(layers=layers),
            use_cache=False,
            logits_to_keep=keep,
        ).logits
        return logits

    def evaluated(self, base: Base, **facts: object) -> Prefix:
        """The prefix as it is now; raises PrefixError if training has made it NaN."""
        rows = self.rows().detach().float().cpu().reshape(self.length, -1, 2, *self._rows_shape[2:])
        made = Prefix(
            rows.permute(1, 2, 0, 3, 4).contiguous().numpy(), base, self.length, dict(facts)
        )
        return made.check()

    def save_adapter(self, folder: Path) -> None:
        """PEFT's own folder, which `PeftModel.from_pretrained` reads."""
        self.peft.save_pretrained(str(folder), safe_serialization=True)

    def _encoder(self) -> Any:
        return self.peft.prompt_encoder[self.peft.active_adapter]
