"""What a model needs, by its parts, as the settings and the loaded engine have it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from newsassistant.app.installed.needs import (
    PROGRAM_BYTES,
    Budget,
    budget_of,
    need_of,
    need_of_catalogue,
)
from newsassistant.app.machine.memory import Spare
from newsassistant.core.settings import Settings
from newsassistant.core.types import Execution, ModelInfo
from newsassistant.download.catalog import find

GIGA = 1_000_000_000
MODEL = ModelInfo(
    "glm", "GLM", "int8", 8192, weight_bytes=6 * GIGA, layers=28, kv_heads=2, head_dim=128
)
ELEMENTS = 2 * 28 * 2 * 128 * 8192


def test_the_parts_add_up() -> None:
    need = need_of(MODEL, Budget(kept=GIGA))

    assert (need.weights, need.cache, need.kept) == (6 * GIGA, 2 * ELEMENTS, GIGA)
    assert need.least == 6 * GIGA + PROGRAM_BYTES
    assert need.whole == need.least + 2 * ELEMENTS + GIGA


def test_of_an_unknown_model_nothing_is_said() -> None:
    assert need_of(replace(MODEL, weight_bytes=0), Budget(kept=GIGA)).whole == 0


def test_a_loaded_model_has_the_cache_that_it_has() -> None:
    loaded = replace(MODEL, execution=Execution("balanced", "bf16", 0, "f32", 2))

    assert need_of(loaded, Budget("u8")).cache == 4 * ELEMENTS


def test_the_catalogue_is_estimated_alike() -> None:
    need = need_of_catalogue(find("chatglm3-6b"), "int8", Budget("u8", kept=7))

    assert need.weights == 6_240_000_000
    assert need.cache == 14_336 * 8192
    assert need.kept == 7


@pytest.mark.parametrize(
    ("settings", "cache"),
    [
        (Settings(), "f16"),
        (Settings(execution="exact"), "f32"),
        (Settings(execution="exact", kv_cache_precision="u8"), "u8"),
    ],
)
def test_the_cache_is_as_the_settings_say(settings: Settings, cache: str) -> None:
    assert budget_of(settings, None).kv_cache == cache


def test_what_is_kept_is_as_the_settings_say() -> None:
    spare = Spare(8 * GIGA, 16 * GIGA)

    assert budget_of(Settings(), spare).kept == 800_000_000
    assert budget_of(Settings(kept_memory_mb=256), spare).kept == 256_000_000
