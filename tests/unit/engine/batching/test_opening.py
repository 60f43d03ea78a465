"""A batch on an engine: padded by what is found out on this processor, and safe from memory."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from newsassistant.core.errors import EngineError
from newsassistant.engine.batching.opening import open_batch, step
from tests.exact import exact_engine
from tests.unit.engine.batching.test_batch import ASKED, ROOMY, alone, expected, request, run, texts

__all__ = ["expected"]


def test_the_engine_opens_a_batch_that_company_does_not_change(
    starter_model_dir: Path, expected: list[str]
) -> None:
    engine = exact_engine()
    engine.load(starter_model_dir, lambda done, total: None)
    batch = open_batch(engine, rows=3, cache_bytes=ROOMY, fills=True)
    assert batch.least >= 1
    for number in range(len(ASKED)):
        batch.submit(request(number))
    events = list(run(batch, partial(step, engine)))
    assert texts(events) == {str(n): text for n, text in enumerate(expected)}
    assert alone(engine, 0) == expected[0]


def test_a_model_without_memory_is_compiled_anew(
    starter_model_dir: Path, monkeypatch: pytest.MonkeyPatch, expected: list[str]
) -> None:
    engine = exact_engine()
    engine.load(starter_model_dir, lambda done, total: None)
    batch = open_batch(engine, rows=2, cache_bytes=ROOMY)
    batch.submit(request(0))
    step(engine, batch)

    def fail(ids: object) -> object:
        raise EngineError("inference-failed", detail="bad_alloc") from MemoryError()

    monkeypatch.setattr(batch._runtime, "step", fail)
    with pytest.raises(EngineError) as caught:
        list(run(batch, partial(step, engine)))
    assert caught.value.code == "out-of-memory"
    assert batch.lost() == ["0"]
    batch.submit(request(0))
    assert texts(list(run(batch, partial(step, engine)))) == {"0": expected[0]}
