"""An OpenVINO graph's .xml, looked through before OpenVINO reads it.

Knows nothing of models. Refused are documents with entities of their own, operations that are not
OpenVINO's, and constants that do not lie in the file of weights.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn
from xml.parsers.expat import ExpatError, ParserCreate

from newsassistant.core.errors import CheckpointError
from newsassistant.core.plain import plain, shown

MAX_XML = 256 << 20
MAX_DEPTH = 64
MAX_LAYERS = 1_000_000
OLDEST_IR = 10
_READ = 1 << 20
_KINDS = {"u4": "int4", "i4": "int4", "u8": "int8", "i8": "int8", "f16": "fp16", "bf16": "fp16"}
_LEAST = 0.3
"""Of all constants' bytes, which those of 4 or 8 bits must have to give the weights their name."""


class IrFile:
    """What there is to know of a graph before it is read; made by `scan`."""

    def __init__(self, weights_size: int) -> None:
        self._weights_size = weights_size
        self._depth = 0
        self._layers = 0
        self._root = ""
        self._bytes: Counter[str] = Counter()

    @property
    def weights(self) -> str:
        """How most weights are stored: "int4", "int8", "fp16" or "fp32"."""
        total = sum(self._bytes.values())
        for kind in ("int4", "int8"):
            if self._bytes[kind] >= _LEAST * total > 0:
                return kind
        return "fp16" if self._bytes["fp16"] > self._bytes["fp32"] else "fp32"

    def finish(self) -> None:
        """At the end of the document."""
        if not self._layers:
            _damaged("it has no layers")

    def on_start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            _damaged("nested too deeply")
        if not self._root:
            self._root = name
            self._check_root(name, attributes)
        elif name == "layer":
            self._layers += 1
            if self._layers > MAX_LAYERS:
                _damaged("too many layers")
            if not attributes.get("version", "").startswith("opset"):
                said = plain(attributes.get("type", "?"), longest=60)
                raise CheckpointError("foreign-operation", actual=said)
        elif name == "data" and "offset" in attributes:
            self._on_constant(attributes)

    def on_end(self, name: str) -> None:
        """An element ends."""
        self._depth -= 1

    def _check_root(self, name: str, attributes: Mapping[str, str]) -> None:
        version = attributes.get("version", "")
        if name != "net" or not version.isascii() or not version.isdigit():
            _damaged("it is no OpenVINO graph")
        if int(version[:9]) < OLDEST_IR:
            _damaged(f"format {version[:9]}, from before OpenVINO 2021")

    def _on_constant(self, attributes: Mapping[str, str]) -> None:
        numbers = [attributes.get(key, "") for key in ("offset", "size")]
        if not all(each.isascii() and each.isdigit() and len(each) < 19 for each in numbers):
            _damaged(f"a constant at {shown(numbers)}")
        start, size = map(int, numbers)
        if start + size > self._weights_size:
            actual = f"weights up to byte {start + size}, {self._weights_size} in the file"
            _damaged(actual)
        kind = _KINDS.get(attributes.get("element_type", ""), "fp32")
        self._bytes[kind] += size


def scan(xml: Path, weights_size: int) -> IrFile:
    """Look through `xml`, which belongs to a file of weights of that many bytes.

    Raises CheckpointError naming what cannot be used. Takes a second for 100 MB.
    """
    found = IrFile(weights_size)
    parser = ParserCreate()
    parser.StartElementHandler = found.on_start
    parser.EndElementHandler = found.on_end
    parser.StartDoctypeDeclHandler = _on_doctype
    try:
        with xml.open("rb") as file:
            while block := file.read(_READ):
                parser.Parse(block, False)
            parser.Parse(b"", True)
    except ExpatError as error:
        raise CheckpointError("foreign-graph", detail=f"{xml.name}: {plain(error)}") from error
    found.finish()
    return found


def _on_doctype(*_: object) -> NoReturn:
    _damaged("it declares entities")


def _damaged(detail: str) -> NoReturn:
    raise CheckpointError("foreign-graph", detail=detail)
