"""A scripted engine whose model has a shape, so that house styles may fit it or not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from newsassistant.core.types import ModelInfo, OnProgress
from newsassistant.engine.fake import FakeEngine
from newsassistant.model.base import Base

FITTING = Base("glm", 1, 1, 4)  # what the style "house" of the fixtures is for
OTHER = Base("glm", 2, 1, 4)


class StyledEngine(FakeEngine):
    """Its model is `base`."""

    base = FITTING

    def load(self, folder: Path, on_progress: OnProgress) -> ModelInfo:
        base = self.base
        return replace(
            super().load(folder, on_progress),
            family=base.family,
            layers=base.layers,
            kv_heads=base.kv_heads,
            head_dim=base.head_dim,
            fingerprint=base.fingerprint,
        )
