"""An ONNX file, looked through before OpenVINO reads it: which other files does it name?

Knows nothing of models, and needs no ONNX library: of the protobuf messages only those are followed
that lead to a tensor or an operation. Refused are files that lie elsewhere, and operations of
makers whose extensions would have to be loaded.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import BinaryIO

from newsassistant.core.errors import CheckpointError
from newsassistant.core.files import open_regular
from newsassistant.core.outside import UnfitError
from newsassistant.core.plain import plain, shown

MAX_DEPTH = 32
MAX_MESSAGES = 5_000_000
MAX_NAME = 1000
# Those that OpenVINO knows itself, if it knows the operation.
DOMAINS = ("", "ai.onnx", "com.microsoft", "org.openvinotoolkit")

_MODEL, _GRAPH, _NODE, _ATTRIBUTE, _TENSOR, _SPARSE, _FUNCTION, _ENTRY = range(8)
# Message -> number of a field -> what lies there. Other fields are passed over.
_INSIDE: Mapping[int, Mapping[int, int]] = {
    _MODEL: {7: _GRAPH, 25: _FUNCTION},
    _GRAPH: {1: _NODE, 5: _TENSOR, 15: _SPARSE},
    _FUNCTION: {7: _NODE},
    _NODE: {5: _ATTRIBUTE},
    _ATTRIBUTE: {5: _TENSOR, 6: _GRAPH, 10: _TENSOR, 11: _GRAPH, 22: _SPARSE, 23: _SPARSE},
    _SPARSE: {1: _TENSOR, 2: _TENSOR},
    _TENSOR: {13: _ENTRY},
    _ENTRY: {},
}
_NODE_TYPE, _NODE_DOMAIN = 4, 7
_ENTRY_KEY, _ENTRY_VALUE = 1, 2
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5


def check_onnx(path: Path, folder: Path) -> list[str]:
    """Look through `path` in `folder`; the names of the files of weights beside it.

    Raises CheckpointError naming what cannot be used. Takes seconds for a graph of many nodes,
    whatever its weights' size.
    """
    try:
        with open_regular(path, within=folder) as file:
            found = _Walk(path.parent, folder)
            # Not closed here: views of it live as long as an error's traceback.
            found.walk(memoryview(_mapped(file)), _MODEL)
    except UnfitError as error:
        raise CheckpointError("checkpoint-invalid", detail=error) from error
    if not found.nodes:
        raise _damaged(f"{plain(path.name)} is no ONNX file")
    return sorted(found.sizes)


def _mapped(file: BinaryIO) -> mmap.mmap:
    try:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except ValueError as error:
        raise _damaged("the ONNX file is empty") from error


class _Walk:
    """Follows messages; `sizes` are those of the files that tensors lie in."""

    def __init__(self, place: Path, folder: Path) -> None:
        self._place = place
        self._folder = folder
        self._messages = 0
        self.nodes = 0
        self.sizes: dict[str, int] = {}

    def walk(self, content: memoryview, kind: int, depth: int = 0) -> None:
        """`content` is one message of that kind."""
        self._messages += 1
        if depth > MAX_DEPTH or self._messages > MAX_MESSAGES:
            raise _damaged("its ONNX file is nested too deeply")
        texts: dict[int, str] = {}
        entries: dict[str, str] = {}
        for number, value in _fields(content):
            inside = _INSIDE[kind].get(number)
            if inside == _ENTRY:
                key, text = _entry(value)
                entries[key] = text
            elif inside is not None:
                self.walk(value, inside, depth + 1)
            elif kind == _NODE and number in (_NODE_TYPE, _NODE_DOMAIN):
                texts[number] = _text(value)
        if kind == _NODE:
            self._on_node(texts)
        if entries:
            self._on_outside(entries)

    def _on_node(self, texts: Mapping[int, str]) -> None:
        self.nodes += 1
        domain = texts.get(_NODE_DOMAIN, "")
        if domain not in DOMAINS:
            said = plain(f"{domain}.{texts.get(_NODE_TYPE, '?')}", longest=80)
            raise CheckpointError("foreign-operation", actual=said)

    def _on_outside(self, entries: Mapping[str, str]) -> None:
        """A tensor in another file, which must lie beside the graph and be long enough."""
        name = entries.get("location", "")
        if not _is_beside(name):
            raise CheckpointError("foreign-outside", path="ONNX", actual=shown(name))
        if name not in self.sizes:
            with open_regular(self._place / name, within=self._folder) as file:
                self.sizes[name] = file.seek(0, 2)
        numbers = [entries.get(key, "0") for key in ("offset", "length")]
        if not all(each.isascii() and each.isdigit() and len(each) < 19 for each in numbers):
            raise _damaged(f"a tensor at {shown(numbers)} of {plain(name)}")
        if sum(map(int, numbers)) > self.sizes[name]:
            whole = f"{self.sizes[name]} in {plain(name)}"
            raise _damaged(f"weights up to byte {sum(map(int, numbers))}, {whole}")


def _is_beside(name: str) -> bool:
    """True for a path that leads down from the graph's folder, on every system."""
    if not name or not name.isprintable() or "\\" in name:
        return False
    if PurePosixPath(name).is_absolute() or PureWindowsPath(name).anchor:
        return False
    return ".." not in PurePosixPath(name).parts


def _entry(content: memoryview) -> tuple[str, str]:
    found = {number: _text(value) for number, value in _fields(content)}
    return found.get(_ENTRY_KEY, ""), found.get(_ENTRY_VALUE, "")


def _text(value: memoryview) -> str:
    if len(value) > MAX_NAME:
        raise _damaged("a name in its ONNX file is too long")
    try:
        return bytes(value).decode("utf-8")
    except UnicodeDecodeError as error:
        raise _damaged("a name in its ONNX file is no text") from error


def _fields(content: memoryview) -> Iterator[tuple[int, memoryview]]:
    """Number and bytes of each field that has a length; others are passed over."""
    at = 0
    while at < len(content):
        tag, at = _varint(content, at)
        kind = tag & 7
        if kind == _VARINT:
            _, at = _varint(content, at)
        elif kind in (_FIXED64, _FIXED32):
            at += 8 if kind == _FIXED64 else 4
        elif kind == _BYTES:
            size, at = _varint(content, at)
            if size > len(content) - at:
                raise _damaged("its ONNX file ends too early")
            yield tag >> 3, content[at : at + size]
            at += size
        else:
            raise _damaged("its ONNX file is no protobuf")
    if at > len(content):
        raise _damaged("its ONNX file ends too early")


def _varint(content: memoryview, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        if at >= len(content):
            raise _damaged("its ONNX file ends too early")
        byte = content[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
    raise _damaged("its ONNX file is no protobuf")


def _damaged(detail: str) -> CheckpointError:
    return CheckpointError("foreign-graph", detail=detail)
