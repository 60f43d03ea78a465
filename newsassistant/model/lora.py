"""LoRA adapters (Hu et al. 2021), merged into the float weights of a checkpoint as they are read.

Knows nothing of families: an adapter names the modules that it changes. Two forms, both in a folder
with adapter_config.json: that of PEFT, and the grouped one of PEFT 0.2, in which ChatGLM-Tuning
saved its adapters of the fused query_key_value (`enable_lora`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from newsassistant.core.errors import CheckpointError
from newsassistant.core.plain import plain
from newsassistant.model.checkpoint import MAX_CONFIG, Checkpoint, read_tensors
from newsassistant.model.formats.jsonfile import read_object
from newsassistant.model.formats.stored import READABLE, FloatArray, StoredTensor, to_float

CONFIG = "adapter_config.json"
FILES = ("adapter_model.safetensors", "adapter_model.bin")
ROWS_PER_BLOCK = 2048
SHOWN = 4
Value = TypeVar("Value")
MAX_RANK = 1 << 14
_NAME = re.compile(
    r"(?:base_model\.model\.)?(?P<module>.+)\.lora_(?P<part>[AB])(?:\.default)?\.weight"
)
# PEFT reads the keys of its patterns as regular expressions; of these, only plain names are safe.
_PLAIN = re.compile(r"\^?[\w.]+")
# Initialisations that leave the base model's weights as they are: an adapter does not hold those.
_STARTS = (None, True, False, "gaussian", "orthogonal", "eva")
# What PEFT 0.2 to 0.21 writes that describes the training, or that is read below.
_HARMLESS = frozenset(
    [
        "alpha_pattern",
        "auto_mapping",
        "base_model_name_or_path",
        "corda_config",
        "enable_lora",
        "eva_config",
        "exclude_modules",
        "fan_in_fan_out",
        "inference_mode",
        "init_lora_weights",
        "layers_pattern",
        "layers_to_transform",
        "loftq_config",
        "lora_alpha",
        "lora_dropout",
        "megatron_core",
        "merge_weights",
        "peft_type",
        "peft_version",
        "qalora_group_size",
        "r",
        "rank_pattern",
        "revision",
        "runtime_config",
        "target_modules",
        "task_type",
        "use_rslora",
    ]
)
_OFF: tuple[object, ...] = (None, False, "none", [], {})


@dataclass(frozen=True, slots=True)
class Part:
    """scale * up @ down for the rows from `start` on: up [rows, rank], down [rank, in]."""

    start: int
    up: FloatArray
    down: FloatArray
    scale: float

    def add_to(self, block: npt.NDArray[np.float32], first: int) -> None:
        """Add the part to `block`, which holds the rows of the weight from `first` on."""
        start = max(self.start, first)
        stop = min(self.start + len(self.up), first + len(block))
        if start < stop:
            up = self.up[start - self.start : stop - self.start].astype(np.float32)
            change = up @ self.down.astype(np.float32)
            block[start - first : stop - first] += np.float32(self.scale) * change


@dataclass(frozen=True, slots=True)
class MergedCheckpoint(Checkpoint):
    """A checkpoint whose tensors in `changes` come as float32 with the adapter added."""

    changes: Mapping[str, tuple[Part, ...]]

    def tensor(self, name: str, *, copy: bool = False) -> FloatArray:
        """As `Checkpoint.tensor`; a merged one is a new array, made block by block."""
        if name not in self.changes:
            return Checkpoint.tensor(self, name, copy=copy)
        merged = np.empty(self.shape(name), dtype=np.float32)
        for start in range(0, len(merged), ROWS_PER_BLOCK):
            merged[start : start + ROWS_PER_BLOCK] = self.rows(name, start, start + ROWS_PER_BLOCK)
        return merged

    def rows(self, name: str, start: int, stop: int) -> npt.NDArray[np.float32]:
        """As `Checkpoint.rows`, merged."""
        block = Checkpoint.rows(self, name, start, stop)
        for part in self.changes.get(name, ()):
            part.add_to(block, start)
        return block

    def check_used(self, names: Collection[str]) -> None:
        """Raise CheckpointError when the adapter changes a tensor that the model does not use."""
        unused = [name for name in self.changes if name not in names]
        if unused:
            raise _bad(self.path, f"the model does not use {_some(unused)}")


@dataclass(frozen=True, slots=True)
class _Settings:
    """What adapter_config.json says about ranks and scales."""

    path: Path
    rank: int
    alpha: float
    ranks: Mapping[str, int]
    alphas: Mapping[str, float]
    by_root: bool
    enabled: tuple[bool, ...]

    def rank_of(self, module: str) -> int:
        """Rows of lora_A of an ordinary module."""
        return _matching(self.ranks, module, self.rank)

    def scale_of(self, module: str) -> float:
        """alpha / r, or alpha / sqrt(r) for rank-stabilised adapters."""
        rank = self.rank_of(module)
        alpha = _matching(self.alphas, module, self.alpha)
        return alpha / (math.sqrt(rank) if self.by_root else rank)


def merge_lora(checkpoint: Checkpoint, folder: Path) -> MergedCheckpoint:
    """`checkpoint` with the adapter in `folder`; reads the adapter's headers only.

    Raises CheckpointError("adapter-invalid") naming what does not fit: modules without a tensor,
    wrong shapes with expected and found, tensors that are no LoRA, settings that are not supported.
    """
    settings = _settings(folder)
    pairs = _pairs(folder)
    missing = [module for module in pairs if f"{module}.weight" not in checkpoint.stored]
    if missing:
        raise _bad(folder, f"the checkpoint has no tensors for {_some(missing)}")
    changes = {}
    for module, (down, up) in pairs.items():
        name = f"{module}.weight"
        shape = checkpoint.shape(name)
        parts = _grouped if any(settings.enabled) else _plain
        changes[name] = parts(settings, module, shape, down, up)
    return MergedCheckpoint(checkpoint.path, checkpoint.stored, changes)


def _pairs(folder: Path) -> dict[str, tuple[StoredTensor, StoredTensor]]:
    """Module -> its lora_A and lora_B."""
    found = [folder / name for name in FILES if (folder / name).is_file()]
    if not found:
        raise _bad(folder, f"there is no {' or '.join(FILES)}")
    halves: dict[str, dict[str, StoredTensor]] = {}
    extra = []
    for name, tensor in read_tensors(found[0]).items():
        match = _NAME.fullmatch(name)
        if match is None or tensor.dtype not in READABLE:
            extra.append(name)
        else:
            halves.setdefault(match["module"], {})[match["part"]] = tensor
    if extra:
        raise _bad(folder, f"{_some(extra)}: only lora_A and lora_B of linear layers can be merged")
    single = [module for module, parts in halves.items() if len(parts) < 2]
    if single or not halves:
        raise _bad(folder, f"lora_A or lora_B is missing for {_some(single) or 'every module'}")
    return {module: (parts["A"], parts["B"]) for module, parts in halves.items()}


def _plain(
    settings: _Settings,
    module: str,
    shape: tuple[int, ...],
    down: StoredTensor,
    up: StoredTensor,
) -> tuple[Part, ...]:
    """PEFT: lora_A [r, in], lora_B [out, r].

    `fan_in_fan_out` does not matter: the layers of these models are all stored [out, in].
    """
    rank = settings.rank_of(module)
    out, width = _matrix(settings, module, shape)
    _check_shape(settings, down, (rank, width))
    _check_shape(settings, up, (out, rank))
    return (Part(0, to_float(up.map()), to_float(down.map()), settings.scale_of(module)),)


def _grouped(
    settings: _Settings,
    module: str,
    shape: tuple[int, ...],
    down: StoredTensor,
    up: StoredTensor,
) -> tuple[Part, ...]:
    """PEFT 0.2's MergedLinear: an equal share of the rows for each true in enable_lora.

    lora_A [r * n, in] and lora_B, a grouped convolution's weight, [shares' rows, r, 1].
    """
    enabled, rank = settings.enabled, settings.rank
    out, width = _matrix(settings, module, shape)
    count, share = sum(enabled), out // len(enabled)
    if out % len(enabled):
        raise _bad(settings.path, f"{module} has {out} rows, expected {len(enabled)} equal shares")
    _check_shape(settings, down, (rank * count, width))
    _check_shape(settings, up, (share * count, rank, 1))
    downs, ups = to_float(down.map()), to_float(up.map())[..., 0]
    places = [place for place, on in enumerate(enabled) if on]
    return tuple(
        Part(
            place * share,
            ups[number * share : (number + 1) * share],
            downs[number * rank : (number + 1) * rank],
            settings.scale_of(module),
        )
        for number, place in enumerate(places)
    )


def _matrix(settings: _Settings, module: str, shape: tuple[int, ...]) -> tuple[int, int]:
    if len(shape) != 2:
        raise _bad(settings.path, f"{module}.weight is {list(shape)}, expected a matrix")
    return shape[0], shape[1]


def _check_shape(settings: _Settings, tensor: StoredTensor, expected: tuple[int, ...]) -> None:
    if tensor.shape != expected:
        detail = f"{tensor.name} is {list(tensor.shape)}, expected {list(expected)}"
        raise _bad(settings.path, detail)


def _settings(folder: Path) -> _Settings:
    """The fields that matter, checked; others describe the training."""
    if not folder.is_dir():
        raise CheckpointError("file-not-found", path=folder)
    values = read_object(folder / CONFIG, limit=MAX_CONFIG)
    _refuse_unsupported(folder, values)
    enabled = values.get("enable_lora") or []
    if not isinstance(enabled, list) or any(type(on) is not bool for on in enabled):
        raise _wrong(folder, "enable_lora", enabled, "a list of true and false")
    settings = _Settings(
        path=folder,
        rank=_rank(folder, "r", values.get("r")),
        alpha=_number(folder, "lora_alpha", values.get("lora_alpha")),
        ranks={k: _rank(folder, k, v) for k, v in _pattern(folder, values, "rank_pattern")},
        alphas={k: _number(folder, k, v) for k, v in _pattern(folder, values, "alpha_pattern")},
        by_root=values.get("use_rslora") is True,
        enabled=tuple(enabled),
    )
    if any(enabled) and (settings.ranks or settings.alphas):
        raise _wrong(folder, "enable_lora", enabled, "none beside rank_pattern and alpha_pattern")
    return settings


def _refuse_unsupported(folder: Path, values: Mapping[str, Any]) -> None:
    """Whatever is not known to leave the arithmetic alone must be off."""
    if values.get("peft_type", "LORA") != "LORA":
        raise _wrong(folder, "peft_type", values["peft_type"], "LORA")
    for key, value in values.items():
        if key not in _HARMLESS and value not in _OFF:
            raise _wrong(folder, plain(key, longest=40), value, "none: that kind cannot be merged")
    start = values.get("init_lora_weights")
    if not isinstance(start, str | bool | None) or start not in _STARTS:
        raise _wrong(folder, "init_lora_weights", start, "one that leaves the base model as it is")
    if not isinstance(values.get("use_rslora"), bool | None):
        raise _wrong(folder, "use_rslora", values["use_rslora"], "true or false")


def _pattern(folder: Path, values: Mapping[str, Any], key: str) -> list[tuple[str, Any]]:
    found = values.get(key) or {}
    if not isinstance(found, dict) or not all(_PLAIN.fullmatch(name) for name in found):
        raise _wrong(folder, key, found, "plain names of modules")
    return list(found.items())


def _matching(pattern: Mapping[str, Value], module: str, default: Value) -> Value:
    """The value of the first name that `module` is or ends with; ^ stands for its start."""
    for name, value in pattern.items():
        whole = name.removeprefix("^")
        if module == whole or (whole == name and module.endswith(f".{name}")):
            return value
    return default


def _rank(folder: Path, key: str, value: object) -> int:
    if type(value) is not int or not 1 <= value <= MAX_RANK:
        raise _wrong(folder, key, value, f"a whole number from 1 to {MAX_RANK}")
    return value


def _number(folder: Path, key: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1e9:
        raise _wrong(folder, key, value, "a number above 0")
    return float(value)


def _some(names: Collection[str]) -> str:
    """The first few of many names."""
    shown = list(names)[:SHOWN]
    more = len(names) - len(shown)
    return ", ".join([name[:120] for name in shown] + ([f"{more} more"] if more else []))


def _wrong(folder: Path, key: str, actual: object, expected: str) -> CheckpointError:
    found = plain(actual, longest=80)
    return _bad(folder, f"{CONFIG}: {key} is {found}, expected {expected}")


def _bad(folder: Path, detail: str) -> CheckpointError:
    return CheckpointError("adapter-invalid", path=folder.name, detail=detail)
