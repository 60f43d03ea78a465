"""Finds a style that was baked into a graph: states that begin with rows and not empty.

Such a graph answers in two ways. OpenVINO's stateful pipeline begins with the rows; where attention
is paged (continuous batching, Model Server) they are dropped without a word, and here they give way
to whatever style is chosen. Only the .xml is read, before OpenVINO is given it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import prod
from pathlib import Path
from xml.parsers.expat import ExpatError, ParserCreate

from newsassistant.core.errors import ModelError
from newsassistant.core.files import open_regular
from newsassistant.core.outside import UnfitError

MAX_XML = 256 << 20
_READ = 1 << 20
_READS = "ReadValue"
_SHAPES = "ShapeOf"  # what stands behind it gives sizes, and no rows
_SIZES = ("i32", "i64", "u32", "u64", "boolean")


@dataclass(slots=True)
class _Layer:
    """An operation: its kind, the shape of its last output and, of a constant, that of its data."""

    kind: str
    state: str = ""
    data: tuple[str, str] = ("", "")
    sizes: list[int] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)


class _Graph:
    """The operations of a graph and what each reads from, as its .xml is gone through."""

    def __init__(self) -> None:
        self.layers: dict[str, _Layer] = {}
        self._layer: _Layer | None = None
        self._is_size = False
        self._is_output = False

    def on_start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if name == "layer":
            self._layer = _Layer(attributes.get("type", ""))
            self.layers[attributes.get("id", "")] = self._layer
        elif name == "edge":
            target = self.layers.get(attributes.get("to-layer", ""))
            if target is not None:
                target.sources.append(attributes.get("from-layer", ""))
        elif self._layer is None:
            return
        elif name == "data":
            self._layer.state = attributes.get("variable_id", "")
            self._layer.data = attributes.get("element_type", ""), attributes.get("shape", "")
        elif name == "output":
            self._is_output = True
        elif name == "port" and self._is_output:
            self._layer.sizes = []
        self._is_size = name == "dim"

    def on_end(self, name: str) -> None:
        """An element ends."""
        self._is_size = False
        if name == "layer":
            self._layer = None
        elif name == "output":
            self._is_output = False

    def on_text(self, text: str) -> None:
        """What stands between; only sizes are kept."""
        if self._is_size and self._is_output and self._layer is not None:
            said = text.strip()
            self._layer.sizes.append(int(said) if said.isdecimal() and len(said) < 19 else -1)

    def baked(self) -> list[str]:
        """The states that begin with rows, by name."""
        reads = [layer for layer in self.layers.values() if layer.kind == _READS]
        return [layer.state for layer in reads if any(map(self._has_rows, layer.sources))]

    def _has_rows(self, source: str) -> bool:
        """True if what a state begins with is not empty, or is made of stored numbers."""
        first = self.layers.get(source)
        if first is None:
            return False
        if first.sizes and 0 in first.sizes:
            return False
        if first.sizes and first.sizes.count(-1) < 2:
            return True  # of unknown size is the batch at most
        seen, waiting = {source}, [source]
        while waiting:
            layer = self.layers[waiting.pop()]
            if layer.kind == "Const" and _is_table(*layer.data):
                return True
            if layer.kind != _SHAPES:
                new = [name for name in layer.sources if name in self.layers and name not in seen]
                seen.update(new)
                waiting += new
        return False


def _is_table(element: str, shape: str) -> bool:
    """True for a constant of more than one number that is no list of sizes."""
    sizes = [int(size) for size in shape.split(",") if size.strip().isdecimal() and len(size) < 19]
    return element not in _SIZES and prod(sizes) > 1


def baked_states(xml: Path) -> list[str]:
    """The names of the states in the graph `xml` that begin with rows, none in a plain model.

    None either for what is no graph: OpenVINO says what is wrong with it. Takes 30 ms for 1 MB;
    any thread.
    """
    graph = _Graph()
    parser = ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = graph.on_start
    parser.EndElementHandler = graph.on_end
    parser.CharacterDataHandler = graph.on_text
    parser.StartDoctypeDeclHandler = _on_doctype
    try:
        with open_regular(xml, MAX_XML) as file:
            while block := file.read(_READ):
                parser.Parse(block, False)
            parser.Parse(b"", True)
    except (ExpatError, UnfitError, OSError):
        return []
    return graph.baked()


def refuse_baked(xml: Path, model: str) -> None:
    """Raise ModelError("model-baked") for the graph of a `model` with a style baked into it."""
    if states := baked_states(xml):
        raise ModelError("model-baked", model=model, actual=len(states))


def _on_doctype(*_: object) -> None:
    raise UnfitError("it declares entities")
