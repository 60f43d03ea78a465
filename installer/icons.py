"""Draws the program's icon in every size: `python -m installer.icons FOLDER` in the environment.

FOLDER gets what an icon theme has: 48x48/apps/newsassistant.png and so on, and scalable/apps.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from scripts.setup_env import ROOT

SOURCE = ROOT / "resources" / "icons" / "app" / "app.svg"
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
NAME = "newsassistant"


def draw(size: int) -> QImage:
    """The icon, `size` pixels wide and high, on nothing."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(SOURCE)).render(painter)
    painter.end()
    return image


def write(theme: Path) -> None:
    """Fill the folder of an icon theme; raises OSError for a file that cannot be written."""
    for size in SIZES:
        file = theme / f"{size}x{size}" / "apps" / f"{NAME}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        if not draw(size).save(str(file)):
            raise OSError(f"{file} cannot be written")
    scalable = theme / "scalable" / "apps"
    scalable.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(SOURCE, scalable / f"{NAME}.svg")


def main(arguments: Sequence[str]) -> int:
    """Draw them into FOLDER."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication([])
    write(Path(arguments[0]))
    application.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
