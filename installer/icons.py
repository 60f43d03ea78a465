"""Draws the program's icon in every size: `python -m installer.icons FOLDER` in the environment.

FOLDER gets what an icon theme has: 48x48/apps/newsassistant.png and so on, and scalable/apps.
With `--icns FILE` it is the one file that macOS wants.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer

from scripts.setup_env import ROOT

SOURCE = ROOT / "resources" / "icons" / "app" / "app.svg"
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
NAME = "newsassistant"
ICNS_SIZES = {
    **{b"ic07": 128, b"ic08": 256, b"ic09": 512},
    # The same for screens with twice the pixels: of 512, 16, 32, 128 and 256.
    **{b"ic10": 1024, b"ic11": 32, b"ic12": 64, b"ic13": 256, b"ic14": 512},
}
"""Type of a picture in an .icns, and its pixels; those that may be PNG."""


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


def icns() -> bytes:
    """An .icns: each picture behind its type and its length, which is that of the head too."""
    pictures = b"".join(_block(kind, _png(size)) for kind, size in ICNS_SIZES.items())
    return _block(b"icns", pictures)


def _block(kind: bytes, data: bytes) -> bytes:
    return kind + (8 + len(data)).to_bytes(4, "big") + data


def _png(size: int) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"png").write(draw(size))
    return bytes(buffer.data().data())


def main(arguments: Sequence[str]) -> int:
    """Draw them into FOLDER, or FILE."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication([])
    if arguments[0] == "--icns":
        Path(arguments[1]).write_bytes(icns())
    else:
        write(Path(arguments[0]))
    application.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
