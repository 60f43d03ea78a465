"""How fast int8, int4 and fp16 weights are on this machine, on one layer of a 6B model.

Engine thread: some seconds and 0.5 GB of disk.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from newsassistant.core.types import CancelToken
from newsassistant.engine.protocol import Engine

if TYPE_CHECKING:
    from newsassistant.convert.export import Weights

KINDS: tuple[Weights, ...] = ("int8", "int4", "fp16")
Speeds = tuple[tuple[str, float], ...]


def measure(engine: Engine, cancel: CancelToken) -> Speeds:
    """(kind, speed relative to int8); () once cancelled. Raises ModelError, OSError."""
    from newsassistant.convert.sample import write_sample

    found: dict[str, float] = {}
    for kind in KINDS:
        if cancel.cancelled:
            return ()
        with tempfile.TemporaryDirectory(prefix="newsassistant-") as folder:
            write_sample(Path(folder), kind)
            found[kind] = engine.decode_speed(Path(folder), cancel)
    base = found["int8"]
    if not all(found.values()):
        return ()
    return tuple((kind, speed / base) for kind, speed in found.items())
