"""A GGUF opened as a checkpoint: which family it is, and what is refused by name."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from gguf import GGUFWriter

from newsassistant.core.errors import CheckpointError
from newsassistant.model.families import LLAMA, V2, V3, read_config
from newsassistant.model.gguf.checkpoint import open_gguf
from tests.unit.model.gguf.test_llama import write

SPECIALS = ["[MASK]", "[gMASK]", "[sMASK]", "sop", "eop"]


def write_chatglm(path: Path, specials: list[str]) -> None:
    writer = GGUFWriter(str(path), "chatglm")
    writer.add_context_length(128)
    writer.add_embedding_length(32)
    writer.add_feed_forward_length(64)
    writer.add_block_count(1)
    writer.add_head_count(2)
    writer.add_head_count_kv(1)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(8)
    tokens = ["<unk>", "<bos>", "<eos>", "▁a", *specials]
    writer.add_tokenizer_model("llama")
    writer.add_token_list(tokens)
    writer.add_token_types([2, 3, 3, 1, *[3] * len(specials)])
    writer.add_token_scores([0.0] * len(tokens))
    writer.add_eos_token_id(2)
    writer.add_tensor("token_embd.weight", np.zeros((len(tokens), 32), np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


@pytest.mark.parametrize(("specials", "family"), [(SPECIALS, V2), ([*SPECIALS, "<|user|>"], V3)])
def test_the_control_tokens_tell_the_generation(
    tmp_path: Path, specials: list[str], family: str
) -> None:
    write_chatglm(tmp_path / "model.gguf", specials)
    checkpoint, tokenizer = open_gguf(tmp_path / "model.gguf")

    assert read_config(checkpoint).family == family
    assert tokenizer.stop_ids == (2,)
    assert checkpoint.tokenizer_code() == ""
    assert "transformer.embedding.word_embeddings.weight" in checkpoint.names


def test_a_llama_has_its_sizes(tmp_path: Path) -> None:
    write(tmp_path / "llama.gguf")
    checkpoint, _ = open_gguf(tmp_path / "llama.gguf")

    assert checkpoint.sizes is not None
    assert (checkpoint.sizes.family, checkpoint.sizes.layers) == (LLAMA, 1)
    assert not checkpoint.has_text("tokenizer.json")
    with pytest.raises(CheckpointError):
        checkpoint.text("tokenizer.json", 10)


def test_other_architectures_are_refused_by_name(tmp_path: Path) -> None:
    writer = GGUFWriter(str(tmp_path / "model.gguf"), "mamba")
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.close()

    with pytest.raises(CheckpointError) as caught:
        open_gguf(tmp_path / "model.gguf")
    assert caught.value.code == "family-unsupported"
    assert "mamba" in caught.value.text()


def test_a_llama_with_stretched_positions_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "llama.gguf", extra={"rope_freqs.weight": np.ones(4, np.float32)})

    with pytest.raises(CheckpointError) as caught:
        open_gguf(tmp_path / "llama.gguf")
    assert "stretched positions" in caught.value.text()
