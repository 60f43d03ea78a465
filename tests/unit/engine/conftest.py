"""The starter, loaded once for all engine tests, and an empty state for each of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from newsassistant.engine.chunks import ChunkSize
from newsassistant.engine.engine import OpenVinoEngine
from newsassistant.engine.runtime import Runtime
from newsassistant.engine.snapshots import Snapshots
from newsassistant.model.base import Base
from newsassistant.model.prefixes.files import write_prefix
from newsassistant.model.prefixes.prefix import Prefix
from tests.exact import exact_engine


class FixedChunk(ChunkSize):
    """The same on every machine; keeps what it should learn."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.fixed = size
        self.learnt: list[tuple[int, int]] = []

    def behind(self, past: int) -> int:
        return self.fixed

    def learn(self, tokens: int, past: int, elapsed_s: float) -> None:
        self.learnt.append((tokens, past))


def runtime_of(engine: OpenVinoEngine) -> Runtime:
    """The runtime inside, whose ledger the tests read."""
    return engine.need().runtime


def cached_lengths(runtime: Runtime) -> set[int]:
    """Tokens that each key or value tensor really holds."""
    return {state.state.data.shape[2] for state in runtime._request.query_state()}


def random_prefix(base: Base, *, length: int = 8, offset: int = 0, seed: int = 1) -> Prefix:
    """Rows that change every answer and that f16 holds exactly."""
    shape = (base.layers, 2, length, base.kv_heads, base.head_dim)
    rows = np.random.default_rng(seed).normal(0, 0.5, shape).astype(np.float16)
    return Prefix(rows.astype(np.float32), base, offset)


@pytest.fixture(scope="session")
def loaded_engine(starter_model_dir: Path) -> OpenVinoEngine:
    engine = exact_engine()
    engine.load(starter_model_dir, lambda done, total: None)
    return engine


@pytest.fixture
def engine(loaded_engine: OpenVinoEngine) -> OpenVinoEngine:
    runtime = runtime_of(loaded_engine)
    runtime.use_prefix(None)
    runtime.reset()
    runtime._snapshots, runtime._owner = Snapshots(), ""
    runtime.chunk = FixedChunk(128)  # what is read in other passes has other rounding errors
    return loaded_engine


@pytest.fixture
def runtime(engine: OpenVinoEngine) -> Runtime:
    return runtime_of(engine)


@pytest.fixture
def style(engine: OpenVinoEngine, tmp_path: Path) -> Path:
    """A prefix for the starter, as the application keeps it."""
    base = engine.need().folder.base()
    write_prefix(tmp_path / "house", random_prefix(base), name="House style")
    return tmp_path / "house"
