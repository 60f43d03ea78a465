"""A model opened as the application opens it, in one of its modes; for the contestants.

Knows nothing of timing. What a calibration finds is kept where the application keeps it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from newsassistant.engine.runtime import EXACT, Runtime, RuntimeOptions
from newsassistant.model.folder import MODEL_XML, ModelFolder
from newsassistant.text.load import load_tokenizer


class Opened:
    """Compiled, calibrated in `mode` (exact, balanced, fastest) or, "uncalibrated", as it comes."""

    def __init__(self, folder: Path, mode: str) -> None:
        config = ModelFolder.open(folder).config
        self.tokenizer = load_tokenizer(folder, "bpe")
        fast = RuntimeOptions(inference_precision="f32", activation_group=32)
        options = {"exact": EXACT, "uncalibrated": RuntimeOptions()}.get(mode, fast)
        self.runtime = Runtime(folder / MODEL_XML, options, context_length=config.context_length)
        self.options: Mapping[str, str] = options.to_properties()
        self.calibration_s = 0.0
