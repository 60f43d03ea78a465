"""What is told before a long summary starts: only what was measured here."""

from __future__ import annotations

import pytest

from newsassistant.app.long.estimate import cache_bytes, estimate, speeds_of
from newsassistant.app.long.plan import Plan, Summary
from newsassistant.core.types import Execution, ModelInfo, Usage

PLAN = Plan(((0, 4000), (4000, 8000), (8000, 12_000)), room=1200, tokens=3000, words=100)
MODEL = ModelInfo("m", "M", "int8", 2048, layers=30, kv_heads=3, head_dim=64)
RAN = Execution("balanced", "f32", 32, "u8", 2, measured=True, writing=20.0, reading=300.0)


def test_nothing_is_known_of_a_new_model() -> None:
    assert estimate(PLAN, MODEL, speeds_of([])).seconds == 0
    short = Usage(prompt_tokens=50, completion_tokens=3, ttft_s=1.0)
    assert speeds_of([None, short]).reading == 0


def test_what_answers_took_counts_before_what_was_measured_at_load() -> None:
    assert speeds_of([], RAN).reading == 300.0
    usage = Usage(2000, 1000, 100, ttft_s=10.0, tokens_per_s=8.0)
    found = speeds_of([usage], RAN)
    assert found.reading == pytest.approx(100.0)
    assert found.writing == 8.0


def test_the_time_falls_as_parts_are_done() -> None:
    speeds = speeds_of([], RAN)
    whole = estimate(PLAN, MODEL, speeds)
    rest = estimate(PLAN, MODEL, speeds, [Summary(1, (0, 4000), "x", 150)])
    assert whole.parts == 3
    assert 0 < rest.seconds < whole.seconds
    assert whole.seconds == pytest.approx(3000 / 300 + 3 * 160 / 20 + 10, rel=0.3)


def test_memory_is_that_of_one_part() -> None:
    assert cache_bytes(PLAN, None) == 0
    assert cache_bytes(PLAN, MODEL) == 2 * 30 * 3 * 64 * 2 * (1200 + 512)
    longer = Plan(PLAN.parts * 10, PLAN.room, PLAN.tokens * 10, PLAN.words)
    assert cache_bytes(longer, MODEL) == cache_bytes(PLAN, MODEL)
