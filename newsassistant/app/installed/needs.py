"""What a model needs of memory, by its parts: weights, KV cache, what was read before.

Any thread.
"""

from __future__ import annotations

from dataclasses import dataclass

from newsassistant.app.machine.memory import Spare, kept_bound
from newsassistant.core.settings import Settings
from newsassistant.core.types import ModelInfo
from newsassistant.download.catalog import CatalogModel
from newsassistant.model.config import BYTES_PER_WEIGHT, ELEMENT_BYTES

PROGRAM_BYTES = 500_000_000
"""Python, OpenVINO, the window, activations."""


@dataclass(frozen=True, slots=True)
class Budget:
    """How the settings spend memory: the KV cache's precision, and bytes of what was read."""

    kv_cache: str = "f16"
    kept: int = 0


@dataclass(frozen=True, slots=True)
class Need:
    """Bytes: `cache` with the whole context in use, `kept` the bound of what was read before."""

    weights: int
    cache: int
    kept: int
    program: int

    @property
    def least(self) -> int:
        """Without this the model cannot run at all."""
        return self.weights + self.program

    @property
    def whole(self) -> int:
        """The most that it takes; 0 if nothing is known of it."""
        return self.least + self.cache + self.kept


_UNKNOWN = Need(0, 0, 0, 0)


def budget_of(settings: Settings, spare: Spare | None) -> Budget:
    """What the settings say, on a computer with so much memory."""
    automatic = "f32" if settings.execution == "exact" else "f16"
    wanted = settings.kv_cache_precision
    kept = kept_bound(settings.kept_memory_mb, spare)
    return Budget(automatic if wanted == "auto" else wanted, kept)


def need_of(model: ModelInfo, budget: Budget) -> Need:
    """Of an installed model; of a loaded one with the cache that it really has."""
    if not model.weight_bytes:
        return _UNKNOWN
    elements = 2 * model.layers * model.kv_heads * model.head_dim * model.context_length
    precision = model.execution.kv_cache if model.execution is not None else ""
    size = ELEMENT_BYTES.get(precision) or ELEMENT_BYTES[budget.kv_cache]
    return Need(model.weight_bytes, elements * size, budget.kept, PROGRAM_BYTES)


def need_of_catalogue(model: CatalogModel, weights: str, budget: Budget) -> Need:
    """About that of a model of the catalogue, converted to such weights."""
    cache = model.kv_elements * model.context_length * ELEMENT_BYTES[budget.kv_cache]
    size = int(model.weights * BYTES_PER_WEIGHT[weights])
    return Need(size, cache, budget.kept, PROGRAM_BYTES)
