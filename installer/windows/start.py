"""Where the program for Windows starts: the command `newsassistant`, whatever it was given.

Shipped as the module `start`, which the launchers run.
"""

from __future__ import annotations

import ctypes
import io
import sys

from newsassistant.cli.main import main

TITLE = "News Assistant"
_ERROR_ICON = 0x10


def run() -> int:
    """The exit code of the command; main thread.

    A program without a console has no stderr: what a failed command says goes into a box.
    """
    sys.frozen = True  # type: ignore[attr-defined]  # as PyInstaller marks what it freezes
    if sys.stderr is not None:
        return main()
    said = sys.stderr = io.StringIO()
    code = main()
    if code and said.getvalue().strip():
        tell(said.getvalue().strip())
    return code


def tell(text: str) -> None:
    """Show an error and wait until it was read."""
    user32 = getattr(ctypes, "windll").user32  # noqa: B009 - there is none on other systems
    user32.MessageBoxW(None, text, TITLE, _ERROR_ICON)


if __name__ == "__main__":
    sys.exit(run())
