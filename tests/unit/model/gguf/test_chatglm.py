"""What llama.cpp calls the parts of ChatGLM, as the official checkpoints call them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from gguf import GGUFWriter

from newsassistant.core.errors import CheckpointError
from newsassistant.model.families import GLM4, V2, V3
from newsassistant.model.gguf.chatglm import official_config, official_names
from newsassistant.model.gguf.file import GgufFile

FUSED = ("blk.0.attn_qkv.weight", "blk.11.attn_qkv.bias", "blk.0.ffn_up.weight")
APART = ("blk.0.attn_q.weight", "blk.2.attn_k.bias", "blk.0.ffn_up.weight")


def write(
    path: Path, tensors: tuple[str, ...], *, rotary: int = 8, base: float = 10_000.0
) -> GgufFile:
    writer = GGUFWriter(str(path), "chatglm")
    writer.add_context_length(512)
    writer.add_embedding_length(64)
    writer.add_feed_forward_length(128)
    writer.add_block_count(3)
    writer.add_head_count(4)
    writer.add_head_count_kv(2)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(rotary)
    writer.add_rope_freq_base(base)
    for name in ("token_embd.weight", "output_norm.weight", *tensors):
        writer.add_tensor(name, np.zeros((32, 64), np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return GgufFile(path)


def test_names_of_the_first_publications(tmp_path: Path) -> None:
    names = official_names(write(tmp_path / "a.gguf", (*FUSED, "output.weight", "other")))

    layers = "transformer.encoder.layers"
    assert names == {
        "token_embd.weight": "transformer.embedding.word_embeddings.weight",
        "output_norm.weight": "transformer.encoder.final_layernorm.weight",
        "output.weight": "transformer.output_layer.weight",
        "blk.0.attn_qkv.weight": f"{layers}.0.self_attention.query_key_value.weight",
        "blk.11.attn_qkv.bias": f"{layers}.11.self_attention.query_key_value.bias",
        "blk.0.ffn_up.weight": f"{layers}.0.mlp.dense_h_to_4h.weight",
        "other": "other",
    }


def test_names_of_transformers(tmp_path: Path) -> None:
    names = official_names(write(tmp_path / "a.gguf", (*APART, "blk.1.strange.weight")))

    assert names["blk.0.attn_q.weight"] == "model.layers.0.self_attn.q_proj.weight"
    assert names["blk.2.attn_k.bias"] == "model.layers.2.self_attn.k_proj.bias"
    assert names["blk.0.ffn_up.weight"] == "model.layers.0.mlp.gate_up_proj.weight"
    assert names["blk.1.strange.weight"] == "blk.1.strange.weight"


def test_sizes_of_both(tmp_path: Path) -> None:
    fused = official_config(write(tmp_path / "a.gguf", FUSED, base=500_000.0), (2,), V3)
    apart = official_config(write(tmp_path / "b.gguf", APART, rotary=16), (7, 8), GLM4)

    assert (fused["model_type"], fused["num_layers"], fused["kv_channels"]) == ("chatglm", 3, 16)
    assert (fused["rope_ratio"], fused["padded_vocab_size"]) == (50.0, 32)
    assert (fused["add_qkv_bias"], fused["eos_token_id"]) == (False, [2])
    assert (apart["model_type"], apart["num_hidden_layers"], apart["head_dim"]) == ("glm", 3, 16)
    assert (apart["partial_rotary_factor"], apart["eos_token_id"]) == (1.0, [7, 8])
    assert apart["tie_word_embeddings"] is True


def test_what_the_graphs_do_not_have_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError) as caught:
        official_config(write(tmp_path / "a.gguf", FUSED, rotary=16), (2,), V3)
    assert "chatglm.rope.dimension_count" in caught.value.text()

    with pytest.raises(CheckpointError) as caught:
        official_config(write(tmp_path / "b.gguf", FUSED, base=80_000.0), (2,), V2)
    assert "chatglm.rope.freq_base" in caught.value.text()
