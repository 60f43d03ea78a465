"""A GGUF written by the test is read back: sizes, tokenizer parts and weights by role."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import cast

import numpy as np
import pytest
from gguf import GGUFValueType, GGUFWriter
from gguf.gguf_writer import GGUFValue

from newsassistant.model.gguf.file import GgufFile
from newsassistant.model.gguf.llama import GgufWeights, llama_config

RANDOM = np.random.default_rng(5)
HIDDEN, FFN, VOCAB, HEADS, KV_HEADS = 32, 64, 8, 4, 2


def matrix(rows: int, columns: int) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    return RANDOM.normal(0, 1, (rows, columns)).astype(np.float32)


TENSORS = {
    "token_embd.weight": matrix(VOCAB, HIDDEN),
    "output.weight": matrix(VOCAB, HIDDEN),
    "output_norm.weight": matrix(1, HIDDEN)[0],
    "blk.0.attn_norm.weight": matrix(1, HIDDEN)[0],
    "blk.0.ffn_norm.weight": matrix(1, HIDDEN)[0],
    "blk.0.attn_q.weight": matrix(HIDDEN, HIDDEN),
    "blk.0.attn_k.weight": matrix(HIDDEN // 2, HIDDEN),
    "blk.0.attn_v.weight": matrix(HIDDEN // 2, HIDDEN),
    "blk.0.attn_output.weight": matrix(HIDDEN, HIDDEN),
    "blk.0.ffn_gate.weight": matrix(FFN, HIDDEN),
    "blk.0.ffn_up.weight": matrix(FFN, HIDDEN),
    "blk.0.ffn_down.weight": matrix(HIDDEN, FFN),
}


def write(
    path: Path,
    *,
    tied: bool = False,
    tokenizer: str = "gpt2",
    without: str = "",
    instead: Mapping[str, object] = MappingProxyType({}),
    extra: Mapping[str, np.ndarray[tuple[int], np.dtype[np.float32]]] = MappingProxyType({}),
    template: str = "{{ messages }}",
    opened: bool = True,
) -> GgufFile:
    writer = GGUFWriter(str(path), "llama")
    writer.add_block_count(1)
    writer.add_embedding_length(HIDDEN)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KV_HEADS)
    writer.add_feed_forward_length(FFN)
    writer.add_vocab_size(VOCAB)
    writer.add_context_length(128)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(HIDDEN // HEADS)
    if without != "rope":
        writer.add_rope_freq_base(10_000.0)
    writer.add_tokenizer_model(tokenizer)
    writer.add_tokenizer_pre("smollm")
    writer.add_token_list(["<end>", "a", "b", "ab", "Ġ", "c", "d", "<start>"])
    writer.add_token_types([3, 1, 1, 1, 1, 1, 6, 3])
    writer.add_token_merges(["a b"])
    writer.add_eos_token_id(0)
    writer.add_bos_token_id(7)
    writer.add_chat_template(template)
    for key, value in instead.items():
        kinds = {int: GGUFValueType.INT64, float: GGUFValueType.FLOAT64, str: GGUFValueType.STRING}
        writer.kv_data[0][key] = GGUFValue(value=value, type=kinds[type(value)])
    for name, values in {**TENSORS, **extra}.items():
        if not (tied and name == "output.weight"):
            writer.add_tensor(name, values)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return GgufFile(path) if opened else cast(GgufFile, None)


@pytest.fixture
def file(tmp_path: Path) -> GgufFile:
    return write(tmp_path / "tiny.gguf")


def test_the_sizes(file: GgufFile) -> None:
    config = llama_config(file)

    assert (config.layers, config.hidden_size, config.heads, config.kv_heads) == (1, 32, 4, 2)
    assert (config.head_dim, config.rotary_dim, config.ffn_size, config.vocab_size) == (8, 8, 64, 8)
    assert (config.context_length, config.rope_theta, config.rope_scale) == (128, 10_000.0, 1.0)
    assert config.norm_eps == pytest.approx(1e-5)
    assert (config.tied_head, config.qkv_bias, config.family) == (False, False, "starter")


def test_the_weights_by_role(file: GgufFile) -> None:
    weights = GgufWeights(file)
    block = {name[6:-7]: values for name, values in TENSORS.items() if name.startswith("blk.")}

    for actual, expected in (
        (weights.embedding(), TENSORS["token_embd.weight"]),
        (weights.head(), TENSORS["output.weight"]),
        (weights.final_norm(), TENSORS["output_norm.weight"]),
        (weights.norm(0, "attention"), block["attn_norm"]),
        (weights.norm(0, "ffn"), block["ffn_norm"]),
        (weights.qkv(0), np.vstack([block["attn_q"], block["attn_k"], block["attn_v"]])),
        (weights.output(0), block["attn_output"]),
        (weights.gate_up(0), np.vstack([block["ffn_gate"], block["ffn_up"]])),
        (weights.down(0), block["ffn_down"]),
    ):
        np.testing.assert_array_equal(actual, expected)
        assert actual.dtype == np.float32
    assert weights.qkv_bias(0) is None


def test_a_tied_head_is_the_embedding(tmp_path: Path) -> None:
    file = write(tmp_path / "tied.gguf", tied=True)

    assert llama_config(file).tied_head
    np.testing.assert_array_equal(GgufWeights(file).head(), TENSORS["token_embd.weight"])
