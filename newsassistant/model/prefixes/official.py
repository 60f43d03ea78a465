"""Reads the prefix that the official P-Tuning v2 scripts of ChatGLM-6B and ChatGLM2-6B write.

Knows nothing of other formats. Beside config.json lies a state dict with the prefix encoder: an
embedding of all rows, or a smaller one with Linear, tanh, Linear behind it (THUDM/ChatGLM2-6B,
modeling_chatglm.py, PrefixEncoder), which is evaluated here once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from newsassistant.core.errors import CheckpointError, PrefixError
from newsassistant.model import families
from newsassistant.model.base import Base
from newsassistant.model.checkpoint import CONFIG, Checkpoint, read_tensors
from newsassistant.model.formats.jsonfile import read_object
from newsassistant.model.formats.stored import Float32Array, StoredTensor
from newsassistant.model.prefixes.manifest import MAX_LENGTH
from newsassistant.model.prefixes.parts import numbers, split_rows
from newsassistant.model.prefixes.prefix import Prefix
from newsassistant.model.prefixes.words import bad, base_name

SOURCE = "chatglm-ptuning-v2"
TRAINER_STATE = "trainer_state.json"
MAX_ROW_BYTES = 2 << 30  # 2048 rows of ChatGLM-6B, whose rows are the largest
_ENCODER = re.compile(r"(?:.+\.)?prefix_encoder\.(?P<part>.+)")
_EMBEDDING = "embedding.weight"
_PROJECTION = ("trans.0.weight", "trans.0.bias", "trans.2.weight", "trans.2.bias")


def read_official(folder: Path, weights: Path | None = None) -> Prefix:
    """The evaluated rows of an output folder, or of its one file `weights`.

    Raises CheckpointError, PrefixError. Any thread; takes up to a second with a projection.
    """
    checkpoint = Checkpoint(folder, read_tensors(weights)) if weights else Checkpoint.open(folder)
    base = _base(checkpoint)
    flat = _evaluate(_encoder(checkpoint), 2 * base.layers * base.kv_heads * base.head_dim)
    facts = {"source": SOURCE, "training": _training(folder)}
    return Prefix(split_rows(flat, base), base, facts=facts).check()


def has_prefix(names: Iterable[str]) -> bool:
    """True if a prefix encoder is among a checkpoint's tensors, beside a whole model perhaps."""
    return any(_ENCODER.fullmatch(name) for name in names)


def _base(checkpoint: Checkpoint) -> Base:
    values = checkpoint.config()
    if values.get("model_type") != families.V1:
        raise bad(CONFIG, f"model_type {str(values.get('model_type'))[:80]!r}, expected 'chatglm'")
    family = _family(values, checkpoint)
    sizes = families.cache_sizes(values, family or families.V2)
    return Base(family, *sizes, name=base_name(values.get("_name_or_path")))


def _family(values: Mapping[str, Any], checkpoint: Checkpoint) -> str:
    """ "" for a successor of ChatGLM-6B that the files do not name: their rows look alike."""
    if families.is_first_generation(values):
        return families.V1
    # A run's folder is named after the model, and its checkpoints only after their steps.
    path = checkpoint.path.absolute()
    for folder in (path.name, path.parent.name):
        try:
            code = checkpoint.tokenizer_code()
            tokenizer = checkpoint.tokenizer_config()
            return families.detect_family(values, tokenizer, folder, code=code)
        except CheckpointError as error:
            if error.code != "family-unknown":
                raise
    return ""


def _encoder(checkpoint: Checkpoint) -> dict[str, StoredTensor]:
    """The tensors of the prefix encoder under their names in it; others are left out."""
    found: dict[str, StoredTensor] = {}
    for name, tensor in checkpoint.stored.items():
        match = _ENCODER.fullmatch(name)
        if match is not None and found.setdefault(match["part"], tensor) is not tensor:
            raise bad(tensor.path.name, f"{match['part']} of the prefix encoder is there twice")
    where = checkpoint.files[0].name if checkpoint.files else checkpoint.path.name
    if not found:
        raise PrefixError("prefix-none", path=where)
    if unknown := sorted(found.keys() - {_EMBEDDING, *_PROJECTION}):
        raise bad(where, f"prefix_encoder.{unknown[0]} is not expected")
    needed = (_EMBEDDING, *(_PROJECTION if len(found) > 1 else ()))
    if missing := [part for part in needed if part not in found]:
        raise bad(where, f"prefix_encoder.{missing[0]} is missing")
    return found


def _evaluate(encoder: Mapping[str, StoredTensor], width: int) -> Float32Array:
    """[length, `width`]; every shape is compared before a number is read."""
    embedding = encoder[_EMBEDDING]
    if len(embedding.shape) != 2 or not 0 < embedding.shape[0] <= MAX_LENGTH:
        raise _misshapen(embedding, f"[1 to {MAX_LENGTH}, {width}]")
    length, entry = embedding.shape
    inner = encoder[_PROJECTION[0]].shape[:1] if len(encoder) > 1 else ()
    if (size := 4 * length * max((width, *inner))) > MAX_ROW_BYTES:
        detail = f"{size} bytes of rows, expected at most {MAX_ROW_BYTES}"
        raise bad(embedding.path.name, detail)
    if len(encoder) == 1:
        _check_shape(embedding, (length, width))
        return numbers(embedding)
    for part, shape in zip(
        _PROJECTION, ((*inner, entry), inner, (width, *inner), (width,)), strict=True
    ):
        _check_shape(encoder[part], shape)
    down, down_bias, up, up_bias = (numbers(encoder[part]) for part in _PROJECTION)
    with np.errstate(all="ignore"):  # what is not finite is refused by name afterwards
        hidden = np.tanh(numbers(embedding) @ down.T + down_bias)
        return np.asarray(hidden @ up.T + up_bias, dtype=np.float32)


def _check_shape(tensor: StoredTensor, expected: tuple[int, ...]) -> None:
    if tensor.shape != expected:
        raise _misshapen(tensor, str(list(expected)))


def _misshapen(tensor: StoredTensor, expected: str) -> PrefixError:
    detail = f"{tensor.name[:120]} is {list(tensor.shape)}, expected {expected}"
    return bad(tensor.path.name, detail)


def _training(folder: Path) -> dict[str, Any]:
    """What the trainer noted about the run; nothing where that cannot be read."""
    try:
        state = read_object(folder / TRAINER_STATE)
    except CheckpointError:
        return {}
    names = {"global_step": "steps", "epoch": "epochs"}
    found = {ours: state.get(theirs) for theirs, ours in names.items()}
    return {name: value for name, value in found.items() if type(value) in (int, float)}
