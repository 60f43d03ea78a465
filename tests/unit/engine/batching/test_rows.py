"""Rows say in company what they say alone, whatever comes and goes beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from newsassistant.core.errors import EngineError
from newsassistant.engine.batching.rows import BatchRuntime, ReadRow
from newsassistant.engine.engine import OpenVinoEngine
from newsassistant.engine.prefix_rows import prepare
from newsassistant.engine.runtime import Runtime
from newsassistant.model.formats.stored import Float32Array
from tests.unit.engine.conftest import random_prefix

TEXTS = [list(range(100, 100 + length)) for length in (37, 12, 55, 20)]
NEXT = [7, 8, 9, 10, 11]


def read(runtime: Runtime, ids: Sequence[int]) -> ReadRow:
    runtime.reset()
    runtime.feed(ids)
    return ReadRow.of(runtime)


def alone(runtime: Runtime, ids: Sequence[int], more: Sequence[int]) -> list[Float32Array]:
    runtime.reset()
    runtime.feed(ids)
    return [np.array(runtime.feed([token])) for token in more]


def close(one: Float32Array, other: Float32Array) -> bool:
    """Equal but for the order of sums, which differs with the number of rows."""
    return bool(np.abs(one - other).max() < 2e-2 and one.argmax() == other.argmax())


def test_each_row_says_what_it_says_alone(runtime: Runtime) -> None:
    expected = [alone(runtime, ids, NEXT) for ids in TEXTS]
    batch = BatchRuntime(runtime)
    batch.admit({n: read(runtime, ids) for n, ids in enumerate(TEXTS)})
    for step, token in enumerate(NEXT):
        found = batch.step(dict.fromkeys(range(len(TEXTS)), token))
        for n in range(len(TEXTS)):
            assert close(found[n], expected[n][step]), (n, step)


def test_rows_come_and_go(runtime: Runtime) -> None:
    expected = [alone(runtime, ids, NEXT) for ids in TEXTS]
    batch = BatchRuntime(runtime, least=3)
    batch.admit({0: read(runtime, TEXTS[0])})
    assert close(batch.step({0: NEXT[0]})[0], expected[0][0])
    batch.admit({1: read(runtime, TEXTS[1]), 2: read(runtime, TEXTS[2])})
    found = batch.step({0: NEXT[1], 1: NEXT[0], 2: NEXT[0]})
    assert close(found[0], expected[0][1])
    assert close(found[2], expected[2][0])
    batch.drop(1)
    found = batch.step({0: NEXT[2], 2: NEXT[1]})
    assert close(found[2], expected[2][1])
    batch.admit({3: read(runtime, TEXTS[3])})
    assert batch.slots == len(TEXTS[2]) + 2  # the others' holes are gone
    found = batch.step({0: NEXT[3], 2: NEXT[2], 3: NEXT[0]})
    assert batch.keys == (0, 2, 3)
    assert close(found[0], expected[0][3])
    assert close(found[2], expected[2][2])
    assert close(found[3], expected[3][0])


def test_rows_have_their_own_prefix(engine: OpenVinoEngine, runtime: Runtime) -> None:
    folder = engine.need().folder
    shapes = ((16, 0), (5, 5), (0, 0))
    prefixes = [
        prepare(
            random_prefix(folder.base(), length=length, offset=offset, seed=length),
            folder.config,
            np.float32,
        )
        if length
        else None
        for length, offset in shapes
    ]
    expected, rows = [], {}
    for n, prefix in enumerate(prefixes):
        runtime.use_prefix(prefix)
        expected.append(alone(runtime, TEXTS[0], NEXT[:2]))
        rows[n] = read(runtime, TEXTS[0])
    assert not close(expected[0][0], expected[2][0])
    batch = BatchRuntime(runtime, least=5)
    batch.admit(rows)
    for step in range(2):
        found = batch.step(dict.fromkeys(range(3), NEXT[step]))
        for n in range(3):
            assert close(found[n], expected[n][step]), (n, step)


def test_missing_rows_are_stood_in_for(runtime: Runtime) -> None:
    rows = {n: read(runtime, ids) for n, ids in enumerate(TEXTS)}
    full = BatchRuntime(runtime, least=4)
    full.admit(rows)
    few = BatchRuntime(runtime, least=4)
    few.admit({2: rows[2]})
    for token in NEXT:
        every = full.step(dict.fromkeys(range(4), token))
        np.testing.assert_array_equal(few.step({2: token})[2], every[2])


class Broken:
    """A request whose pass fails: a real failure would spoil the compilation of all tests."""

    def __init__(self, request: Any) -> None:
        self._request = request

    def __getattr__(self, name: str) -> Any:
        return getattr(self._request, name)

    def infer(self) -> None:
        raise RuntimeError("the device is gone")


def test_a_device_that_fails_leaves_no_row(runtime: Runtime) -> None:
    batch = BatchRuntime(runtime)
    row = read(runtime, TEXTS[0])
    batch.admit({0: row})
    batch._request = Broken(batch._request)
    with pytest.raises(EngineError) as caught:
        batch.step({0: 7})
    assert caught.value.code == "inference-failed"
    assert batch.keys == ()
    batch.admit({1: row})
    assert batch.step({1: 7}).keys() == {1}
