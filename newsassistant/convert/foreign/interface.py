"""The inputs and outputs of a graph that somebody else has made, as the engine expects them.

Knows nothing of files. A graph that has them already stays as it is; what can be put in front of
or behind the others is, and all else is refused by name.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import openvino as ov
from openvino import opset13 as op

from newsassistant.convert.foreign import cache
from newsassistant.core.errors import CheckpointError
from newsassistant.core.plain import plain
from newsassistant.model.config import ModelConfig

# Name -> type and number of dimensions that the engine feeds.
_FED = {
    "input_ids": (np.int64, 2),
    "attention_mask": (np.int64, 2),
    "position_ids": (np.int64, 2),
    "beam_idx": (np.int32, 1),
}
_NEEDED = ("input_ids", "attention_mask")


@dataclass(frozen=True, slots=True)
class Fitted:
    """A graph with our inputs, outputs and states; `is_changed` if it is not what was read."""

    model: ov.Model
    is_changed: bool


def fit(model: ov.Model, config: ModelConfig) -> Fitted:
    """Make `model`, which is used up, as the engine expects it.

    Raises CheckpointError naming what the graph has and the engine cannot give or use.
    """
    changed = _name_logits(model, config)
    states = cache.find_states(model)
    slots = states or cache.find_inputs(model)
    if not slots:
        raise CheckpointError("foreign-stateless")
    cache.check(slots, config)
    _check_inputs(model)
    changed |= _widen(model)
    for name in _FED:
        if not _has(model, name):
            _add(model, name)
            changed = True
    if changed or not all(slot.is_usual for slot in slots):
        # What was found before the inputs were changed is there still: only they were.
        return Fitted(_checked(cache.rebuild(model, slots, config)), is_changed=True)
    return Fitted(model, is_changed=False)


def _has(model: ov.Model, name: str) -> bool:
    return any(name in port.get_names() for port in model.inputs)


def _check_inputs(model: ov.Model) -> None:
    """Refuse what the engine does not feed, and sizes that are fixed."""
    for port in model.inputs:
        names = sorted(port.get_names())
        name = next((name for name in names if name in _FED), None)
        if name is None:
            if cache.past_name(port) is None:
                said = plain(names[0] if names else port.get_node().get_friendly_name())
                raise CheckpointError("foreign-input", actual=said)
            continue
        shape, rank = port.get_partial_shape(), _FED[name][1]
        if shape.rank.is_dynamic or shape.rank.get_length() != rank:
            raise CheckpointError("foreign-input", actual=f"{name} {shape}")
        if not all(size.is_dynamic for size in shape):
            raise CheckpointError("foreign-fixed", actual=f"{name} {shape}")
    missing = [name for name in _NEEDED if not _has(model, name)]
    if missing:
        raise CheckpointError("foreign-graph", detail=f"it has no input {missing[0]}")


def _widen(model: ov.Model) -> bool:
    """Let every input be of the type that is fed; True if one was of another."""
    changed = False
    for port in list(model.inputs):
        name = next((name for name in port.get_names() if name in _FED), None)
        if name is None or port.get_element_type().to_dtype() == np.dtype(_FED[name][0]):
            continue
        readers = list(port.get_target_inputs())
        old = port.get_node()
        port.get_tensor().set_names(set())
        wide = _parameter(name)
        narrow = op.convert(wide, port.get_element_type().get_type_name())
        for reader in readers:
            reader.replace_source_output(narrow.output(0))
        model.remove_parameter(old)
        model.add_parameters([wide])
        changed = True
    return changed


def _add(model: ov.Model, name: str) -> None:
    """An input that the graph does without, which is fed all the same."""
    model.add_parameters([_parameter(name)])


def _parameter(name: str) -> ov.Node:
    dtype, rank = _FED[name]
    made = op.parameter([-1] * rank, dtype, name=name)
    made.get_output_tensor(0).set_names({name})
    return made


def _name_logits(model: ov.Model, config: ModelConfig) -> bool:
    """Call the one output of the vocabulary's width "logits", of f32; True if it was not that.

    Raises CheckpointError where none is, or where only the last token has any.
    """
    found = [port for port in model.outputs if "logits" in port.get_names()]
    wide = found or [port for port in model.outputs if _width(port) == config.vocab_size]
    if len(wide) != 1:
        raise CheckpointError("foreign-graph", detail="no output of it can be told to be logits")
    port = wide[0]
    shape = port.get_partial_shape()
    if shape.rank.is_dynamic or shape.rank.get_length() != 3 or shape[1].is_static:
        raise CheckpointError("foreign-logits", actual=str(shape))
    if _width(port) not in (None, config.vocab_size):
        detail = f"logits of {_width(port)} ids, {config.vocab_size} in config.json"
        raise CheckpointError("foreign-graph", detail=detail)
    if found and port.get_element_type() == ov.Type.f32:
        return False
    result = port.get_node()
    value = result.input_value(0)
    if port.get_element_type() != ov.Type.f32:
        value = op.convert(value, np.float32).output(0)
        result.input(0).replace_source_output(value)
    result.validate_and_infer_types()
    result.get_output_tensor(0).set_names({"logits"})
    return True


def _width(port: ov.Output) -> int | None:
    shape = port.get_partial_shape()
    if shape.rank.is_dynamic or shape.rank.get_length() != 3 or shape[2].is_dynamic:
        return None
    return int(shape[2].get_length())


def _checked(model: ov.Model) -> ov.Model:
    try:
        model.validate_nodes_and_infer_types()
    except RuntimeError as error:
        said = plain(str(error).strip().splitlines()[-1])
        raise CheckpointError("foreign-graph", detail=said) from error
    return model
