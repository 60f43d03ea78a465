"""Reads which tensor lies where in a file of torch.save, without torch and without running it.

Knows nothing of models. Since PyTorch 1.6 such a file is a zip of one pickle (data.pkl) and one
stored entry for each storage; older files are refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import prod
from pathlib import Path

from newsassistant.core.errors import CheckpointError
from newsassistant.model.formats.archive import Entry, read_directory
from newsassistant.model.formats.opening import open_file
from newsassistant.model.formats.pickletext import MAX_PICKLE, Storage, TensorView, decode
from newsassistant.model.formats.stored import (
    ITEM_SIZES,
    StoredTensor,
    checked_shape,
    is_plain_name,
    span,
)

ZIP_START = b"PK\x03\x04"
PICKLE_START = b"\x80"


def read_torch(path: Path) -> Mapping[str, StoredTensor]:
    """Name -> place of every tensor in the state dict of `path`; reads no numbers.

    Values of the dict that are no tensors are left out. Raises CheckpointError naming the file
    and what is wrong with it. Any thread.
    """
    _check_start(path)
    entries = read_directory(path)
    prefix = _prefix(path, entries)
    if (order := entries.get(f"{prefix}byteorder")) is not None:
        text = _read(path, order)
        if text != b"little":
            raise _bad(path, f"byte order {text[:16]!r}, expected little")
    pickle = entries[f"{prefix}data.pkl"]
    where = f"{path.name}: data.pkl"
    if pickle.size > MAX_PICKLE:
        raise _bad(path, f"data.pkl has {pickle.size} bytes, expected at most {MAX_PICKLE}")
    values = decode(_read(path, pickle), where=where)
    if not isinstance(values, dict):
        raise _bad(path, f"data.pkl holds a {type(values).__name__}, expected a state dict")
    return {
        name: _place(path, prefix, entries, name, value)
        for name, value in values.items()
        if isinstance(value, TensorView)
    }


def _check_start(path: Path) -> None:
    try:
        with open_file(path) as file:
            start = file.read(len(ZIP_START))
    except OSError as error:
        raise CheckpointError("file-unreadable", path=path, detail=error.strerror) from error
    if start.startswith(PICKLE_START):
        raise CheckpointError("checkpoint-legacy", path=path.name)
    if start != ZIP_START:
        raise _bad(path, "neither a zip nor a file of torch.save")


def _read(path: Path, entry: Entry) -> bytes:
    try:
        with open_file(path) as file:
            file.seek(entry.offset)
            return file.read(min(entry.size, MAX_PICKLE))
    except OSError as error:
        raise CheckpointError("file-unreadable", path=path, detail=error.strerror) from error


def _prefix(path: Path, entries: Mapping[str, Entry]) -> str:
    """The one folder in the archive, which is named as the file was when it was saved."""
    pickles = [name for name in entries if name.count("/") == 1 and name.endswith("/data.pkl")]
    if len(pickles) != 1:
        raise _bad(path, f"{len(pickles)} entries named data.pkl, expected 1")
    return pickles[0].removesuffix("data.pkl")


def _place(
    path: Path, prefix: str, entries: Mapping[str, Entry], name: str, view: TensorView
) -> StoredTensor:
    """The tensor in its storage, after every number has been checked against the entry's size."""
    if not is_plain_name(name):
        raise _bad(path, f"{name[:80]!r} is no tensor's name")
    entry = _storage_entry(path, prefix, entries, view.storage)
    shape, strides = checked_shape(view.shape), checked_shape(view.strides)
    place = checked_shape((view.offset,))
    if shape is None or strides is None or place is None or len(shape) != len(strides):
        raise _bad(path, f"{name} has no valid shape, strides and offset")
    count, offset = view.storage.count, place[0]
    # A view of more elements than there are repeats some: a small file could ask for terabytes.
    if offset + span(shape, strides) > count or prod(shape) > count:
        raise _bad(
            path, f"{name} is {list(shape)} from {offset} on in a storage of {count} elements"
        )
    start = entry.offset + offset * ITEM_SIZES[view.storage.dtype]
    contiguous = strides == _contiguous(shape) or prod(shape) == 0
    return StoredTensor(
        name, path, view.storage.dtype, shape, start, None if contiguous else strides
    )


def _storage_entry(
    path: Path, prefix: str, entries: Mapping[str, Entry], storage: Storage
) -> Entry:
    entry = entries.get(f"{prefix}data/{storage.key}")
    if entry is None:
        raise _bad(path, f"storage {storage.key[:80]!r} is missing")
    expected = storage.count * ITEM_SIZES[storage.dtype]
    if entry.size != expected:
        raise _bad(
            path, f"storage {storage.key[:80]!r} has {entry.size} bytes, expected {expected}"
        )
    return entry


def _contiguous(shape: tuple[int, ...]) -> tuple[int, ...]:
    """Strides of a tensor that lies row by row without gaps; those of size 1 count as any."""
    return tuple(prod(shape[index + 1 :]) for index in range(len(shape)))


def _bad(path: Path, detail: str) -> CheckpointError:
    return CheckpointError("checkpoint-invalid", detail=f"{path.name}: {detail}")
