"""Random walks over styles, articles, answers and guesses: the state is always that of a fresh run.

On a tiny model in f32, so that every step can be compared with reading all ids anew.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from newsassistant.engine.prefix_rows import PrefixRows, prepare
from newsassistant.engine.runtime import Runtime
from newsassistant.engine.snapshots import WORTH_KEEPING, Snapshots
from newsassistant.model.base import Base
from newsassistant.model.formats.stored import Float32Array
from tests.tiny import decoder as tiny_decoder
from tests.unit.convert import test_decoder
from tests.unit.engine.conftest import cached_lengths, random_prefix

CONFIG = replace(tiny_decoder.CONFIG, context_length=400)
STEPS = 40
# Of the largest |logit|: the same sums in other pieces, measured at most 9e-7.
TOLERANCE = 1e-5


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> tuple[Runtime, Runtime]:
    """The runtime to walk with, and one that reads everything anew."""
    walker, fresh = (
        test_decoder.load(CONFIG, tmp_path_factory.mktemp(name)) for name in ("walker", "fresh")
    )
    return walker, fresh


@pytest.fixture(scope="module")
def styles() -> list[PrefixRows | None]:
    base = Base.of(CONFIG)
    official = random_prefix(base, length=5, seed=1)
    shifted = random_prefix(base, length=9, offset=9, seed=2)
    return [None, *(prepare(prefix, CONFIG, np.float32) for prefix in (official, shifted))]


def last_logits(runtime: Runtime, ids: list[int]) -> Float32Array:
    """A copy of the logits of the last id."""
    return np.array(runtime.feed(ids)[-1])


def guess(runtime: Runtime, source: np.random.Generator) -> None:
    """A pass with guesses of which some are wrong."""
    ids = [int(token_id) for token_id in source.integers(CONFIG.vocab_size, size=4)]
    runtime.start(ids)
    runtime.wait()
    runtime.reject(int(source.integers(4)))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("room", [3, 100])
def test_any_walk_is_like_a_fresh_run(
    tiny: tuple[Runtime, Runtime], styles: list[PrefixRows | None], seed: int, room: int
) -> None:
    walker, fresh = tiny
    source = np.random.default_rng(seed)
    texts = [source.integers(CONFIG.vocab_size, size=WORTH_KEEPING + 20).tolist() for _ in "abc"]
    texts[2] = texts[0][:30] + texts[2][30:]  # two articles that begin alike
    walker.use_prefix(None)
    walker.reset()
    walker._snapshots = Snapshots(room * (WORTH_KEEPING + 30) * walker._token_bytes)
    reused = 0
    for _ in range(STEPS):
        style = styles[source.integers(3)]
        article = int(source.integers(3))
        question = source.integers(CONFIG.vocab_size, size=int(source.integers(1, 6))).tolist()
        ids = [*texts[article], *question]
        walker.use_prefix(style)
        walker.turn_to(ids, "abc"[article])
        done = walker.reuse(ids)
        reused += done
        assert list(walker.fed) == ids[:done]
        actual = last_logits(walker, ids[done:])
        assert cached_lengths(walker) == {walker.prefix_length + len(walker._alive)}
        guess(walker, source)

        fresh.use_prefix(style)
        fresh.reset()
        expected = last_logits(fresh, ids)
        assert np.abs(actual - expected).max() < TOLERANCE * np.abs(expected).max()
    assert walker._snapshots.nbytes <= walker._snapshots._limit
    assert reused > STEPS * WORTH_KEEPING // (2 if room > 3 else 8)
