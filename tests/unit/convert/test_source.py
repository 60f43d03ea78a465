"""What a conversion reads: the folder's checkpoint, or a GGUF with the tokenizer of its lists."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from newsassistant.convert.export import Conversion, convert
from newsassistant.convert.source import open_source, read_sizes
from newsassistant.convert.starter import ensure_starter, find_gguf
from newsassistant.core.errors import CheckpointError
from newsassistant.core.types import CancelToken
from newsassistant.model.folder import CHAT_TEMPLATE, MODEL_BIN, TOKENIZER, ModelFolder
from newsassistant.text.load import load_tokenizer
from tests.unit.model.gguf.test_checkpoint import SPECIALS, write_chatglm
from tests.unit.model.gguf.test_llama import write

ROLES = ["<|system|>", "<|user|>", "<|assistant|>", "<|observation|>"]


def silent(done: int, total: int) -> None: ...


def test_the_starters_file_gives_the_starters_weights(tmp_path: Path) -> None:
    starter = ensure_starter(tmp_path / "models", silent, CancelToken())
    job = Conversion(find_gguf(), tmp_path / "made")

    made = convert(job, silent, CancelToken())

    assert made.has_tokenizer
    assert (made.path / MODEL_BIN).read_bytes() == (starter / MODEL_BIN).read_bytes()
    one, other = ModelFolder.open(made.path), ModelFolder.open(starter)
    assert one.config.family == "llama"
    assert one.base().fingerprint == other.base().fingerprint
    text = "Fishing boats 2024: 12,345 crews; 渔船"
    found, expected = load_tokenizer(made.path, "bpe"), load_tokenizer(starter, "bpe")
    assert found.encode(text) == expected.encode(text)
    settings = json.loads((made.path / "config.json").read_text(encoding="utf-8"))
    assert settings["generation"]["temperature"] == 0.0


def test_a_template_learns_the_tokens_that_it_names(tmp_path: Path) -> None:
    write(tmp_path / "model.gguf", template="{{ bos_token }}{{ messages }}{{ eos_token }}")
    source = open_source(tmp_path / "model.gguf")

    text = source.text(CHAT_TEMPLATE, 1000).decode()
    assert text.startswith("{%- set bos_token = '<start>' -%}{%- set eos_token = '<end>' -%}")
    assert source.has_text(TOKENIZER)
    assert read_sizes(source, None).layers == 1


def test_the_tokenizer_of_other_control_tokens_is_refused(tmp_path: Path) -> None:
    for name, specials in (("a", SPECIALS[1:]), ("b", [SPECIALS[0], *reversed(SPECIALS[1:])])):
        write_chatglm(tmp_path / f"{name}.gguf", [*specials, *ROLES])
        with pytest.raises(CheckpointError) as caught:
            open_source(tmp_path / f"{name}.gguf")
        assert "[MASK]" in caught.value.text() or "another order" in caught.value.text()


def test_an_unknown_pre_tokenizer_is_refused_by_name(tmp_path: Path) -> None:
    write(tmp_path / "model.gguf", instead={"tokenizer.ggml.pre": "tekken"})

    with pytest.raises(CheckpointError) as caught:
        open_source(tmp_path / "model.gguf")
    assert "tekken" in caught.value.text()


def test_no_adapter_is_merged_into_quantised_weights(tmp_path: Path) -> None:
    write(tmp_path / "model.gguf")

    with pytest.raises(CheckpointError) as caught:
        open_source(tmp_path / "model.gguf", tmp_path)
    assert caught.value.code == "gguf-adapter"


def test_a_folder_with_a_gguf_alone_is_that_model(tmp_path: Path) -> None:
    write(tmp_path / "model.gguf")

    tensor = open_source(tmp_path).tensor("blk.0.ffn_norm.weight")
    assert tensor.dtype == np.float32
