"""Screens that Qt's offscreen platform pretends to have; its own is smaller than the window."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path

DESK = (1600, 1000)  # px


def offscreen(folder: Path, sizes: Iterable[tuple[int, int]] = (DESK,)) -> str:
    """What QT_QPA_PLATFORM has to say for screens of these sizes, side by side."""
    if sys.platform == "win32":  # Qt would split the path at its colon
        return "offscreen"
    screens: list[dict[str, object]] = []
    left = 0
    for width, height in sizes:
        name = f"{width}x{height}"
        dpi = {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
        place = {"x": left, "y": 0, "width": width, "height": height}
        screens.append({"name": name, **place, **dpi})
        left += width
    path = folder / "screens.json"
    path.write_text(json.dumps({"windowFrameMargins": True, "screens": screens}), "utf-8")
    return f"offscreen:configfile={path}"
