"""Adapters that PEFT saves hold the rows that PEFT itself would feed to the model."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from newsassistant.model.prefixes.files import read_prefix

torch = pytest.importorskip("torch", reason="the train extra is not installed")
peft = pytest.importorskip("peft", reason="the train extra is not installed")
transformers = pytest.importorskip("transformers", reason="the train extra is not installed")

LENGTH = 5


# PEFT and transformers warn each other of what the next versions will call otherwise.
@pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::UserWarning")
@pytest.mark.parametrize("projected", [False, True])
@pytest.mark.parametrize("safe", [False, True])
def test_the_rows_are_those_that_peft_feeds(tmp_path: Path, projected: bool, safe: bool) -> None:
    torch.manual_seed(7)
    config = transformers.GlmConfig(
        vocab_size=40,
        hidden_size=32,
        intermediate_size=16,
        num_hidden_layers=3,
        num_attention_heads=4,
        num_key_value_heads=2,
        head_dim=8,
        pad_token_id=0,
        eos_token_id=1,
    )
    settings = peft.PrefixTuningConfig(
        task_type="CAUSAL_LM",
        num_virtual_tokens=LENGTH,
        prefix_projection=projected,
        encoder_hidden_size=12,
    )
    model = peft.get_peft_model(transformers.GlmForCausalLM(config), settings).eval()
    with torch.no_grad():
        cache = model.get_prompt(batch_size=1)
    model.save_pretrained(tmp_path, safe_serialization=safe)
    found = read_prefix(tmp_path)

    assert (found.length, found.position_offset) == (LENGTH, LENGTH)
    assert (found.base.layers, found.base.kv_heads, found.base.head_dim) == (3, 2, 8)
    for layer in range(3):
        fed = cache.layers[layer].keys, cache.layers[layer].values
        for part in range(2):
            expected = fed[part][0].numpy().transpose(1, 0, 2)  # [length, kv_heads, head_dim]
            np.testing.assert_allclose(found.rows[layer, part], expected, atol=1e-6)
