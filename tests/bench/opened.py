"""A model opened as the application opens it, in one of its modes; for the contestants.

What a calibration finds is kept where the application keeps it.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import get_args

from newsassistant.app.engines import read_wishes
from newsassistant.core.paths import Paths
from newsassistant.core.types import CancelToken, Mode
from newsassistant.engine.engine import OpenVinoEngine
from newsassistant.engine.execution import Wishes, decide, model_key
from newsassistant.engine.plans import Plans
from newsassistant.model.folder import ModelFolder

UNCALIBRATED = "uncalibrated"
WHOLE_LAYERS = 28
"""Of the models whose first layers are measured."""


class Opened:
    """Calibrated and loaded in `mode` (exact, balanced, fastest), or uncalibrated as it comes.

    `is_slice`: the model stands for one of all layers, which may be too large to compile twice.
    """

    def __init__(self, folder: Path, mode: str, *, is_slice: bool = False) -> None:
        opened = ModelFolder.open(folder)
        share = opened.config.layers / WHOLE_LAYERS if is_slice else 1.0
        wishes = _wishes(mode, share)
        # A measurement that nobody has made: the engine then leaves the choice to OpenVINO.
        path = None if mode == UNCALIBRATED else Paths.from_environment().measurements_file
        plans = Plans(path)
        engine = OpenVinoEngine(lambda: wishes, plans)
        started = time.perf_counter()
        if mode != UNCALIBRATED:
            engine.calibrate(folder, lambda done, total: None, CancelToken())
        self.calibration_s = time.perf_counter() - started
        engine.load(folder, lambda done, total: None)
        loaded = engine.need()
        self.runtime, self.tokenizer = loaded.runtime, loaded.tokenizer
        choice = decide(opened, wishes, plans.get(model_key(opened, wishes)))
        self.about = {"options": choice.writer.to_properties()}
        if choice.reader is not None:
            self.about["reader"] = choice.reader.to_properties()


def _wishes(mode: str, share: float) -> Wishes:
    """Those of a user who has changed nothing but the mode, in this machine's memory."""
    modes: dict[str, Mode] = {name: name for name in get_args(Mode)}
    second = int(read_wishes().second_bytes * share)
    return Wishes(mode=modes.get(mode, "balanced"), second_bytes=second)
