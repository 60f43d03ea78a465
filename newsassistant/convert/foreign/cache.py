"""The key/value cache of a graph that somebody else has made: where it is, and ours in its place.

Knows nothing of files. Exporters keep the cache in states or leave it to the caller, as inputs and
outputs; under many names; and with its axes in three orders. Afterwards it is as in our graphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import openvino as ov
from openvino import opset6
from openvino import opset13 as op
from openvino.op.util import Variable, VariableInfo

from newsassistant.convert import blocks
from newsassistant.core.errors import CheckpointError
from newsassistant.core.plain import shown
from newsassistant.model.config import ModelConfig
from newsassistant.model.states import KINDS, StateKind, state_name

# The axis that grows -> where batch, heads, time and the dimensions of a head are.
_AXES = {2: (0, 1, 2, 3), 1: (0, 2, 1, 3), 0: (1, 2, 0, 3)}
_USUAL = _AXES[2]
_PAST = re.compile(r"^past[_.]?(?:key[_.]?values?)?")
_NUMBER_FIRST = re.compile(r"(?:^|[._])(\d+)[._](key|value|k|v)")
_KIND_FIRST = re.compile(r"(?:^|[._])(key|value|k|v)(?:[._]?(?:cache|states?))?[._](\d+)")
_ADAPTER = "lora"
_FLOATS = (ov.Type.f32, ov.Type.f16, ov.Type.bf16)


@dataclass(frozen=True, slots=True)
class Slot:
    """One cached tensor: what the graph reads of it, and what it keeps of it for the next pass.

    `axes` tell where batch, heads, time and head dimensions are. `name` is its state's, "" where
    the caller keeps it.
    """

    layer: int
    kind: StateKind
    past: ov.Output
    grown: ov.Output
    axes: tuple[int, ...]
    name: str = ""

    @property
    def is_usual(self) -> bool:
        """True if it needs no change: a state of our name and order, of floats of 32 bits."""
        shape = self.past.get_partial_shape()
        return (
            self.name == state_name(self.layer, self.kind)
            and self.axes == _USUAL
            and self.past.get_element_type() == ov.Type.f32
            and shape[1].is_static
            and shape[3].is_static
        )


def find_states(model: ov.Model) -> list[Slot]:
    """The slots that a graph keeps in states; raises CheckpointError("foreign-cache")."""
    reads = {
        str(node.get_attributes()["variable_id"]): node
        for node in model.get_ops()
        if node.get_type_name() == "ReadValue"
    }
    names = [str(sink.get_attributes()["variable_id"]) for sink in model.get_sinks()]
    if any(_ADAPTER in name.lower() for name in names):
        raise CheckpointError("foreign-adapter", actual=shown(names[0]))
    if set(names) != set(reads):
        raise _strange("its states are not all read and kept")
    grown = {name: sink.input_value(0) for name, sink in zip(names, model.get_sinks(), strict=True)}
    if not all(map(_told, reads)):  # their order in the graph is no one's promise
        strange = next(name for name in reads if not _told(name))
        raise _strange(f"a state is called {shown(strange)}")
    numbered = _numbered(list(reads))
    return [
        _slot(layer, kind, reads[name].output(0), grown[name], name)
        for (layer, kind), name in numbered
    ]


def find_inputs(model: ov.Model) -> list[Slot]:
    """The slots that a graph leaves to its caller; raises CheckpointError("foreign-cache").

    Inputs are told by names that begin with "past", outputs by what they make of the inputs.
    """
    inputs = {name: port for port in model.inputs if (name := past_name(port)) is not None}
    kept: dict[int, ov.Output] = {}
    for result in model.get_results():
        for number, port in enumerate(inputs.values()):
            if _grows(port, result.input_value(0)) is not None:
                kept[number] = result.input_value(0)
    slots = []
    for (layer, kind), name in _numbered(list(inputs)):
        number = list(inputs).index(name)
        if number not in kept:
            raise _strange(f"no output holds the input {shown(name)} with new rows behind it")
        slots.append(_slot(layer, kind, inputs[name], kept[number], ""))
    return slots


def past_name(port: ov.Output) -> str | None:
    """The name by which an input is known as a part of the cache, None for another input."""
    names = sorted(name for name in port.get_names() if name.startswith("past"))
    return names[0] if names else None


def check(slots: Sequence[Slot], config: ModelConfig) -> None:
    """Compare the cache with the sizes in config.json; raises CheckpointError."""
    if len(slots) != 2 * config.layers:
        raise _strange(f"{len(slots)} tensors for {config.layers} layers")
    if {(slot.layer, slot.kind) for slot in slots} != {
        (layer, kind) for layer in range(config.layers) for kind in KINDS
    }:
        raise _strange("not one key and one value for each layer")
    for slot in slots:
        shape = slot.past.get_partial_shape()
        for axis, expected in ((1, config.kv_heads), (3, config.head_dim)):
            size = shape[slot.axes[axis]]
            if size.is_static and size.get_length() != expected:
                found = f"{size.get_length()} in the cache, {expected} in config.json"
                raise _strange(f"{'heads' if axis == 1 else 'dimensions of a head'}: {found}")


def rebuild(model: ov.Model, slots: Sequence[Slot], config: ModelConfig) -> ov.Model:
    """The same graph with its cache in our states; `model` is used up.

    It has the inputs input_ids and beam_idx.
    """
    ids, beam_idx = model.input("input_ids"), model.input("beam_idx")
    first = blocks.const([0], np.int64)
    batch = op.gather(op.shape_of(ids), first, blocks.const(0, np.int64)).output(0)
    sinks = []
    for slot in slots:
        # Taken before the graph is changed: the new nodes read from the same places.
        readers = [port for end in _ends(slot) for port in end.get_target_inputs()]
        name = state_name(slot.layer, slot.kind)
        variable, empty = _state(name, batch, config)
        kept = opset6.read_value(empty, variable)
        past = op.gather(kept, beam_idx, blocks.const(0, np.int64)).output(0)
        dtype = slot.past.get_element_type()
        if dtype != ov.Type.f32:
            past = op.convert(past, dtype.get_type_name()).output(0)
        past = _turned(past, [slot.axes.index(axis) for axis in range(len(slot.axes))])
        for reader in readers:
            reader.replace_source_output(past)
        grown = _turned(slot.grown, slot.axes)
        whole = dtype == ov.Type.f32 and grown.get_node().get_output_size() == 1
        node = grown.get_node() if whole else op.convert(grown, np.float32)
        sinks.append(opset6.assign(node, variable))
    given = {slot.past.get_node().get_friendly_name() for slot in slots}
    inputs = [node for node in model.get_parameters() if node.get_friendly_name() not in given]
    logits = [model.output("logits").get_node()]
    return ov.Model(logits, sinks, inputs, model.get_friendly_name())


def _ends(slot: Slot) -> Iterator[ov.Output]:
    """What the graph goes on with: the state itself or, where beams choose rows of it, those."""
    beams = list(_beam_gathers(slot.past))
    yield from beams or [slot.past]


def _beam_gathers(past: ov.Output) -> Iterator[ov.Output]:
    for port in past.get_target_inputs():
        node = port.get_node()
        if node.get_type_name() == "Gather" and "beam_idx" in node.input_value(1).get_names():
            yield node.output(0)


def _state(name: str, batch: ov.Output, config: ModelConfig) -> tuple[Variable, ov.Output]:
    """A state of our shape, and the empty cache that it begins with."""
    info = VariableInfo()
    info.data_shape = ov.PartialShape([-1, config.kv_heads, -1, config.head_dim])
    info.data_type = ov.Type.f32
    info.variable_id = name
    rest = blocks.const([config.kv_heads, 0, config.head_dim], np.int64)
    shape = op.concat([batch, rest], 0)
    return Variable(info), op.broadcast(blocks.const(0.0, np.float32), shape).output(0)


def _turned(value: ov.Output, order: Sequence[int]) -> ov.Output:
    if tuple(order) == _USUAL:
        return value
    return op.transpose(value, blocks.const(list(order), np.int64)).output(0)


def _slot(layer: int, kind: StateKind, past: ov.Output, grown: ov.Output, name: str) -> Slot:
    rank = past.get_partial_shape().rank
    if rank.is_dynamic or rank.get_length() != 4:
        raise _strange(f"a tensor of the shape {past.get_partial_shape()}")
    if past.get_element_type() not in _FLOATS:
        raise _strange(f"numbers of the type {past.get_element_type().get_type_name()}")
    axis = _grows(past, grown)
    if axis not in _AXES:
        raise _strange("new rows are not put behind those that are there")
    return Slot(layer, kind, past, grown, _AXES[axis], name)


def _grows(past: ov.Output, grown: ov.Output) -> int | None:
    """The axis along which `grown` is `past` with new rows behind; None if it is something else."""
    node = grown.get_node()
    while node.get_type_name() == "Convert":
        node = node.input_value(0).get_node()
    if node.get_type_name() != "Concat" or len(node.input_values()) != 2:
        return None
    first = node.input_value(0)
    while first != past and first.get_node().get_type_name() in ("Convert", "Gather"):
        first = first.get_node().input_value(0)
    axis = int(node.get_attributes()["axis"])
    return (axis + 4 if axis < 0 else axis) if first == past else None


def _numbered(names: Sequence[str]) -> list[tuple[tuple[int, StateKind], str]]:
    """Layer and kind of each name; by their order where the names do not tell them apart."""
    told = [(_told(name), name) for name in names]
    known = [(place, name) for place, name in told if place is not None]
    if len(known) == len(names) == len({place for place, _ in known}):
        return sorted(known)
    return [((index // 2, KINDS[index % 2]), name) for index, name in enumerate(names)]


def _told(name: str) -> tuple[int, StateKind] | None:
    rest = _PAST.sub("", name.lower())
    if found := _NUMBER_FIRST.search(rest):
        number, kind = found[1], found[2]
    elif found := _KIND_FIRST.search(rest or name.lower()):
        kind, number = found[1], found[2]
    else:
        return None
    return int(number), "key" if kind.startswith("k") else "value"


def _strange(detail: str) -> CheckpointError:
    return CheckpointError("foreign-cache", detail=detail)
