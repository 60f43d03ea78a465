"""What a conversion reads: a checkpoint's folder, or a GGUF with a tokenizer made of its lists.

Knows nothing of graphs.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from newsassistant.core.errors import CheckpointError
from newsassistant.core.outside import contained
from newsassistant.model import families
from newsassistant.model import folder as layout
from newsassistant.model.checkpoint import Checkpoint
from newsassistant.model.config import ModelConfig
from newsassistant.model.gguf.checkpoint import GgufCheckpoint, open_gguf
from newsassistant.model.gguf.file import CONTROL, NORMAL, GgufTokenizer, find_gguf
from newsassistant.model.lora import merge_lora
from newsassistant.model.quantized import open_checkpoint
from newsassistant.text.load import SENTENCEPIECE_MODEL
from newsassistant.text.tokenizers.sentencepiece import CHATGLM2_SPECIALS, CHATGLM3_SPECIALS
from newsassistant.text.tokenizers.sentencepiece_definition import define_sentencepiece
from newsassistant.text.tokenizers.tokenizer import define_bpe

# llama.cpp renames the control pieces of the model.
_OWN_CONTROLS = {1: "<s>", 2: "</s>"}


def open_source(path: Path, lora: Path | None = None) -> Checkpoint:
    """The checkpoint in a folder or a file, the adapter in `lora` merged; reads headers.

    Raises CheckpointError.
    """
    gguf = find_gguf(path)
    if gguf is None or (path.is_dir() and _has_weights(path)):
        checkpoint = open_checkpoint(path)
        return checkpoint if lora is None else merge_lora(checkpoint, lora)
    if lora is not None:
        raise CheckpointError("gguf-adapter", path=gguf.name)
    found, tokenizer = open_gguf(gguf)
    with contained(lambda clause: _bad(f"{gguf.name}: {clause}")):
        return replace(found, texts=_texts(tokenizer))


def read_sizes(checkpoint: Checkpoint, family: str | None) -> ModelConfig:
    """As `families.read_config`; raises CheckpointError."""
    if isinstance(checkpoint, GgufCheckpoint) and checkpoint.sizes is not None:
        return checkpoint.sizes
    return families.read_config(checkpoint, family=family)


def _has_weights(folder: Path) -> bool:
    """True where a checkpoint lies beside the GGUF: its numbers are the better ones."""
    return (folder / "config.json").is_file() and any(
        each.suffix in (".safetensors", ".bin") for each in folder.iterdir()
    )


def _texts(tokenizer: GgufTokenizer) -> dict[str, bytes]:
    """The tokenizer's files; raises ValueError for one that cannot be made exactly."""
    if tokenizer.model == "llama":
        return {SENTENCEPIECE_MODEL: _sentencepiece(tokenizer)}
    definition = define_bpe(
        tokenizer.tokens, tokenizer.merges, tokenizer.control_ids, pre=tokenizer.pre_tokenizer
    )
    texts = {layout.TOKENIZER: json.dumps(definition, ensure_ascii=False).encode()}
    if tokenizer.chat_template:
        template = _named_tokens(tokenizer) + tokenizer.chat_template
        texts[layout.CHAT_TEMPLATE] = template.encode()
    return texts


def _named_tokens(tokenizer: GgufTokenizer) -> str:
    """Jinja that says what tokens the template may write by name."""
    ids = {"bos_token": tokenizer.bos_id, "eos_token": tokenizer.eos_id}
    lines = []
    for name, index in ids.items():
        if index is None or name not in tokenizer.chat_template:
            continue
        token = tokenizer.tokens[index]
        if not token.isprintable() or set("'\\") & set(token):
            raise ValueError(f"{name} is no token")
        lines.append(f"{{%- set {name} = '{token}' -%}}")
    return "".join(lines)


def _sentencepiece(tokenizer: GgufTokenizer) -> bytes:
    """The tokenizer.model of ChatGLM2 and ChatGLM3: the pieces in front of the control tokens."""
    first = CHATGLM2_SPECIALS[0]
    if first not in tokenizer.tokens:
        raise ValueError(f"there is no {first} among the tokens")
    end = tokenizer.tokens.index(first)
    found = tuple(tokenizer.tokens[end : end + len(CHATGLM3_SPECIALS)])
    behind = CHATGLM3_SPECIALS if "<|user|>" in found else CHATGLM2_SPECIALS
    if found[: len(behind)] != behind:
        raise ValueError("the control tokens are not those of ChatGLM, or in another order")
    pieces = list(tokenizer.tokens[:end])
    for index, form in _OWN_CONTROLS.items():
        if index < end and tokenizer.kinds[index] == CONTROL:
            pieces[index] = form
        elif index < end and tokenizer.kinds[index] == NORMAL:
            raise ValueError(f"the token {index} is no control token")
    return define_sentencepiece(pieces, tokenizer.scores[:end], tokenizer.kinds[:end])


def _bad(detail: str) -> CheckpointError:
    return CheckpointError("checkpoint-invalid", detail=detail)
