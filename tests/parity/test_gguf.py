"""Models in GGUF files against the official checkpoints that they are made of.

The official reference models are written as llama.cpp writes them. As floats they give the same
weights, byte for byte; quantised, those of a checkpoint with the numbers that the blocks stand for.
"""

from __future__ import annotations

import json
from pathlib import Path

import gguf
import numpy as np
import pytest
from gguf import GGMLQuantizationType
from safetensors.numpy import save_file

from newsassistant.convert.export import Conversion, convert
from newsassistant.convert.source import open_source
from newsassistant.core.types import CancelToken
from newsassistant.model.checkpoint import Checkpoint
from newsassistant.model.families import read_config
from newsassistant.model.folder import MODEL_BIN, ModelFolder
from newsassistant.text.load import SENTENCEPIECE_MODEL, load_tokenizer
from newsassistant.text.tokenizers.sentencepiece import CHATGLM2_SPECIALS, CHATGLM3_SPECIALS
from tests.parity.gguf_files import (
    Vocabulary,
    official_vocabulary,
    small_vocabulary,
    write_gguf,
)
from tests.parity.golden import CHECKPOINTS, Golden

CONTROLS = ("<|endoftext|>", "<|user|>", "[gMASK]", "<sop>", "<|assistant|>", "<|observation|>")
BYTE_LEVEL = ("glm", "glm_edge")
SENTENCEPIECE = ("chatglm3", "chatglm3_rope")
SPECIALS = {"chatglm2_realvocab": CHATGLM2_SPECIALS, "chatglm3_realvocab": CHATGLM3_SPECIALS}


def opened(golden: Golden, model: str) -> Checkpoint:
    return Checkpoint.open(golden.source / model / CHECKPOINTS[model])


def short_vocabulary(size: int) -> Vocabulary:
    """Of ChatGLM3 in shape: a few pieces, the control tokens, and nothing behind them."""
    pieces = ["<unk>", "<bos>", "<eos>", *(f"<0x{byte:02X}>" for byte in range(256)), "▁"]
    tokens = [*pieces, *CHATGLM3_SPECIALS]
    kinds = [2, 3, 3, *[6] * 256, 1, *[3] * len(CHATGLM3_SPECIALS)]
    padding = size - len(tokens)
    tokens += [f"[PAD{len(tokens) + n}]" for n in range(padding)]
    ids = {"bos": 1, "eos": 2}
    return Vocabulary(
        "llama", "chatglm-spm", tokens, kinds + [5] * padding, scores=[0.0] * size, ids=ids
    )


def vocabulary_of(golden: Golden, model: str, size: int) -> Vocabulary:
    if model in SPECIALS:
        file = golden.source / model / CHECKPOINTS[model] / SENTENCEPIECE_MODEL
        return official_vocabulary(file, SPECIALS[model], size)
    return small_vocabulary(size, CONTROLS) if model in BYTE_LEVEL else short_vocabulary(size)


def made(
    golden: Golden,
    model: str,
    folder: Path,
    quantised: GGMLQuantizationType = GGMLQuantizationType.F32,
    weights: str = "fp16",
) -> ModelFolder:
    """The reference model as a GGUF, converted."""
    checkpoint = opened(golden, model)
    config = read_config(checkpoint)
    vocabulary = vocabulary_of(golden, model, config.vocab_size)
    file = folder / f"{model}.gguf"
    write_gguf(file, checkpoint, config, vocabulary, quantised=quantised)
    job = Conversion(file, folder / "made", weights=weights)  # type: ignore[arg-type]
    convert(job, lambda done, total: None, CancelToken())
    return ModelFolder.open(folder / "made")


@pytest.mark.parametrize("model", [*BYTE_LEVEL, *SENTENCEPIECE, *SPECIALS])
def test_floats_give_the_same_model_byte_for_byte(
    golden: Golden, model: str, tmp_path: Path
) -> None:
    found, expected = made(golden, model, tmp_path), golden.folder(model)

    # The graph follows from the config alone; the numbers of its nodes from what was built before.
    assert (found.path / MODEL_BIN).read_bytes() == (expected.path / MODEL_BIN).read_bytes()
    assert found.config == expected.config
    assert found.base().fingerprint == expected.base().fingerprint


@pytest.mark.parametrize("kind", [GGMLQuantizationType.Q8_0, GGMLQuantizationType.Q4_0])
@pytest.mark.parametrize("model", ["glm", "chatglm3"])
def test_blocks_are_what_they_stand_for(
    golden: Golden, model: str, kind: GGMLQuantizationType, tmp_path: Path
) -> None:
    found = made(golden, model, tmp_path, kind, weights="int8")

    checkpoint = opened(golden, model)
    rounded = {}
    for name in checkpoint.names:
        values = np.array(checkpoint.tensor(name), dtype=np.float32)
        if values.ndim == 2:
            values = gguf.dequantize(gguf.quantize(values, kind), kind)
        rounded[name] = np.ascontiguousarray(values, dtype=np.float32)
    source = tmp_path / "rounded"
    source.mkdir()
    save_file(rounded, source / "model.safetensors")
    (source / "config.json").write_text(json.dumps(checkpoint.config()))
    job = Conversion(source, tmp_path / "of-rounded", weights="int8")
    convert(job, lambda done, total: None, CancelToken())

    assert (found.path / MODEL_BIN).read_bytes() == (job.target / MODEL_BIN).read_bytes()
    # A style fits: what tells models apart is not quantised.
    assert found.base().fingerprint == golden.folder(model).base().fingerprint


@pytest.mark.parametrize("model", SPECIALS)
def test_the_tokenizer_made_of_lists_is_the_official_one(
    golden: Golden, model: str, tmp_path: Path
) -> None:
    kind = model.removesuffix("_realvocab")
    folder = made(golden, model, tmp_path).path
    found = load_tokenizer(folder, kind)
    official = golden.source / "tokenizers" / kind
    expected = load_tokenizer(official, kind)
    reference = json.loads((official / "tokenizer_reference.json").read_text(encoding="utf-8"))
    texts = [text for text in _texts(reference) if text]

    assert len(texts) > 50
    assert found.control_ids == expected.control_ids
    for text in texts:
        ids = expected.encode(text)
        assert found.encode(text) == ids
        assert found.decode_bytes(ids[-1]) == expected.decode_bytes(ids[-1])


def _texts(values: object) -> list[str]:
    """Every text in a file of references."""
    if isinstance(values, str):
        return [values]
    if isinstance(values, dict):
        values = list(values.values())
    return [text for each in values for text in _texts(each)] if isinstance(values, list) else []


def test_a_model_in_parts_is_the_whole_one(golden: Golden, tmp_path: Path) -> None:
    whole = made(golden, "glm", tmp_path)
    reader = gguf.GGUFReader(str(tmp_path / "glm.gguf"))
    cut = len(reader.tensors) // 2
    for number, tensors in ((1, reader.tensors[:cut]), (2, reader.tensors[cut:])):
        path = tmp_path / f"glm-{number:05d}-of-00002.gguf"
        writer = gguf.GGUFWriter(str(path), "chatglm")
        if number == 1:
            for field in reader.fields.values():
                if field.name.startswith(("chatglm.", "tokenizer.")):
                    kind = field.types[0]
                    sub = field.types[-1] if kind == gguf.GGUFValueType.ARRAY else None
                    writer.add_key_value(field.name, field.contents(), kind, sub_type=sub)
        for tensor in tensors:
            writer.add_tensor(tensor.name, np.array(tensor.data))
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
        writer.close()

    parts = open_source(tmp_path / "glm-00001-of-00002.gguf")
    one = open_source(tmp_path / "glm.gguf")

    assert whole.config.layers > 0
    assert set(parts.names) == set(one.names)
    for name in one.names:
        np.testing.assert_array_equal(parts.tensor(name), one.tensor(name))
    assert len(parts.files) == 2
