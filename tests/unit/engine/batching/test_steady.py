"""The rule is found on this processor, and then holds."""

from __future__ import annotations

import numpy as np

from newsassistant.engine.batching.rows import BatchRuntime, ReadRow
from newsassistant.engine.batching.steady import least_rows
from newsassistant.engine.runtime import Runtime

IDS = list(range(100, 140))


def test_from_there_on_a_row_does_not_depend_on_the_others(runtime: Runtime) -> None:
    least = least_rows(runtime, IDS, most=16)
    assert least is not None
    runtime.reset()
    runtime.feed(IDS)
    own = ReadRow.of(runtime)
    runtime.reset()
    runtime.feed(IDS[::-1])
    other = ReadRow.of(runtime)
    said = []
    for rows in (least, least + 1, least + 3, 16):
        batch = BatchRuntime(runtime)
        batch.admit({0: own, **dict.fromkeys(range(1, rows), other)})
        said.append(batch.step({n: 7 + n for n in range(rows)})[0])
    for logits in said[1:]:
        np.testing.assert_array_equal(logits, said[0])
