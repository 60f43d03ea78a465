"""Which model suits this computer, and what fetching one takes of disk and memory.

Knows nothing of windows; it measures no speed.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from newsassistant.app.installed.needs import Budget, need_of_catalogue
from newsassistant.app.machine.memory import Spare
from newsassistant.core.types import Language
from newsassistant.download.catalog import CatalogModel, find
from newsassistant.model.config import BYTES_PER_WEIGHT
from newsassistant.model.languages import reads

SHARE = 0.65
"""Of a computer's memory that a model's weights and the program may take.

The rest is for what is read, for the system and other programs.
"""
# The best first; int4 costs exactness, a smaller model costs more.
_ORDER = (
    ("chatglm3-6b", "int8"),
    ("chatglm3-6b", "int4"),
    ("glm-edge-4b-chat", "int4"),
    ("glm-edge-1.5b-chat", "int8"),
    ("glm-edge-1.5b-chat", "int4"),
)


@dataclass(frozen=True, slots=True)
class Advice:
    """A model of the catalogue and how exact its weights shall be."""

    model: CatalogModel
    weights: str


def recommend(language: Language, memory: Spare | None) -> Advice | None:
    """The best model for articles in a language that this computer runs well; None if it has none.

    By all its memory and not by what is free now, which another program may give back.
    """
    for model_id, weights in _ORDER:
        model = find(model_id)
        need = need_of_catalogue(model, weights, Budget()).least
        if reads(model.family, language) and (memory is None or need <= SHARE * memory.total):
            return Advice(model, weights)
    return None


def conversion_bytes(model: CatalogModel, weights: str) -> int:
    """Disk space that the conversion needs besides the checkpoint."""
    return int(2.05 * model.weights * BYTES_PER_WEIGHT[weights])


def disk_bytes(model: CatalogModel, weights: str, *, fetched: int = 0) -> int:
    """About the disk space that must be free to install a model of which some bytes are there."""
    return max(0, model.download_bytes - fetched) + conversion_bytes(model, weights)


def free_disk(folders: Sequence[Path]) -> int | None:
    """The least that is free where any of these folders is or will be; None if nobody knows."""
    found = [free for folder in folders if (free := _free_at(folder)) is not None]
    return min(found, default=None)


def _free_at(folder: Path) -> int | None:
    for place in (folder, *folder.parents):
        try:
            return shutil.disk_usage(place).free
        except FileNotFoundError:
            continue
        except OSError:
            return None
    return None
