"""A screen of its own for the real window: Xvfb, with its picture, and keys pressed on it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from PySide6.QtGui import QImage

from tests.end2end.xwd import read_xwd

SIZE = (1400, 900)
LIMIT_S = 30.0


class Screen:
    """An Xvfb of its own; `folder` gets its frame buffer."""

    def __init__(self, folder: Path) -> None:
        width, height = SIZE
        reading, writing = os.pipe()
        command = ["Xvfb", "-displayfd", str(writing), "-nolisten", "tcp", "-fbdir", str(folder)]
        self._buffer = folder / "Xvfb_screen0"
        self._process = subprocess.Popen(
            [*command, "-screen", "0", f"{width}x{height}x24"],
            pass_fds=[writing],
            stderr=subprocess.DEVNULL,
        )
        os.close(writing)
        with os.fdopen(reading) as pipe:
            self.display = f":{pipe.readline().strip()}"

    def picture(self) -> QImage:
        """What the screen shows now."""
        return read_xwd(self._buffer.read_bytes())

    def press(self, keys: str, title: str = "News Assistant") -> None:
        """Press keys in the one window of that title, by xdotool."""
        environment = {**os.environ, "DISPLAY": self.display}
        search = ["search", "--sync", "--onlyvisible", "--name", title]
        command = ["xdotool", *search, "windowfocus", "--sync", "key", "--clearmodifiers", keys]
        subprocess.run(command, env=environment, capture_output=True, timeout=LIMIT_S)

    def click(self, x: int, y: int) -> None:
        """Click at a place of the screen, by xdotool."""
        environment = {**os.environ, "DISPLAY": self.display}
        command = ["xdotool", "mousemove", str(x), str(y), "click", "1"]
        subprocess.run(command, env=environment, check=True, timeout=LIMIT_S)

    def close(self) -> None:
        """End the server."""
        self._process.terminate()
        self._process.wait(LIMIT_S)
