"""A batch on a loaded engine: how many rows it takes, and the passes of both under one guard.

Engine thread only.
"""

from __future__ import annotations

from newsassistant.core.types import Event, Message, Prompt
from newsassistant.engine.batching.batch import Batch
from newsassistant.engine.batching.steady import least_rows
from newsassistant.engine.engine import OpenVinoEngine

_PROBE = Prompt((Message("user", "Write one sentence about the weather of the coming week."),))


def open_batch(
    engine: OpenVinoEngine, *, rows: int, cache_bytes: int, fills: bool = False
) -> Batch:
    """Many answers at once by the loaded model; what it has read for others is forgotten.

    Takes a few passes to find out from how many rows on an answer depends on no other one. Where
    that is so for no number, a pass always has `rows` of them. Raises EngineError.
    """
    loaded = engine.need()
    engine.forget()
    with engine.minding_memory():
        runtime = loaded.runtime
        runtime.keep_up_to(0)
        runtime.use_prefix(None)
        least = least_rows(runtime, loaded.ids_of(_PROBE), most=rows) or rows
        return Batch(loaded, rows=rows, least=least, cache_bytes=cache_bytes, fills=fills)


def step(engine: OpenVinoEngine, batch: Batch) -> list[Event]:
    """One pass of a batch; see `Batch.step` and, for what follows a failure, `Batch.lost`."""
    engine.need()
    with engine.minding_memory():
        return batch.step()
