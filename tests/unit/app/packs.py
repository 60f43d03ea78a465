"""A training pack that does nothing, or what a test says, beside a frozen program."""

from __future__ import annotations

import json
import os
from pathlib import Path

from newsassistant import __version__
from newsassistant.app.training.pack import FACTS
from newsassistant.core.edition import TRAINING_PACK


def install(program: Path, *, version: str = __version__, script: str = "") -> Path:
    """Put a pack beside the folder of `program`; its program runs `script` in a shell."""
    folder = program.parent.with_name(TRAINING_PACK)
    folder.mkdir(parents=True)
    trainer = folder / (f"{TRAINING_PACK}.exe" if os.name == "nt" else TRAINING_PACK)
    trainer.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    trainer.chmod(0o755)
    (folder / FACTS).write_text(json.dumps({"version": version}), encoding="utf-8")
    return trainer
