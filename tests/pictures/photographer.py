"""Makes pictures of scenes: a process for each screen and set of fonts, several at a time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.pictures import fonts
from tests.pictures.parts import Place
from tests.pictures.scenes import Scene
from tests.screens import offscreen

ROOT = Path(__file__).resolve().parents[2]
LIMIT_S = 300
MOST_CAMERAS = 4
# What the desktop of a machine would change.
FOREIGN = ("QT_", "NEWSASSISTANT_", "XDG_", "LC_", "LANG", "FONTCONFIG_", "DESKTOP_SESSION")
NOT_LINUX = "the pictures are made with fontconfig, under Linux"
NO_FONTS = "the pictures need the fonts of fonts-dejavu-core and fonts-noto-cjk; missing: {0}"


def picture(scenes: Sequence[Scene], folder: Path) -> None:
    """Write the scenes' pictures and parts into an empty folder; RuntimeError with what failed."""
    screens: dict[object, list[Scene]] = defaultdict(list)
    for scene in scenes:
        screens[scene.screen, scene.scale, scene.has_han].append(scene)
    with ThreadPoolExecutor(min(MOST_CAMERAS, os.cpu_count() or 1)) as pool:
        list(pool.map(lambda group: _picture_screen(group, folder), screens.values()))


def _picture_screen(scenes: Sequence[Scene], folder: Path) -> None:
    """Those of one screen and one set of fonts."""
    first = scenes[0]
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)},
            "QT_QPA_PLATFORM": offscreen(home, [first.screen]),
            "QT_SCALE_FACTOR": str(first.scale),
            "FONTCONFIG_FILE": str(fonts.configure(home, has_han=first.has_han)),
            "NEWSASSISTANT_HOME": str(home / "home"),
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            "PYTHONUTF8": "1",
        }
        names = [scene.name for scene in scenes]
        done = subprocess.run(
            [sys.executable, "-m", "tests.pictures.camera", str(folder), *names],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            timeout=LIMIT_S,
        )
    if done.returncode:
        raise RuntimeError(f"{', '.join(names)}:\n{done.stderr}")


def parts_of(folder: Path, name: str) -> tuple[dict[str, Place], dict[str, Place]]:
    """Where the parts of a scene are that was just pictured: all of them, those that are fixed."""
    parts = json.loads((folder / f"{name}.json").read_text("utf-8"))
    everything: dict[str, Place] = {part: tuple(place) for part, place in parts["all"].items()}
    return everything, {part: everything[part] for part in parts["fixed"]}


def missing(names: Sequence[str]) -> str:
    """Why no pictures can be made with these fonts here, "" if they can."""
    if not sys.platform.startswith("linux"):
        return NOT_LINUX
    there = fonts.find(names)
    lacking = [name for name in names if name not in there]
    return NO_FONTS.format(", ".join(lacking)) if lacking else ""
