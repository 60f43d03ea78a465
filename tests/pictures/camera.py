"""Pictures scenes of one screen in a process of its own: Qt reads size, scale and fonts once.

Run as `python -m tests.pictures.camera FOLDER SCENE...`; writes SCENE.png and SCENE.json.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import traceback
from pathlib import Path

from PySide6.QtWidgets import QApplication

from newsassistant.gui.process.startup import make_qt_application
from tests.pictures.album import save
from tests.pictures.parts import fixed, places
from tests.pictures.scenes import SCENES, Scene
from tests.pictures.stage import on_stage, steady, still


def take(scene: Scene, folder: Path) -> None:
    """Play a scene and write what it looks like and where its parts are."""
    with (
        tempfile.TemporaryDirectory() as home,
        steady(),
        on_stage(Path(home), scene.settings(), scene.cast) as stage,
    ):
        widget = scene.play(stage)
        stage.wait_checked()
        still(widget)
        save(widget.grab().toImage(), folder / f"{scene.name}.png")
        parts = {"all": places(widget), "fixed": sorted(fixed(widget))}
        (folder / f"{scene.name}.json").write_text(json.dumps(parts), "utf-8")


def main(folder: Path, names: list[str]) -> None:
    """All scenes of these names."""
    make_qt_application()
    QApplication.setCursorFlashTime(0)
    for scene in SCENES:
        if scene.name in names:
            take(scene, folder)


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), sys.argv[2:])
    except BaseException:  # the engine's thread would keep a failed child alive
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
