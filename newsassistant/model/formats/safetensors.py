"""Reads the header of a .safetensors file: which tensor lies where.

Knows nothing of models. The layout is 8 bytes of header length, a JSON object, then the numbers
(huggingface.co/docs/safetensors); every number of the header is checked before it is used.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Mapping
from itertools import pairwise
from math import prod
from pathlib import Path

from newsassistant.core.errors import CheckpointError
from newsassistant.model.formats.jsonfile import decode_object
from newsassistant.model.formats.opening import open_file
from newsassistant.model.formats.stored import (
    ITEM_SIZES,
    StoredTensor,
    checked_shape,
    is_plain_name,
)

# The format allows 100 MB; a model of 100,000 tensors needs 13 MB, and JSON grows 20 times when
# it is parsed, so that a larger one would only be an attack on the memory.
MAX_HEADER = 16 << 20
METADATA = "__metadata__"


def read_safetensors(path: Path) -> Mapping[str, StoredTensor]:
    """Name -> place of every tensor in `path`; reads the header only.

    Raises CheckpointError naming the file and what is wrong with it. Any thread.
    """
    try:
        with open_file(path) as file:
            size = os.fstat(file.fileno()).st_size
            start = file.read(8)
            if len(start) < 8:
                raise _bad(path, f"{len(start)} bytes, expected at least 8")
            (length,) = struct.unpack("<Q", start)
            if length > min(MAX_HEADER, size - 8):
                raise _bad(path, f"header of {length} bytes in a file of {size} bytes")
            text = file.read(length)
    except OSError as error:
        raise CheckpointError("file-unreadable", path=path, detail=error.strerror) from error
    header = decode_object(text, where=path.name)
    return _tensors(path, header, 8 + length, size)


def _tensors(
    path: Path, header: dict[str, object], start: int, size: int
) -> dict[str, StoredTensor]:
    header.pop(METADATA, None)
    ends: list[tuple[int, int, str]] = []
    found: dict[str, StoredTensor] = {}
    for name, entry in header.items():
        dtype, shape, begin, end = _entry(path, name, entry, size - start)
        found[name] = StoredTensor(name, path, dtype, shape, start + begin)
        if begin < end:
            ends.append((begin, end, name))
    ends.sort()
    for (_, end, name), (begin, _, other) in pairwise(ends):
        if begin < end:
            raise _bad(path, f"{name} and {other} overlap")
    return found


def _entry(
    path: Path, name: str, entry: object, size: int
) -> tuple[str, tuple[int, ...], int, int]:
    """dtype, shape, begin and end of a tensor, all of them possible in `size` bytes."""
    if not is_plain_name(name) or not isinstance(entry, dict):
        raise _bad(path, f"{name[:80]!r} is no tensor")
    dtype = entry.get("dtype")
    shape = checked_shape(entry.get("shape"))
    place = checked_shape(entry.get("data_offsets"))
    if not isinstance(dtype, str) or dtype not in ITEM_SIZES:
        shown = dtype[:40] if isinstance(dtype, str) else type(dtype).__name__
        raise _bad(path, f"{name} has dtype {shown!r}, expected F16, BF16 or F32")
    if shape is None or place is None or len(place) != 2:
        raise _bad(path, f"{name} has no valid shape and data_offsets")
    begin, end = place
    if not begin <= end <= size:
        raise _bad(path, f"{name} lies at {begin} to {end}, outside the {size} bytes of data")
    expected = prod(shape) * ITEM_SIZES[dtype]
    if end - begin != expected:
        raise _bad(path, f"{name} has {end - begin} bytes, expected {expected} for {list(shape)}")
    return dtype, shape, begin, end


def _bad(path: Path, detail: str) -> CheckpointError:
    return CheckpointError("checkpoint-invalid", detail=f"{path.name}: {detail}")
