"""Packs drawings of the icon into the one file that Windows wants (.ico)."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path

from installer import environment
from scripts.setup_env import run

DRAWING = "newsassistant.png"
SIZES = (16, 24, 32, 48, 64, 128, 256)


def pack(drawings: Mapping[int, bytes]) -> bytes:
    """An .ico of PNG files by their size in pixels, at most 256."""
    header = struct.pack("<HHH", 0, 1, len(drawings))
    entries, images = [], []
    place = len(header) + 16 * len(drawings)
    for size, png in sorted(drawings.items()):
        side = size % 256  # 0 stands for 256
        entries.append(struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(png), place))
        images.append(png)
        place += len(png)
    return b"".join((header, *entries, *images))


def write(target: Path, work: Path) -> None:
    """Draw the program's icon into the file `target`; `work` is a folder for the drawings."""
    run([str(environment.program()), "-m", "installer.icons", str(work)])
    files = {size: work / f"{size}x{size}" / "apps" / DRAWING for size in SIZES}
    target.write_bytes(pack({size: file.read_bytes() for size, file in files.items()}))
