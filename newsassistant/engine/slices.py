"""A model cut down to its first layers, so that a 6B model can be measured within seconds.

Knows nothing of time or of numbers. The layers are found by the names that `convert` gives them.
"""

from __future__ import annotations

import openvino as ov

from newsassistant.model.config import ModelConfig
from newsassistant.model.states import layer_of

WHOLE_BYTES = 400_000_000
"""Models with weights up to this size are measured whole."""
SLICE_BYTES = 1_000_000_000


def layers_to_measure(config: ModelConfig, weight_bytes: int) -> int:
    """How many of the first layers stand for the model: all of a small one, at least one."""
    if weight_bytes <= WHOLE_BYTES:
        return config.layers
    tables = config.vocab_size * config.hidden_size * (1 if config.tied_head else 2)
    layer = max(1, (weight_bytes - tables) // config.layers)
    return int(max(1, min(config.layers, (SLICE_BYTES - tables) // layer)))


def keep_layers(model: ov.Model, count: int) -> ov.Model:
    """The first `count` layers of `model` with its final norm and head; shares the weights.

    `model` is used up. Raises LookupError for a graph whose layers have other names.
    """
    nodes = {node.get_friendly_name(): node for node in model.get_ops()}
    try:
        cut = _entering(nodes[f"layers.{count}.attention_norm"])
        last = _entering(nodes["final_norm"])
    except KeyError as error:
        raise LookupError(f"the graph has no layer {count}") from error
    for target in list(last.get_target_inputs()):
        target.replace_source_output(cut)
    kept = (*range(count), None)  # a state of another name belongs to no layer
    sinks = [sink for sink in model.get_sinks() if layer_of(sink.get_variable_id()) in kept]
    return ov.Model(model.get_results(), sinks, model.get_parameters(), model.get_friendly_name())


def _entering(norm: ov.Node) -> ov.Output:
    """What a norm normalises. RMSNorm ends in weight * (x * 1/rms), LayerNorm in mvn(x) * w + b."""
    scaled = _computed_input(norm)
    if norm.get_type_name() == "Add":  # the bias
        scaled = _computed_input(scaled)
    found: ov.Output = scaled.input_value(0)
    return found


def _computed_input(node: ov.Node) -> ov.Node:
    inputs = [value.get_node() for value in node.input_values()]
    return next(found for found in inputs if found.get_type_name() not in ("Constant", "Convert"))
