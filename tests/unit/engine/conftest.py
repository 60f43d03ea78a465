"""The starter, loaded once for all engine tests, and an empty state for each of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsassistant.engine.engine import OpenVinoEngine
from newsassistant.engine.runtime import Runtime


def runtime_of(engine: OpenVinoEngine) -> Runtime:
    """The runtime inside, whose ledger the tests read."""
    return engine._need().runtime


def cached_lengths(runtime: Runtime) -> set[int]:
    """Tokens that each key or value tensor really holds."""
    return {state.state.data.shape[2] for state in runtime._request.query_state()}


@pytest.fixture(scope="session")
def loaded_engine(starter_model_dir: Path) -> OpenVinoEngine:
    engine = OpenVinoEngine()
    engine.load(starter_model_dir, lambda done, total: None)
    return engine


@pytest.fixture
def engine(loaded_engine: OpenVinoEngine) -> OpenVinoEngine:
    runtime_of(loaded_engine).reset()
    return loaded_engine


@pytest.fixture
def runtime(engine: OpenVinoEngine) -> Runtime:
    return runtime_of(engine)
