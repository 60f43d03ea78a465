"""A GGUF written by the test is read back: sizes, tokenizer parts and weights by role."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from gguf import GGMLQuantizationType, GGUFWriter, quantize

from newsassistant.core.errors import CheckpointError
from newsassistant.model.gguf import GgufFile, GgufWeights

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
    path: Path, *, tied: bool = False, tokenizer: str = "gpt2", without: str = ""
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
    writer.add_chat_template("{{ messages }}")
    for name, values in TENSORS.items():
        if not (tied and name == "output.weight"):
            writer.add_tensor(name, values)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return GgufFile(path)


@pytest.fixture
def file(tmp_path: Path) -> GgufFile:
    return write(tmp_path / "tiny.gguf")


def test_the_sizes(file: GgufFile) -> None:
    config = file.config()

    assert (config.layers, config.hidden_size, config.heads, config.kv_heads) == (1, 32, 4, 2)
    assert (config.head_dim, config.rotary_dim, config.ffn_size, config.vocab_size) == (8, 8, 64, 8)
    assert (config.context_length, config.rope_theta, config.rope_scale) == (128, 10_000.0, 1.0)
    assert config.norm_eps == pytest.approx(1e-5)
    assert (config.tied_head, config.qkv_bias, config.family) == (False, False, "starter")


def test_the_tokenizer_parts(file: GgufFile) -> None:
    parts = file.tokenizer()

    assert parts.tokens[:3] == ["<end>", "a", "b"]
    assert parts.merges == ["a b"]
    assert parts.control_ids == [0, 7]
    assert (parts.eos_id, parts.pre_tokenizer, parts.chat_template) == (
        0,
        "smollm",
        "{{ messages }}",
    )


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

    assert file.config().tied_head
    np.testing.assert_array_equal(GgufWeights(file).head(), TENSORS["token_embd.weight"])


def test_quantised_tensors_are_dequantised(tmp_path: Path) -> None:
    writer = GGUFWriter(str(tmp_path / "q.gguf"), "llama")
    values = matrix(4, 64)
    packed = quantize(values, GGMLQuantizationType.Q4_1)
    writer.add_tensor("w", packed, raw_dtype=GGMLQuantizationType.Q4_1)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()

    read = GgufFile(tmp_path / "q.gguf").tensor("w")
    assert read.shape == (4, 64)
    assert np.abs(read - values).max() < 0.3  # half of a sixteenth of the range of a block


def test_what_is_missing_or_foreign_is_named(tmp_path: Path) -> None:
    file = write(tmp_path / "a.gguf", without="rope", tokenizer="llama")

    for call, detail in (
        (file.config, "llama.rope.freq_base"),
        (file.tokenizer, "byte-level BPE"),
        (lambda: file.tensor("blk.9.attn_q.weight"), "blk.9.attn_q.weight"),
    ):
        with pytest.raises(CheckpointError) as caught:
            call()
        assert detail in caught.value.text()


@pytest.mark.parametrize("data", [b"", b"GGUF", b"not a model at all" * 10, b"GGUF" + b"\xff" * 64])
def test_what_is_no_gguf_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "bad.gguf"
    path.write_bytes(data)

    with pytest.raises(CheckpointError) as caught:
        GgufFile(path)
    assert caught.value.code == "checkpoint-invalid"


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError):
        GgufFile(tmp_path / "none.gguf")


@pytest.mark.parametrize("part", [0.3, 0.9])
def test_a_file_cut_short_is_refused(tmp_path: Path, part: float) -> None:
    path = tmp_path / "tiny.gguf"
    write(path)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * part)])

    with pytest.raises(CheckpointError):
        GgufFile(path)
