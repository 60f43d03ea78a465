"""Which weights a graph that somebody else has made has: their fingerprint, as our conversion's.

Knows nothing of files. The norms of a graph are told by what is done with them, so that the model
has the name that a house style knows it by, whoever has exported it and however it was rounded.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import openvino as ov

from newsassistant.model.config import ModelConfig
from newsassistant.model.fingerprint import fingerprint

_SAME = ("Convert", "Reshape", "Squeeze", "Unsqueeze")
"""What may stand between a constant and its use without making other numbers of it."""
_NORMED = ("Multiply", "RMS", "RMSNorm")


class FoundNorms:
    """The norms in the order in which the graph uses them; implements `fingerprint.Norms`."""

    def __init__(self, norms: list[npt.NDArray[np.float32]]) -> None:
        self._norms = norms

    def norm(self, layer: int, name: str) -> npt.NDArray[np.float32]:
        """[hidden]; `name` is "attention" or "ffn"."""
        return self._norms[2 * layer + (name == "ffn")]

    def final_norm(self) -> npt.NDArray[np.float32]:
        """[hidden]."""
        return self._norms[-1]


def identify(model: ov.Model, config: ModelConfig) -> str:
    """The fingerprint of the weights, "" where the norms cannot be told for certain."""
    norms = list(_norms(model, config.hidden_size))
    if len(norms) != 2 * config.layers + 1:
        return ""
    return fingerprint(FoundNorms(norms), config)


def _norms(model: ov.Model, hidden: int) -> Iterator[npt.NDArray[np.float32]]:
    """Constants of `hidden` numbers by which something that is computed is multiplied."""
    for node in model.get_ordered_ops():
        if node.get_type_name() not in _NORMED or len(node.input_values()) != 2:
            continue
        constants = [_constant(value) for value in node.input_values()]
        found = [each for each in constants if each is not None]
        if len(found) == 1 and int(np.prod(found[0].get_output_shape(0))) == hidden > 1:
            yield np.asarray(found[0].get_data(), dtype=np.float32).reshape(-1)


def _constant(value: ov.Output) -> ov.Node | None:
    node = value.get_node()
    while node.get_type_name() in _SAME:
        node = node.input_value(0).get_node()
    return node if node.get_type_name() == "Constant" else None
