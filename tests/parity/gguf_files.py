"""GGUF files of the official reference models, written as llama.cpp's converter writes them.

Tensors get their names from the table of the gguf package, which is llama.cpp's own, and the rest
follows its conversion/chatglm.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import gguf
import numpy as np
from gguf import GGMLQuantizationType, GGUFWriter

from newsassistant.model.checkpoint import Checkpoint
from newsassistant.model.config import ModelConfig

NORMAL, UNKNOWN, CONTROL, USER_DEFINED, UNUSED, BYTE = range(1, 7)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the converter says of a tokenizer."""

    model: str
    pre: str
    tokens: Sequence[str]
    kinds: Sequence[int]
    scores: Sequence[float] = ()
    merges: Sequence[str] = ()
    ids: Mapping[str, int] = field(default_factory=dict)
    template: str = ""


def write_gguf(
    path: Path,
    checkpoint: Checkpoint,
    config: ModelConfig,
    vocabulary: Vocabulary,
    *,
    quantised: GGMLQuantizationType = GGMLQuantizationType.F32,
) -> None:
    """Matrices are `quantised`, all else is float32, as llama.cpp keeps it."""
    writer = GGUFWriter(str(path), "chatglm")
    writer.add_context_length(config.context_length)
    writer.add_embedding_length(config.hidden_size)
    writer.add_feed_forward_length(config.ffn_size)
    writer.add_block_count(config.layers)
    writer.add_head_count(config.heads)
    writer.add_head_count_kv(config.kv_heads)
    writer.add_layer_norm_rms_eps(config.norm_eps)
    writer.add_rope_dimension_count(config.rotary_dim)
    writer.add_rope_freq_base(config.rope_theta)
    writer.add_add_bos_token(False)
    _write_vocabulary(writer, vocabulary)
    names = gguf.get_tensor_name_map(gguf.MODEL_ARCH.CHATGLM, config.layers)
    for name in checkpoint.names:
        if name.endswith("rotary_pos_emb.inv_freq") or "prefix_encoder" in name:
            continue
        if name == "lm_head.weight" and config.tied_head:
            continue  # stored a second time
        short = name.removeprefix("transformer.")
        found = names.get_name(short, try_suffixes=(".weight", ".bias"))
        assert found is not None, name
        values = np.array(checkpoint.tensor(name), dtype=np.float32)
        if values.ndim == 2 and quantised != GGMLQuantizationType.F32:
            packed = gguf.quantize(values, quantised)
            writer.add_tensor(found, packed, raw_dtype=quantised)
        else:
            writer.add_tensor(found, values)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _write_vocabulary(writer: GGUFWriter, vocabulary: Vocabulary) -> None:
    writer.add_tokenizer_model(vocabulary.model)
    writer.add_tokenizer_pre(vocabulary.pre)
    writer.add_token_list(list(vocabulary.tokens))
    writer.add_token_types(list(vocabulary.kinds))
    if vocabulary.scores:
        writer.add_token_scores(list(vocabulary.scores))
    if vocabulary.merges:
        writer.add_token_merges(list(vocabulary.merges))
    for kind, index in vocabulary.ids.items():
        writer.add_uint32(f"tokenizer.ggml.{kind}_token_id", index)
    if vocabulary.template:
        writer.add_chat_template(vocabulary.template)


def official_vocabulary(model: Path, specials: Sequence[str], size: int) -> Vocabulary:
    """The lists made of a tokenizer.model and the control tokens behind it."""
    from sentencepiece import SentencePieceProcessor

    processor = SentencePieceProcessor(model_file=str(model))
    tokens, kinds, scores = [], [], []
    first = {0: "<unk>", 1: "<bos>", 2: "<eos>"}
    count = processor.vocab_size()
    for index in range(size):
        kind, score = NORMAL, 0.0
        if index >= count:
            special = index - count < len(specials)
            tokens.append(specials[index - count] if special else f"[PAD{index}]")
            kind = CONTROL if special else UNUSED
        else:
            tokens.append(first.get(index, processor.id_to_piece(index)))
            score = processor.get_score(index)
            if processor.is_unknown(index):
                kind = UNKNOWN
            elif processor.is_control(index):
                kind = CONTROL
            elif processor.is_byte(index):
                kind = BYTE
        kinds.append(kind)
        scores.append(score)
    ids = {"bos": 1, "eos": 2, "unknown": 0}
    return Vocabulary("llama", "chatglm-spm", tokens, kinds, scores=scores, ids=ids)


def small_vocabulary(size: int, controls: Sequence[str]) -> Vocabulary:
    """Byte-level BPE: the bytes, one merge, and control tokens at the end of `size` ids."""
    visible = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    hidden = [byte for byte in range(256) if byte not in visible]
    tokens = [chr(byte) for byte in visible] + [chr(0x100 + n) for n in range(len(hidden))]
    tokens.append("ab")
    kinds = [NORMAL] * len(tokens)
    while len(tokens) < size - len(controls):
        kinds.append(UNUSED)
        tokens.append(f"[PAD{len(tokens)}]")
    tokens += controls
    kinds += [CONTROL] * len(controls)
    return Vocabulary(
        "gpt2",
        "chatglm-bpe",
        tokens,
        kinds,
        merges=["a b"],
        ids={"eos": size - len(controls), "eot": size - len(controls) + 1},
        template="[gMASK]<sop>{% for m in messages %}<|{{ m['role'] }}|>\n{{ m['content'] }}"
        "{% endfor %}<|assistant|>\n",
    )
