"""A checkpoint folder as its authors publish it: config, and tensors by name, one at a time.

Knows nothing of what the tensors are for. Weights are .safetensors or PyTorch files, whole or in
shards, with an index or without, or one .ckpt of MindSpore; only headers are read until a tensor is
asked for.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from newsassistant.core.errors import CheckpointError
from newsassistant.core.files import read_text
from newsassistant.core.outside import UnfitError
from newsassistant.model.formats.jsonfile import read_object
from newsassistant.model.formats.mindspore import read_mindspore
from newsassistant.model.formats.opening import open_file, read_file
from newsassistant.model.formats.safetensors import read_safetensors
from newsassistant.model.formats.stored import FloatArray, StoredTensor, to_float
from newsassistant.model.formats.torchfile import read_torch
from newsassistant.model.mindformers import official_names

CONFIG = "config.json"
TOKENIZER_CONFIG = "tokenizer_config.json"
TOKENIZER_CODE = "tokenization_chatglm.py"
MAX_CODE = 1 << 20
MAX_CONFIG = 1 << 20
MAX_TOKENIZER_CONFIG = 8 << 20  # newer ones list every special token

# In the order in which transformers looks for them.
LAYOUTS = (("model", ".safetensors"), ("pytorch_model", ".bin"))
_READERS: Mapping[str, Callable[[Path], Mapping[str, StoredTensor]]] = {
    ".safetensors": read_safetensors,
    ".ckpt": read_mindspore,
}


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The tensors of a folder; made by `open`. Every method may be called on any thread."""

    path: Path
    stored: Mapping[str, StoredTensor]

    @classmethod
    def open(cls, path: Path) -> Checkpoint:
        """Read the headers of all weight files in the folder `path`.

        Raises CheckpointError naming missing shards, tensors that are there twice or not where
        the index says, and whatever is wrong in a file.
        """
        try:
            index, files = _find_files(path)
        except OSError as error:
            raise CheckpointError("file-unreadable", path=path, detail=error.strerror) from error
        stored: dict[str, StoredTensor] = {}
        for file in files:
            for name, tensor in read_tensors(file).items():
                if name in stored:
                    detail = f"{name} is in {stored[name].path.name} and in {file.name}"
                    raise CheckpointError("checkpoint-invalid", detail=detail)
                stored[name] = tensor
        for name, file in index.items():
            if name not in stored or stored[name].path != file:
                raise _tensor(name, f"in {file.name}, as the index says", "missing")
        return cls(path, official_names(stored))

    @property
    def names(self) -> tuple[str, ...]:
        """All tensors, in the order of the files."""
        return tuple(self.stored)

    @property
    def files(self) -> tuple[Path, ...]:
        """The weight files that hold the tensors, each once."""
        return tuple(dict.fromkeys(tensor.path for tensor in self.stored.values()))

    def shape(self, name: str) -> tuple[int, ...]:
        """Sizes of a tensor, without reading it; raises CheckpointError for an unknown name."""
        return self._find(name).shape

    def dtype(self, name: str) -> str:
        """ "F32", "F16", "BF16" or another name of `stored.ITEM_SIZES`; raises CheckpointError."""
        return self._find(name).dtype

    def tensor(self, name: str, *, copy: bool = False) -> FloatArray:
        """The numbers: float16 or float32 as stored and mapped (read-only), bfloat16 as float32.

        `copy` gives a writable array in memory. Raises CheckpointError("checkpoint-tensor").
        """
        return to_float(self._find(name).map(), copy=copy)

    def rows(self, name: str, start: int, stop: int) -> npt.NDArray[np.float32]:
        """New float32 rows start:stop of the first axis; only these are read from the disk."""
        if not self.shape(name):
            raise _tensor(name, "at least one dimension", "a single number")
        part = to_float(self._find(name).rows(start, stop))
        return np.array(part, dtype=np.float32)

    def read(self, name: str, expected_shape: Sequence[int]) -> FloatArray:
        """`tensor(name)` if it has the shape; else CheckpointError with expected and found."""
        actual = self.shape(name)
        if actual != tuple(expected_shape):
            raise _tensor(name, str(list(expected_shape)), str(list(actual)))
        return self.tensor(name)

    def unused(self, names_used: Collection[str]) -> tuple[str, ...]:
        """The tensors that are not among `names_used`, in the order of the files."""
        used = frozenset(names_used)
        return tuple(name for name in self.stored if name not in used)

    def config(self) -> dict[str, Any]:
        """The object in config.json; raises CheckpointError."""
        return read_object(self.path / CONFIG, limit=MAX_CONFIG)

    def tokenizer_config(self) -> dict[str, Any]:
        """The object in tokenizer_config.json, empty if there is none; raises CheckpointError."""
        path = self.path / TOKENIZER_CONFIG
        return read_object(path, limit=MAX_TOKENIZER_CONFIG) if os.path.lexists(path) else {}

    def tokenizer_code(self) -> str:
        """The official tokenizer's Python text, read for what it names; "" if there is none."""
        with contextlib.suppress(UnfitError):
            return read_text(self.path / TOKENIZER_CODE, MAX_CODE, within=self.path)
        return ""

    def has_text(self, name: str) -> bool:
        """True if there is a file `name` beside the weights."""
        return os.path.lexists(self.path / name)

    def text(self, name: str, limit: int) -> bytes:
        """A file of up to `limit` bytes beside the weights; raises CheckpointError."""
        return read_file(self.path / name, limit)

    def _find(self, name: str) -> StoredTensor:
        found = self.stored.get(name)
        if found is None:
            raise _tensor(name, "present", "missing")
        return found


def read_tensors(path: Path) -> Mapping[str, StoredTensor]:
    """Name -> place of every tensor in one weight file, by its suffix; raises CheckpointError."""
    reader: Callable[[Path], Mapping[str, StoredTensor]]
    reader = _READERS.get(path.suffix, read_torch)
    return reader(path)


def _find_files(folder: Path) -> tuple[dict[str, Path], list[Path]]:
    """The index (name -> file, empty without one) and the weight files of a folder."""
    if not folder.is_dir():
        raise CheckpointError("file-not-found", path=folder)
    faults: list[CheckpointError] = []
    for stem, suffix in LAYOUTS:
        for find in (_single, _indexed, _numbered):
            try:
                found = find(folder, stem, suffix)
                for file in found[1] if found is not None else ():
                    open_file(file).close()  # a stand-in of Git LFS is not the set itself
            except CheckpointError as error:
                faults.append(error)  # another set may be whole: an index alone is no evidence
                continue
            if found is not None:
                return found
    whole = [path for path in sorted(folder.iterdir()) if path.suffix == ".ckpt"]
    if len(whole) == 1:
        return {}, whole
    if whole:
        raise _incomplete(folder, f"{len(whole)} .ckpt files", "one MindSpore checkpoint")
    if faults:
        # That the files are stand-ins says more than that an index names others.
        raise next((fault for fault in faults if fault.code == "checkpoint-pointer"), faults[0])
    raise _incomplete(folder, "no weight files", "model.safetensors or pytorch_model.bin")


_Found = tuple[dict[str, Path], list[Path]]


def _single(folder: Path, stem: str, suffix: str) -> _Found | None:
    path = folder / f"{stem}{suffix}"
    return ({}, [path]) if os.path.lexists(path) else None


def _indexed(folder: Path, stem: str, suffix: str) -> _Found | None:
    listing = folder / f"{stem}{suffix}.index.json"
    if not os.path.lexists(listing):
        return None
    index = _read_index(listing)
    return index, list(dict.fromkeys(index.values()))


def _read_index(path: Path) -> dict[str, Path]:
    weight_map = read_object(path).get("weight_map")
    if not isinstance(weight_map, dict) or not weight_map:
        raise CheckpointError("checkpoint-invalid", detail=f"{path.name}: no weight_map")
    files = {name: _inside(path, name) for name in _texts(path, weight_map.values())}
    missing = sorted(name for name, file in files.items() if not file.is_file())
    if missing:
        raise _incomplete(path.parent, f"without {', '.join(missing[:8])}", f"{len(files)} shards")
    return {name: files[file] for name, file in weight_map.items()}


def _texts(path: Path, values: Collection[object]) -> frozenset[str]:
    if not all(isinstance(value, str) for value in values):
        raise CheckpointError("checkpoint-invalid", detail=f"{path.name}: a file name is no text")
    return frozenset(str(value) for value in values)


def _inside(index: Path, name: str) -> Path:
    """The shard `name` beside the index; a name that leads anywhere else is refused."""
    suffix = index.name.removesuffix(".index.json").rpartition(".")[2]
    if not re.fullmatch(rf"[A-Za-z0-9_][A-Za-z0-9_.-]{{0,200}}\.{suffix}", name):
        detail = f"{index.name}: {name[:80]!r} is no file name in this folder"
        raise CheckpointError("checkpoint-invalid", detail=detail)
    return index.parent / name


def _numbered(folder: Path, stem: str, suffix: str) -> _Found | None:
    """The shards stem-00001-of-0000n without an index, all n of them, or None."""
    pattern = re.compile(rf"{stem}-(\d{{5}})-of-(\d{{5}}){re.escape(suffix)}")
    found = [
        match for entry in sorted(folder.iterdir()) if (match := pattern.fullmatch(entry.name))
    ]
    sets: dict[int, set[int]] = {}
    for match in found:
        sets.setdefault(int(match[2]), set()).add(int(match[1]))
    if not sets:
        return None
    totals = sorted(sets)
    whole = [total for total in totals if total and sets[total] >= set(range(1, total + 1))]
    if len(whole) > 1 or (not whole and len(totals) > 1):
        raise _incomplete(folder, f"shards of sets of {totals[0]} and {totals[1]}", "one set")
    total = whole[0] if whole else totals[0]
    names = [f"{stem}-{i:05d}-of-{total:05d}{suffix}" for i in range(1, total + 1)]
    if not whole:
        missing = [name for i, name in enumerate(names, start=1) if i not in sets[total]]
        shown = ", ".join(missing[:8]) or "any shard that counts"
        raise _incomplete(folder, f"without {shown}", f"{total} shards")
    return {}, [folder / name for name in names]


def _incomplete(folder: Path, actual: str, expected: str) -> CheckpointError:
    return CheckpointError("checkpoint-missing", path=folder.name, actual=actual, expected=expected)


def _tensor(name: str, expected: str, actual: str) -> CheckpointError:
    return CheckpointError("checkpoint-tensor", name=name, expected=expected, actual=actual)
