"""Weights of 32 bits are stored in 16; other numbers are not."""

from __future__ import annotations

import numpy as np
import openvino as ov

from newsassistant.convert.foreign.halving import halve
from tests.unit.convert.foreign import toys
from tests.unit.convert.foreign.test_interface import answer


def kinds(model: ov.Model) -> list[tuple[str, tuple[int, ...]]]:
    return sorted(
        (node.get_element_type().get_type_name(), tuple(node.get_output_shape(0)))
        for node in model.get_ops()
        if node.get_type_name() == "Constant" and len(node.get_output_shape(0)) == 2
    )


def test_embedding_and_head_are_halved_and_answer_the_same() -> None:
    model = toys.graph()
    before = answer(model)
    halve(model, toys.config())
    assert [kind for kind, _ in kinds(model)] == ["f16", "f16"]
    assert np.allclose(answer(model), before, atol=1e-5)


def test_numbers_too_large_for_it_stay() -> None:
    model = toys.graph(bad=float("inf"))
    halve(model, toys.config())
    assert [kind for kind, _ in kinds(model)] == ["f16", "f32"]
