"""Reads a prefix-tuning adapter as the PEFT library saves it, without the library.

Knows nothing of other formats. PEFT stores evaluated rows and resolves the sizes in
adapter_config.json, but not which family the base model is of (github.com/huggingface/peft,
PrefixTuningConfig and PeftModel.get_prompt).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from newsassistant.core.errors import CheckpointError
from newsassistant.model import families
from newsassistant.model.base import Base
from newsassistant.model.checkpoint import CONFIG, MAX_CONFIG, Checkpoint, read_tensors
from newsassistant.model.formats.jsonfile import read_object
from newsassistant.model.formats.stored import Float32Array
from newsassistant.model.prefixes.manifest import MAX_LENGTH
from newsassistant.model.prefixes.parts import numbers, split_rows
from newsassistant.model.prefixes.prefix import Prefix
from newsassistant.model.prefixes.words import ADAPTER_CONFIG, ADAPTER_FILES, bad, base_name

SOURCE = "peft"
ROWS = "prompt_embeddings"
STARTER = "starter"
_STARTER_NAME = re.compile(r"smollm2[-_]135m", re.IGNORECASE)


def read_peft(folder: Path) -> Prefix:
    """The rows of an adapter; real tokens stand behind them in position too.

    Raises CheckpointError, PrefixError. Any thread.
    """
    values = read_object(folder / ADAPTER_CONFIG, limit=MAX_CONFIG)
    _check_kind(values)
    length = _whole(values, "num_virtual_tokens", MAX_LENGTH)
    layers = _whole(values, "num_layers", 1000)
    kv_heads = _whole(values, "num_attention_heads", 4096)
    width = _whole(values, "token_dim", 1 << 17)
    if width % kv_heads:
        raise bad(ADAPTER_CONFIG, f"token_dim {width}, expected a multiple of {kv_heads}")
    name = values.get("base_model_name_or_path")
    family = _family(name) if isinstance(name, str) and "\0" not in name else ""
    if _is_llama(values.get("auto_mapping")):
        family = STARTER
    base = Base(family, layers, kv_heads, width // kv_heads, name=base_name(name))
    rows = split_rows(_read(folder, (length, 2 * layers * width)), base)
    if family == STARTER:
        rows[:, 0] = _interleaved(rows[:, 0])
    facts = {"source": SOURCE, "training": {}}
    return Prefix(rows, base, position_offset=length, facts=facts).check()


def _check_kind(values: Mapping[str, Any]) -> None:
    kind, parts = values.get("peft_type"), values.get("num_transformer_submodules", 1)
    if kind != "PREFIX_TUNING":
        raise bad(ADAPTER_CONFIG, f"peft_type {str(kind)[:40]!r}, expected 'PREFIX_TUNING'")
    if parts is not None and parts != 1:
        detail = f"num_transformer_submodules {str(parts)[:40]}, expected 1"
        raise bad(ADAPTER_CONFIG, detail)


def _whole(values: Mapping[str, Any], key: str, most: int) -> int:
    value = values.get(key)
    if type(value) is not int or not 1 <= value <= most:
        shown = "a very large number" if type(value) is int and value > most else repr(value)[:40]
        raise bad(ADAPTER_CONFIG, f"{key} is {shown}, expected a whole number from 1 to {most}")
    return value


def _read(folder: Path, expected: tuple[int, int]) -> Float32Array:
    path = next((folder / name for name in ADAPTER_FILES if (folder / name).is_file()), None)
    if path is None:
        raise bad(folder.name, f"there is no {' or '.join(ADAPTER_FILES)}")
    tensor = read_tensors(path).get(ROWS)
    if tensor is None:
        raise bad(path.name, f"{ROWS} is missing")
    if tensor.shape != expected:
        detail = f"{ROWS} is {list(tensor.shape)}, expected {list(expected)}"
        raise bad(path.name, detail)
    return numbers(tensor)


def _family(name: str) -> str:
    """What the base's own config.json says where it is on this disk, else what its name says."""
    if (found := _family_on_disk(name)) is not None:
        return found
    return STARTER if _STARTER_NAME.search(name) else families.family_named(name)


def _is_llama(mapping: object) -> bool:
    """True if PEFT has noted that class, which it does when it was told no task."""
    found = mapping.get("base_model_class") if isinstance(mapping, dict) else None
    return isinstance(found, str) and found.startswith("Llama")


def _family_on_disk(name: str) -> str | None:
    # A name with two slashes in front, of either kind, would make Windows ask another machine.
    if not name[:2].strip("/\\") or not (folder := Path(name)).is_absolute():
        return None
    try:
        kind = read_object(folder / CONFIG, limit=MAX_CONFIG).get("model_type")
        if kind == "llama":
            return STARTER
        return families.read_config(Checkpoint(folder, {})).family
    except (CheckpointError, OSError):
        return None


def _interleaved(keys: Float32Array) -> Float32Array:
    """Llama's rotary halves (i, i + d/2) as the pairs (2i, 2i + 1) that the starter's file has."""
    if keys.shape[-1] % 2:
        raise bad(ADAPTER_CONFIG, f"heads of {keys.shape[-1]}, expected an even number")
    halves = keys.reshape(*keys.shape[:-1], 2, keys.shape[-1] // 2)
    return np.ascontiguousarray(np.swapaxes(halves, -1, -2)).reshape(keys.shape)
