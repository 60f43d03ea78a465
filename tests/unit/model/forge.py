"""Writes checkpoint files byte by byte, good and bad ones, without torch or safetensors.

A forged torch file has the entries that torch.save makes.
"""

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import prod
from pathlib import Path
from typing import Any

import numpy.typing as npt

PROTO, STOP, MARK, EMPTY_DICT, EMPTY_TUPLE = b"\x80\x02", b".", b"(", b"}", b")"
TUPLE, TUPLE1, TUPLE2, REDUCE, BUILD = b"t", b"\x85", b"\x86", b"R", b"b"
SETITEM, SETITEMS, PERSID, TRUE, FALSE, NONE = b"s", b"u", b"Q", b"\x88", b"\x89", b"N"

CLASSES = {"F32": "FloatStorage", "F16": "HalfStorage", "BF16": "BFloat16Storage"}
SIZES = {"F32": 4, "F16": 2, "BF16": 2, "I64": 8, "I8": 1}


def text(value: str) -> bytes:
    """BINUNICODE."""
    raw = value.encode("utf-8", "surrogatepass")
    return b"X" + struct.pack("<I", len(raw)) + raw


def number(value: int) -> bytes:
    """BININT or, for large ones, LONG1."""
    if -(1 << 31) <= value < 1 << 31:
        return b"J" + struct.pack("<i", value)
    raw = value.to_bytes(value.bit_length() // 8 + 1, "little", signed=True)
    return b"\x8a" + bytes([len(raw)]) + raw


def name(module: str, attribute: str) -> bytes:
    """GLOBAL."""
    return f"c{module}\n{attribute}\n".encode()


def numbers(values: Sequence[int]) -> bytes:
    """A tuple of whole numbers."""
    return MARK + b"".join(number(value) for value in values) + TUPLE


ORDERED_DICT = name("collections", "OrderedDict") + EMPTY_TUPLE + REDUCE


@dataclass(frozen=True)
class Tensor:
    """A tensor to be forged; everything that a hostile file could lie about can be set."""

    shape: tuple[int, ...]
    key: str = "0"
    kind: str = "FloatStorage"
    count: int | None = None
    offset: int = 0
    strides: tuple[int, ...] | None = None

    def pickled(self) -> bytes:
        """The opcodes of _rebuild_tensor_v2 with its arguments."""
        strides = self.strides
        if strides is None:
            strides = tuple(prod(self.shape[i + 1 :]) for i in range(len(self.shape)))
        count = prod(self.shape) if self.count is None else self.count
        storage = MARK + text("storage") + name("torch", self.kind) + text(self.key)
        storage += text("cpu") + number(count) + TUPLE + PERSID
        arguments = MARK + storage + number(self.offset) + numbers(self.shape) + numbers(strides)
        arguments += FALSE + ORDERED_DICT + TUPLE
        return name("torch._utils", "_rebuild_tensor_v2") + arguments + REDUCE


def state_dict(tensors: Mapping[str, Tensor | bytes]) -> bytes:
    """A whole pickle: a dict of tensors, or of opcodes that make one value each."""
    items = b"".join(
        text(key) + (value.pickled() if isinstance(value, Tensor) else value)
        for key, value in tensors.items()
    )
    return PROTO + EMPTY_DICT + MARK + items + SETITEMS + STOP


@dataclass
class Archive:
    """The entries of a torch file, in order; `prefix` is the folder inside."""

    pickle: bytes
    storages: Mapping[str, bytes] = field(default_factory=dict)
    prefix: str = "archive"
    byteorder: bytes = b"little"
    compression: int = zipfile.ZIP_STORED
    extra: Sequence[tuple[str, bytes]] = ()

    def data(self) -> bytes:
        """The zip file."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", self.compression) as archive:
            archive.writestr(f"{self.prefix}/data.pkl", self.pickle)
            archive.writestr(f"{self.prefix}/byteorder", self.byteorder)
            for key, raw in self.storages.items():
                archive.writestr(f"{self.prefix}/data/{key}", raw)
            archive.writestr(f"{self.prefix}/version", b"3\n")
            for entry, raw in self.extra:
                archive.writestr(entry, raw)
        return out.getvalue()


def torch_file(arrays: Mapping[str, npt.NDArray[Any]]) -> bytes:
    """A faithful file of float16 and float32 arrays, one storage each."""
    kinds = {"f4": "FloatStorage", "f2": "HalfStorage"}
    tensors = {
        key: Tensor(array.shape, str(index), kinds[array.dtype.str[1:]])
        for index, (key, array) in enumerate(arrays.items())
    }
    storages = {str(index): array.tobytes() for index, array in enumerate(arrays.values())}
    return Archive(state_dict(tensors), storages).data()


def header_file(header: object, data: bytes = b"", *, length: int | None = None) -> bytes:
    """A safetensors file with any header; `length` overrides what the first 8 bytes say."""
    raw = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(raw) if length is None else length) + raw + data


def safetensors_file(arrays: Mapping[str, npt.NDArray[Any]]) -> bytes:
    """A faithful file of float16 and float32 arrays."""
    header: dict[str, object] = {"__metadata__": {"format": "pt"}}
    data = b""
    for key, array in arrays.items():
        raw = array.tobytes()
        header[key] = {
            "dtype": {"f4": "F32", "f2": "F16"}[array.dtype.str[1:]],
            "shape": list(array.shape),
            "data_offsets": [len(data), len(data) + len(raw)],
        }
        data += raw
    return header_file(header, data)


def write(path: Path, data: bytes) -> Path:
    """Put `data` into `path`."""
    path.write_bytes(data)
    return path
