"""Engines that compute the same numbers on every processor, for tests that compare them.

What is shipped may run in bf16 or with int8 activations; tests/parity/test_shipped_modes.py holds
that to its bounds.
"""

from __future__ import annotations

from newsassistant.engine.engine import OpenVinoEngine
from newsassistant.engine.execution import Wishes

EXACT_HALF_CACHE = Wishes(mode="exact", kv_cache_precision="f16")
"""f32 execution around the cache that is shipped; in f32 execution f16 is f16 everywhere."""


def exact_engine(wishes: Wishes = EXACT_HALF_CACHE) -> OpenVinoEngine:
    """With no model yet."""
    return OpenVinoEngine(lambda: wishes)
